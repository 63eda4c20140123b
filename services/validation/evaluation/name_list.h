#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_LIST_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_LIST_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/chart_of_accounts.h"

namespace yuheng::validation {

// Lists of names as the narrative prints them:
// 办公费、印刷费、维修（护）费和差旅费.

// Entries of one list at most; what is beyond stays in the last one.
inline constexpr size_t kNamesPerListMax = 2000;

// The entries, normalised (budget::NormaliseLabel), between the marks 、 ， ；
// ： and 。; marks inside brackets and quotes divide nothing, nor do the commas
// of numbers. Numbers in front (1. (2) ①), amounts behind (办公费3万元), 其中
// in front and 等 behind are no part of an entry.
std::vector<std::string> SplitAtMarks(absl::string_view list);

// The same, and also between 和, 与, 及 and 以及 where both sides end as a name
// of the same sort does: 办公费和印刷费 are two, 商品和服务支出 is one, as is
// 科技合作与外国专家服务科.
std::vector<std::string> SplitNames(absl::string_view list);

// Whether the list says that it is not complete: 办公费、印刷费等.
bool ListIsOpen(absl::string_view list);

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
  // An account of the chart; empty when none.
  std::string ChartCode(absl::string_view entry) const;
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

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_NAME_LIST_H_
