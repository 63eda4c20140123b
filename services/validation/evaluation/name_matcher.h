#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_MATCHER_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_MATCHER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/chart_of_accounts.h"

namespace yuheng::validation {

// A name that a list may or must hold.
struct WantedName {
  std::string code;  // An account; empty for a project.
  std::string name;  // As the document's tables print it.

  friend bool operator==(const WantedName&, const WantedName&) = default;
};

struct SurplusName {
  std::string entry;
  // The account of the chart it names; empty when it names none.
  std::string code;

  friend bool operator==(const SurplusName&, const SurplusName&) = default;
};

struct NameMatch {
  std::vector<WantedName> missing;   // In the order wanted.
  std::vector<SurplusName> surplus;  // In the order listed.
  size_t found = 0;                  // Entries that name something wanted.
};

// Decides which entries of lists name which accounts and projects. An account
// is named by what its table prints, by its name or an alias in the chart, by
// these without brackets or 支出, 费, 缴费 at the end, and by customary short
// names (养老保险缴费; 水电费 for two). A class names all accounts below it,
// unless the list goes on with some of them. Never by mere likeness: 奖金 is
// not 奖励金.
class NameMatcher {
 public:
  // `chart` must outlive this.
  NameMatcher(absl::Span<const WantedName> wanted,
              const budget::ChartOfAccounts& chart);

  // `entries` as SplitNames or SplitAtMarks give them.
  NameMatch Match(absl::Span<const std::string> entries) const;

 private:
  using Indexes = std::vector<size_t>;

  // What `entry` names; empty when nothing wanted.
  Indexes Find(absl::string_view entry) const;
  class Run;

  std::vector<WantedName> wanted_;
  const budget::ChartOfAccounts& chart_;
  // Indexes into `wanted_`, by exact name, by stem, and projects by what is
  // left without punctuation.
  absl::flat_hash_map<std::string, Indexes> by_name_;
  absl::flat_hash_map<std::string, Indexes> by_stem_;
  absl::flat_hash_map<std::string, Indexes> by_letters_;
  absl::flat_hash_map<std::string, size_t> by_code_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_MATCHER_H_
