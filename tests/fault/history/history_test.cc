// The checks: a history that keeps every promise passes, and each broken one is
// named.
#include "tests/fault/history/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/budget/table_shape.h"
#include "tests/fault/history/check.h"
#include "tests/fault/history/history_lines.h"

namespace yuheng::fault {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kYear = 2023;
constexpr int kStage = 4;
const TotalsScope kPrefecture{kYear, kStage, "", ""};

LedgerEntry Entry(int64_t seq, int64_t revision, int64_t change_fen) {
  LedgerEntry entry;
  entry.department = "206";
  entry.seq = seq;
  entry.revision = revision;
  entry.submission = "s-" + std::to_string(seq);
  entry.request_id = "post-" + entry.submission;
  entry.fiscal_year = kYear;
  entry.stage = kStage;
  entry.leaves = {{"T1:in:gen_own", change_fen}, {"T1:ex:206", change_fen}};
  entry.hash = "hash-" + std::to_string(seq);
  if (seq > 1) entry.previous_hash = "hash-" + std::to_string(seq - 1);
  return entry;
}

StoredSubmission Stored(int version, const std::string& state) {
  StoredSubmission stored;
  stored.department = "206";
  stored.id = "s-" + std::to_string(version);
  stored.request_id = "upload-" + std::to_string(version);
  stored.fiscal_year = kYear;
  stored.stage = kStage;
  stored.version = version;
  stored.state = state;
  stored.sha256 = "bytes-" + std::to_string(version);
  stored.entry_seq = version;
  return stored;
}

SubmitCall Submitted(int version, CallTime time) {
  SubmitCall call;
  call.time = time;
  call.department = "206";
  call.request_id = "upload-" + std::to_string(version);
  call.fiscal_year = kYear;
  call.stage = kStage;
  call.sha256 = "bytes-" + std::to_string(version);
  call.answer = Answer::kApplied;
  call.submission = "s-" + std::to_string(version);
  return call;
}

PostCall Posted(int64_t seq, int64_t revision, CallTime time) {
  PostCall call;
  call.time = time;
  call.department = "206";
  call.request_id = "post-s-" + std::to_string(seq);
  call.answer = Answer::kApplied;
  call.seq = seq;
  call.revision = revision;
  return call;
}

Figures FiguresOf(int64_t fen) {
  Figures figures;
  for (const std::string address : {"T1:in:gen_own", "T1:in:gen", "T1:in:cur",
                                    "T1:in:ALL", "T1:ex:206", "T1:ex:ALL"}) {
    figures[address].derived_fen = fen;
  }
  figures["T1:in:gen_own"].printed_fen = fen;
  figures["T1:ex:206"].printed_fen = fen;
  return figures;
}

WatchMessage Message(WatchKind kind, int64_t revision, Figures figures = {}) {
  WatchMessage message;
  message.stream = "one";
  message.scope = kPrefecture;
  message.kind = kind;
  message.revision = revision;
  message.last = true;
  message.figures = std::move(figures);
  return message;
}

EntryMessage Told(WatchKind kind, int64_t revision, const std::string& hash) {
  EntryMessage message;
  message.stream = "entries";
  message.kind = kind;
  message.revision = revision;
  message.hash = hash;
  return message;
}

// Two versions were sent, posted at revisions 3 and 5, read and watched.
class HistoryTest : public ::testing::Test {
 protected:
  HistoryTest() {
    history_.submits = {Submitted(1, {10, 20}), Submitted(2, {50, 60})};
    history_.posts = {Posted(1, 3, {21, 30}), Posted(2, 5, {61, 70})};
    OutcomeCall asked;
    asked.time = {80, 90};
    asked.department = "206";
    asked.request_id = "lost";
    asked.answer = Answer::kNeverApplied;
    history_.outcomes = {asked};
    history_.totals = {{{31, 40}, kPrefecture, 0, 3, FiguresOf(100)},
                       {{71, 80}, kPrefecture, 3, 3, FiguresOf(100)},
                       {{71, 80}, kPrefecture, 0, 5, FiguresOf(150)}};
    history_.entries = {Entry(1, 3, 100), Entry(2, 5, 50)};
    history_.submissions = {Stored(1, "SUPERSEDED"), Stored(2, "POSTED")};
    history_.watches = {Message(WatchKind::kOpened, 0),
                        Message(WatchKind::kSnapshot, 3, FiguresOf(100)),
                        Message(WatchKind::kProgress, 4),
                        Message(WatchKind::kDelta, 5, FiguresOf(150)),
                        Message(WatchKind::kProgress, 5)};
    history_.watches[3].previous_revision = 3;
    history_.entry_watches = {Told(WatchKind::kOpened, 0, ""),
                              Told(WatchKind::kDelta, 3, "hash-1"),
                              Told(WatchKind::kDelta, 5, "hash-2"),
                              Told(WatchKind::kProgress, 5, "")};
  }

  // The properties that are violated, each once.
  std::string Broken() {
    std::string names;
    for (const Violation& violation : Check(history_, budget::StandardForm())) {
      if (names.find(violation.property) == std::string::npos) {
        names += violation.property + " ";
      }
    }
    return names;
  }

  History history_;
};

TEST_F(HistoryTest, EverythingKept_IsNoViolation) {
  EXPECT_THAT(Check(history_, budget::StandardForm()), IsEmpty());
}

TEST_F(HistoryTest, Complaints_AreViolations) {
  history_.complaints.push_back({"verify_differs", "T1"});
  EXPECT_EQ(Broken(), "verify_differs ");
}

TEST_F(HistoryTest, AnsweredPostingWithoutEntry_IsLost) {
  history_.posts.push_back(Posted(7, 9, {91, 95}));
  EXPECT_THAT(Broken(), HasSubstr("posting_lost"));
}

TEST_F(HistoryTest, RequestIdWithTwoEntries_IsDoubled) {
  history_.entries[1].request_id = history_.entries[0].request_id;
  EXPECT_THAT(Broken(), HasSubstr("posting_doubled"));
}

TEST_F(HistoryTest, AnswersThatDiffer_AreAChangedOutcome) {
  history_.outcomes.push_back(history_.outcomes[0]);
  history_.outcomes[1].answer = Answer::kRefused;
  EXPECT_EQ(Broken(), "outcome_changed ");
}

TEST_F(HistoryTest, FencedButInTheLedger_IsAChangedOutcome) {
  history_.outcomes[0].request_id = "post-s-1";
  EXPECT_EQ(Broken(), "outcome_changed ");
}

TEST_F(HistoryTest, RefusedOtherContentOfAnAppliedId_IsFine) {
  history_.posts.push_back(Posted(1, 3, {91, 95}));
  history_.posts.back().answer = Answer::kRefused;
  history_.posts.back().reason = "REQUEST_ID_REUSED";
  EXPECT_EQ(Broken(), "");
}

TEST_F(HistoryTest, GapOrBrokenChain_IsAGap) {
  history_.entries[1].previous_hash = "other";
  EXPECT_EQ(Broken(), "seq_gap ");
  history_.entries[1].seq = 3;
  EXPECT_THAT(Broken(), HasSubstr("seq_gap"));
}

TEST_F(HistoryTest, RevisionThatDoesNotAscend_IsReused) {
  history_.entries[1].revision = 3;
  EXPECT_THAT(Broken(), HasSubstr("revision_reused"));
}

TEST_F(HistoryTest, LaterPostingBeforeAnAnsweredOne_IsReversedOrder) {
  history_.posts[0].time = {71, 80};
  EXPECT_EQ(Broken(), "order_reversed ");
  history_.posts[0].replayed = true;
  EXPECT_EQ(Broken(), "");
}

TEST_F(HistoryTest, AcknowledgedUploadNotStored_IsLost) {
  history_.submits.push_back(Submitted(3, {91, 95}));
  EXPECT_EQ(Broken(), "submission_lost ");
}

TEST_F(HistoryTest, AcknowledgedUploadStoredAsOtherBytes_IsLost) {
  history_.submissions[0].sha256 = "other";
  EXPECT_EQ(Broken(), "submission_lost ");
}

TEST_F(HistoryTest, OneUploadTwoSubmissions_IsDoubled) {
  history_.submissions[1].request_id = "upload-1";
  EXPECT_EQ(Broken(), "submission_doubled ");
}

TEST_F(HistoryTest, SubmissionPostedTwice_IsDoubled) {
  history_.entries[1].submission = "s-1";
  EXPECT_THAT(Broken(), HasSubstr("submission_doubled"));
}

TEST_F(HistoryTest, AcknowledgedDecisionThatDoesNotHold_IsLost) {
  DecideCall call;
  call.department = "206";
  call.submission = "s-2";
  call.decision = "ACCEPT";
  call.answer = Answer::kApplied;
  history_.decisions = {call};
  EXPECT_EQ(Broken(), "");
  history_.decisions[0].decision = "WITHDRAW";
  EXPECT_EQ(Broken(), "decision_lost ");
}

TEST_F(HistoryTest, VersionMissing_IsAGap) {
  history_.submissions[1].version = 3;
  EXPECT_EQ(Broken(), "version_gap ");
}

TEST_F(HistoryTest, LedgerHasInForceWhatIsNotPosted_Disagrees) {
  history_.submissions[1].state = "RETURNED";
  EXPECT_EQ(Broken(), "ledger_disagrees ");
}

TEST_F(HistoryTest, PendingAtTheEnd_IsWorkLeft) {
  history_.submissions[1].pending = true;
  EXPECT_EQ(Broken(), "work_left ");
}

TEST_F(HistoryTest, TotalsThatEntriesDontAddUpTo_Differ) {
  history_.totals[1].figures["T1:in:ALL"].derived_fen += 1;
  EXPECT_EQ(Broken(), "totals_differ ");
}

TEST_F(HistoryTest, TotalThatIsMissing_Differs) {
  history_.totals[1].figures.erase("T1:ex:ALL");
  EXPECT_EQ(Broken(), "totals_differ ");
}

TEST_F(HistoryTest, TotalsOfAGroup_AreThoseOfItsDepartments) {
  history_.totals[1].scope.group = "205|206";
  EXPECT_EQ(Broken(), "");
  history_.totals[1].scope.group = "205|207";
  EXPECT_EQ(Broken(), "totals_differ ");
}

// 205 pays 206: the prefecture and a group of both eliminate, others do not.
TEST_F(HistoryTest, Elimination_StandsBesideTheTotalsOfBothParties) {
  LedgerEntry transfer = Entry(3, 7, 30);
  transfer.submission.clear();
  transfer.payer_department = "205";
  history_.entries.push_back(transfer);
  TotalsCall call = history_.totals[1];
  call.asked_revision = 7;
  call.revision = 7;
  call.scope = kPrefecture;
  call.scope.group = "206|207";
  call.figures = FiguresOf(150);
  history_.totals.push_back(call);
  EXPECT_EQ(Broken(), "");
  for (auto& [address, figure] : call.figures) figure.eliminated_fen = 30;
  call.scope.group = "205|206";
  history_.totals.push_back(call);
  call.scope = kPrefecture;
  history_.totals.push_back(call);
  EXPECT_EQ(Broken(), "");
  History again;
  ASSERT_TRUE(AddLines(ToLines(history_), &again).ok());
  EXPECT_EQ(again.totals.back().figures, call.figures);
  EXPECT_EQ(again.entries.back().payer_department, "205");
  history_.totals.back().figures["T1:in:ALL"].eliminated_fen = 0;
  EXPECT_EQ(Broken(), "totals_differ ");
}

TEST_F(HistoryTest, ListOfEliminations_IsWhatIsInForce) {
  LedgerEntry transfer = Entry(3, 7, 30);
  transfer.submission.clear();
  transfer.payer_department = "205";
  history_.entries.push_back(transfer);
  LedgerEntry reversal = transfer;
  reversal.seq = 4;
  reversal.revision = 9;
  reversal.request_id = "reversal";
  reversal.reversal = true;
  reversal.reverses_seq = 3;
  reversal.previous_hash = transfer.hash;
  reversal.hash = "hash-4";
  for (auto& [address, fen] : reversal.leaves) fen = -fen;
  history_.entries.push_back(reversal);
  const auto list = [&](int64_t revision, const std::string& department,
                        std::map<std::string, int64_t> amounts_fen) {
    TotalsScope scope = kPrefecture;
    scope.department = department;
    history_.eliminations.push_back(
        {{}, scope, revision, std::move(amounts_fen)});
  };
  list(9, "", {});
  list(7, "", {{"206/3", 30}});
  list(8, "205", {{"206/3", 30}});
  list(8, "207", {});
  list(6, "", {});
  EXPECT_EQ(Broken(), "");
  History again;
  ASSERT_TRUE(AddLines(ToLines(history_), &again).ok());
  EXPECT_EQ(again.eliminations[1].amounts_fen,
            history_.eliminations[1].amounts_fen);
  EXPECT_EQ(again.entries.back().reverses_seq, 3);
  const History whole = history_;
  // One too many, one missing, another amount, in another scope.
  list(9, "", {{"206/3", 30}});
  EXPECT_EQ(Broken(), "eliminations_differ ");
  history_ = whole;
  list(7, "206", {});
  EXPECT_EQ(Broken(), "eliminations_differ ");
  history_ = whole;
  list(7, "", {{"206/3", 31}});
  EXPECT_EQ(Broken(), "eliminations_differ ");
  history_ = whole;
  list(7, "207", {{"206/3", 30}});
  EXPECT_EQ(Broken(), "eliminations_differ ");
  history_ = whole;
  history_.entries.back().reverses_seq = 2;
  EXPECT_EQ(Broken(), "eliminations_differ ");
}

TEST_F(HistoryTest, TotalsOlderThanWhatWasAcknowledged_AreStale) {
  history_.totals[2].revision = 3;
  history_.totals[2].figures = FiguresOf(100);
  EXPECT_EQ(Broken(), "totals_stale ");
}

TEST_F(HistoryTest, DeltaWithHalfOfARevision_Differs) {
  history_.watches[3].figures.erase("T1:ex:206");
  EXPECT_THAT(Broken(), HasSubstr("watch_differs"));
}

TEST_F(HistoryTest, DeltaLeftOut_IsIncompleteAndProgressDishonest) {
  history_.watches.erase(history_.watches.begin() + 3);
  EXPECT_EQ(Broken(), "progress_dishonest ");
}

TEST_F(HistoryTest, DeltaPassingOverARevision_IsIncomplete) {
  history_.entries.push_back(Entry(3, 7, 1));
  history_.entries.push_back(Entry(4, 9, 1));
  history_.submissions[1] = Stored(2, "SUPERSEDED");
  history_.submissions.push_back(Stored(3, "SUPERSEDED"));
  history_.submissions.push_back(Stored(4, "POSTED"));
  history_.watches.push_back(Message(WatchKind::kDelta, 9, FiguresOf(152)));
  history_.watches.back().previous_revision = 5;
  EXPECT_EQ(Broken(), "watch_incomplete ");
  history_.watches.back().conflated = true;
  EXPECT_EQ(Broken(), "");
}

TEST_F(HistoryTest, DeltaTwice_IsNoOrder) {
  history_.watches.push_back(history_.watches[3]);
  EXPECT_EQ(Broken(), "watch_order ");
}

TEST_F(HistoryTest, Resumed_GoesOnFromWhatWasHeard) {
  history_.watches.insert(history_.watches.begin() + 3,
                          Message(WatchKind::kOpened, 4));
  history_.watches[4].previous_revision = 4;
  EXPECT_EQ(Broken(), "");
  history_.watches[4].previous_revision = 3;
  EXPECT_EQ(Broken(), "watch_order ");
}

TEST_F(HistoryTest, ResumedWithASnapshotUnannounced_IsNoOrder) {
  history_.watches.push_back(Message(WatchKind::kOpened, 5));
  history_.watches.push_back(Message(WatchKind::kSnapshot, 5, FiguresOf(150)));
  EXPECT_EQ(Broken(), "watch_order ");
  history_.watches.insert(history_.watches.end() - 1,
                          Message(WatchKind::kCompacted, 4));
  EXPECT_EQ(Broken(), "");
}

TEST_F(HistoryTest, ProgressThatGoesBack_IsDishonest) {
  history_.watches.push_back(Message(WatchKind::kProgress, 4));
  EXPECT_THAT(Broken(), HasSubstr("progress_dishonest"));
}

TEST_F(HistoryTest, ProgressBeyondWhatIsDurable_IsDishonest) {
  history_.watches.push_back(Message(WatchKind::kProgress, 6));
  EXPECT_EQ(Broken(), "progress_dishonest ");
}

TEST_F(HistoryTest, EntryLeftOut_IsSkipped) {
  history_.entry_watches.erase(history_.entry_watches.begin() + 1);
  EXPECT_EQ(Broken(), "entries_skipped ");
}

TEST_F(HistoryTest, EntryTwice_IsNoOrder) {
  history_.entry_watches.insert(history_.entry_watches.begin() + 2,
                                history_.entry_watches[1]);
  EXPECT_EQ(Broken(), "entries_order ");
}

TEST_F(HistoryTest, EntryThatTheLedgerHasNot_Differs) {
  history_.entry_watches[2].hash = "another";
  EXPECT_EQ(Broken(), "entries_differ ");
}

TEST_F(HistoryTest, ProgressOfEntriesNotTold_IsDishonest) {
  history_.entry_watches.erase(history_.entry_watches.begin() + 2);
  EXPECT_EQ(Broken(), "progress_dishonest ");
  history_.entry_watches.back().revision = 6;
  EXPECT_EQ(Broken(), "progress_dishonest ");
}

TEST_F(HistoryTest, EntriesResumed_GoOnFromWhatWasHeard) {
  const EntryMessage resumed = Told(WatchKind::kOpened, 4, "");
  history_.entry_watches.insert(history_.entry_watches.begin() + 2, resumed);
  EXPECT_EQ(Broken(), "");
}

TEST_F(HistoryTest, Lines_WrittenAndRead_AreTheSameLines) {
  history_.complaints.push_back({"verify_differs", "a \"quoted\"\nline"});
  history_.decisions.emplace_back().decision = "ACCEPT";
  const std::string lines = ToLines(history_);
  History read;
  ASSERT_TRUE(AddLines(lines, &read).ok());
  EXPECT_EQ(ToLines(read), lines);
  EXPECT_EQ(read.complaints[0].what, history_.complaints[0].what);
  EXPECT_EQ(read.totals[0].figures, history_.totals[0].figures);
  EXPECT_EQ(read.watches.size(), history_.watches.size());
}

TEST_F(HistoryTest, Lines_ThatAreNone_AreNamed) {
  History read;
  for (const std::string line :
       {"{\"kind\":\"post\"}\nnothing", "{\"kind\":\"post\"}\n{\"kind\":\"x\"}",
        "{\"kind\":\"post\"}\n{\"kind\":\"post\",\"seq\":\"one\"}"}) {
    const absl::Status status = AddLines(line, &read);
    EXPECT_THAT(std::string(status.message()), HasSubstr("line 2")) << line;
  }
}

}  // namespace
}  // namespace yuheng::fault
