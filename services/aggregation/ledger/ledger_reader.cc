#include "services/aggregation/ledger/ledger_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/balance.h"
#include "services/aggregation/posting/plan.h"
#include "services/budget/decimal.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

constexpr char kRecordOfEntry[] = "entry";

}  // namespace

absl::Status DamageError(const Mismatch& mismatch) {
  const budget::Text text = TextOf(mismatch);
  return rpc::MakeError(rpc::Reason::kLedgerDamaged, text.zh, text.en,
                        {{"department", mismatch.department},
                         {"seq", absl::StrCat(mismatch.seq)},
                         {"field", mismatch.field},
                         {"expected", mismatch.expected},
                         {"found", mismatch.found}});
}

absl::Status ChainReader::Damage(absl::string_view field,
                                 absl::string_view expected,
                                 absl::string_view found) const {
  return DamageError({department_, head_.seq + 1, std::string(field),
                      std::string(expected), std::string(found)});
}

absl::StatusOr<storage::EntryRecord> ChainReader::Next(
    absl::string_view key, absl::string_view value) {
  const uint64_t seq = head_.seq + 1;
  const std::string seq_text = absl::StrCat(seq);
  const auto key_seq = storage::ParseEntryKey(key);
  if (!key_seq.ok()) {
    return Damage("key", seq_text, key_seq.status().message());
  }
  if (*key_seq != seq) return Damage("key", seq_text, absl::StrCat(*key_seq));
  auto entry = storage::DecodeEntry(value);
  if (!entry.ok()) {
    if (absl::IsFailedPrecondition(entry.status())) return entry.status();
    return Damage("record", kRecordOfEntry, entry.status().message());
  }
  if (entry->seq != seq) {
    return Damage("seq", seq_text, absl::StrCat(entry->seq));
  }
  if (entry->revision <= head_.revision) {
    return Damage("revision", absl::StrCat("> ", head_.revision),
                  absl::StrCat(entry->revision));
  }
  if (entry->previous_hash != head_.hash) {
    return Damage("previous_hash", storage::ToHex(head_.hash),
                  storage::ToHex(entry->previous_hash));
  }
  const auto balance = T1DifferenceOf(entry->leaves);
  if (!balance.ok()) return Damage("balance", "0", balance.status().message());
  if (*balance != 0) {
    return Damage("balance", "0", budget::FormatDecimal(*balance));
  }
  head_ = {seq, entry->revision, storage::EntryHash(value)};
  return entry;
}

absl::Status ChainReader::CheckHead(absl::string_view value) const {
  const auto damage = [this](absl::string_view field,
                             absl::string_view expected,
                             absl::string_view found) {
    return DamageError({department_, head_.seq, absl::StrCat("head", field),
                        std::string(expected), std::string(found)});
  };
  const auto head = storage::DecodeLedgerHead(value);
  if (!head.ok()) {
    return damage("", absl::StrCat(head_.seq), head.status().message());
  }
  if (head->seq != head_.seq) {
    return damage(".seq", absl::StrCat(head_.seq), absl::StrCat(head->seq));
  }
  if (head->revision != head_.revision) {
    return damage(".revision", absl::StrCat(head_.revision),
                  absl::StrCat(head->revision));
  }
  if (head->hash != head_.hash) {
    return damage(".hash", storage::ToHex(head_.hash),
                  storage::ToHex(head->hash));
  }
  return absl::OkStatus();
}

absl::Status ReadEntries(
    const storage::Store& store, absl::string_view department,
    const std::function<bool(const storage::EntryRecord&)>& visit) {
  ChainReader chain(department);
  absl::Status status;
  absl::Status scanned =
      store.Scan(department, storage::kEntryKeyPrefix,
                 storage::KeyAfterPrefix(storage::kEntryKeyPrefix),
                 [&](absl::string_view key, absl::string_view value) {
                   auto entry = chain.Next(key, value);
                   if (!entry.ok()) {
                     status = entry.status();
                     return false;
                   }
                   return visit(*entry);
                 });
  return scanned.ok() ? status : scanned;
}

absl::StatusOr<StoredEntry> ReadEntry(const storage::Store& store,
                                      absl::string_view department,
                                      uint64_t seq) {
  const auto value = store.Get(department, storage::EntryKey(seq));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::NotFoundError("no such entry");
  auto entry = storage::DecodeEntry(**value);
  if (!entry.ok()) {
    return DamageError({std::string(department), seq, "record", kRecordOfEntry,
                        std::string(entry.status().message())});
  }
  return StoredEntry{*std::move(entry), storage::EntryHash(**value)};
}

absl::StatusOr<std::vector<StoredEntry>> ReadEntriesFrom(
    const storage::Store& store, absl::string_view department,
    uint64_t first_seq, size_t count) {
  std::vector<StoredEntry> entries;
  absl::Status status;
  absl::Status scanned = store.Scan(
      department, storage::EntryKey(first_seq),
      storage::KeyAfterPrefix(storage::kEntryKeyPrefix),
      [&](absl::string_view, absl::string_view value) {
        if (entries.size() >= count) return false;
        auto entry = storage::DecodeEntry(value);
        if (!entry.ok()) {
          status = DamageError(
              {std::string(department), first_seq + entries.size(), "record",
               kRecordOfEntry, std::string(entry.status().message())});
          return false;
        }
        entries.push_back({*std::move(entry), storage::EntryHash(value)});
        return true;
      });
  if (!scanned.ok()) return scanned;
  if (!status.ok()) return status;
  return entries;
}

absl::StatusOr<std::optional<EntryInForce>> ReadInForce(
    const storage::Store& store, absl::string_view department, int fiscal_year,
    int stage, absl::string_view unit) {
  const auto value =
      store.Get(department, storage::ContributionKey(fiscal_year, stage, unit));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  const auto contribution = storage::DecodeContribution(**value);
  if (!contribution.ok()) return contribution.status();
  if (!InForce(*contribution)) return std::nullopt;
  const auto stored = ReadEntry(store, department, contribution->seq);
  if (!stored.ok()) return stored.status();
  return EntryInForce{contribution->seq, contribution->submission,
                      stored->entry.commit_time_unix_us};
}

absl::StatusOr<std::vector<std::string>> ListLedgers(
    const storage::Store& store) {
  std::vector<std::string> names;
  absl::Status status = store.ListPartitions([&](absl::string_view name) {
    names.emplace_back(name);
    return true;
  });
  if (!status.ok()) return status;
  return names;
}

}  // namespace yuheng::aggregation
