#ifndef YUHENG_TESTS_FAULT_HISTORY_HISTORY_FIELDS_H_
#define YUHENG_TESTS_FAULT_HISTORY_HISTORY_FIELDS_H_

#include "tests/fault/history/history.h"

// The fields of each record under their names in a file, said once for writing
// and reading: `visit(name, field)` is called for each.
namespace yuheng::fault {

template <typename Visit>
void Fields(CallTime& time, Visit& visit) {
  visit("begin_us", time.begin_us);
  visit("end_us", time.end_us);
}

template <typename Visit>
void Fields(TotalsScope& scope, Visit& visit) {
  visit("fiscal_year", scope.fiscal_year);
  visit("stage", scope.stage);
  visit("department", scope.department);
  visit("unit", scope.unit);
  visit("group", scope.group);
}

template <typename Visit>
void Fields(SubmitCall& call, Visit& visit) {
  Fields(call.time, visit);
  visit("department", call.department);
  visit("request_id", call.request_id);
  visit("fiscal_year", call.fiscal_year);
  visit("stage", call.stage);
  visit("unit", call.unit);
  visit("sha256", call.sha256);
  visit("answer", call.answer);
  visit("submission", call.submission);
  visit("reason", call.reason);
}

template <typename Visit>
void Fields(DecideCall& call, Visit& visit) {
  Fields(call.time, visit);
  visit("department", call.department);
  visit("submission", call.submission);
  visit("decision", call.decision);
  visit("answer", call.answer);
  visit("reason", call.reason);
}

template <typename Visit>
void Fields(PostCall& call, Visit& visit) {
  Fields(call.time, visit);
  visit("department", call.department);
  visit("request_id", call.request_id);
  visit("content", call.content);
  visit("answer", call.answer);
  visit("seq", call.seq);
  visit("revision", call.revision);
  visit("replayed", call.replayed);
  visit("reason", call.reason);
}

template <typename Visit>
void Fields(OutcomeCall& call, Visit& visit) {
  Fields(call.time, visit);
  visit("department", call.department);
  visit("request_id", call.request_id);
  visit("answer", call.answer);
  visit("seq", call.seq);
  visit("revision", call.revision);
  visit("reason", call.reason);
}

template <typename Visit>
void Fields(TotalsCall& call, Visit& visit) {
  Fields(call.time, visit);
  Fields(call.scope, visit);
  visit("asked_revision", call.asked_revision);
  visit("revision", call.revision);
  visit("figures", call.figures);
}

template <typename Visit>
void Fields(EliminationsCall& call, Visit& visit) {
  Fields(call.time, visit);
  Fields(call.scope, visit);
  visit("revision", call.revision);
  visit("amounts_fen", call.amounts_fen);
}

template <typename Visit>
void Fields(WatchMessage& message, Visit& visit) {
  visit("time_us", message.time_us);
  visit("stream", message.stream);
  Fields(message.scope, visit);
  visit("message", message.kind);
  visit("revision", message.revision);
  visit("previous_revision", message.previous_revision);
  visit("last", message.last);
  visit("conflated", message.conflated);
  visit("figures", message.figures);
}

template <typename Visit>
void Fields(EntryMessage& message, Visit& visit) {
  visit("time_us", message.time_us);
  visit("stream", message.stream);
  visit("department", message.department);
  visit("message", message.kind);
  visit("revision", message.revision);
  visit("hash", message.hash);
}

template <typename Visit>
void Fields(LedgerEntry& entry, Visit& visit) {
  visit("department", entry.department);
  visit("seq", entry.seq);
  visit("revision", entry.revision);
  visit("request_id", entry.request_id);
  visit("reversal", entry.reversal);
  visit("fiscal_year", entry.fiscal_year);
  visit("stage", entry.stage);
  visit("unit", entry.unit);
  visit("submission", entry.submission);
  visit("leaves", entry.leaves);
  visit("printed", entry.printed);
  visit("payer_department", entry.payer_department);
  visit("payer_unit", entry.payer_unit);
  visit("reverses_seq", entry.reverses_seq);
  visit("previous_hash", entry.previous_hash);
  visit("hash", entry.hash);
}

template <typename Visit>
void Fields(StoredSubmission& submission, Visit& visit) {
  visit("department", submission.department);
  visit("id", submission.id);
  visit("request_id", submission.request_id);
  visit("fiscal_year", submission.fiscal_year);
  visit("stage", submission.stage);
  visit("unit", submission.unit);
  visit("version", submission.version);
  visit("state", submission.state);
  visit("sha256", submission.sha256);
  visit("entry_seq", submission.entry_seq);
  visit("revision", submission.revision);
  visit("pending", submission.pending);
}

template <typename Visit>
void Fields(Complaint& complaint, Visit& visit) {
  visit("property", complaint.property);
  visit("what", complaint.what);
}

// Each list of a history under the kind its lines carry.
template <typename Visit>
void Lists(History& history, Visit&& visit) {
  visit("submit", history.submits);
  visit("decide", history.decisions);
  visit("post", history.posts);
  visit("outcome", history.outcomes);
  visit("totals", history.totals);
  visit("eliminations", history.eliminations);
  visit("watch", history.watches);
  visit("watch_entry", history.entry_watches);
  visit("entry", history.entries);
  visit("submission", history.submissions);
  visit("complaint", history.complaints);
}

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_HISTORY_HISTORY_FIELDS_H_
