// What became of calls whose answer was lost, and the same call again.

#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

class OutcomeMethodTest : public IngestionServiceTest {
 protected:
  void SetUp() override {
    desk_.auto_accept = false;
    desk_.Restart();
    Start();
  }

  v1::GetOutcomeResponse Outcome(const std::string& parent,
                                 const std::string& request_id) {
    grpc::ClientContext context;
    v1::GetOutcomeRequest request;
    request.set_parent(parent);
    request.set_request_id(request_id);
    v1::GetOutcomeResponse response;
    status_ = stub_->GetOutcome(&context, request, &response);
    return response;
  }
  grpc::Status Return(const std::string& name, const std::string& actor,
                      const std::string& reason, const std::string& request_id,
                      const std::string& etag = "") {
    grpc::ClientContext context;
    v1::ReturnSubmissionRequest request;
    request.set_name(name);
    request.set_actor(actor);
    request.set_reason(reason);
    request.set_request_id(request_id);
    request.set_etag(etag);
    return stub_->ReturnSubmission(&context, request, &decided_);
  }

  grpc::Status status_;
  v1::Submission decided_;
};

TEST_F(OutcomeMethodTest, Upload_IsFoundWithoutItsFile) {
  EXPECT_EQ(Outcome(kDepartment, "request-1").outcome(),
            v1::OUTCOME_NOT_APPLIED);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  // By who knows the department, and by who left that to the document.
  for (const char* parent : {kDepartment, kPrefecture}) {
    const v1::GetOutcomeResponse outcome = Outcome(parent, "request-1");
    EXPECT_EQ(outcome.outcome(), v1::OUTCOME_APPLIED) << parent;
    EXPECT_EQ(outcome.submission().name(), answer.submission().name());
    EXPECT_EQ(outcome.submission().state(),
              v1::SUBMISSION_STATE_PENDING_REVIEW);
    EXPECT_EQ(outcome.state_change().state(), v1::SUBMISSION_STATE_RECEIVED);
  }
  EXPECT_EQ(
      Outcome("prefectures/652300/departments/204", "request-1").outcome(),
      v1::OUTCOME_NOT_APPLIED);
}

TEST_F(OutcomeMethodTest, Decision_IsFoundAndMadeOnce) {
  const v1::Submission pending =
      Submit("request-1", FakeBytes(kScience, 2023)).submission();
  EXPECT_EQ(Outcome(pending.name(), "return-1").outcome(),
            v1::OUTCOME_NOT_APPLIED);
  ASSERT_TRUE(
      Return(pending.name(), "reviewer", "why", "return-1", pending.etag())
          .ok());
  const v1::Submission returned = decided_;
  EXPECT_EQ(returned.state(), v1::SUBMISSION_STATE_RETURNED);
  // The same again, with the etag of before: nothing more is decided.
  EXPECT_TRUE(
      Return(pending.name(), "reviewer", "why", "return-1", pending.etag())
          .ok());
  EXPECT_EQ(decided_.etag(), returned.etag());
  EXPECT_EQ(decided_.history_size(), returned.history_size());
  // After a restart too.
  Restart();
  const v1::GetOutcomeResponse outcome = Outcome(pending.name(), "return-1");
  EXPECT_EQ(outcome.outcome(), v1::OUTCOME_APPLIED);
  EXPECT_EQ(outcome.state_change().state(), v1::SUBMISSION_STATE_RETURNED);
  EXPECT_EQ(outcome.state_change().actor(), "reviewer");
  EXPECT_EQ(outcome.state_change().reason().zh(), "why");
  EXPECT_EQ(outcome.state_change().request_id(), "return-1");
  // An upload's id is none of a decision, nor the other way round.
  EXPECT_EQ(Outcome(pending.name(), "request-1").outcome(),
            v1::OUTCOME_NOT_APPLIED);
  EXPECT_EQ(Outcome(kDepartment, "return-1").outcome(),
            v1::OUTCOME_NOT_APPLIED);
}

TEST_F(OutcomeMethodTest, AnotherDecisionWithTheId_IsRefused) {
  const v1::Submission pending =
      Submit("request-1", FakeBytes(kScience, 2023)).submission();
  ASSERT_TRUE(Return(pending.name(), "reviewer", "why", "return-1").ok());
  const auto reason_of = [](const grpc::Status& status) {
    return rpc::ParseStatus(status).reason;
  };
  EXPECT_EQ(reason_of(Return(pending.name(), "other", "why", "return-1")),
            Reason::kRequestIdReused);
  EXPECT_EQ(reason_of(Return(pending.name(), "reviewer", "not", "return-1")),
            Reason::kRequestIdReused);
  grpc::ClientContext context;
  v1::WithdrawSubmissionRequest withdraw;
  withdraw.set_name(pending.name());
  withdraw.set_actor("reviewer");
  withdraw.set_reason("why");
  withdraw.set_request_id("return-1");
  EXPECT_EQ(reason_of(stub_->WithdrawSubmission(&context, withdraw, &decided_)),
            Reason::kRequestIdReused);
  EXPECT_EQ(Get(pending.name()).state(), v1::SUBMISSION_STATE_RETURNED);
}

TEST_F(OutcomeMethodTest, BatchAgain_AnswersTheSame) {
  v1::BatchAcceptSubmissionsRequest request;
  request.set_parent(kPrefecture);
  request.set_actor("reviewer");
  request.set_request_id("batch-001");
  for (const char* id : {"request-1", "request-2"}) {
    const v1::Submission pending =
        Submit(id, FakeBytes(id[8] == '1' ? kScience : "昌吉州教育局", 2023))
            .submission();
    v1::SubmissionVersion* item = request.add_items();
    item->set_name(pending.name());
    item->set_etag(pending.etag());
  }
  for (int time = 0; time < 2; ++time) {
    grpc::ClientContext context;
    v1::BatchDecisionResponse response;
    ASSERT_TRUE(
        stub_->BatchAcceptSubmissions(&context, request, &response).ok());
    for (const auto& result : response.results()) {
      EXPECT_EQ(result.submission().state(), v1::SUBMISSION_STATE_POSTED)
          << time << result.DebugString();
    }
  }
  EXPECT_EQ(Outcome(request.items(1).name(), "batch-001").outcome(),
            v1::OUTCOME_APPLIED);
}

TEST_F(OutcomeMethodTest, WrongIdsAndParents_AreToldApart) {
  Outcome(kDepartment, "short");
  EXPECT_EQ(rpc::ParseStatus(status_).reason, Reason::kFieldInvalid);
  Outcome("nonsense", "request-1");
  EXPECT_EQ(rpc::ParseStatus(status_).reason, Reason::kFieldInvalid);
  Outcome(std::string(kDepartment) + "/submissions/s-none", "request-1");
  EXPECT_EQ(rpc::ParseStatus(status_).reason, Reason::kNotFound);
  EXPECT_FALSE(Return("prefectures/652300/departments/206/submissions/s-none",
                      "reviewer", "why", "short")
                   .ok());
}

}  // namespace
}  // namespace yuheng::ingestion
