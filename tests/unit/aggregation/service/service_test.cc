#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::aggregation {
namespace {

using rpc::Reason;

TEST_F(ServiceTest, Post_IsAnsweredAndVisibleInTotalsAndEntries) {
  v1::PostResponse posted;
  auto status = Post(testing::Simple("104", "request-1", 5), &posted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(posted.seq(), 1);
  EXPECT_EQ(posted.revision(), 1);
  EXPECT_EQ(posted.entry(), DepartmentOf("104") + "/ledger/entries/1");
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  EXPECT_TRUE(posted.replayed());

  const auto totals = Totals();
  EXPECT_EQ(totals.revision(), 1);
  EXPECT_EQ(DerivedOf(totals.totals(), "ALL"), 5);
  ASSERT_EQ(totals.positions_size(), 1);
  EXPECT_EQ(totals.positions(0).seq(), 1);

  v1::GetEntryRequest get;
  get.set_name(posted.entry());
  ledger::v1::Entry entry;
  ASSERT_TRUE(stub_->GetEntry(Context().get(), get, &entry).ok());
  EXPECT_EQ(entry.request_id(), "request-1");
  EXPECT_EQ(entry.leaves_size(), 7);
  EXPECT_EQ(entry.previous_hash(), std::string(64, '0'));
  get.set_name(DepartmentOf("104") + "/ledger/entries/2");
  status = stub_->GetEntry(Context().get(), get, &entry);
  EXPECT_EQ(rpc::ParseStatus(status).reason, Reason::kNotFound);
}

TEST_F(ServiceTest, Errors_CarryTheirReason) {
  v1::PostResponse posted;
  Posting posting = testing::Simple("104", "request-1", 5);
  posting.leaves[0].amount_fen = 1;
  EXPECT_EQ(rpc::ParseStatus(Post(posting, &posted)).reason,
            Reason::kEntryUnbalanced);
  posting = testing::Simple("104", "short", 5);
  auto status = Post(posting, &posted);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(rpc::ParseStatus(status).field_violations.at(0).field,
            "request_id");
  v1::PostRequest request = RequestOf(testing::Simple("104", "request-2", 5));
  request.set_parent("prefectures/110000/departments/104");
  EXPECT_EQ(
      rpc::ParseStatus(stub_->Post(Context().get(), request, &posted)).reason,
      Reason::kNotFound);
  v1::ListTotalsRequest list;
  *list.mutable_scope() = Scope();
  list.set_revision(1);
  v1::ListTotalsResponse totals;
  EXPECT_EQ(rpc::ParseStatus(stub_->ListTotals(Context().get(), list, &totals))
                .reason,
            Reason::kRevisionInFuture);
}

TEST_F(ServiceTest, GetOutcome_IsFinal) {
  v1::GetOutcomeRequest request;
  request.set_parent(DepartmentOf("104"));
  request.set_request_id("request-1");
  v1::GetOutcomeResponse response;
  ASSERT_TRUE(stub_->GetOutcome(Context().get(), request, &response).ok());
  EXPECT_EQ(response.outcome(), v1::OUTCOME_NEVER_APPLIED);
  v1::PostResponse posted;
  EXPECT_EQ(
      rpc::ParseStatus(Post(testing::Simple("104", "request-1", 5), &posted))
          .reason,
      Reason::kOutcomeFenced);
}

TEST_F(ServiceTest, PastRevision_IsAsItWas) {
  v1::PostResponse posted;
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  ASSERT_TRUE(Post(testing::Simple("104", "request-2", 8), &posted).ok());
  EXPECT_EQ(DerivedOf(Totals(1).totals(), "ALL"), 5);
  EXPECT_EQ(DerivedOf(Totals(2).totals(), "ALL"), 8);
}

TEST_F(ServiceTest, ListEntries_PagesWithoutGapOrDuplicate) {
  v1::PostResponse posted;
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(Post(testing::Simple(absl::StrCat("d", i % 2),
                                     absl::StrCat("request-", i), 1 + i),
                     &posted)
                    .ok());
  }
  for (const std::string& parent :
       {std::string(kPrefecture), DepartmentOf("d0")}) {
    v1::ListEntriesRequest request;
    request.set_parent(parent);
    request.set_page_size(3);
    std::vector<int64_t> revisions;
    do {
      v1::ListEntriesResponse page;
      ASSERT_TRUE(stub_->ListEntries(Context().get(), request, &page).ok());
      for (const auto& entry : page.entries()) {
        revisions.push_back(entry.revision());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    if (parent == kPrefecture) {
      EXPECT_EQ(revisions, (std::vector<int64_t>{1, 2, 3, 4, 5, 6, 7}));
    } else {
      EXPECT_EQ(revisions, (std::vector<int64_t>{1, 3, 5, 7}));
    }
  }
  v1::ListEntriesRequest wrong;
  wrong.set_parent(kPrefecture);
  wrong.set_page_token("seq-1");
  v1::ListEntriesResponse page;
  EXPECT_EQ(stub_->ListEntries(Context().get(), wrong, &page).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServiceTest, Watch_SnapshotDeltasProgressAndResumeAcrossRestart) {
  v1::PostResponse posted;
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  v1::WatchTotalsRequest request;
  *request.mutable_scope() = Scope();
  v1::WatchTotalsResponse event;
  {
    auto context = Context();
    auto stream = stub_->WatchTotals(context.get(), request);
    ASSERT_TRUE(stream->Read(&event));
    EXPECT_EQ(event.snapshot().revision(), 1);
    EXPECT_TRUE(event.snapshot().last());
    EXPECT_EQ(DerivedOf(event.snapshot().totals(), "ALL"), 5);
    ASSERT_TRUE(Post(testing::Simple("105", "request-1", 2), &posted).ok());
    do {
      ASSERT_TRUE(stream->Read(&event));
    } while (event.has_progress());
    EXPECT_EQ(event.delta().revision(), 2);
    EXPECT_EQ(event.delta().previous_revision(), 1);
    EXPECT_EQ(event.delta().department(), DepartmentOf("105"));
    EXPECT_EQ(DerivedOf(event.delta().totals(), "ALL"), 7);
    ASSERT_TRUE(stream->Read(&event));  // Comes by itself, within a second.
    EXPECT_EQ(event.progress().revision(), 2);
    context->TryCancel();
    while (stream->Read(&event)) {
    }
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  ASSERT_TRUE(Post(testing::Simple("105", "request-2", 4), &posted).ok());
  StartHost();
  request.set_resume_revision(2);
  auto context = Context();
  auto stream = stub_->WatchTotals(context.get(), request);
  ASSERT_TRUE(stream->Read(&event));
  EXPECT_EQ(event.delta().revision(), 3);
  EXPECT_EQ(DerivedOf(event.delta().totals(), "ALL"), 9);
  context->TryCancel();
  while (stream->Read(&event)) {
  }
  stream->Finish();
}

TEST_F(ServiceTest, Watch_WrongRequest_EndsWithItsReason) {
  v1::WatchTotalsRequest request;
  *request.mutable_scope() = Scope();
  request.set_resume_revision(9);
  auto context = Context();
  auto stream = stub_->WatchTotals(context.get(), request);
  v1::WatchTotalsResponse event;
  EXPECT_FALSE(stream->Read(&event));
  EXPECT_EQ(rpc::ParseStatus(stream->Finish()).reason,
            Reason::kRevisionInFuture);
}

TEST_F(ServiceTest, Drain_EndsStreams) {
  v1::WatchTotalsRequest request;
  *request.mutable_scope() = Scope();
  auto context = Context();
  auto stream = stub_->WatchTotals(context.get(), request);
  v1::WatchTotalsResponse event;
  ASSERT_TRUE(stream->Read(&event));
  host_->server().Stop();
  while (stream->Read(&event)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServiceTest, Verify_SaysWhatWasRead) {
  v1::PostResponse posted;
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  v1::VerifyLedgersRequest request;
  request.set_parent(kPrefecture);
  v1::VerifyLedgersResponse response;
  ASSERT_TRUE(stub_->VerifyLedgers(Context().get(), request, &response).ok());
  EXPECT_EQ(response.ledger_count(), 1);
  EXPECT_EQ(response.entry_count(), 1);
  EXPECT_EQ(response.differences_size(), 0);
  request.set_parent(DepartmentOf("999"));
  EXPECT_EQ(rpc::ParseStatus(
                stub_->VerifyLedgers(Context().get(), request, &response))
                .reason,
            Reason::kNotFound);
}

TEST_F(ServiceTest, UnknownOutcome_IsUnavailableAndSettledAfterRestart) {
  store_.FailNextCommit(storage::CommitFault::kUnknownApplied);
  v1::PostResponse posted;
  const Posting posting = testing::Simple("104", "request-1", 5);
  EXPECT_EQ(Post(posting, &posted).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Post(posting, &posted).error_code(), grpc::StatusCode::UNAVAILABLE);
  host_.reset();
  store_.Reopen();
  StartHost();
  ASSERT_TRUE(Post(posting, &posted).ok());
  EXPECT_TRUE(posted.replayed());
  EXPECT_EQ(posted.revision(), 1);
}

}  // namespace
}  // namespace yuheng::aggregation
