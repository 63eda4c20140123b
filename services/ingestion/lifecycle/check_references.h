#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_CHECK_REFERENCES_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_CHECK_REFERENCES_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "services/ingestion/lifecycle/ports.h"

namespace yuheng::ingestion {

// Units of a department that are looked for; one with more is not compared with
// its units.
inline constexpr size_t kUnitsComparedMax = 200;

// Whether documents of a stage are compared with ceilings: DRAFT, and APPROVED.
bool IsUnderCeiling(int stage);

// Reads the document of a stored submission of the department.
using StoredReader = std::function<absl::StatusOr<budget::Document>(
    const storage::SubmissionRecord&)>;

// What is stored that a document of `slot` can be compared with: the accepted
// document of the department or unit for the year before (the approved budget,
// else that of the same stage), and, for a department's own document, the
// accepted documents of all its units in the department list for the same year
// and stage. Where one of these is missing, the units' names only. Besides, the
// ceiling in force of the department or unit; of a DRAFT also that there is
// none. An error means that storage failed and trying again may help.
absl::StatusOr<CheckReferences> GatherReferences(const LifecycleParts& parts,
                                                 const std::string& department,
                                                 const Slot& slot,
                                                 const StoredReader& read);

// Which submissions these are, as it is kept.
storage::ReferencesRecord ReferencesRecordOf(const CheckReferences& references);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_CHECK_REFERENCES_H_
