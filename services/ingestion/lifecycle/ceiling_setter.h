#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_CEILING_SETTER_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_CEILING_SETTER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/store/ceiling_book.h"

namespace yuheng::ingestion {

// Ceilings to set together.
struct CeilingImport {
  // Each as it was asked for, or why it can't be read.
  std::vector<absl::StatusOr<CeilingSetting>> settings;
  // Only say what would become of them.
  bool validate_only = false;
};

// What became of one of them.
struct CeilingOutcome {
  // As it is, or would be, set.
  absl::StatusOr<CeilingSetting> setting;
  // The newest one has these figures already.
  bool unchanged = false;
};

struct CeilingImported {
  std::vector<CeilingOutcome> outcomes;  // In the order of the import.
  bool applied = false;                  // All of them, or else none.
};

// Sets ceilings. One call at a time.
class CeilingSetter {
 public:
  // `parts` must outlive it.
  explicit CeilingSetter(const LifecycleParts* parts) : parts_(*parts) {}

  // Makes each one the newest of its department or unit and year; their
  // set_time is the clock's. In one durable write, or, when one of them is
  // refused, not at all. FIELD_INVALID as an outcome: a department or unit that
  // is not in the list, one that stands twice, and beyond kCeilingSettingsMax.
  // An error means that storage failed.
  absl::StatusOr<CeilingImported> Set(CeilingImport import);

 private:
  absl::Status Check(const CeilingSetting& setting) const;

  const LifecycleParts& parts_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_CEILING_SETTER_H_
