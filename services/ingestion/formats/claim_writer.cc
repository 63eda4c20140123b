#include "services/ingestion/formats/claim_writer.h"

#include <string>
#include <utility>

#include "services/budget/text.h"
#include "services/ingestion/formats/reading_problems.h"

namespace yuheng::ingestion {

void ClaimWriter::Figure(std::string address, const Passage& passage,
                         const Quantity& quantity, int sign) {
  Add({.address = std::move(address),
       .printed =
           budget::RemoveBlanks(passage.Printed(quantity.begin, quantity.end)),
       .value_micro = sign < 0 ? -quantity.value_micro : quantity.value_micro,
       .precision_micro = quantity.precision_micro,
       .line = passage.LineAt(quantity.begin)});
}

void ClaimWriter::FigureInWords(std::string address, const Passage& passage,
                                size_t begin, size_t end, int64_t value_micro,
                                int64_t precision_micro) {
  Add({.address = std::move(address),
       .printed = passage.Printed(begin, end),
       .value_micro = value_micro,
       .precision_micro = precision_micro,
       .line = passage.LineAt(begin)});
}

void ClaimWriter::Unassigned(const Passage& passage, const Quantity& quantity) {
  AddProblem("reader.figure_unassigned", passage.LineAt(quantity.begin),
             budget::TableKind::kNone,
             {{"printed", passage.Printed(quantity.begin, quantity.end)}},
             &document_);
}

void ClaimWriter::Words(std::string address, const Passage& passage,
                        size_t begin, size_t end) {
  Add({.address = std::move(address),
       .printed = passage.Printed(begin, end),
       .line = passage.LineAt(begin)});
}

void ClaimWriter::Add(budget::Claim claim) {
  if (document_.claims.size() < budget::kClaimsMax) {
    document_.claims.push_back(std::move(claim));
    return;
  }
  constexpr absl::string_view kLimit = "reader.claim_limit";
  for (const budget::ReadingProblem& problem : document_.problems) {
    if (problem.id == kLimit) return;
  }
  AddProblem(kLimit, claim.line, budget::TableKind::kNone,
             {{"limit", std::to_string(budget::kClaimsMax)}}, &document_);
}

}  // namespace yuheng::ingestion
