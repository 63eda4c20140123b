#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/address.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {
namespace {

// What templates put where a name or a number belongs. Compared after
// full-width letters have become half-width.
constexpr absl::string_view kPlaceholders[] = {
    "XX", "xx", "××", "某某", "**", "○○", "〇〇", "{", "}", "____",
};

class Scanner {
 public:
  explicit Scanner(const CheckContext& context) : context_(context) {}

  void Look(absl::string_view text, std::string address, int line) {
    if (text.empty() || context_.reporter.stopped()) return;
    const std::string plain = budget::NormaliseLabel(text);
    for (const absl::string_view mark : kPlaceholders) {
      if (!absl::StrContains(plain, mark)) continue;
      context_.reporter.Fail({{std::move(address), {line, ""}}},
                             budget::Message("finding.placeholder",
                                             {{"text", text}, {"mark", mark}}));
      return;
    }
  }

 private:
  const CheckContext& context_;
};

}  // namespace

// S-11: placeholders in headings, names and statements.
void CheckPlaceholders(const CheckContext& context) {
  const budget::Document& document = context.document;
  Scanner scanner(context);
  scanner.Look(document.department, "doc", 0);
  for (const budget::Heading& heading : document.headings) {
    const bool section = absl::StartsWith(heading.key, "N") ||
                         absl::StartsWith(heading.key, "T");
    scanner.Look(heading.text, section ? heading.key : "doc", heading.line);
  }
  for (const budget::Table& table : document.tables) {
    const std::string address = absl::StrCat("T", static_cast<int>(table.kind));
    scanner.Look(table.title, address, table.line);
    scanner.Look(table.prepared_by, address, table.line);
    scanner.Look(table.nil_statement, absl::StrCat(address, ":none"),
                 table.nil_statement_line);
    const budget::TableShape& shape = context.form.Table(table.kind);
    for (const budget::Row& row : table.rows) {
      scanner.Look(row.name, budget::AddressOf(shape, row, 0), row.line);
      scanner.Look(row.project, budget::AddressOf(shape, row, 0), row.line);
    }
  }
  for (const budget::Claim& claim : document.claims) {
    scanner.Look(claim.printed, claim.address, claim.line);
  }
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const budget::PerformanceSheet& sheet = document.sheets[k];
    const std::string stem = absl::StrCat("P", k + 1, ":");
    scanner.Look(sheet.unit, absl::StrCat(stem, "unit"), sheet.line);
    scanner.Look(sheet.project, absl::StrCat(stem, "project"), sheet.line);
    scanner.Look(sheet.goal, absl::StrCat(stem, "goal"), sheet.goal_line);
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      scanner.Look(sheet.indicators[j].name,
                   absl::StrCat(stem, "ind", j + 1, ":name"),
                   sheet.indicators[j].line);
    }
  }
}

}  // namespace yuheng::validation
