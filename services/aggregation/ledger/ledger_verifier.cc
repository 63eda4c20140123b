#include "services/aggregation/ledger/ledger_verifier.h"

#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/account.h"
#include "services/aggregation/posting/difference.h"
#include "services/aggregation/posting/plan.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

using storage::AmountLine;
using storage::ContributionRecord;

// What an entry and its outcome have in common, in 8 bytes.
uint64_t TagOf(absl::string_view request_id, uint64_t revision) {
  const storage::Sha256Digest digest =
      storage::Sha256(absl::StrCat(revision, " ", request_id));
  uint64_t tag = 0;
  std::memcpy(&tag, digest.data(), sizeof tag);
  return tag;
}

Mismatch MismatchOf(const absl::Status& damage) {
  std::map<std::string, std::string> parts = rpc::DetailsOf(damage).metadata;
  uint64_t seq = 0;
  for (const char digit : parts["seq"]) seq = 10 * seq + (digit - '0');
  return {parts["department"], seq, parts["field"], parts["expected"],
          parts["found"]};
}

std::string AmountText(const AmountLine* line) {
  return line == nullptr ? std::string(kAbsent)
                         : budget::FormatDecimal(line->amount_fen);
}

}  // namespace

absl::Status LedgerVerifier::Read(const storage::Store& store) {
  store_ = &store;
  absl::Status scanned = store.Scan(
      name_, "", "", [this](absl::string_view key, absl::string_view value) {
        See(key, value);
        return whole();
      });
  if (absl::IsDataLoss(scanned)) {
    Damage({name_, head().seq + 1, "storage", "entry",
            std::string(scanned.message())});
  } else if (!scanned.ok()) {
    return scanned;
  }
  if (!whole()) return absl::OkStatus();
  const uint64_t seq = head().seq;
  if (seq > 0 && !has_head_) {
    Add(seq, "head.seq", absl::StrCat(seq), kAbsent);
  }
  Compare("contribution", stored_, summed_);
  CheckEntriesHaveOutcomes();
  if (!served_.has_value()) return absl::OkStatus();
  if (served_->seq > seq) {
    Add(served_->seq, "served.seq", absl::StrCat(seq),
        absl::StrCat(served_->seq));
  }
  Contributions served;
  for (ContributionRecord& c : served_->contributions) {
    Place place = PlaceOf(c);
    served.emplace(std::move(place), std::move(c));
  }
  Compare("served.contribution", served, summed_at_served_);
  CompareEliminations();
  return absl::OkStatus();
}

void LedgerVerifier::See(absl::string_view key, absl::string_view value) {
  if (absl::StartsWith(key, storage::kContributionKeyPrefix)) {
    SeeContribution(key, value);
  } else if (absl::StartsWith(key, storage::kEntryKeyPrefix)) {
    SeeEntry(key, value);
  } else if (key == storage::kLedgerHeadKey) {
    has_head_ = true;
    const absl::Status status = chain_.CheckHead(value);
    if (!status.ok()) Damage(MismatchOf(status));
  } else if (absl::StartsWith(key, storage::kOutcomeKeyPrefix)) {
    SeeOutcome(key, value);
  } else {
    Add(0, "key", kAbsent, absl::CHexEscape(key));
  }
}

void LedgerVerifier::SeeContribution(absl::string_view key,
                                     absl::string_view value) {
  const auto parts = storage::ParseContributionKey(key);
  auto record = storage::DecodeContribution(value);
  absl::Status status = parts.status();
  status.Update(record.status());
  if (!status.ok()) {
    return Damage(
        {name_, 0, "record", "contribution", std::string(status.message())});
  }
  const Place place{parts->fiscal_year, parts->stage, parts->unit};
  if (place != PlaceOf(*record)) {
    Add(record->seq, FieldOf("contribution", place), FieldOf("", place),
        FieldOf("", PlaceOf(*record)));
  }
  stored_.emplace(place, *std::move(record));
}

void LedgerVerifier::SeeEntry(absl::string_view key, absl::string_view value) {
  const auto entry = chain_.Next(key, value);
  if (!entry.ok()) {
    if (rpc::ReasonOf(entry.status()) == rpc::Reason::kLedgerDamaged) {
      return Damage(MismatchOf(entry.status()));
    }
    return Damage({name_, head().seq + 1, "record", "entry",
                   std::string(entry.status().message())});
  }
  tags_.push_back(TagOf(entry->request_id, entry->revision));
  has_outcome_.push_back(false);
  if (entry->elimination) {
    SeeElimination(*entry);
  } else {
    CheckLink(*entry);
    AddTo(*entry, &summed_);
    if (served_.has_value() && entry->seq <= served_->seq) {
      AddTo(*entry, &summed_at_served_);
    }
  }
  if (damaged_) return;
  if (!visit_(*entry, head().hash)) damaged_ = true;
}

void LedgerVerifier::CheckLink(const storage::EntryRecord& entry) {
  const auto at = summed_.find({entry.fiscal_year, entry.stage, entry.unit});
  const bool amends = at != summed_.end() && InForce(at->second);
  const uint64_t supersedes = amends ? at->second.seq : 0;
  if (entry.supersedes_seq != supersedes) {
    Add(entry.seq, "supersedes_seq", absl::StrCat(supersedes),
        absl::StrCat(entry.supersedes_seq));
  }
  if ((entry.kind == storage::EntryKind::kPosting) == amends) {
    Add(entry.seq, "kind", amends ? "> 1" : "1",
        absl::StrCat(static_cast<int>(entry.kind)));
  }
}

void LedgerVerifier::AddTo(const storage::EntryRecord& entry,
                           Contributions* sums) {
  ContributionRecord& sum =
      (*sums)[{entry.fiscal_year, entry.stage, entry.unit}];
  auto leaves = Sum(sum.leaves, entry.leaves);
  auto printed = Sum(sum.printed, entry.printed);
  absl::Status status = leaves.status();
  status.Update(printed.status());
  if (!status.ok()) {
    return Damage(
        {name_, entry.seq, "amounts", "int64", std::string(status.message())});
  }
  sum.leaves = *std::move(leaves);
  sum.printed = *std::move(printed);
  sum.seq = entry.seq;
  sum.revision = entry.revision;
  sum.submission =
      entry.kind == storage::EntryKind::kReversal ? "" : entry.submission;
}

void LedgerVerifier::SeeElimination(const storage::EntryRecord& entry) {
  const absl::Status status = eliminations_.Check(name_, entry);
  if (!status.ok()) {
    return Damage({name_, entry.seq, "elimination", std::string(kAbsent),
                   std::string(status.message())});
  }
  eliminations_.Apply(entry);
  if (served_.has_value() && entry.seq <= served_->seq) {
    eliminations_at_served_.Apply(entry);
  }
}

void LedgerVerifier::CompareEliminations() {
  const auto& expected = eliminations_at_served_.in_force();
  const auto& found = served_->eliminations.in_force();
  for (const auto& [seq, entry] : expected) {
    const auto at = found.find(seq);
    if (at != found.end() && at->second == entry) continue;
    Add(seq, absl::StrCat("served.elimination[", seq, "]"), absl::StrCat(seq),
        kAbsent);
  }
  for (const auto& [seq, entry] : found) {
    if (expected.contains(seq)) continue;
    Add(seq, absl::StrCat("served.elimination[", seq, "]"), kAbsent,
        absl::StrCat(seq));
  }
}

void LedgerVerifier::SeeOutcome(absl::string_view key,
                                absl::string_view value) {
  const auto id = storage::ParseOutcomeKey(key);
  const auto record = storage::DecodeOutcome(value);
  absl::Status status = id.status();
  status.Update(record.status());
  if (!status.ok()) {
    return Damage(
        {name_, 0, "record", "outcome", std::string(status.message())});
  }
  if (record->outcome != storage::PostingOutcome::kApplied) return;
  const uint64_t at = record->seq - 1;
  if (at < tags_.size() && tags_[at] == TagOf(*id, record->revision)) {
    has_outcome_[at] = true;
  } else {
    CompareOutcome(*id, *record);
  }
}

void LedgerVerifier::CompareOutcome(absl::string_view id,
                                    const storage::OutcomeRecord& record) {
  const std::string field = absl::StrCat("outcome[", id, "]");
  if (record.seq == 0 || record.seq > tags_.size()) {
    return Add(record.seq, absl::StrCat(field, ".seq"),
               absl::StrCat("<= ", tags_.size()), absl::StrCat(record.seq));
  }
  const auto stored = ReadEntry(*store_, name_, record.seq);
  if (!stored.ok()) {
    return Add(record.seq, field, "entry", stored.status().message());
  }
  if (stored->entry.request_id != id) {
    return Add(record.seq, field, stored->entry.request_id, id);
  }
  Add(record.seq, absl::StrCat(field, ".revision"),
      absl::StrCat(stored->entry.revision), absl::StrCat(record.revision));
}

void LedgerVerifier::CheckEntriesHaveOutcomes() {
  for (size_t i = 0; i < has_outcome_.size() && !full_; ++i) {
    if (has_outcome_[i]) continue;
    const uint64_t seq = i + 1;
    const auto stored = ReadEntry(*store_, name_, seq);
    const std::string id = stored.ok() ? stored->entry.request_id : "";
    Add(seq, absl::StrCat("outcome[", id, "].seq"), absl::StrCat(seq), kAbsent);
  }
}

std::string LedgerVerifier::FieldOf(absl::string_view what,
                                    const Place& place) {
  const auto& [year, stage, unit] = place;
  return absl::StrCat(what, "[", year, "/", stage, unit.empty() ? "" : "/",
                      unit, "]");
}

void LedgerVerifier::Compare(absl::string_view what, const Contributions& found,
                             const Contributions& sums) {
  for (const auto& [place, sum] : sums) {
    const auto at = found.find(place);
    if (at != found.end()) {
      CompareContribution(what, at->second, sum);
    } else {
      Add(sum.seq, FieldOf(what, place), absl::StrCat(sum.seq), kAbsent);
    }
  }
  for (const auto& [place, contribution] : found) {
    if (sums.contains(place)) continue;
    Add(contribution.seq, FieldOf(what, place), kAbsent,
        absl::StrCat(contribution.seq));
  }
}

void LedgerVerifier::CompareContribution(absl::string_view what,
                                         const ContributionRecord& found,
                                         const ContributionRecord& sum) {
  const std::string field = FieldOf(what, PlaceOf(found));
  if (found.seq != sum.seq) {
    return Add(sum.seq, absl::StrCat(field, ".seq"), absl::StrCat(sum.seq),
               absl::StrCat(found.seq));
  }
  if (CompareLines(absl::StrCat(field, ".leaves"), sum.seq, found.leaves,
                   sum.leaves) ||
      CompareLines(absl::StrCat(field, ".printed"), sum.seq, found.printed,
                   sum.printed)) {
    return;
  }
  // What is served keeps amounts only.
  if (what != "contribution") return;
  if (found.revision != sum.revision) {
    Add(sum.seq, absl::StrCat(field, ".revision"), absl::StrCat(sum.revision),
        absl::StrCat(found.revision));
  } else if (found.submission != sum.submission) {
    Add(sum.seq, absl::StrCat(field, ".submission"), sum.submission,
        found.submission);
  }
}

bool LedgerVerifier::CompareLines(const std::string& field, uint64_t seq,
                                  const std::vector<AmountLine>& found,
                                  const std::vector<AmountLine>& sum) {
  for (size_t i = 0; i < found.size() || i < sum.size(); ++i) {
    const AmountLine* a = i < found.size() ? &found[i] : nullptr;
    const AmountLine* b = i < sum.size() ? &sum[i] : nullptr;
    if (a != nullptr && b != nullptr) {
      if (*a == *b) continue;
      if (a->account < b->account) b = nullptr;
      if (b != nullptr && b->account < a->account) a = nullptr;
    }
    const AmountLine& line = a != nullptr ? *a : *b;
    Add(seq,
        absl::StrCat(field, "[", budget::FormatAddress(AddressOf(line.account)),
                     "]"),
        AmountText(b), AmountText(a));
    return true;
  }
  return false;
}

void LedgerVerifier::Add(uint64_t seq, absl::string_view field,
                         absl::string_view expected, absl::string_view found) {
  if (full_) return;
  full_ = !report_({name_, seq, std::string(field), std::string(expected),
                    std::string(found)});
}

void LedgerVerifier::Damage(Mismatch mismatch) {
  damaged_ = true;
  if (!full_) full_ = !report_(std::move(mismatch));
}

}  // namespace yuheng::aggregation
