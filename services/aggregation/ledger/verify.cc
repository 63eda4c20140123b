#include "services/aggregation/ledger/verify.h"

#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/posting/account.h"
#include "services/aggregation/posting/difference.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

using storage::AmountLine;
using storage::ContributionRecord;

// The findings of one run.
class Differences {
 public:
  explicit Differences(std::vector<budget::Text>* list) : list_(list) {}
  bool full() const { return list_->size() >= kDifferencesMax; }
  void Add(budget::Text text) {
    if (!full()) list_->push_back(std::move(text));
  }
  void Add(const absl::Status& status) {
    const rpc::ErrorDetails details = rpc::DetailsOf(status);
    Add(budget::Text{details.zh, details.en});
  }

 private:
  std::vector<budget::Text>* const list_;
};

using Place = std::tuple<int, int, std::string>;
using Contributions = std::map<Place, ContributionRecord>;

Place PlaceOf(const ContributionRecord& c) {
  return {c.fiscal_year, c.stage, c.unit};
}

// One ledger, seen in one consistent scan.
class LedgerVerifier {
 public:
  LedgerVerifier(absl::string_view name, Totals* totals,
                 uint64_t totals_revision, TotalsFeed::DepartmentReading served,
                 Differences* found)
      : name_(name),
        totals_(totals),
        totals_revision_(totals_revision),
        served_(std::move(served)),
        found_(found),
        chain_(name) {}

  absl::Status Read(const storage::Store& store) {
    absl::Status scanned = store.Scan(
        name_, "", "", [this](absl::string_view key, absl::string_view value) {
          See(key, value);
          return !damaged_ && !found_->full();
        });
    if (!scanned.ok()) return scanned;
    if (damaged_ || found_->full()) return absl::OkStatus();
    if (entry_count() > 0 && !has_head_) {
      found_->Add(DamageError(name_, entry_count(), "the head is missing"));
    }
    Compare(stored_, summed_, "stored");
    if (served_.seq > entry_count()) {
      found_->Add(DamageError(name_, served_.seq,
                              "it is served and is not in the ledger"));
    }
    Contributions served;
    for (ContributionRecord& c : served_.contributions) {
      Place place = PlaceOf(c);
      served.emplace(std::move(place), std::move(c));
    }
    Compare(served, summed_at_served_, "served");
    for (const auto& [id, seq] : request_ids_) {
      AddOutcomeDifference(id, seq);
    }
    return absl::OkStatus();
  }

  uint64_t entry_count() const { return chain_.head().seq; }

 private:
  // Keys come in the order contributions, entries, head, outcomes.
  void See(absl::string_view key, absl::string_view value) {
    if (absl::StartsWith(key, storage::kContributionKeyPrefix)) {
      auto record = storage::DecodeContribution(value);
      if (!record.ok()) return Damage(0, record.status().message());
      Place place = PlaceOf(*record);
      stored_.emplace(std::move(place), *std::move(record));
    } else if (absl::StartsWith(key, storage::kEntryKeyPrefix)) {
      auto entry = chain_.Next(key, value);
      if (!entry.ok()) {
        damaged_ = true;
        found_->Add(entry.status());
        return;
      }
      SeeEntry(*entry);
    } else if (key == storage::kLedgerHeadKey) {
      has_head_ = true;
      const absl::Status status = chain_.CheckHead(value);
      if (!status.ok()) found_->Add(status);
    } else if (absl::StartsWith(key, storage::kOutcomeKeyPrefix)) {
      SeeOutcome(key, value);
    } else {
      found_->Add(DamageError(name_, entry_count(), "an unknown key"));
    }
  }

  void SeeEntry(const storage::EntryRecord& entry) {
    request_ids_[entry.request_id] = entry.seq;
    if (entry.revision <= totals_revision_) {
      const auto applied = totals_->Apply(name_, entry);
      if (!applied.ok()) Damage(entry.seq, applied.status().message());
    }
    AddTo(entry, &summed_);
    if (entry.seq <= served_.seq) AddTo(entry, &summed_at_served_);
  }

  void AddTo(const storage::EntryRecord& entry, Contributions* sums) {
    ContributionRecord& sum =
        (*sums)[{entry.fiscal_year, entry.stage, entry.unit}];
    auto leaves = Sum(sum.leaves, entry.leaves);
    auto printed = Sum(sum.printed, entry.printed);
    if (!leaves.ok() || !printed.ok()) {
      return Damage(entry.seq, "the sum of its amounts leaves 64 bits");
    }
    sum.leaves = *std::move(leaves);
    sum.printed = *std::move(printed);
    sum.seq = entry.seq;
  }

  void SeeOutcome(absl::string_view key, absl::string_view value) {
    const auto id = storage::ParseOutcomeKey(key);
    const auto record = storage::DecodeOutcome(value);
    if (!id.ok() || !record.ok()) return Damage(0, "an outcome is damaged");
    if (record->outcome != storage::PostingOutcome::kApplied) return;
    const auto entry = request_ids_.find(*id);
    if (entry == request_ids_.end() || entry->second != record->seq) {
      AddOutcomeDifference(*id, record->seq);
    }
    if (entry != request_ids_.end()) request_ids_.erase(entry);
  }

  void AddOutcomeDifference(absl::string_view id, uint64_t seq) {
    found_->Add(budget::Message(
        "aggregation.outcome_differs",
        {{"department", name_}, {"id", id}, {"seq", absl::StrCat(seq)}}));
  }

  void Compare(const Contributions& given, const Contributions& sums,
               absl::string_view what) {
    for (const auto& [place, sum] : sums) {
      const auto found = given.find(place);
      if (found == given.end() || found->second.seq != sum.seq ||
          found->second.leaves != sum.leaves ||
          found->second.printed != sum.printed) {
        AddContributionDifference(place, what);
      }
    }
    for (const auto& [place, contribution] : given) {
      if (!sums.contains(place)) AddContributionDifference(place, what);
    }
  }

  void AddContributionDifference(const Place& place, absl::string_view what) {
    found_->Add(budget::Message("aggregation.contribution_differs",
                                {{"department", name_},
                                 {"year", absl::StrCat(std::get<0>(place))},
                                 {"stage", absl::StrCat(std::get<1>(place))},
                                 {"unit", std::get<2>(place)},
                                 {"what", what}}));
  }

  void Damage(uint64_t seq, absl::string_view what) {
    damaged_ = true;
    found_->Add(DamageError(name_, seq, what));
  }

  const std::string name_;
  Totals* const totals_;
  const uint64_t totals_revision_;
  TotalsFeed::DepartmentReading served_;
  Differences* const found_;
  ChainReader chain_;
  bool damaged_ = false;
  bool has_head_ = false;
  Contributions stored_;
  Contributions summed_;
  Contributions summed_at_served_;
  // Of entries whose outcome was not seen yet.
  std::map<std::string, uint64_t, std::less<>> request_ids_;
};

// What a total says, in words.
std::string Words(const TotalValue* value) {
  if (value == nullptr) return "0";
  std::string text = budget::FormatDecimal(value->derived_fen);
  if (value->printed_fen.has_value()) {
    absl::StrAppend(&text, " (", budget::FormatDecimal(*value->printed_fen),
                    ")");
  }
  return text;
}

// Compares the prefecture's totals of one period; both in print order.
void CompareTotals(const Period& period, const std::vector<TotalValue>& served,
                   const std::vector<TotalValue>& recomputed,
                   Differences* found) {
  size_t i = 0;
  size_t j = 0;
  while ((i < served.size() || j < recomputed.size()) && !found->full()) {
    const TotalValue* a = i < served.size() ? &served[i] : nullptr;
    const TotalValue* b = j < recomputed.size() ? &recomputed[j] : nullptr;
    if (a != nullptr && b != nullptr) {
      if (a->account->sort_key < b->account->sort_key) {
        b = nullptr;
      } else if (b->account->sort_key < a->account->sort_key) {
        a = nullptr;
      }
    }
    i += a != nullptr;
    j += b != nullptr;
    if (a != nullptr && b != nullptr && a->derived_fen == b->derived_fen &&
        a->printed_fen == b->printed_fen) {
      continue;
    }
    const Account& account = *(a != nullptr ? a : b)->account;
    found->Add(budget::Message(
        "aggregation.total_differs",
        {{"scope", budget::Message("aggregation.prefecture")},
         {"year", absl::StrCat(period.fiscal_year)},
         {"stage", absl::StrCat(period.stage)},
         {"address", budget::FormatAddress(AddressOf(account.key))},
         {"served", Words(a)},
         {"recomputed", Words(b)}}));
  }
}

}  // namespace

absl::StatusOr<Verification> VerifyLedgers(const storage::Store& store,
                                           const budget::Form& form,
                                           const TotalsFeed& feed,
                                           absl::string_view department) {
  Verification result;
  Differences found(&result.differences);
  // Read before the ledgers: whatever is served is durable already.
  TotalsFeed::FullReading served;
  std::vector<std::string> names = {std::string(department)};
  if (department.empty()) {
    served = feed.ReadAll();
    auto ledgers = ListLedgers(store);
    if (!ledgers.ok()) return ledgers.status();
    names = *std::move(ledgers);
  } else {
    served.revision = feed.revision();
  }
  result.revision = served.revision;
  Totals totals(form);
  for (const std::string& name : names) {
    if (found.full()) break;
    LedgerVerifier ledger(name, &totals, served.revision,
                          feed.ReadDepartment(name), &found);
    absl::Status read = ledger.Read(store);
    if (!read.ok()) return read;
    ++result.ledger_count;
    result.entry_count += static_cast<int64_t>(ledger.entry_count());
  }
  if (!department.empty() || found.full()) return result;
  for (const Position& position : served.positions) {
    const Totals::Department* d = totals.FindDepartment(position.department);
    if (d == nullptr || d->seq != position.seq) {
      found.Add(DamageError(position.department, position.seq,
                            "the totals hold another seq than the entries"));
    }
  }
  for (const auto& [period, values] : served.periods) {
    CompareTotals(period, values, totals.Read({period, "", ""}), &found);
  }
  return result;
}

}  // namespace yuheng::aggregation
