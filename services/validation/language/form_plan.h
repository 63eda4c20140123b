#ifndef YUHENG_SERVICES_VALIDATION_LANGUAGE_FORM_PLAN_H_
#define YUHENG_SERVICES_VALIDATION_LANGUAGE_FORM_PLAN_H_

#include "services/budget/table_shape.h"
#include "services/validation/language/plan.h"

namespace yuheng::validation {

// A plan for documents that are printed in `form` instead of the standard form.
// A sum that the form does not print is the sum of its parts; money that it
// does not count, or holds in another figure of the same side, adds nothing.
// Statements that need what is not disclosed do not apply: they are left out,
// and so are those that would compare a figure with itself.
Plan PlanFor(const budget::Form& form, Plan plan);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_LANGUAGE_FORM_PLAN_H_
