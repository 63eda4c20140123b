// Clerks of one unit: they send, see, withdraw and explain that unit's
// submissions, and the others of their department are not there for them.
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "tests/e2e/secured_cluster.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"
#include "yuheng/reporting/v1/reporting_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

using ingestion::v1::IngestionService;

class UnitAccessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 3, .departments = 1});
    const std::vector<std::string> lines = absl::StrSplit(
        cli::DepartmentsCsv(documents_), '\n', absl::SkipEmpty());
    ASSERT_EQ(lines.size(), 2u);
    code_ = documents_[0].code;
    own_ = absl::StrCat(code_, "901");
    other_ = absl::StrCat(code_, "902");
    secured_ = SecuredCluster::Start(
        documents_, absl::StrCat(lines[0], "\n", lines[1], "|", own_, ":中心|",
                                 other_, ":站\n"));
    ASSERT_NE(secured_, nullptr);
    own_clerk_ = TokenOf("own", {absl::StrCat(code_, "/", own_)});
    other_clerk_ = TokenOf("other", {absl::StrCat(code_, "/", other_)});
    clerk_ = TokenOf("clerk", {});
  }

  // Of the whole department without units.
  std::string TokenOf(const std::string& subject,
                      std::vector<std::string> units) const {
    access::Identity identity{.subject = subject,
                              .roles = {access::v1::ROLE_CLERK}};
    if (units.empty()) identity.departments = {code_};
    identity.units = std::move(units);
    return secured_->TokenFile(subject, secured_->Sign(identity));
  }
  CommandResult Send(const std::string& token_file, const std::string& unit,
                     int version = 1) {
    const std::string path = secured_->Path("document.txt");
    std::ofstream(path) << documents_[0].text << std::string(version, '\n');
    std::vector<std::string> arguments = {"submit", path, "--department",
                                          code_};
    if (!unit.empty()) arguments.insert(arguments.end(), {"--unit", unit});
    return secured_->RunAs(token_file, std::move(arguments));
  }
  std::unique_ptr<IngestionService::Stub> StubOf(
      const std::string& token_file) const {
    return IngestionService::NewStub(
        secured_->Channel(Process::kIngestion, ReadFile(token_file)));
  }
  std::string Department() const {
    return absl::StrCat("prefectures/652300/departments/", code_);
  }
  // Units of the submissions that somebody is shown, newest first.
  std::vector<std::string> UnitsShown(const std::string& token_file,
                                      std::string* name = nullptr) const {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    ingestion::v1::ListSubmissionsRequest request;
    request.set_parent(Department());
    ingestion::v1::ListSubmissionsResponse response;
    const grpc::Status status =
        StubOf(token_file)->ListSubmissions(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> units;
    for (const auto& submission : response.submissions()) {
      units.push_back(submission.unit());
      if (name != nullptr) *name = submission.name();
    }
    return units;
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
  std::string code_, own_, other_;
  std::string own_clerk_, other_clerk_, clerk_;
};

// Code, message and details: all that could tell.
std::string Told(const grpc::Status& status) {
  return absl::StrCat(status.error_code(), status.error_message(),
                      status.error_details());
}

TEST_F(UnitAccessTest, AUnitsClerk_SendsAndSeesThatUnitAlone) {
  EXPECT_EQ(Send(own_clerk_, own_).exit_code, 0);
  EXPECT_EQ(Send(other_clerk_, other_).exit_code, 0);
  const CommandResult foreign = Send(own_clerk_, other_, 2);
  EXPECT_TRUE(absl::StrContains(foreign.err, "NOT_FOUND")) << foreign.err;
  const CommandResult whole = Send(own_clerk_, "", 2);
  EXPECT_TRUE(absl::StrContains(whole.err, "ROLE_MISSING")) << whole.err;

  std::string mine;
  std::string theirs;
  EXPECT_EQ(UnitsShown(own_clerk_, &mine), std::vector<std::string>{own_});
  EXPECT_EQ(UnitsShown(other_clerk_, &theirs),
            std::vector<std::string>{other_});
  EXPECT_EQ(UnitsShown(clerk_), (std::vector<std::string>{other_, own_}));

  // What is another unit's is as what is not there, to the last byte.
  const auto stub = StubOf(own_clerk_);
  const std::string none = absl::StrCat(Department(), "/submissions/s-none");
  const auto call = [](auto method, auto request, auto response,
                       IngestionService::Stub* of) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    return (of->*method)(&context, request, &response);
  };
  const auto get = [&](const std::string& name) {
    ingestion::v1::GetSubmissionRequest request;
    request.set_name(name);
    return call(&IngestionService::Stub::GetSubmission, request,
                ingestion::v1::Submission(), stub.get());
  };
  const auto findings = [&](const std::string& name) {
    ingestion::v1::ListFindingsRequest request;
    request.set_parent(name);
    return call(&IngestionService::Stub::ListFindings, request,
                ingestion::v1::ListFindingsResponse(), stub.get());
  };
  const auto document = [&](const std::string& name) {
    ingestion::v1::GetDocumentRequest request;
    request.set_name(name);
    return call(&IngestionService::Stub::GetDocument, request,
                budget::v1::Document(), stub.get());
  };
  const auto withdraw = [&](const std::string& name) {
    ingestion::v1::WithdrawSubmissionRequest request;
    request.set_name(name);
    return call(&IngestionService::Stub::WithdrawSubmission, request,
                ingestion::v1::Submission(), stub.get());
  };
  const auto explain = [&](const std::string& name) {
    ingestion::v1::CreateWaiverRequest request;
    request.set_parent(name);
    request.set_waiver_id("0907287b");
    request.mutable_waiver()->set_text("because");
    return call(&IngestionService::Stub::CreateWaiver, request,
                ingestion::v1::Waiver(), stub.get());
  };
  const auto waivers = [&](const std::string& name) {
    ingestion::v1::ListWaiversRequest request;
    request.set_parent(name);
    return call(&IngestionService::Stub::ListWaivers, request,
                ingestion::v1::ListWaiversResponse(), stub.get());
  };
  const auto take_back = [&](const std::string& name) {
    ingestion::v1::DeleteWaiverRequest request;
    request.set_name(absl::StrCat(name, "/waivers/0907287b"));
    return call(&IngestionService::Stub::DeleteWaiver, request,
                ingestion::v1::Waiver(), stub.get());
  };
  const auto source = [&](const std::string& name) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    ingestion::v1::ReadSourceRequest request;
    request.set_name(name);
    auto reader = stub->ReadSource(&context, request);
    ingestion::v1::ReadSourceResponse response;
    while (reader->Read(&response)) {
    }
    return reader->Finish();
  };
  const auto reporting_stub = reporting::v1::ReportingService::NewStub(
      secured_->Channel(Process::kReporting, ReadFile(own_clerk_)));
  const auto fill_in = [&](const std::string& name) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    reporting::v1::RenderTemplateRequest request;
    request.set_name(name);
    auto reader = reporting_stub->RenderTemplate(&context, request);
    reporting::v1::RenderTemplateResponse response;
    while (reader->Read(&response)) {
    }
    return reader->Finish();
  };
  const std::string nothing = Told(get(none));
  EXPECT_TRUE(absl::StrContains(nothing, "NOT_FOUND")) << nothing;
  for (const std::string& name : {theirs, none}) {
    EXPECT_EQ(Told(get(name)), nothing);
    EXPECT_EQ(Told(findings(name)), nothing);
    EXPECT_EQ(Told(document(name)), nothing);
    EXPECT_EQ(Told(withdraw(name)), nothing);
    EXPECT_EQ(Told(explain(name)), nothing);
    EXPECT_EQ(Told(waivers(name)), nothing);
    EXPECT_EQ(Told(take_back(name)), nothing);
    EXPECT_EQ(Told(source(name)), nothing);
    EXPECT_EQ(Told(fill_in(name)), nothing);
  }
  EXPECT_TRUE(get(mine).ok());
  EXPECT_TRUE(findings(mine).ok());
  EXPECT_TRUE(document(mine).ok());
  EXPECT_TRUE(waivers(mine).ok());
  EXPECT_TRUE(source(mine).ok());
  EXPECT_TRUE(fill_in(mine).ok());
  EXPECT_TRUE(withdraw(mine).ok());
  // The department's own clerk does all of it for every unit.
  EXPECT_EQ(secured_->RunAs(clerk_, {"submissions", "show", theirs}).exit_code,
            0);
}

// The own ceiling, the own place in the department's list, and an upload that
// was cut.
TEST_F(UnitAccessTest, AUnitsClerk_IsShownThatUnitsCeiling) {
  const std::string csv = secured_->Path("ceilings.csv");
  std::ofstream(csv) << "department,unit,source,kind,amount\n"
                     << code_ << ",,gen,,500\n"
                     << code_ << "," << own_ << ",gen,,300\n"
                     << code_ << "," << other_ << ",gen,,200\n";
  const std::string reviewer = secured_->TokenFile(
      "reviewer", secured_->Sign({.subject = "reviewer",
                                  .roles = {access::v1::ROLE_REVIEWER}}));
  const CommandResult set = secured_->RunAs(
      reviewer,
      {"ceilings", "import", csv, "--year", "2023", "--reason", "notice 18"});
  ASSERT_EQ(set.exit_code, 0) << set.err;

  const auto stub = StubOf(own_clerk_);
  const auto answer = [](auto method, auto request, auto response,
                         IngestionService::Stub* of) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    const grpc::Status status = (of->*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  };
  const std::string unit = absl::StrCat(Department(), "/units/", own_);
  ingestion::v1::ListCeilingsRequest list;
  list.set_parent(Department());
  const auto listed = answer(&IngestionService::Stub::ListCeilings, list,
                             ingestion::v1::ListCeilingsResponse(), stub.get());
  ASSERT_EQ(listed.ceilings_size(), 1) << listed.DebugString();
  EXPECT_EQ(listed.ceilings(0).parent(), unit);
  ingestion::v1::CompareCeilingsRequest compare;
  compare.set_parent(Department());
  compare.set_fiscal_year(2023);
  const auto compared =
      answer(&IngestionService::Stub::CompareCeilings, compare,
             ingestion::v1::CompareCeilingsResponse(), stub.get());
  ASSERT_EQ(compared.comparisons_size(), 1) << compared.DebugString();
  EXPECT_EQ(compared.comparisons(0).parent(), unit);
  ingestion::v1::ListDepartmentsRequest departments;
  departments.set_parent(Department());
  const auto own = answer(&IngestionService::Stub::ListDepartments, departments,
                          ingestion::v1::ListDepartmentsResponse(), stub.get());
  ASSERT_EQ(own.departments(0).units_size(), 1) << own.DebugString();
  EXPECT_EQ(own.departments(0).units(0).name(), unit);
  ingestion::v1::QueryUploadRequest upload;
  upload.set_parent(Department());
  upload.set_request_id("none");
  upload.set_document_sha256(std::string(32, 'x'));
  upload.set_document_size_bytes(100);
  EXPECT_EQ(answer(&IngestionService::Stub::QueryUpload, upload,
                   ingestion::v1::QueryUploadResponse(), stub.get())
                .durable_size_bytes(),
            0);
}

TEST_F(UnitAccessTest, AUnitsClerk_WatchesThatUnitAlone) {
  grpc::ClientContext context;
  rpc::SetDeadline(&context, absl::Seconds(60));
  ingestion::v1::WatchSubmissionsRequest request;
  request.set_parent(Department());
  request.set_fiscal_year(kYear);
  request.set_stage(budget::v1::STAGE_APPROVED);
  const auto stub = StubOf(own_clerk_);
  auto stream = stub->WatchSubmissions(&context, request);
  ingestion::v1::WatchSubmissionsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.snapshot().rows_size(), 1) << response.DebugString();
  EXPECT_EQ(response.snapshot().rows(0).unit(),
            absl::StrCat(Department(), "/units/", own_));
  EXPECT_EQ(Send(other_clerk_, other_).exit_code, 0);
  // Only signs of life, beyond what the other has sent.
  for (int64_t revision = 0; revision < 2;) {
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_TRUE(response.has_progress()) << response.DebugString();
    revision = response.progress().revision();
  }
  EXPECT_EQ(Send(own_clerk_, own_).exit_code, 0);
  do {
    ASSERT_TRUE(stream->Read(&response));
  } while (response.has_progress());
  ASSERT_EQ(response.delta().rows_size(), 1);
  EXPECT_EQ(response.delta().rows(0).unit(),
            absl::StrCat(Department(), "/units/", own_));
  context.TryCancel();
  stream->Finish();
}

}  // namespace
}  // namespace yuheng::testing
