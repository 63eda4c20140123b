#include "services/aggregation/ledger/ledger_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/balance.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {

absl::Status DamageError(absl::string_view department, uint64_t seq,
                         absl::string_view what) {
  const budget::Text text = budget::Message(
      "aggregation.damage",
      {{"department", department}, {"seq", absl::StrCat(seq)}, {"what", what}});
  return rpc::MakeError(
      rpc::Reason::kLedgerDamaged, text.zh, text.en,
      {{"department", std::string(department)}, {"seq", absl::StrCat(seq)}});
}

absl::StatusOr<storage::EntryRecord> ChainReader::Next(
    absl::string_view key, absl::string_view value) {
  const uint64_t seq = head_.seq + 1;
  const auto key_seq = storage::ParseEntryKey(key);
  if (!key_seq.ok()) {
    return DamageError(department_, seq, key_seq.status().message());
  }
  if (*key_seq != seq) {
    return DamageError(department_, seq,
                       absl::StrCat("the next entry found is ", *key_seq));
  }
  auto entry = storage::DecodeEntry(value);
  if (!entry.ok()) {
    if (absl::IsFailedPrecondition(entry.status())) return entry.status();
    return DamageError(department_, seq, entry.status().message());
  }
  if (entry->seq != seq) {
    return DamageError(department_, seq, "the record holds another seq");
  }
  if (entry->revision <= head_.revision) {
    return DamageError(department_, seq, "its revision does not ascend");
  }
  if (entry->previous_hash != head_.hash) {
    return DamageError(department_, seq,
                       "it does not hold the hash of the entry before");
  }
  const auto balance = T1DifferenceOf(entry->leaves);
  if (!balance.ok() || *balance != 0) {
    return DamageError(department_, seq, "it does not balance");
  }
  head_ = {seq, entry->revision, storage::EntryHash(value)};
  return entry;
}

absl::Status ChainReader::CheckHead(absl::string_view value) const {
  const auto head = storage::DecodeLedgerHead(value);
  if (!head.ok()) {
    return DamageError(department_, head_.seq, head.status().message());
  }
  if (*head != head_) {
    return DamageError(department_, head_.seq,
                       absl::StrCat("the ledger's head says seq ", head->seq,
                                    " and its entries end differently"));
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
    return DamageError(department, seq, entry.status().message());
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
          status = DamageError(department, first_seq + entries.size(),
                               entry.status().message());
          return false;
        }
        entries.push_back({*std::move(entry), storage::EntryHash(value)});
        return true;
      });
  if (!scanned.ok()) return scanned;
  if (!status.ok()) return status;
  return entries;
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
