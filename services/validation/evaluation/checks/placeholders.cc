#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/address.h"
#include "services/budget/wording.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {
namespace {

class Scanner {
 public:
  explicit Scanner(const CheckContext& context) : context_(context) {}

  // `address()` is asked for only when there is something to report.
  template <typename Address>
  void Look(absl::string_view text, int line, Address address) {
    const absl::string_view mark = budget::PlaceholderIn(text);
    if (mark.empty() || context_.reporter.stopped()) return;
    if (line > 0) lines_.insert(line);
    context_.reporter.Fail({{std::string(address()), {line, ""}}},
                           budget::Message("finding.placeholder",
                                           {{"text", text}, {"mark", mark}}));
  }

  // Whether something was reported at that line.
  bool Reported(int line) const { return lines_.contains(line); }

 private:
  const CheckContext& context_;
  std::set<int> lines_;
};

// A section or table has its own address, the rest is the document's.
absl::string_view PlaceOfSection(absl::string_view key) {
  return absl::StartsWith(key, "N") || absl::StartsWith(key, "T") ? key : "doc";
}

}  // namespace

// S-11: placeholders in headings, names, statements and sentences.
void CheckPlaceholders(const CheckContext& context) {
  const budget::Document& document = context.document;
  Scanner scanner(context);
  scanner.Look(document.department, 0, [] { return "doc"; });
  for (const budget::Heading& heading : document.headings) {
    scanner.Look(heading.text, heading.line,
                 [&] { return PlaceOfSection(heading.key); });
  }
  for (const budget::Table& table : document.tables) {
    const auto address = [&] {
      return absl::StrCat("T", static_cast<int>(table.kind));
    };
    scanner.Look(table.title, table.line, address);
    scanner.Look(table.prepared_by, table.line, address);
    scanner.Look(table.nil_statement, table.nil_statement_line,
                 [&] { return address() + ":none"; });
    const budget::TableShape& shape = context.form.Table(table.kind);
    for (const budget::Row& row : table.rows) {
      const auto cell = [&] { return budget::AddressOf(shape, row, 0); };
      scanner.Look(row.name, row.line, cell);
      scanner.Look(row.project, row.line, cell);
    }
  }
  for (const budget::Claim& claim : document.claims) {
    scanner.Look(claim.printed, claim.line, [&] { return claim.address; });
  }
  for (const budget::Sentence& sentence : document.sentences) {
    if (scanner.Reported(sentence.line)) continue;
    scanner.Look(sentence.text, sentence.line,
                 [&] { return PlaceOfSection(sentence.section); });
  }
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const budget::PerformanceSheet& sheet = document.sheets[k];
    const auto part = [&](absl::string_view name) {
      return [k, name] { return absl::StrCat("P", k + 1, ":", name); };
    };
    scanner.Look(sheet.unit, sheet.line, part("unit"));
    scanner.Look(sheet.project, sheet.line, part("project"));
    scanner.Look(sheet.goal, sheet.goal_line, part("goal"));
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      scanner.Look(sheet.indicators[j].name, sheet.indicators[j].line, [&] {
        return absl::StrCat("P", k + 1, ":ind", j + 1, ":name");
      });
    }
  }
}

}  // namespace yuheng::validation
