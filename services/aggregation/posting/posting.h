#ifndef YUHENG_SERVICES_AGGREGATION_POSTING_POSTING_H_
#define YUHENG_SERVICES_AGGREGATION_POSTING_POSTING_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// Limits of a posting.
inline constexpr size_t kPostingLinesMax = 20'000;  // A list.
inline constexpr size_t kRequestIdBytesMin = 8;
inline constexpr int kFiscalYearFirst = 2000;
inline constexpr int kFiscalYearLast = 2100;
inline constexpr int kStageLast = 6;
// The coarsest last printed place: 亿元 with two decimals.
inline constexpr int64_t kPrecisionFenMax = 100'000'000;
// The most that the magnitudes of all amounts of one (year, stage) may add up
// to, over all departments. While it holds, no total and no change of a total
// can leave an int64.
inline constexpr int64_t kGrossFenMax = std::numeric_limits<int64_t>::max() / 4;
// Wrong fields that one refusal lists.
inline constexpr size_t kViolationsMax = 20;

// What a client asks to have written: the whole content of one accepted
// submission, or that the current content be taken out again. Amounts in 分.
struct Posting {
  std::string department;
  std::string request_id;
  int fiscal_year = 0;
  int stage = 0;  // Number of yuheng.budget.v1.Stage.
  std::string unit;
  std::string submission;
  storage::Sha256Digest document_sha256{};
  std::vector<storage::AmountLine> leaves;
  std::vector<storage::AmountLine> printed;
  bool reverse = false;
  int64_t precision_fen = 0;
  // Of a declared elimination and of its reversal; see elimination.h.
  std::optional<storage::EliminationTerms> elimination = std::nullopt;
  uint64_t reverses_seq = 0;  // The elimination that is reversed.
};

// FIELD_INVALID unless it is 8 to 128 visible ASCII characters.
absl::Status CheckRequestId(absl::string_view request_id);

// FIELD_INVALID naming what is out of the limits of a year, stage or unit.
absl::Status CheckSlot(int fiscal_year, int stage, absl::string_view unit);

// The posting with sorted lines and without zero amounts (a stated zero is
// like a blank: it adds nothing), or FIELD_INVALID naming the fields: a limit
// above, an account the form does not have, a leaf that is none, an account
// that occurs twice, T1:ex:ROUNDING (the ledger writes it, nobody else), lines
// in a reversal, no submission in anything else.
absl::StatusOr<Posting> NormalisePosting(const budget::Form& form,
                                         Posting posting);

// SHA-256 over the content of a normalised posting, everything but department
// and request id: two postings have the same fingerprint when they ask for the
// same.
storage::Sha256Digest FingerprintOf(const Posting& posting);

// The sum of magnitudes; kGrossFenMax + 1 when it is above kGrossFenMax.
int64_t GrossFenOf(const std::vector<storage::AmountLine>& leaves,
                   const std::vector<storage::AmountLine>& printed);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_POSTING_POSTING_H_
