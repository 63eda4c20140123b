#include "services/ingestion/formats/claim_writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/reading_problems.h"

namespace yuheng::ingestion {
namespace {

// How much of the text before a figure is quoted.
constexpr size_t kClauseBytesMax = 60;

}  // namespace

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
  // The clause up to the figure shows what may be meant.
  const size_t window =
      quantity.begin - std::min(quantity.begin, kClauseBytesMax);
  const absl::string_view before =
      passage.text().substr(window, quantity.begin - window);
  size_t begin = 0;
  for (absl::string_view mark : {",", ";", "。", "\n", ":", "、"}) {
    const size_t at = before.rfind(mark);
    if (at != absl::string_view::npos)
      begin = std::max(begin, at + mark.size());
  }
  // Not in the middle of a character.
  while (begin < before.size() && (before[begin] & 0xC0) == 0x80) ++begin;
  AddProblem("reader.figure_unassigned", passage.LineAt(quantity.begin),
             budget::TableKind::kNone,
             {{"printed", passage.Printed(window + begin, quantity.end)}},
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

std::function<std::string(absl::string_view, absl::string_view)> AddressesUnder(
    std::string prefix) {
  return [prefix = std::move(prefix)](absl::string_view subject,
                                      absl::string_view measure) {
    return absl::StrCat(prefix, ":", subject, ":", measure);
  };
}

}  // namespace yuheng::ingestion
