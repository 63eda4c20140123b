// Submission windows as the contract shows them.

#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

// Microseconds of the desk's clock, which ticks once a question.
constexpr int64_t kDeadlineSeconds = 100;
constexpr int64_t kGraceEndSeconds = 200;

class WindowMethodsTest : public IngestionServiceTest {
 protected:
  static v1::SetWindowRequest Request(const std::string& parent,
                                      int64_t deadline_seconds) {
    v1::SetWindowRequest request;
    v1::Window& window = *request.mutable_window();
    window.set_parent(parent);
    window.set_fiscal_year(2023);
    window.set_stage(budget::v1::STAGE_APPROVED);
    window.set_actor("budget");
    window.set_reason("notice 18");
    window.mutable_deadline()->set_seconds(deadline_seconds);
    return request;
  }
  absl::optional<Reason> Set(const v1::SetWindowRequest& request,
                             v1::Window* window = nullptr) {
    grpc::ClientContext context;
    v1::Window answer;
    return rpc::ParseStatus(
               stub_->SetWindow(&context, request, window ? window : &answer))
        .reason;
  }
  std::vector<v1::Window> List(const std::string& parent, bool history) {
    v1::ListWindowsRequest request;
    request.set_parent(parent);
    request.set_fiscal_year(2023);
    request.set_show_history(history);
    grpc::ClientContext context;
    v1::ListWindowsResponse response;
    EXPECT_TRUE(stub_->ListWindows(&context, request, &response).ok());
    return {response.windows().begin(), response.windows().end()};
  }
  v1::DepartmentProgress Progress() {
    v1::ListProgressRequest request;
    request.set_parent(kPrefecture);
    request.set_fiscal_year(2023);
    request.set_stage(budget::v1::STAGE_APPROVED);
    grpc::ClientContext context;
    v1::ListProgressResponse response;
    EXPECT_TRUE(stub_->ListProgress(&context, request, &response).ok());
    return response.departments(0);
  }
  void At(int64_t seconds) { desk_.now_unix_us = seconds * 1'000'000; }
};

TEST_F(WindowMethodsTest, SetWindow_IsListedAndMarksWhatComesLate) {
  v1::SetWindowRequest request = Request(kPrefecture, kDeadlineSeconds);
  request.mutable_window()->mutable_grace_end_time()->set_seconds(
      kGraceEndSeconds);
  v1::Window window;
  ASSERT_EQ(Set(request, &window), absl::nullopt);
  EXPECT_EQ(window.parent(), kPrefecture);
  EXPECT_EQ(window.deadline().seconds(), kDeadlineSeconds);
  EXPECT_TRUE(window.has_set_time());
  ASSERT_EQ(List(kDepartment, false).size(), 1u);
  EXPECT_EQ(List(kDepartment, false)[0].SerializeAsString(),
            window.SerializeAsString());

  At(40);
  EXPECT_EQ(Progress().window_phase(), v1::WINDOW_PHASE_OPEN);
  EXPECT_EQ(Progress().deadline().seconds(), kDeadlineSeconds);
  EXPECT_EQ(Progress().time_left().seconds(), 59);
  At(150);
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_TRUE(answer.events.front().receipt().late());
  EXPECT_TRUE(answer.submission().late());
  EXPECT_TRUE(Get(answer.submission().name()).late());
  EXPECT_TRUE(Progress().late());
  EXPECT_EQ(Progress().window_phase(), v1::WINDOW_PHASE_GRACE);
  At(250);
  EXPECT_EQ(Progress().window_phase(), v1::WINDOW_PHASE_CLOSED);
  EXPECT_FALSE(Progress().has_time_left());
  EXPECT_EQ(Submit("request-2", FakeBytes(kScience, 2023, 0, "b")).reason(),
            Reason::kWindowClosed);

  ASSERT_EQ(Set(Request(kDepartment, 300)), absl::nullopt);
  EXPECT_EQ(Progress().deadline().seconds(), 300);
  EXPECT_EQ(List(kPrefecture, true).size(), 2u);
  EXPECT_EQ(List("prefectures/652300/departments/205", true).size(), 1u);
}

TEST_F(WindowMethodsTest, SetWindow_WrongRequests_NameTheFields) {
  v1::SetWindowRequest request = Request(kPrefecture, kDeadlineSeconds);
  request.mutable_window()->clear_reason();
  request.mutable_window()->clear_actor();
  request.mutable_window()->set_fiscal_year(1);
  grpc::ClientContext context;
  v1::Window window;
  const rpc::ErrorDetails details =
      rpc::ParseStatus(stub_->SetWindow(&context, request, &window));
  EXPECT_EQ(details.reason, Reason::kFieldInvalid);
  EXPECT_EQ(details.field_violations.size(), 3u);
  EXPECT_EQ(Set(Request("prefectures/650000", 1)), Reason::kNotFound);
  request = Request(kPrefecture, kDeadlineSeconds);
  request.mutable_window()->mutable_deadline()->set_seconds(-5);
  EXPECT_EQ(Set(request), Reason::kFieldInvalid);
}

TEST_F(WindowMethodsTest, ReturnSubmission_SaysUntilWhenItMayBeCorrected) {
  StopServer();
  desk_.auto_accept = false;
  desk_.Restart();
  Start();
  const Answer answer = Submit("request-1", FakeBytes(kScience, 2023));
  v1::ReturnSubmissionRequest request;
  request.set_name(answer.submission().name());
  request.set_actor("reviewer");
  request.set_reason("附件不全");
  request.mutable_correction_end_time()->set_seconds(500);
  grpc::ClientContext context;
  v1::Submission returned;
  ASSERT_TRUE(stub_->ReturnSubmission(&context, request, &returned).ok());
  EXPECT_EQ(returned.correction_end_time().seconds(), 500);
  EXPECT_EQ(Progress().correction_end_time().seconds(), 500);
}

}  // namespace
}  // namespace yuheng::ingestion
