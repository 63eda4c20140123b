// Whose documents a document is compared with, by the names they print. A list
// of departments knows better: where it says so, names may differ.
#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_REFERENCE_OWNER_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_REFERENCE_OWNER_H_

#include "absl/strings/string_view.h"
#include "services/budget/document.h"

namespace yuheng::validation {

// Whether `prior` names the department of `document`; one that names nobody
// may.
bool IsOfSameDepartment(const budget::Document& document,
                        const budget::Document& prior);

// Whether it is the document of who is called so; nobody is called nothing.
bool IsDocumentOf(const budget::Document& document, absl::string_view name);

// Whether `unit` is the department's own office or one of the units that
// `document` lists. Where it lists none, or not all, a document of a 单位 may
// be one, and that of another 部门 is not.
bool IsUnitOf(const budget::Document& document, const budget::Document& unit);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_REFERENCE_OWNER_H_
