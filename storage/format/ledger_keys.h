#ifndef YUHENG_STORAGE_FORMAT_LEDGER_KEYS_H_
#define YUHENG_STORAGE_FORMAT_LEDGER_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/format/coding.h"

namespace yuheng::storage {

// The keys inside a department's ledger partition (numbers as in coding.h):
//
//   'e' be64(seq)                         -> EntryRecord
//   'c' be32(fiscal year) u8(stage) unit  -> ContributionRecord
//   'r' request_id                        -> OutcomeRecord
//   'h'                                   -> LedgerHeadRecord
//
// unit and request_id run to the end of the key. A scan of [prefix,
// KeyAfterPrefix(prefix)) visits all keys of one kind, entries in order of seq.
inline constexpr absl::string_view kEntryKeyPrefix = "e";
inline constexpr absl::string_view kContributionKeyPrefix = "c";
inline constexpr absl::string_view kOutcomeKeyPrefix = "r";
inline constexpr absl::string_view kLedgerHeadKey = "h";

// What a contribution's key says.
struct ContributionKeyParts {
  int fiscal_year = 0;
  int stage = 0;
  std::string unit;

  bool operator==(const ContributionKeyParts&) const = default;
};

[[nodiscard]] std::string EntryKey(uint64_t seq);
[[nodiscard]] std::string ContributionKey(int fiscal_year, int stage,
                                          absl::string_view unit);
[[nodiscard]] std::string OutcomeKey(absl::string_view request_id);

// DATA_LOSS when key is not one of that kind.
[[nodiscard]] absl::StatusOr<uint64_t> ParseEntryKey(absl::string_view key);
[[nodiscard]] absl::StatusOr<ContributionKeyParts> ParseContributionKey(
    absl::string_view key);
[[nodiscard]] absl::StatusOr<std::string> ParseOutcomeKey(
    absl::string_view key);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_LEDGER_KEYS_H_
