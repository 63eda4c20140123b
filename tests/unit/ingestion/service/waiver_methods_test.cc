#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rpc/status.h"
#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

using validation::v1::SEVERITY_ERROR;
using validation::v1::SEVERITY_WARNING;

class WaiverMethodsTest : public IngestionServiceTest {
 protected:
  // A submission with one error and one warning; errors may be explained.
  std::string SubmitWithFindings() {
    desk_.waiver_policy.error_rules.all = true;
    Restart();
    desk_.checker.planted = {error_, warning_};
    return Submit("request-1", FakeBytes(kScience, 2023)).submission().name();
  }
  grpc::Status Create(const std::string& submission, const std::string& finding,
                      const std::string& text, v1::Waiver* waiver) {
    v1::CreateWaiverRequest request;
    request.set_parent(submission);
    request.set_waiver_id(finding);
    request.mutable_waiver()->set_text(text);
    request.mutable_waiver()->set_actor("clerk");
    grpc::ClientContext context;
    return stub_->CreateWaiver(&context, request, waiver);
  }
  std::vector<v1::Waiver> List(const std::string& submission,
                               bool show_deleted = false) {
    v1::ListWaiversRequest request;
    request.set_parent(submission);
    request.set_show_deleted(show_deleted);
    v1::ListWaiversResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(stub_->ListWaivers(&context, request, &response).ok());
    return {response.waivers().begin(), response.waivers().end()};
  }

  const validation::v1::Finding error_ = Planted("A6-02", SEVERITY_ERROR);
  const validation::v1::Finding warning_ = Planted("N-08", SEVERITY_WARNING);
};

TEST_F(WaiverMethodsTest, ListFindings_TellsWhichMayBeExplained) {
  const std::string submission = SubmitWithFindings();
  const auto explainable = [&] {
    v1::ListFindingsRequest request;
    request.set_parent(submission);
    v1::ListFindingsResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(stub_->ListFindings(&context, request, &response).ok());
    return std::vector<std::string>(response.explainable().begin(),
                                    response.explainable().end());
  };
  EXPECT_THAT(explainable(),
              ::testing::ElementsAre(error_.id(), warning_.id()));
  desk_.waiver_policy = {};
  Restart();
  EXPECT_THAT(explainable(), ::testing::ElementsAre(warning_.id()));
}

TEST_F(WaiverMethodsTest, CreateListDelete_AreOneResource) {
  const std::string submission = SubmitWithFindings();
  v1::Waiver waiver;
  ASSERT_TRUE(Create(submission, warning_.id(), "see minutes", &waiver).ok());
  EXPECT_EQ(waiver.name(),
            absl::StrCat(submission, "/waivers/", warning_.id()));
  EXPECT_EQ(waiver.state(), v1::WAIVER_STATE_ACTIVE);
  EXPECT_EQ(waiver.finding().rule(), "N-08");
  EXPECT_GT(waiver.create_time().seconds() + waiver.create_time().nanos(), 0);
  ASSERT_EQ(List(submission).size(), 1u);
  EXPECT_EQ(List(submission)[0].DebugString(), waiver.DebugString());

  v1::DeleteWaiverRequest request;
  request.set_name(waiver.name());
  request.set_actor("chief");
  v1::Waiver deleted;
  {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->DeleteWaiver(&context, request, &deleted).ok());
  }
  EXPECT_EQ(deleted.state(), v1::WAIVER_STATE_DELETED);
  EXPECT_EQ(deleted.delete_actor(), "chief");
  EXPECT_TRUE(deleted.has_delete_time());
  EXPECT_TRUE(List(submission).empty());
  EXPECT_EQ(List(submission, /*show_deleted=*/true).size(), 1u);
  // The same again, by who did not get the answer, and by somebody else.
  {
    grpc::ClientContext context;
    EXPECT_TRUE(stub_->DeleteWaiver(&context, request, &deleted).ok());
  }
  EXPECT_EQ(deleted.delete_actor(), "chief");
  request.set_actor("clerk");
  grpc::ClientContext context;
  EXPECT_EQ(
      rpc::ParseStatus(stub_->DeleteWaiver(&context, request, &deleted)).reason,
      Reason::kNotFound);
}

TEST_F(WaiverMethodsTest, CreateWaiver_OfTheLastError_SendsItToReview) {
  const std::string submission = SubmitWithFindings();
  EXPECT_EQ(Get(submission).state(), v1::SUBMISSION_STATE_RETURNED);
  v1::Waiver waiver;
  ASSERT_TRUE(Create(submission, error_.id(), "see minutes", &waiver).ok());
  const v1::Submission after = Get(submission);
  EXPECT_EQ(after.state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
  EXPECT_EQ(after.history(after.history_size() - 1).state(),
            v1::SUBMISSION_STATE_PENDING_REVIEW);
  // The next version brings the explanation along.
  const Answer next = Submit("request-2", FakeBytes(kScience, 2023, 0, "b"));
  EXPECT_EQ(next.submission().state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
  ASSERT_EQ(List(next.submission().name()).size(), 1u);
  EXPECT_EQ(List(next.submission().name())[0].origin(), submission);
  EXPECT_EQ(
      rpc::ParseStatus(Create(submission, warning_.id(), "too late", &waiver))
          .reason,
      Reason::kSubmissionState);
}

TEST_F(WaiverMethodsTest, WrongFields_AreAllNamed) {
  const std::string submission = SubmitWithFindings();
  v1::CreateWaiverRequest request;
  request.set_parent(submission);
  request.mutable_waiver()->set_text(std::string(2001, 'x'));
  v1::Waiver waiver;
  {
    grpc::ClientContext context;
    const auto details =
        rpc::ParseStatus(stub_->CreateWaiver(&context, request, &waiver));
    EXPECT_EQ(details.reason, Reason::kFieldInvalid);
    EXPECT_EQ(details.field_violations.size(), 3u);
  }
  v1::DeleteWaiverRequest deletion;
  deletion.set_name(submission);
  grpc::ClientContext context;
  EXPECT_EQ(rpc::ParseStatus(stub_->DeleteWaiver(&context, deletion, &waiver))
                .field_violations.size(),
            2u);
  // 2000 bytes are not too many.
  EXPECT_TRUE(
      Create(submission, warning_.id(), std::string(2000, 'x'), &waiver).ok());
}

TEST_F(WaiverMethodsTest, ReadSource_GivesTheOriginalBytes) {
  const std::string bytes = FakeBytes(kScience, 2023, 0, "anything");
  const Answer answer = Submit("request-1", bytes);
  v1::ReadSourceRequest request;
  request.set_name(answer.submission().name());
  std::string read;
  v1::ReadSourceResponse response;
  {
    grpc::ClientContext context;
    const auto reader = stub_->ReadSource(&context, request);
    while (reader->Read(&response)) read += response.chunk();
    EXPECT_TRUE(reader->Finish().ok());
  }
  EXPECT_EQ(read, bytes);
  const auto fails = [&](const std::string& name) {
    request.set_name(name);
    grpc::ClientContext context;
    const auto reader = stub_->ReadSource(&context, request);
    EXPECT_FALSE(reader->Read(&response));
    return rpc::ParseStatus(reader->Finish()).reason;
  };
  EXPECT_EQ(fails(absl::StrCat(kDepartment, "/submissions/none")),
            Reason::kNotFound);
  EXPECT_EQ(fails("nonsense"), Reason::kFieldInvalid);
}

TEST_F(WaiverMethodsTest, ReadSource_OfManyBytesAtOnce_IsRefusedWithAHint) {
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  upload_bytes_max_ = 10;
  Restart();
  v1::ReadSourceRequest request;
  request.set_name(answer.submission().name());
  grpc::ClientContext context;
  const auto reader = stub_->ReadSource(&context, request);
  v1::ReadSourceResponse response;
  EXPECT_FALSE(reader->Read(&response));
  const auto details = rpc::ParseStatus(reader->Finish());
  EXPECT_EQ(details.reason, Reason::kQueueFull);
  EXPECT_TRUE(details.retry_after.has_value());
}

TEST_F(WaiverMethodsTest, VerdictStale_WhenOtherRulesAreInForce) {
  const std::string name =
      Submit("request-1", FakeBytes(kScience, 2023)).submission().name();
  EXPECT_FALSE(Get(name).verdict_stale());  // Nothing was heard yet.
  in_force_.Set({.catalogue_sha256 = "cafe"});
  EXPECT_FALSE(Get(name).verdict_stale());
  for (const RulesInForce::Hashes& hashes :
       {RulesInForce::Hashes{"beef", "", ""},
        RulesInForce::Hashes{"cafe", "overlay", ""},
        RulesInForce::Hashes{"cafe", "", "charts"}}) {
    in_force_.Set(hashes);
    EXPECT_TRUE(Get(name).verdict_stale());
    v1::ListSubmissionsRequest request;
    request.set_parent(kPrefecture);
    v1::ListSubmissionsResponse response;
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->ListSubmissions(&context, request, &response).ok());
    EXPECT_TRUE(response.submissions(0).verdict_stale());
  }
}

}  // namespace
}  // namespace yuheng::ingestion
