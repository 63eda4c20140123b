#ifndef YUHENG_SERVICES_INGESTION_STORE_CEILING_BOOK_H_
#define YUHENG_SERVICES_INGESTION_STORE_CEILING_BOOK_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/optional.h"
#include "services/budget/ceiling.h"
#include "storage/format/ceiling_record.h"

namespace yuheng::ingestion {

// Ceilings that were set for one fiscal year, those replaced since included.
inline constexpr size_t kCeilingSettingsMax = 20'000;

// A ceiling as somebody set it once.
struct CeilingSetting {
  int fiscal_year = 0;
  storage::CeilingRecord record;

  friend bool operator==(const CeilingSetting&,
                         const CeilingSetting&) = default;
};

// Without who, when and why.
budget::Ceiling CeilingOf(const CeilingSetting& setting);

// Which ceilings to list.
struct CeilingFilter {
  std::string department;  // Its own and its units'; empty for everybody's.
  int fiscal_year = 0;     // 0 for all.
  std::vector<std::string> units;  // Only theirs; empty for no such limit.
  // With those that were replaced or taken away.
  bool history = false;
};

// Where one stands among all: by year, department and unit, then oldest first.
// Nothing in it tells of others' ceilings.
struct CeilingPosition {
  int fiscal_year = 0;
  std::string department;
  std::string unit;
  size_t number = 0;  // From 0, among those of that year and scope.

  friend auto operator<=>(const CeilingPosition&,
                          const CeilingPosition&) = default;
};

struct ListedCeiling {
  CeilingSetting setting;
  CeilingPosition position;
  bool in_force = false;
};

// All ceilings, in memory; made from the store at start and kept up by it. The
// newest one of a department or unit and year is in force, unless it has no
// figures. Thread-safe.
class CeilingBook {
 public:
  CeilingBook() = default;

  // Settings of one year come in the order they were made in.
  void Add(CeilingSetting setting) ABSL_LOCKS_EXCLUDED(mu_);

  // The newest one, whether it has figures or not; absent when there was none.
  absl::optional<CeilingSetting> NewestOf(absl::string_view department,
                                          absl::string_view unit,
                                          int fiscal_year) const
      ABSL_LOCKS_EXCLUDED(mu_);

  // Which one is in force; empty when none is.
  std::string Sha256InForce(absl::string_view department,
                            absl::string_view unit, int fiscal_year) const;

  // At most `count`, behind that position.
  std::vector<ListedCeiling> List(const CeilingFilter& filter,
                                  const absl::optional<CeilingPosition>& after,
                                  size_t count) const ABSL_LOCKS_EXCLUDED(mu_);

  // How often something was set for a year.
  size_t CountOf(int fiscal_year) const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // Whose it is: department and unit.
  using Scope = std::pair<std::string, std::string>;

  // Of one year.
  struct Settings {
    size_t count = 0;
    // Of each in the order they were made in; never none.
    std::map<Scope, std::vector<storage::CeilingRecord>> by_scope;
  };

  mutable absl::Mutex mu_;
  std::map<int, Settings> settings_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_STORE_CEILING_BOOK_H_
