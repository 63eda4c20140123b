#ifndef YUHENG_TESTS_FAULT_HISTORY_HISTORY_H_
#define YUHENG_TESTS_FAULT_HISTORY_HISTORY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What the clients of a desk asked and heard, and what was there at the end.
// Plain values, so that a simulation and a crash loop of real processes hand
// the checks the same thing. Times are microseconds of one clock; amounts are
// 分 by address ("T3:2060101:basic").
namespace yuheng::fault {

// What an answer settles.
enum class Answer {
  kUnknown,       // None came, or one that says to ask again.
  kApplied,       // Received, decided, posted.
  kRefused,       // Finally, with a reason.
  kNeverApplied,  // Fenced: not applied, and can't be any more.
};

struct CallTime {
  int64_t begin_us = 0;
  int64_t end_us = 0;  // When the answer came or the caller gave up.
};

// An upload.
struct SubmitCall {
  CallTime time;
  std::string department;
  std::string request_id;
  int fiscal_year = 0;
  int stage = 0;
  std::string unit;
  std::string sha256;
  Answer answer = Answer::kUnknown;
  std::string submission;  // When applied.
  std::string reason;      // When refused.
};

// A decision of a person: ACCEPT, RETURN or WITHDRAW.
struct DecideCall {
  CallTime time;
  std::string department;
  std::string submission;
  std::string decision;
  Answer answer = Answer::kUnknown;
  std::string reason;
};

struct PostCall {
  CallTime time;
  std::string department;
  std::string request_id;
  std::string content;  // The same text for the same content.
  Answer answer = Answer::kUnknown;
  int64_t seq = 0;  // When applied.
  int64_t revision = 0;
  bool replayed = false;
  std::string reason;
};

// GetOutcome.
struct OutcomeCall {
  CallTime time;
  std::string department;
  std::string request_id;
  Answer answer = Answer::kUnknown;
  int64_t seq = 0;
  int64_t revision = 0;
  std::string reason;
};

// A total: derived from leaves, as printed where it is, and what of it is
// eliminated.
struct Figure {
  int64_t derived_fen = 0;
  std::optional<int64_t> printed_fen;
  int64_t eliminated_fen = 0;

  bool zero() const {
    return derived_fen == 0 && !printed_fen.has_value() && eliminated_fen == 0;
  }
  friend bool operator==(const Figure&, const Figure&) = default;
};
using Figures = std::map<std::string, Figure>;

// Without department: the group or the prefecture. Without unit: the
// department.
struct TotalsScope {
  int fiscal_year = 0;
  int stage = 0;
  std::string department;
  std::string unit;
  // The departments of a group, separated by |.
  std::string group = {};

  friend auto operator<=>(const TotalsScope&, const TotalsScope&) = default;
};

// ListTotals that was answered.
struct TotalsCall {
  CallTime time;
  TotalsScope scope;
  int64_t asked_revision = 0;  // 0: the newest.
  int64_t revision = 0;
  Figures figures;
};

// ListEliminations that was answered, whole.
struct EliminationsCall {
  CallTime time;
  TotalsScope scope;
  int64_t revision = 0;
  // Amounts by entry, "104/12".
  std::map<std::string, int64_t> amounts_fen;
};

enum class WatchKind { kOpened, kSnapshot, kDelta, kProgress, kCompacted };

// One message of a stream of totals, in the order it was heard. A stream goes
// on over several connections; each begins with kOpened.
struct WatchMessage {
  int64_t time_us = 0;
  std::string stream;
  TotalsScope scope;
  WatchKind kind = WatchKind::kOpened;
  int64_t revision = 0;           // Opened: resumed from, or 0.
  int64_t previous_revision = 0;  // Of a delta.
  bool last = false;              // The last piece of a snapshot or delta.
  bool conflated = false;         // Of a delta.
  Figures figures;
};

// One message of a stream of entries, in the order it was heard: kOpened,
// kDelta for an entry, or kProgress. Without department: of all ledgers.
struct EntryMessage {
  int64_t time_us = 0;
  std::string stream;
  std::string department;
  WatchKind kind = WatchKind::kOpened;
  int64_t revision = 0;  // Opened: resumed from, or 0.
  std::string hash;      // Of an entry.
};

// What stands in a ledger at the end.
struct LedgerEntry {
  std::string department;
  int64_t seq = 0;
  int64_t revision = 0;
  std::string request_id;
  bool reversal = false;
  int fiscal_year = 0;
  int stage = 0;
  std::string unit;
  std::string submission;                 // The last part of its name.
  std::map<std::string, int64_t> leaves;  // Changes.
  std::map<std::string, int64_t> printed;
  // Of an elimination and of its reversal; empty in all others.
  std::string payer_department;
  std::string payer_unit;
  int64_t reverses_seq = 0;  // Of the reversal: the elimination.
  std::string previous_hash;
  std::string hash;
};

// How a submission stands at the end.
struct StoredSubmission {
  std::string department;
  std::string id;
  std::string request_id;
  int fiscal_year = 0;
  int stage = 0;
  std::string unit;
  int version = 0;
  std::string state;  // As StateName.
  std::string sha256;
  int64_t entry_seq = 0;  // 0: was never posted.
  int64_t revision = 0;
  bool pending = false;  // The service still has to do something about it.
};

// What the run itself found wrong: a difference of verify, a process that does
// not start, work that does not end, damage that was not noticed.
struct Complaint {
  std::string property;
  std::string what;
};

struct History {
  std::vector<SubmitCall> submits;
  std::vector<DecideCall> decisions;
  std::vector<PostCall> posts;
  std::vector<OutcomeCall> outcomes;
  std::vector<TotalsCall> totals;
  std::vector<EliminationsCall> eliminations;
  std::vector<WatchMessage> watches;
  std::vector<EntryMessage> entry_watches;
  std::vector<LedgerEntry> entries;
  std::vector<StoredSubmission> submissions;
  std::vector<Complaint> complaints;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_HISTORY_HISTORY_H_
