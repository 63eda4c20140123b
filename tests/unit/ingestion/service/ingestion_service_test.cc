#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/budget/regional_form.h"
#include "services/rpc/status.h"
#include "storage/format/submission_keys.h"
#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

TEST_F(IngestionServiceTest, Submit_CleanDocument_ReceiptFirstPostedLast) {
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_GE(answer.events.size(), 6u);
  ASSERT_TRUE(answer.events[0].has_receipt());
  EXPECT_FALSE(answer.events[0].receipt().replayed());
  EXPECT_EQ(answer.events[0].receipt().submission(),
            answer.submission().name());
  EXPECT_EQ(answer.events[0].receipt().document_sha256().size(), 64u);
  EXPECT_EQ(answer.events[1].state_change().state(),
            v1::SUBMISSION_STATE_RECEIVED);
  EXPECT_TRUE(answer.events[2].has_findings());
  EXPECT_EQ(answer.events[3].state_change().state(),
            v1::SUBMISSION_STATE_ACCEPTED);
  EXPECT_EQ(answer.events[4].state_change().state(),
            v1::SUBMISSION_STATE_POSTED);
  const v1::Submission& submission = answer.submission();
  EXPECT_EQ(submission.state(), v1::SUBMISSION_STATE_POSTED);
  EXPECT_EQ(submission.entry(), "entry-1");
  EXPECT_EQ(submission.revision(), 1);
  EXPECT_EQ(submission.fiscal_year(), 2023);
  EXPECT_EQ(submission.stage(), budget::v1::STAGE_APPROVED);
  EXPECT_EQ(submission.department_display_name(), "昌吉州科技局");
  EXPECT_EQ(submission.history_size(), 3);
  EXPECT_EQ(submission.verdict().note_count(), 1);
  EXPECT_EQ(Get(submission.name()).etag(), submission.etag());
}

TEST_F(IngestionServiceTest, Submit_WithErrors_IsReturnedWithFindings) {
  validation::v1::FindingGroup group;
  group.add_findings(1);
  group.add_findings(2);
  group.mutable_cause()->set_en("one figure");
  desk_.checker.groups = {group};
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023, 2));
  ASSERT_TRUE(answer.status.ok());
  EXPECT_EQ(answer.submission().state(), v1::SUBMISSION_STATE_RETURNED);
  EXPECT_EQ(answer.Findings(), 3);
  grpc::ClientContext context;
  v1::ListFindingsRequest request;
  request.set_parent(answer.submission().name());
  v1::ListFindingsResponse response;
  ASSERT_TRUE(stub_->ListFindings(&context, request, &response).ok());
  EXPECT_EQ(response.findings_size(), 3);
  ASSERT_EQ(response.groups_size(), 1);
  EXPECT_EQ(response.groups(0).cause().en(), "one figure");
  EXPECT_TRUE(response.has_references());
  // Sent at the end, for an upload that is only checked or was there too.
  v1::SubmitHeader header = Header("request-2");
  header.set_validate_only(true);
  for (const Answer& sent :
       {answer, Submit("request-1", FakeBytes(kScience, 2023, 2)),
        Send(Requests(header, FakeBytes(kScience, 2023, 2), 700))}) {
    ASSERT_TRUE(sent.status.ok());
    ASSERT_EQ(sent.submission().verdict().groups_size(), 1);
    EXPECT_EQ(sent.submission().verdict().groups(0).findings(1), 2);
  }
}

TEST_F(IngestionServiceTest, Submit_SameFileTwice_PostsOnce) {
  const std::string bytes = FakeBytes(kScience, 2023);
  const Answer first = Submit("request-1", bytes);
  for (const char* id : {"request-1", "request-2"}) {
    const Answer again = Submit(id, bytes);
    ASSERT_TRUE(again.status.ok());
    EXPECT_TRUE(again.events[0].receipt().replayed());
    EXPECT_EQ(again.submission().name(), first.submission().name());
    EXPECT_EQ(again.Findings(), 1);
  }
  EXPECT_EQ(desk_.ledger.applied().size(), 1u);
  EXPECT_EQ(Submit("request-1", FakeBytes(kScience, 2023, 0, "b")).reason(),
            Reason::kRequestIdReused);
}

TEST_F(IngestionServiceTest, Submit_Oversize_IsRefusedAndNothingStored) {
  const Answer answer =
      Send(Requests(Header("request-1"), std::string(5000, 'x'), 700));
  EXPECT_EQ(answer.reason(), Reason::kDocumentTooLarge);
  EXPECT_TRUE(answer.events.empty());
  EXPECT_EQ(desk_.engine.commit_count(), 0);
}

TEST_F(IngestionServiceTest, Submit_ProtocolErrors_AreRefused) {
  const v1::SubmitHeader header = Header("request-1");
  const auto good = Requests(header, FakeBytes(kScience, 2023));
  EXPECT_EQ(Send({}).reason(), Reason::kUploadProtocol);
  EXPECT_EQ(Send({good[1]}).reason(), Reason::kUploadProtocol);
  EXPECT_EQ(Send({good[0], good[0]}).reason(), Reason::kUploadProtocol);
  EXPECT_EQ(Send({good[0], v1::SubmitRequest()}).reason(),
            Reason::kUploadProtocol);
  EXPECT_EQ(
      Send(Requests(header, std::string((1 << 20) + 1, 'x'), 2 << 20)).reason(),
      Reason::kUploadProtocol);
  EXPECT_EQ(Send({good[0]}).reason(), Reason::kDocumentEmpty);
  EXPECT_EQ(desk_.engine.commit_count(), 0);
}

TEST_F(IngestionServiceTest, Submit_WrongFields_NamesEach) {
  v1::SubmitHeader header = Header("short");
  header.set_parent("departments/206");
  header.set_fiscal_year(23);
  const Answer answer = Send(Requests(header, FakeBytes(kScience, 2023)));
  EXPECT_EQ(answer.reason(), Reason::kFieldInvalid);
  EXPECT_EQ(rpc::ParseStatus(answer.status).field_violations.size(), 3u);
  header = Header("request-1");
  header.set_parent("prefectures/650100");
  EXPECT_EQ(Send(Requests(header, FakeBytes(kScience, 2023))).reason(),
            Reason::kDepartmentUnknown);
}

TEST_F(IngestionServiceTest, Submit_InAForm_KeepsIt) {
  v1::SubmitHeader header = Header("request-1");
  header.set_form("guangxi-2022");
  const Answer answer = Send(Requests(header, FakeBytes(kScience, 2023)));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.submission().form(), "guangxi-2022");
  EXPECT_EQ(Get(answer.submission().name()).form(), "guangxi-2022");
  grpc::ClientContext context;
  v1::GetDocumentRequest request;
  request.set_name(answer.submission().name());
  budget::v1::Document document;
  ASSERT_TRUE(stub_->GetDocument(&context, request, &document).ok());
  EXPECT_EQ(document.form(), "guangxi-2022");
}

TEST_F(IngestionServiceTest, Submit_InAFormThatIsNot_NamesThoseThereAre) {
  v1::SubmitHeader header = Header("request-1");
  header.set_form("nowhere-2023");
  const Answer answer = Send(Requests(header, FakeBytes(kScience, 2023)));
  EXPECT_EQ(answer.status.error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_EQ(answer.reason(), Reason::kFieldInvalid);
  const rpc::ErrorDetails details = rpc::ParseStatus(answer.status);
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "header.form");
  for (const std::string& text : {details.zh, details.en}) {
    EXPECT_THAT(text, ::testing::HasSubstr("nowhere-2023"));
    EXPECT_THAT(text, ::testing::HasSubstr(budget::FormIds()));
  }
  EXPECT_TRUE(desk_.store->index().List({}, {}, 10).empty());
}

TEST_F(IngestionServiceTest, Submit_AsCeilings_IsRefused) {
  v1::SubmitHeader header = Header("request-1");
  header.set_stage(budget::v1::STAGE_CEILING);
  const Answer answer = Send(Requests(header, FakeBytes(kScience, 2023)));
  EXPECT_EQ(answer.reason(), Reason::kFieldInvalid);
  EXPECT_THAT(answer.status.error_message(),
              ::testing::HasSubstr("yuheng ceilings"));
  EXPECT_EQ(desk_.engine.commit_count(), 0);
}

TEST_F(IngestionServiceTest, Submit_ValidateOnly_StoresAndPostsNothing) {
  v1::SubmitHeader header = Header("request-1");
  header.set_validate_only(true);
  const Answer answer = Send(Requests(header, FakeBytes(kScience, 2023, 1)));
  ASSERT_TRUE(answer.status.ok());
  EXPECT_FALSE(answer.events[0].has_receipt());
  EXPECT_EQ(answer.Findings(), 2);
  EXPECT_EQ(answer.submission().name(), "");
  EXPECT_EQ(answer.submission().verdict().error_count(), 1);
  EXPECT_EQ(desk_.engine.commit_count(), 0);
  EXPECT_EQ(desk_.ledger.calls(), 0);
}

TEST_F(IngestionServiceTest, Submit_PeersFailForAWhile_StillPostsOnce) {
  desk_.checker.failures = 2;
  desk_.ledger.Fail(FakeLedger::Fault::kLostBefore, 2);
  desk_.ledger.Fail(FakeLedger::Fault::kLostAfter, 1);
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(answer.status.ok());
  EXPECT_EQ(answer.submission().state(), v1::SUBMISSION_STATE_POSTED);
  EXPECT_EQ(answer.Findings(), 1);
  EXPECT_EQ(desk_.ledger.applied().size(), 1u);
}

TEST_F(IngestionServiceTest, Restart_WithUnfinishedWork_FinishesIt) {
  followed_failures_max_ = 1;
  Restart();
  desk_.ledger.Fail(FakeLedger::Fault::kLostAfter, 1);
  desk_.ledger.Fail(FakeLedger::Fault::kLostBefore, 1'000'000);
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(answer.status.ok());
  EXPECT_EQ(answer.submission().state(), v1::SUBMISSION_STATE_ACCEPTED);
  StopServer();
  desk_.ledger.Heal();
  desk_.Restart();
  Start();
  // Work of one department is done in order: this one is behind the old one.
  followed_failures_max_ = 1000;
  const Answer other = Submit("request-2", FakeBytes(kScience, 2024));
  EXPECT_EQ(other.submission().state(), v1::SUBMISSION_STATE_POSTED);
  EXPECT_EQ(Get(answer.submission().name()).state(),
            v1::SUBMISSION_STATE_POSTED);
  EXPECT_EQ(desk_.ledger.applied().size(), 2u);
}

TEST_F(IngestionServiceTest, Submit_SenderGoesAwayAfterReceipt_WorkGoesOn) {
  held_.held = true;
  grpc::ClientContext context;
  auto stream = stub_->Submit(&context);
  for (const auto& request :
       Requests(Header("request-1"), FakeBytes(kScience, 2023))) {
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  v1::SubmitResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_TRUE(response.has_receipt());
  const std::string name = response.receipt().submission();
  context.TryCancel();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  held_.begun.WaitForNotification();
  held_.held = false;
  held_.release.Notify();
  // In the same lane, hence afterwards.
  ASSERT_TRUE(Submit("request-2", FakeBytes(kScience, 2024)).status.ok());
  EXPECT_EQ(Get(name).state(), v1::SUBMISSION_STATE_POSTED);
}

TEST_F(IngestionServiceTest, Submit_CutOffBeforeTheEnd_StoresNothing) {
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    auto stream = stub_->Submit(&context);
    for (const auto& request : Requests(Header(absl::StrCat("request-", i)),
                                        FakeBytes(kScience, 2023))) {
      ASSERT_TRUE(stream->Write(request));
    }
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  StopServer();  // Everything that was under way has ended.
  EXPECT_EQ(desk_.engine.commit_count(), 0);
}

TEST_F(IngestionServiceTest, Submit_TooManyBytesAtOnce_IsRefusedWithAHint) {
  upload_bytes_max_ = 10;
  Restart();
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  EXPECT_EQ(answer.reason(), Reason::kQueueFull);
  EXPECT_TRUE(rpc::ParseStatus(answer.status).retry_after.has_value());
  EXPECT_EQ(desk_.engine.commit_count(), 0);
}

TEST_F(IngestionServiceTest, Submit_ManyVersionsAtOnce_OneIsPosted) {
  constexpr int kCount = 16;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCount; ++i) {
    threads.emplace_back([&, i] {
      const Answer answer =
          Submit(absl::StrCat("request-", i),
                 FakeBytes(kScience, 2023, 0, absl::StrCat("version ", i)));
      EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto versions = desk_.store->index().InSlot("206", {2023, 4, ""});
  ASSERT_EQ(versions.size(), static_cast<size_t>(kCount));
  for (int i = 0; i < kCount; ++i) {
    EXPECT_EQ(versions[i].version, i + 1);
    EXPECT_EQ(versions[i].state,
              i + 1 == kCount ? State::kPosted : State::kSuperseded);
  }
  EXPECT_EQ(desk_.ledger.Contribution("206", {2023, 4, ""}),
            versions.back().id);
}

TEST_F(IngestionServiceTest, Review_AcceptAndWithdraw_ReachTheLedger) {
  desk_.auto_accept = false;
  Restart();
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  ASSERT_EQ(answer.submission().state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
  v1::AcceptSubmissionRequest accept;
  accept.set_name(answer.submission().name());
  v1::Submission submission;
  {
    grpc::ClientContext context;
    EXPECT_EQ(
        rpc::ParseStatus(stub_->AcceptSubmission(&context, accept, &submission))
            .reason,
        Reason::kFieldInvalid);  // Nobody said who accepts.
  }
  accept.set_actor("reviewer");
  accept.set_etag("\"0\"");
  {
    grpc::ClientContext context;
    EXPECT_EQ(
        rpc::ParseStatus(stub_->AcceptSubmission(&context, accept, &submission))
            .reason,
        Reason::kEtagMismatch);
  }
  accept.set_etag(answer.submission().etag());
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->AcceptSubmission(&context, accept, &submission).ok());
  }
  EXPECT_EQ(submission.state(), v1::SUBMISSION_STATE_POSTED);
  v1::WithdrawSubmissionRequest withdraw;
  withdraw.set_name(submission.name());
  withdraw.set_actor("clerk");
  {
    grpc::ClientContext context;
    ASSERT_TRUE(
        stub_->WithdrawSubmission(&context, withdraw, &submission).ok());
  }
  EXPECT_EQ(submission.state(), v1::SUBMISSION_STATE_WITHDRAWN);
  EXPECT_EQ(desk_.ledger.Contribution("206", {2023, 4, ""}), "");
  v1::ReturnSubmissionRequest back;
  back.set_name(submission.name());
  back.set_actor("reviewer");
  back.set_reason("late");
  grpc::ClientContext context;
  EXPECT_EQ(
      rpc::ParseStatus(stub_->ReturnSubmission(&context, back, &submission))
          .reason,
      Reason::kSubmissionState);
}

TEST_F(IngestionServiceTest, ListSubmissions_Pages_CoverAllOnce) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(Submit(absl::StrCat("request-", i),
                       FakeBytes(i < 3 ? kScience : "昌吉州卫健委", 2020 + i))
                    .status.ok());
  }
  v1::ListSubmissionsRequest request;
  request.set_parent(kPrefecture);
  request.set_page_size(2);
  std::vector<int> years;
  do {
    grpc::ClientContext context;
    v1::ListSubmissionsResponse response;
    ASSERT_TRUE(stub_->ListSubmissions(&context, request, &response).ok());
    for (const auto& submission : response.submissions()) {
      years.push_back(submission.fiscal_year());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(years.size(), 5u);
  EXPECT_THAT(years,
              ::testing::UnorderedElementsAre(2020, 2021, 2022, 2023, 2024));
  request.set_parent(kDepartment);
  request.set_page_size(0);
  grpc::ClientContext context;
  v1::ListSubmissionsResponse response;
  ASSERT_TRUE(stub_->ListSubmissions(&context, request, &response).ok());
  ASSERT_EQ(response.submissions_size(), 3);
  EXPECT_EQ(response.submissions(0).fiscal_year(), 2022);
  // By the beginning of an id, whoever's it is.
  const std::string name = response.submissions(1).name();
  request.set_parent(kPrefecture);
  request.set_id_prefix(name.substr(name.rfind('/') + 1, 10));
  grpc::ClientContext by_id;
  ASSERT_TRUE(stub_->ListSubmissions(&by_id, request, &response).ok());
  ASSERT_EQ(response.submissions_size(), 1);
  EXPECT_EQ(response.submissions(0).name(), name);
  request.set_page_token("nonsense");
  grpc::ClientContext again;
  EXPECT_EQ(rpc::ParseStatus(stub_->ListSubmissions(&again, request, &response))
                .reason,
            Reason::kFieldInvalid);
}

TEST_F(IngestionServiceTest, ListSubmissions_OneThatWentMeanwhile_IsLeftOut) {
  for (const int year : {2022, 2023}) {
    ASSERT_TRUE(
        Submit(absl::StrCat("request-", year), FakeBytes(kScience, year))
            .status.ok());
  }
  const auto entries = desk_.store->index().List({}, {}, 10);
  ASSERT_EQ(entries.size(), 2u);
  // The index still has what the store has no more.
  const auto head = desk_.engine.GetHead("206");
  ASSERT_TRUE(head.ok());
  ASSERT_EQ(desk_.engine
                .CommitAll({{.partition = "206",
                             .expected_seq = head->seq,
                             .writes = {{storage::SubmissionKey(entries[0].id),
                                         std::nullopt}}}})
                .at(0)
                .outcome,
            storage::CommitOutcome::kCommitted);
  v1::ListSubmissionsRequest request;
  request.set_parent(kPrefecture);
  grpc::ClientContext context;
  v1::ListSubmissionsResponse response;
  ASSERT_TRUE(stub_->ListSubmissions(&context, request, &response).ok());
  ASSERT_EQ(response.submissions_size(), 1);
  EXPECT_EQ(response.submissions(0).fiscal_year(), 2022);
}

TEST_F(IngestionServiceTest, ListProgress_NamesWhoHasSentAndWhoHasNot) {
  ASSERT_TRUE(Submit("request-1", FakeBytes(kScience, 2023, 1)).status.ok());
  v1::ListProgressRequest request;
  request.set_parent(kPrefecture);
  request.set_fiscal_year(2023);
  request.set_stage(budget::v1::STAGE_APPROVED);
  grpc::ClientContext context;
  v1::ListProgressResponse response;
  ASSERT_TRUE(stub_->ListProgress(&context, request, &response).ok());
  ASSERT_EQ(response.departments_size(), 3);
  EXPECT_EQ(response.departments(0).department(), kDepartment);
  EXPECT_EQ(response.departments(0).state(), v1::SUBMISSION_STATE_RETURNED);
  EXPECT_EQ(response.departments(0).verdict().error_count(), 1);
  EXPECT_EQ(response.departments(1).submission(), "");
  EXPECT_EQ(response.departments(1).display_name(), "昌吉州教育局");
}

TEST_F(IngestionServiceTest, GetDocument_IsReadFromTheOriginal) {
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  v1::GetDocumentRequest request;
  request.set_name(answer.submission().name());
  budget::v1::Document document;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->GetDocument(&context, request, &document).ok());
  }
  EXPECT_EQ(document.fiscal_year(), 2023);
  request.set_name(std::string(kDepartment) + "/submissions/none");
  grpc::ClientContext context;
  EXPECT_EQ(
      rpc::ParseStatus(stub_->GetDocument(&context, request, &document)).reason,
      Reason::kNotFound);
}

TEST_F(IngestionServiceTest, ValidationHangs_ReceiptsAndReadsGoOn) {
  held_.held = true;
  std::vector<std::thread> senders;
  for (const char* department : {"昌吉州教育局", "昌吉州卫健委"}) {
    senders.emplace_back([this, department, id = senders.size()] {
      const Answer answer =
          Submit(absl::StrCat("request-", id), FakeBytes(department, 2023));
      EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    });
  }
  while (held_.held_count < 2) absl::SleepFor(absl::Milliseconds(1));
  // Every thread that may wait for a peer does.
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(30));
  const auto stream = stub_->Submit(&context);
  for (const auto& request :
       Requests(Header("request-206"), FakeBytes(kScience, 2023))) {
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  v1::SubmitResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_TRUE(response.has_receipt());
  EXPECT_EQ(Get(response.receipt().submission()).state(),
            v1::SUBMISSION_STATE_RECEIVED);
  held_.release.Notify();
  v1::SubmitResponse last;
  while (stream->Read(&response)) last = response;
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(last.submission().state(), v1::SUBMISSION_STATE_POSTED);
  for (std::thread& sender : senders) sender.join();
}

}  // namespace
}  // namespace yuheng::ingestion
