#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {
namespace {

// Whether a heading is one of a final account. The names of the three budgets
// stand in its headings too.
bool IsOfFinalAccount(absl::string_view heading) {
  const std::string rest = absl::StrReplaceAll(
      budget::NormaliseLabel(heading),
      {{"一般公共预算", ""}, {"政府性基金预算", ""}, {"国有资本经营预算", ""}});
  return absl::StrContains(rest, "决算") && !absl::StrContains(rest, "预算");
}

}  // namespace

// S-15: the document is a department's or unit's budget, not a final account,
// and no heading of it is one of a final account.
void CheckDocumentKind(const CheckContext& context) {
  const budget::Document& document = context.document;
  if (document.kind == budget::DocumentKind::kFinalAccount) {
    context.reporter.Fail({{"doc", {}}},
                          budget::Message("prose.final_account"));
    return;
  }
  for (const budget::Heading& heading : document.headings) {
    if (!IsOfFinalAccount(heading.text)) continue;
    const bool section = absl::StartsWith(heading.key, "N") ||
                         absl::StartsWith(heading.key, "T");
    context.reporter.Fail({{section ? heading.key : "doc", {heading.line, ""}}},
                          budget::Message("prose.heading_of_final_account",
                                          {{"heading", heading.text}}));
    if (context.reporter.stopped()) return;
  }
  if (document.kind == budget::DocumentKind::kUnknown) {
    context.reporter.Insufficient({{"doc", {}}},
                                  budget::Message("prose.kind_unknown"));
  }
  if (document.role == budget::DocumentRole::kUnknown) {
    context.reporter.Insufficient({{"doc", {}}},
                                  budget::Message("prose.role_unknown"));
  }
}

}  // namespace yuheng::validation
