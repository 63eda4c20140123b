#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_FIGURE_SELECTOR_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_FIGURE_SELECTOR_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/language/plan.h"

namespace yuheng::validation {

// What a loop has bound: a row (or a code that some tables may lack), or the
// position in a list of columns.
struct Binding {
  Source source = Source::kNone;  // Of `row`; kNone: the code alone.
  const budget::Row* row = nullptr;
  absl::string_view code;  // Or a project's name, normalised.
  int choice = 0;
};

// Finds the figures a formula names in one document, by what its loops have
// bound at the moment.
class FigureSelector {
 public:
  explicit FigureSelector(const DocumentIndex& index) : index_(index) {}

  // The one figure of kKey, kChoice and kVariable. What a section does not
  // state is missing, unless the formula says that it then counts as zero.
  Figure One(const PlanFigures& figures) const;

  // All figures, in document order.
  void Each(const PlanFigures& figures,
            absl::FunctionRef<void(const Figure&)> take) const;

  std::vector<Binding> bindings;  // By slot.

 private:
  int ColumnOf(const PlanFigures& figures) const;
  Figure OneOfLoop(const PlanFigures& figures) const;
  Figure OneOfKey(const PlanFigures& figures) const;

  const DocumentIndex& index_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_FIGURE_SELECTOR_H_
