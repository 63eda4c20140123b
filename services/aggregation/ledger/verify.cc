#include "services/aggregation/ledger/verify.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/ledger_verifier.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"

namespace yuheng::aggregation {
namespace {

// Which revisions were seen. Dense ones take a bit each.
class RevisionSet {
 public:
  // False when it was there.
  bool Insert(uint64_t revision) {
    uint64_t& word = words_[revision / 64];
    const uint64_t bit = uint64_t{1} << (revision % 64);
    if ((word & bit) != 0) return false;
    word |= bit;
    return true;
  }

 private:
  absl::flat_hash_map<uint64_t, uint64_t> words_;
};

// What a total says: derived, in brackets as printed, and less what is
// eliminated.
std::string TotalText(const TotalValue* value) {
  if (value == nullptr) return std::string(kAbsent);
  std::string text = budget::FormatDecimal(value->derived_fen);
  if (value->printed_fen.has_value()) {
    absl::StrAppend(&text, " (", budget::FormatDecimal(*value->printed_fen),
                    ")");
  }
  if (value->eliminated_fen != 0) {
    absl::StrAppend(&text, " - ", budget::FormatDecimal(value->eliminated_fen));
  }
  return text;
}

class Verifier {
 public:
  explicit Verifier(const VerifyInput& input)
      : input_(input),
        totals_(*input.form,
                input.feed == nullptr ? nullptr : input.feed->departments()) {}

  absl::StatusOr<Verification> Run() {
    const bool all = input_.department.empty();
    // Read before the ledgers: whatever is served is durable already.
    if (input_.feed != nullptr) {
      if (all) served_ = input_.feed->ReadAll();
      result_.revision = all ? served_.revision : input_.feed->revision();
    }
    std::vector<std::string> names = {input_.department};
    if (all) {
      auto ledgers = ListLedgers(*input_.store);
      if (!ledgers.ok()) return ledgers.status();
      names = *std::move(ledgers);
      absl::Status checked = CheckFiles();
      if (!checked.ok()) return checked;
    }
    for (const std::string& name : names) {
      if (full()) {
        whole_ = false;
        break;
      }
      absl::Status read = Read(name);
      if (!read.ok()) return read;
    }
    CheckNoneIsGone(names);
    // Of entries that can't be read there are no totals to compare.
    if (all && whole_) FinishTotals();
    return std::move(result_);
  }

 private:
  bool full() const { return result_.mismatches.size() >= kMismatchesMax; }

  bool cancelled() const { return input_.cancelled && input_.cancelled(); }

  bool Add(Mismatch mismatch) {
    if (!full()) result_.mismatches.push_back(std::move(mismatch));
    return !full();
  }

  absl::Status CheckFiles() {
    absl::Status checked = input_.store->CheckFiles();
    if (!absl::IsDataLoss(checked)) return checked;
    Add({"", 0, "files", "checksum", std::string(checked.message())});
    return absl::OkStatus();
  }

  absl::Status Read(const std::string& name) {
    std::optional<TotalsFeed::DepartmentReading> served;
    if (input_.feed != nullptr) served = input_.feed->ReadDepartment(name);
    const audit::LedgerHead* anchor =
        input_.checkpoint == nullptr ? nullptr : input_.checkpoint->Find(name);
    LedgerVerifier ledger(
        name, std::move(served),
        [this, &name, anchor](const storage::EntryRecord& entry,
                              const storage::Sha256Digest& hash) {
          if (anchor != nullptr) CompareAnchor(*anchor, entry.seq, hash);
          return See(name, entry);
        },
        [this](Mismatch mismatch) { return Add(std::move(mismatch)); });
    absl::Status read = ledger.Read(*input_.store);
    if (!read.ok()) return read;
    if (cancelled()) return absl::CancelledError(name);
    whole_ = whole_ && ledger.whole();
    if (ledger.whole()) {
      ComparePosition(name);
      if (anchor != nullptr) CheckReached(*anchor, ledger.head().seq);
    }
    totals_.Forget(name);
    ++result_.ledger_count;
    result_.entry_count += static_cast<int64_t>(ledger.head().seq);
    if (input_.feed == nullptr) {
      result_.revision = std::max(result_.revision, ledger.head().revision);
    }
    if (input_.on_progress) input_.on_progress(result_.entry_count);
    return absl::OkStatus();
  }

  bool See(const std::string& name, const storage::EntryRecord& entry) {
    if (cancelled()) return false;
    if (!revisions_.Insert(entry.revision)) {
      Add({name, entry.seq, "revision", absl::StrCat("!= ", entry.revision),
           absl::StrCat(entry.revision)});
    }
    if (input_.feed != nullptr && entry.revision > result_.revision) {
      return true;
    }
    const auto applied = totals_.Apply(name, entry);
    if (applied.ok()) return true;
    Add({name, entry.seq, "totals", std::string(kAbsent),
         std::string(applied.status().message())});
    return false;
  }

  void CompareAnchor(const audit::LedgerHead& anchor, uint64_t seq,
                     const storage::Sha256Digest& hash) {
    if (anchor.seq != seq || anchor.hash == hash) return;
    Add({anchor.department, seq, "checkpoint.hash", storage::ToHex(anchor.hash),
         storage::ToHex(hash)});
  }

  // Whether a ledger goes as far as the checkpoint says.
  void CheckReached(const audit::LedgerHead& anchor, uint64_t seq) {
    if (seq >= anchor.seq) return;
    Add({anchor.department, anchor.seq, "checkpoint.seq",
         absl::StrCat(">= ", anchor.seq), absl::StrCat(seq)});
  }

  // Ledgers of the checkpoint that are not there at all.
  void CheckNoneIsGone(const std::vector<std::string>& names) {
    if (input_.checkpoint == nullptr || !input_.department.empty()) return;
    for (const audit::LedgerHead& anchor : input_.checkpoint->heads) {
      if (!std::binary_search(names.begin(), names.end(), anchor.department)) {
        CheckReached(anchor, 0);
      }
    }
  }

  // The served totals' position of one department.
  void ComparePosition(const std::string& name) {
    const auto at =
        std::lower_bound(served_.positions.begin(), served_.positions.end(),
                         name, [](const Position& p, const std::string& n) {
                           return p.department < n;
                         });
    if (at == served_.positions.end() || at->department != name) return;
    const Totals::Department* d = totals_.FindDepartment(name);
    const uint64_t seq = d == nullptr ? 0 : d->seq;
    if (seq != at->seq) {
      Add({name, at->seq, "served.position", absl::StrCat(seq),
           absl::StrCat(at->seq)});
    }
  }

  void FinishTotals() {
    absl::flat_hash_set<Scope> served;
    for (const auto& [scope, totals] : served_.scopes) {
      served.insert(scope);
      Compare(scope, totals, totals_.Read(scope));
    }
    for (const Scope& scope : totals_.JointScopes()) {
      const bool of_prefecture = scope.group.empty();
      const bool compared = input_.feed == nullptr || served.contains(scope);
      if (!of_prefecture && compared) continue;
      const auto totals = totals_.Read(scope);
      if (of_prefecture) AddSums(scope.period, totals);
      if (!compared) Compare(scope, {}, totals);
    }
  }

  void AddSums(const Period& period, const std::vector<TotalValue>& totals) {
    PeriodSums& sums = result_.sums.emplace_back();
    sums.period = period;
    sums.total_count = static_cast<int64_t>(totals.size());
    for (const TotalValue& total : totals) {
      const std::string address = AddressText(total);
      if (address == "T1:in:ALL") sums.income_fen = total.derived_fen;
      if (address == "T1:ex:ALL") sums.expenditure_fen = total.derived_fen;
    }
  }

  // The totals of the prefecture or a group; both in print order.
  void Compare(const Scope& scope, const std::vector<TotalValue>& served,
               const std::vector<TotalValue>& recomputed) {
    std::string field = absl::StrCat("served.total[", scope.period.fiscal_year,
                                     "/", scope.period.stage, "]");
    if (!scope.group.empty()) absl::StrAppend(&field, "[", scope.group, "]");
    size_t i = 0;
    size_t j = 0;
    while ((i < served.size() || j < recomputed.size()) && !full()) {
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
          a->printed_fen == b->printed_fen &&
          a->eliminated_fen == b->eliminated_fen) {
        continue;
      }
      Add({"", 0,
           absl::StrCat(field, "[", AddressText(a != nullptr ? *a : *b), "]"),
           TotalText(b), TotalText(a)});
    }
  }

  static std::string AddressText(const TotalValue& total) {
    return budget::FormatAddress(AddressOf(total.account->key));
  }

  const VerifyInput& input_;
  Verification result_;
  TotalsFeed::FullReading served_;
  Totals totals_;
  RevisionSet revisions_;
  bool whole_ = true;  // Every ledger was read to its end.
};

}  // namespace

absl::StatusOr<Verification> VerifyLedgers(const VerifyInput& input) {
  return Verifier(input).Run();
}

}  // namespace yuheng::aggregation
