#ifndef YUHENG_STORAGE_FORMAT_LEDGER_RECORD_H_
#define YUHENG_STORAGE_FORMAT_LEDGER_RECORD_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/format/sha256.h"

namespace yuheng::storage {

// What is persisted in a department's ledger partition. The keys are in
// ledger_keys.h; the layouts stand beside the codec in ledger_record.cc.
//
// Encode returns INVALID_ARGUMENT when a limit below is exceeded or an account
// occurs twice in one list; it sorts the lines itself. Decode accepts exactly
// what Encode writes: DATA_LOSS for any other bytes, FAILED_PRECONDITION for a
// layout newer than this program.

// Limits of the records, in bytes unless said.
inline constexpr size_t kRowBytesMax = 512;
inline constexpr size_t kColumnBytesMax = 64;
inline constexpr size_t kUnitBytesMax = 64;
inline constexpr size_t kRequestIdBytesMax = 128;
inline constexpr size_t kResourceNameBytesMax = 512;
inline constexpr size_t kReasonBytesMax = 16384;
inline constexpr size_t kDepartmentBytesMax = 64;
// Who acts, and why, in an elimination.
inline constexpr size_t kEliminationActorBytesMax = 128;
inline constexpr size_t kEliminationReasonBytesMax = 2000;
// A document has at most 20000 lines a list and its rounding; a difference of
// two, both.
inline constexpr size_t kLinesMax = 2 * (20'000 + 1);
inline constexpr int kFiscalYearMax = 9999;
inline constexpr int kStageMax = 255;

// What an amount is about: one cell position of one statutory table. table and
// side hold the numbers of yuheng.budget.v1.TableKind and Side.
struct AccountKey {
  uint8_t table = 0;
  uint8_t side = 0;
  std::string row;
  std::string column;

  // The order of the lines: table, side, row bytes, column bytes.
  auto operator<=>(const AccountKey&) const = default;
  bool operator==(const AccountKey&) const = default;
};

// One amount, in 分.
struct AmountLine {
  AccountKey account;
  int64_t amount_fen = 0;

  bool operator==(const AmountLine&) const = default;
};

// Why an entry was written; the numbers are persisted.
enum class EntryKind : uint8_t {
  kPosting = 1,    // A first accepted version.
  kAmendment = 2,  // A newer version; carries the difference.
  kReversal = 3,   // Taken out again; carries the negated amounts.
  // A declared transfer within the prefecture; its lines are what a roll-up of
  // both sides counts twice.
  kElimination = 4,
};

// Who paid whom is said by the entry's own ledger and unit, the payee's, and
// here. Empty payer_unit: the department as a whole.
struct EliminationTerms {
  std::string payer_department;
  std::string payer_unit;
  std::string actor;   // Who declares or reverses it.
  std::string reason;  // Why: the document it rests on.

  bool operator==(const EliminationTerms&) const = default;
};

// An immutable ledger record (分录). SHA-256 of its encoded value is the
// entry's hash, see EntryHash.
struct EntryRecord {
  uint64_t seq = 0;       // From 1 without gaps.
  uint64_t revision = 0;  // Position in the feed of changes.
  std::string request_id;
  EntryKind kind = EntryKind::kPosting;
  int fiscal_year = 0;     // 0 to kFiscalYearMax.
  int stage = 0;           // Number of yuheng.budget.v1.Stage.
  std::string unit;        // Empty for the department as a whole.
  std::string submission;  // Resource name.
  Sha256Digest document_sha256{};
  uint64_t supersedes_seq = 0;  // 0 for a first one.
  int64_t commit_time_unix_us = 0;
  Sha256Digest previous_hash{};     // All zero for seq 1.
  std::vector<AmountLine> leaves;   // Changes, not amounts.
  std::vector<AmountLine> printed;  // Changes of what is printed.
  // Of a kElimination, which has no submission and nothing printed, and of the
  // kReversal of one; of nothing else.
  std::optional<EliminationTerms> elimination = std::nullopt;

  bool operator==(const EntryRecord&) const = default;
};

// What one (year, stage, unit) stands at: the sum of its entries.
struct ContributionRecord {
  uint64_t seq = 0;       // The newest entry in it.
  uint64_t revision = 0;  // That entry's revision.
  int fiscal_year = 0;
  int stage = 0;
  std::string unit;
  std::string submission;  // Empty after a reversal.
  std::vector<AmountLine> leaves;
  std::vector<AmountLine> printed;

  bool operator==(const ContributionRecord&) const = default;
};

// What became of a posting; the numbers are persisted.
enum class PostingOutcome : uint8_t {
  kApplied = 1,
  kRefused = 2,
  kNeverApplied = 3,  // Fenced by a question about it.
};

// The remembered outcome of one request_id.
struct OutcomeRecord {
  Sha256Digest fingerprint{};  // Of the request's content; see its writer.
  PostingOutcome outcome = PostingOutcome::kApplied;
  uint64_t seq = 0;            // When applied.
  uint64_t revision = 0;       // When applied.
  std::string refusal_reason;  // When refused: ErrorInfo.reason.
  std::string refusal_zh;
  std::string refusal_en;

  bool operator==(const OutcomeRecord&) const = default;
};

// The end of the chain.
struct LedgerHeadRecord {
  uint64_t seq = 0;
  uint64_t revision = 0;
  Sha256Digest hash{};  // Of the newest entry; all zero without one.

  bool operator==(const LedgerHeadRecord&) const = default;
};

[[nodiscard]] absl::StatusOr<std::string> EncodeEntry(
    const EntryRecord& record);
[[nodiscard]] absl::StatusOr<EntryRecord> DecodeEntry(absl::string_view value);

// The hash of an entry: SHA-256 of its encoded value as stored.
[[nodiscard]] Sha256Digest EntryHash(absl::string_view encoded_entry);

[[nodiscard]] absl::StatusOr<std::string> EncodeContribution(
    const ContributionRecord& record);
[[nodiscard]] absl::StatusOr<ContributionRecord> DecodeContribution(
    absl::string_view value);

[[nodiscard]] absl::StatusOr<std::string> EncodeOutcome(
    const OutcomeRecord& record);
[[nodiscard]] absl::StatusOr<OutcomeRecord> DecodeOutcome(
    absl::string_view value);

[[nodiscard]] std::string EncodeLedgerHead(const LedgerHeadRecord& record);
[[nodiscard]] absl::StatusOr<LedgerHeadRecord> DecodeLedgerHead(
    absl::string_view value);

}  // namespace yuheng::storage

#endif  // YUHENG_STORAGE_FORMAT_LEDGER_RECORD_H_
