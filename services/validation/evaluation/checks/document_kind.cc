#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {

// S-15: the document is a department's or unit's budget, not a final account.
void CheckDocumentKind(const CheckContext& context) {
  const budget::Document& document = context.document;
  if (document.kind == budget::DocumentKind::kFinalAccount) {
    context.reporter.Fail({{"doc", {}}},
                          budget::Message("prose.final_account"));
    return;
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
