#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_LEDGER_VERIFIER_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_LEDGER_VERIFIER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/aggregation/feed/totals_feed.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/mismatch.h"
#include "services/aggregation/posting/elimination.h"
#include "storage/format/ledger_record.h"
#include "storage/store.h"

namespace yuheng::aggregation {

// Proves one ledger from its entries, in one consistent scan of its partition.
// Memory: where the ledger stands (its contributions), and 8 bytes and a bit an
// entry for the request ids; no entry is kept. Not thread-safe; one use.
class LedgerVerifier {
 public:
  // Hears of everything that does not hold; false to hear no more.
  using Report = std::function<bool(Mismatch)>;
  // Sees every entry that its chain allows, in order, with its hash; false to
  // end the ledger.
  using Visit = std::function<bool(const storage::EntryRecord&,
                                   const storage::Sha256Digest& hash)>;

  // `served`: what the running service says, to be compared too.
  LedgerVerifier(absl::string_view name,
                 std::optional<TotalsFeed::DepartmentReading> served,
                 Visit visit, Report report)
      : name_(name),
        served_(std::move(served)),
        visit_(std::move(visit)),
        report_(std::move(report)),
        chain_(name) {}

  // Damage is reported, the entries behind it are not looked at. An error is
  // what keeps the store from being read.
  absl::Status Read(const storage::Store& store);

  // How far the chain held, and whether that is all of it.
  const storage::LedgerHeadRecord& head() const { return chain_.head(); }
  bool whole() const { return !damaged_ && !full_; }

 private:
  using Place = std::tuple<int, int, std::string>;
  using Contributions = std::map<Place, storage::ContributionRecord>;

  // A record of the ledger; keys come in the order contributions, entries,
  // head, outcomes.
  void See(absl::string_view key, absl::string_view value);
  void SeeContribution(absl::string_view key, absl::string_view value);
  void SeeEntry(absl::string_view key, absl::string_view value);
  void SeeOutcome(absl::string_view key, absl::string_view value);
  // Kind and link, by what its place stands at.
  void CheckLink(const storage::EntryRecord& entry);
  void AddTo(const storage::EntryRecord& entry, Contributions* sums);
  void SeeElimination(const storage::EntryRecord& entry);
  void CompareEliminations();
  // Why an outcome and the entry it names are not one posting's.
  void CompareOutcome(absl::string_view id,
                      const storage::OutcomeRecord& record);
  void CheckEntriesHaveOutcomes();

  static Place PlaceOf(const storage::ContributionRecord& c) {
    return {c.fiscal_year, c.stage, c.unit};
  }
  static std::string FieldOf(absl::string_view what, const Place& place);
  void Compare(absl::string_view what, const Contributions& found,
               const Contributions& sums);
  void CompareContribution(absl::string_view what,
                           const storage::ContributionRecord& found,
                           const storage::ContributionRecord& sum);
  // The first line in which two lists differ; whether there is one.
  bool CompareLines(const std::string& field, uint64_t seq,
                    const std::vector<storage::AmountLine>& found,
                    const std::vector<storage::AmountLine>& sum);

  void Add(uint64_t seq, absl::string_view field, absl::string_view expected,
           absl::string_view found);
  void Damage(Mismatch mismatch);

  const std::string name_;
  std::optional<TotalsFeed::DepartmentReading> served_;
  const Visit visit_;
  const Report report_;
  const storage::Store* store_ = nullptr;
  ChainReader chain_;
  bool damaged_ = false;
  bool full_ = false;  // report_ wants no more.
  bool has_head_ = false;
  Contributions stored_;
  Contributions summed_;
  Contributions summed_at_served_;
  Eliminations eliminations_;
  Eliminations eliminations_at_served_;
  // By seq - 1: the posting's tag (see TagOf), and whether its outcome was
  // seen.
  std::vector<uint64_t> tags_;
  std::vector<bool> has_outcome_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_LEDGER_VERIFIER_H_
