#include "services/gateway/hub/view_state.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::gateway {
namespace {

using ingestion::v1::WatchSubmissionsRequest;
using ingestion::v1::WatchSubmissionsResponse;

constexpr char kPath[] =
    "/yuheng.ingestion.v1.IngestionService/WatchSubmissions";

void Add(const std::string& department, const std::string& unit,
         google::protobuf::RepeatedPtrField<ingestion::v1::DepartmentProgress>*
             rows) {
  auto* row = rows->Add();
  row->set_department(department);
  row->set_unit(unit);
}

std::vector<std::string> Names(const std::string& message) {
  WatchSubmissionsResponse response;
  EXPECT_TRUE(response.ParseFromString(message));
  std::vector<std::string> names;
  for (const auto& row : response.snapshot().rows()) {
    names.push_back(absl::StrCat(row.department(), row.unit()));
  }
  return names;
}

TEST(ViewStateTest, UnitsStandBehindTheirDepartment_HoweverLateTheyCame) {
  const auto state = NewViewState(kPath);
  WatchSubmissionsResponse response;
  auto* snapshot = response.mutable_snapshot();
  snapshot->set_revision(1);
  snapshot->set_last(true);
  Add("a", "", snapshot->mutable_rows());
  Add("b", "", snapshot->mutable_rows());
  ASSERT_TRUE(state->Apply(response.SerializeAsString()).ok());
  auto* delta = response.mutable_delta();
  delta->set_revision(2);
  delta->set_last(true);
  Add("a", "1", delta->mutable_rows());
  ASSERT_TRUE(state->Apply(response.SerializeAsString()).ok());
  ASSERT_EQ(state->Snapshot().size(), 1u);
  EXPECT_EQ(Names(state->Snapshot()[0]),
            (std::vector<std::string>{"a", "a1", "b"}));
}

TEST(ViewStateTest, PieceEndsBetweenDepartments) {
  const auto state = NewViewState(kPath);
  WatchSubmissionsResponse response;
  auto* snapshot = response.mutable_snapshot();
  snapshot->set_last(true);
  for (int i = 0; i < 250; ++i)
    Add("a", absl::StrCat(i), snapshot->mutable_rows());
  Add("b", "", snapshot->mutable_rows());
  ASSERT_TRUE(state->Apply(response.SerializeAsString()).ok());
  const std::vector<std::string> pieces = state->Snapshot();
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(Names(pieces[0]).size(), 250u);
  EXPECT_EQ(Names(pieces[1]), (std::vector<std::string>{"b"}));
}

TEST(ViewStateTest, TheSameView_HasTheSameRequest) {
  WatchSubmissionsRequest request;
  request.set_parent("prefectures/652300");
  const auto plain = ReadViewRequest(kPath, request.SerializeAsString());
  request.set_resume_revision(7);
  const auto resumed = ReadViewRequest(kPath, request.SerializeAsString());
  ASSERT_TRUE(plain.ok() && resumed.ok());
  EXPECT_EQ(plain->request, resumed->request);
  EXPECT_EQ(plain->resume_revision, 0);
  EXPECT_EQ(resumed->resume_revision, 7);
  request.set_resume_revision(-1);
  EXPECT_FALSE(ReadViewRequest(kPath, request.SerializeAsString()).ok());
  EXPECT_FALSE(ReadViewRequest(kPath, "\xff").ok());
}

}  // namespace
}  // namespace yuheng::gateway
