#ifndef YUHENG_TESTS_UNIT_AGGREGATION_SAMPLE_H_
#define YUHENG_TESTS_UNIT_AGGREGATION_SAMPLE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/aggregation/ledger/shard.h"
#include "services/aggregation/posting/posting.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/department_list.h"
#include "storage/format/ledger_record.h"
#include "storage/store.h"

namespace yuheng::aggregation::testing {

inline constexpr int kYear = 2023;
inline constexpr int kApproved = 4;
inline constexpr Period kPeriod{kYear, kApproved};
inline const Scope kPrefecture{kPeriod, "", ""};
inline Scope Group(const std::string& group) {
  return {kPeriod, "", "", group};
}

// A line from an address such as "T3:2060101:basic" or "T1:in:gen_own".
storage::AmountLine Line(absl::string_view address, int64_t fen);

// A balanced posting of one function code: `fen` from gen, all basic, in T1 to
// T5, with the printed totals of T1.
Posting Simple(absl::string_view department, absl::string_view request_id,
               int64_t fen);

// A balanced posting with random codes, sources, a project and printed parents
// that are sometimes wrong.
Posting Random(std::mt19937_64& random, absl::string_view department,
               absl::string_view request_id);

// Normalised; the test fails when it is refused.
Posting Normal(Posting posting);
Posting Reversal(absl::string_view department, absl::string_view request_id);

// A balanced posting of one function code out of the unit's own money: `fen`
// of income_row, all on projects, in T1 to T3.
Posting Own(const Party& party, absl::string_view request_id,
            absl::string_view income_row, int64_t fen);

// `payer` gives `payee` own money for projects of 2060101, its unit_upsub.
// Normalised.
Posting Elimination(const Party& payer, const Party& payee,
                    absl::string_view request_id, int64_t fen);
Posting EliminationReversal(absl::string_view department,
                            absl::string_view request_id, uint64_t seq);

// Departments d0 to d4 and d9 in groups, some within others:
//   a    d0 d1 d2      a/x  d0 d1      a/y  d0
//   b    d2 d3         c    d9         none d4
const budget::DepartmentList& GroupedDepartments();

// The next entry a ledger gets from a posting.
class EntryMaker {
 public:
  storage::EntryRecord Next(const Posting& posting, uint64_t revision);

 private:
  std::map<std::string, storage::LedgerHeadRecord> heads_;
  std::map<std::string, storage::ContributionRecord> contributions_;
  std::map<std::string, Eliminations> eliminations_;
};

// Totals by address: derived and printed ("-" when absent), and less what is
// eliminated.
using Figures = std::map<std::string, std::string>;
Figures FiguresOf(const std::vector<TotalValue>& totals);
std::string FigureOf(const TotalValue& total);
std::string AddressText(const TotalValue& total);

// A shard over a store with its totals, as after a start.
struct Desk {
  std::unique_ptr<TotalsFeed> feed;
  std::unique_ptr<Shard> shard;

  // Processes one command at a time.
  absl::StatusOr<Applied> Post(Posting posting);
  absl::StatusOr<storage::OutcomeRecord> Outcome(absl::string_view department,
                                                 absl::string_view request_id);
  Figures Totals(const Scope& scope = {kPeriod, "", ""}) const;
};
absl::StatusOr<Desk> OpenDesk(storage::Store* store,
                              TotalsFeedOptions options = {});

// Thirty random postings over the departments d0 to d3; the totals after each.
std::vector<Figures> PostSome(Desk* desk);

// Writes (or, without a value, deletes) one key as a writer that breaks the
// rules would.
void Overwrite(storage::Store* store, const std::string& department,
               const std::string& key, std::optional<std::string> value);

PostCommand CommandOf(Posting posting,
                      absl::AnyInvocable<void(absl::StatusOr<Applied>)> done);

}  // namespace yuheng::aggregation::testing

#endif  // YUHENG_TESTS_UNIT_AGGREGATION_SAMPLE_H_
