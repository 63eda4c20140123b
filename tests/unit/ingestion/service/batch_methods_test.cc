// Decisions about many submissions, and the department list, as the contract
// shows them.

#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

class BatchMethodsTest : public IngestionServiceTest {
 protected:
  void SetUp() override {
    desk_.auto_accept = false;
    desk_.Restart();
    Start();
  }

  // Waits for a reviewer.
  v1::Submission Pending(const std::string& request_id,
                         absl::string_view department) {
    const Answer answer = Submit(request_id, FakeBytes(department, 2023));
    EXPECT_EQ(answer.submission().state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
    return answer.submission();
  }
  template <typename Request>
  static void Add(const std::string& name, const std::string& etag,
                  Request* request) {
    v1::SubmissionVersion* item = request->add_items();
    item->set_name(name);
    item->set_etag(etag);
  }
  static v1::BatchAcceptSubmissionsRequest AcceptRequest() {
    v1::BatchAcceptSubmissionsRequest request;
    request.set_parent(kPrefecture);
    request.set_actor("reviewer");
    return request;
  }
};

TEST_F(BatchMethodsTest, BatchAccept_EachHasItsOwnOutcome) {
  const v1::Submission science = Pending("request-1", kScience);
  const v1::Submission education = Pending("request-2", "昌吉州教育局");
  const v1::Submission health = Pending("request-3", "昌吉州卫健委");
  v1::BatchAcceptSubmissionsRequest request = AcceptRequest();
  Add(science.name(), science.etag(), &request);
  Add(std::string(kDepartment) + "/submissions/s-none", "", &request);
  Add(education.name(), "\"1\"", &request);
  Add(health.name(), "", &request);
  Add("nonsense", "", &request);
  grpc::ClientContext context;
  v1::BatchDecisionResponse response;
  ASSERT_TRUE(stub_->BatchAcceptSubmissions(&context, request, &response).ok());
  ASSERT_EQ(response.results_size(), 5);
  EXPECT_EQ(response.results(0).submission().state(),
            v1::SUBMISSION_STATE_POSTED);
  EXPECT_EQ(response.results(1).error().reason(), "NOT_FOUND");
  EXPECT_EQ(response.results(2).error().reason(), "ETAG_MISMATCH");
  EXPECT_EQ(response.results(2).name(), education.name());
  EXPECT_FALSE(response.results(2).error().message().zh().empty());
  EXPECT_EQ(response.results(3).submission().state(),
            v1::SUBMISSION_STATE_POSTED);
  EXPECT_EQ(response.results(4).error().reason(), "FIELD_INVALID");
  EXPECT_EQ(Get(education.name()).state(), v1::SUBMISSION_STATE_PENDING_REVIEW);
}

TEST_F(BatchMethodsTest, BatchAccept_OfADepartment_TakesNoOther) {
  const v1::Submission education = Pending("request-1", "昌吉州教育局");
  v1::BatchAcceptSubmissionsRequest request = AcceptRequest();
  request.set_parent(kDepartment);
  Add(education.name(), "", &request);
  grpc::ClientContext context;
  v1::BatchDecisionResponse response;
  ASSERT_TRUE(stub_->BatchAcceptSubmissions(&context, request, &response).ok());
  EXPECT_EQ(response.results(0).error().reason(), "FIELD_INVALID");
}

TEST_F(BatchMethodsTest, BatchReturn_GivesOneReasonToAll) {
  const v1::Submission science = Pending("request-1", kScience);
  const v1::Submission education = Pending("request-2", "昌吉州教育局");
  v1::BatchReturnSubmissionsRequest request;
  request.set_parent(kPrefecture);
  request.set_actor("reviewer");
  request.set_reason("附件不全");
  Add(science.name(), "", &request);
  Add(education.name(), "", &request);
  grpc::ClientContext context;
  v1::BatchDecisionResponse response;
  ASSERT_TRUE(stub_->BatchReturnSubmissions(&context, request, &response).ok());
  for (const v1::DecisionResult& result : response.results()) {
    EXPECT_EQ(result.submission().state(), v1::SUBMISSION_STATE_RETURNED);
    EXPECT_EQ(result.submission().history().rbegin()->reason().zh(),
              "附件不全");
  }
}

TEST_F(BatchMethodsTest, Batch_OfNoneOrTooMany_IsRefused) {
  v1::BatchAcceptSubmissionsRequest request = AcceptRequest();
  for (const int count : {0, 201}) {
    request.clear_items();
    for (int i = 0; i < count; ++i) request.add_items();
    grpc::ClientContext context;
    v1::BatchDecisionResponse response;
    EXPECT_EQ(rpc::ParseStatus(
                  stub_->BatchAcceptSubmissions(&context, request, &response))
                  .reason,
              Reason::kFieldInvalid);
  }
}

TEST_F(BatchMethodsTest, ListDepartments_InPagesOrOne) {
  v1::ListDepartmentsRequest request;
  request.set_parent(kPrefecture);
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    grpc::ClientContext context;
    v1::ListDepartmentsResponse response;
    ASSERT_TRUE(stub_->ListDepartments(&context, request, &response).ok());
    for (const v1::Department& department : response.departments()) {
      names.push_back(department.name());
      EXPECT_EQ(department.required_stages_size(), 6);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), desk_.departments.departments().size());
  EXPECT_EQ(names.front(), kDepartment);

  request.set_parent("prefectures/652300/departments/205");
  grpc::ClientContext context;
  v1::ListDepartmentsResponse response;
  ASSERT_TRUE(stub_->ListDepartments(&context, request, &response).ok());
  ASSERT_EQ(response.departments_size(), 1);
  EXPECT_GT(response.departments(0).units_size(), 0);
  request.set_parent("prefectures/652300/departments/999");
  grpc::ClientContext other;
  EXPECT_EQ(rpc::ParseStatus(stub_->ListDepartments(&other, request, &response))
                .reason,
            Reason::kNotFound);
}

TEST_F(BatchMethodsTest, TestSubmission_IsCheckedAndShownAsSuch) {
  v1::SubmitHeader header = Header("request-1");
  header.set_test(true);
  const Answer answer = Send(Requests(header, FakeBytes(kScience, 2023, 1)));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.submission().state(), v1::SUBMISSION_STATE_CHECKED);
  EXPECT_TRUE(answer.submission().test());
  EXPECT_EQ(answer.submission().verdict().error_count(), 1);
  EXPECT_TRUE(Get(answer.submission().name()).test());
  header.set_validate_only(true);
  EXPECT_EQ(Send(Requests(header, FakeBytes(kScience, 2023))).reason(),
            Reason::kFieldInvalid);
}

}  // namespace
}  // namespace yuheng::ingestion
