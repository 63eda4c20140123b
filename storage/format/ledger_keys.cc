#include "storage/format/ledger_keys.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/format/coding.h"
#include "storage/format/ledger_record.h"

namespace yuheng::storage {

std::string EntryKey(uint64_t seq) {
  std::string key(kEntryKeyPrefix);
  AppendBigEndian64(key, seq);
  return key;
}

std::string ContributionKey(int fiscal_year, int stage,
                            absl::string_view unit) {
  std::string key(kContributionKeyPrefix);
  AppendBigEndian32(key, fiscal_year);
  AppendU8(key, stage);
  absl::StrAppend(&key, unit);
  return key;
}

std::string OutcomeKey(absl::string_view request_id) {
  return absl::StrCat(kOutcomeKeyPrefix, request_id);
}

absl::StatusOr<uint64_t> ParseEntryKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, kEntryKeyPrefix)) {
    return absl::DataLossError("not the key of a ledger entry");
  }
  Reader reader(key);
  const uint64_t seq = reader.ReadBigEndian64();
  absl::Status status = reader.Finish("key of a ledger entry");
  if (!status.ok()) return status;
  return seq;
}

absl::StatusOr<ContributionKeyParts> ParseContributionKey(
    absl::string_view key) {
  if (!absl::ConsumePrefix(&key, kContributionKeyPrefix)) {
    return absl::DataLossError("not the key of a contribution");
  }
  Reader reader(key);
  ContributionKeyParts parts;
  const uint32_t fiscal_year = reader.ReadBigEndian32();
  if (fiscal_year > kFiscalYearMax) reader.Fail("a year out of range");
  parts.fiscal_year = static_cast<int>(fiscal_year);
  parts.stage = reader.ReadU8();
  parts.unit = std::string(reader.ReadFixed(reader.remaining_bytes()));
  absl::Status status = reader.Finish("key of a contribution");
  if (!status.ok()) return status;
  return parts;
}

absl::StatusOr<std::string> ParseOutcomeKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, kOutcomeKeyPrefix)) {
    return absl::DataLossError("not the key of a posting outcome");
  }
  return std::string(key);
}

}  // namespace yuheng::storage
