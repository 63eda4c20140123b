// Who saw and changed what, as an auditor asks it of a site beyond one box.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/access/identity.h"
#include "services/audit/log/log_reader.h"
#include "services/rpc/client.h"
#include "services/rpc/judged_calls.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "tests/e2e/secured_cluster.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

class AuditLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 7, .departments = 2});
    secured_ = SecuredCluster::Start(documents_);
    ASSERT_NE(secured_, nullptr);
  }

  std::string Token(const std::string& subject, access::Role role,
                    std::vector<std::string> departments = {}) const {
    return secured_->TokenFile(
        subject, secured_->Sign({.subject = subject,
                                 .roles = {role},
                                 .departments = std::move(departments)}));
  }
  CommandResult As(const std::string& token_file,
                   std::vector<std::string> arguments) const {
    return secured_->RunAs(token_file, std::move(arguments));
  }
  std::string SendFirst(const std::string& token_file) const {
    const std::string path = secured_->Path("first.txt");
    std::ofstream(path) << documents_[0].text;
    return As(token_file, {"submit", path, "--department", documents_[0].code})
        .err;
  }
  // A folder beside the data of a process that keeps some.
  std::string AuditDir(Process process) const {
    return absl::StrCat(secured_->cluster().data_dir(process), ".audit");
  }
  static CommandResult Verify(const std::string& dir,
                              std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"audit-log", "verify", dir};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram("yuheng", std::move(arguments));
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
};

TEST_F(AuditLogTest, WhatPeopleDo_IsThereForAuditorsAlone) {
  const std::string wang =
      Token("wang", access::v1::ROLE_CLERK, {documents_[0].code});
  const std::string zhao = Token("zhao", access::v1::ROLE_FINANCE_HEAD);
  const std::string sun = Token("sun", access::v1::ROLE_AUDITOR);
  SendFirst(wang);
  EXPECT_NE(As(zhao, {"audit-log", "list"}).exit_code, 0);
  const CommandResult refused = As(zhao, {"audit-log", "list", "-o", "csv"});
  EXPECT_TRUE(absl::StrContains(refused.err, "ROLE_MISSING"));
  EXPECT_EQ(refused.out, "");
  // Denied, and recorded all the same.
  EXPECT_NE(
      As(wang, {"submissions", "list", "--department", documents_[1].code})
          .exit_code,
      0);

  // Reading is recorded within a second.
  CommandResult listed;
  bool sent = false;
  bool denied = false;
  for (int i = 0; i < 100 && !(sent && denied); ++i) {
    listed = As(sun, {"audit-log", "list", "--service", "ingestion",
                      "--subject", "wang", "-o", "csv"});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    for (const absl::string_view line : absl::StrSplit(listed.out, '\n')) {
      sent = sent ||
             (absl::StrContains(line, "IngestionService.Submit,") &&
              absl::StrContains(line, ",wang,clerk,token,ipv4:127.0.0.1:") &&
              absl::StrContains(line, documents_[0].code) &&
              absl::StrContains(line, ",OK"));
      denied = denied || (absl::StrContains(line, "ListSubmissions") &&
                          absl::StrContains(line, documents_[1].code) &&
                          absl::StrContains(line, ",NOT_FOUND"));
    }
  }
  EXPECT_TRUE(sent) << listed.out;
  EXPECT_TRUE(denied) << listed.out;
  // Of the other department there is only what was denied.
  const CommandResult other =
      As(sun, {"audit-log", "list", "--service", "ingestion", "--department",
               documents_[1].code, "-o", "csv"});
  EXPECT_FALSE(absl::StrContains(other.out, ",OK")) << other.out;
  // What services do for people is recorded where they do it.
  const CommandResult checked =
      As(sun, {"audit-log", "list", "--service", "validation", "--method",
               "Validate", "-o", "csv"});
  EXPECT_TRUE(absl::StrContains(checked.out, ",ingestion,service,certificate,"))
      << checked.out;
  // Nor does anything secret stand in a log.
  const std::string token = ReadFile(wang);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  for (const auto& file :
       std::filesystem::directory_iterator(AuditDir(Process::kIngestion))) {
    const std::string bytes = ReadFile(file.path().string());
    EXPECT_FALSE(absl::StrContains(bytes, parts[1]));
    EXPECT_FALSE(absl::StrContains(bytes, parts[2].substr(0, 20)));
  }
}

TEST_F(AuditLogTest, CopiedFolder_IsProvenWithoutAService) {
  const std::string wang =
      Token("wang", access::v1::ROLE_CLERK, {documents_[0].code});
  SendFirst(wang);
  const std::string dir = AuditDir(Process::kIngestion);
  // What was acknowledged is there although the process is killed.
  secured_->cluster().Kill9(Process::kIngestion);
  CommandResult proven = Verify(dir);
  EXPECT_EQ(proven.exit_code, 0) << proven.err;
  EXPECT_TRUE(absl::StrContains(proven.out, "SHA-256")) << proven.out;
  const std::string file = absl::StrCat(dir, "/00000000000000000001.audit");
  const std::string bytes = ReadFile(file);
  ASSERT_TRUE(absl::StrContains(bytes, "IngestionService.Submit"));
  // Kept elsewhere, a head holds the log against being cut and made anew.
  const auto end = audit::ReadLog(dir, nullptr);
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_TRUE(absl::StrContains(proven.out, storage::ToHex(end->hash)));
  const std::string head =
      absl::StrCat(end->seq, ":", storage::ToHex(end->hash));
  EXPECT_EQ(Verify(dir, {"--head", head}).exit_code, 0);
  EXPECT_EQ(Verify(dir, {"--head", "nonsense"}).exit_code, 2);
  EXPECT_EQ(Verify(dir, {"--head", absl::StrCat("1:", std::string(64, 'a'))})
                .exit_code,
            1);
  // What holds says what it is of, and what no chain can say.
  const CommandResult holds = Verify(dir, {"--lang", "en"});
  EXPECT_EQ(holds.exit_code, 0) << holds.err;
  EXPECT_TRUE(absl::StrContains(holds.out, "of calls to: ingestion\n"))
      << holds.out;
  EXPECT_TRUE(absl::StrContains(holds.err, "without a head")) << holds.err;
  EXPECT_EQ(Verify(dir, {"--service", "ingestion"}).exit_code, 0);
  EXPECT_EQ(Verify(dir, {"--service", "aggregation"}).exit_code, 1);
  std::ofstream(file, std::ios::trunc) << "";
  const CommandResult emptied = Verify(dir, {"--lang", "zh"});
  EXPECT_EQ(emptied.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(emptied.err, "没有任何记录")) << emptied.err;
  std::ofstream(file, std::ios::trunc)
      << bytes.substr(0, bytes.size() / 2) << bytes;
  const CommandResult broken = Verify(dir, {"--lang", "zh"});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(broken.err, "与写入时不同")) << broken.err;
  // Changed, and put back as it was.
  std::string changed = bytes;
  changed.replace(changed.find("wang"), 4, "zhao");
  std::ofstream(file, std::ios::trunc) << changed << bytes;
  EXPECT_EQ(Verify(dir).exit_code, 1);
  EXPECT_FALSE(secured_->cluster().Restart(Process::kIngestion).ok());
  EXPECT_TRUE(absl::StrContains(secured_->cluster().log(Process::kIngestion),
                                "audit record"));
  std::ofstream(file, std::ios::trunc) << bytes << "torn";
  EXPECT_TRUE(secured_->cluster().Restart(Process::kIngestion).ok());
  EXPECT_TRUE(absl::StrContains(secured_->cluster().log(Process::kIngestion),
                                "cut off"));
}

TEST_F(AuditLogTest, WhatCanNotBeRecorded_IsNotAcknowledged) {
  const std::string wang_file =
      Token("wang", access::v1::ROLE_CLERK, {documents_[0].code});
  // A folder stands where the log's first file has to be.
  std::filesystem::create_directory(absl::StrCat(
      AuditDir(Process::kIngestion), "/00000000000000000001.audit"));
  const std::string name = absl::StrCat("prefectures/652300/departments/",
                                        documents_[0].code, "/submissions/s-1");
  const auto stub = ingestion::v1::IngestionService::NewStub(
      secured_->Channel(Process::kIngestion, ReadFile(wang_file)));
  const auto withdraw = [&] {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kWriteDeadline);
    ingestion::v1::WithdrawSubmissionRequest request;
    request.set_name(name);
    ingestion::v1::Submission response;
    return stub->WithdrawSubmission(&context, request, &response);
  };
  // It was found out at the end of the first; the next does not begin.
  EXPECT_EQ(rpc::ParseStatus(withdraw()).reason, rpc::Reason::kStorageFailed);
  const rpc::ErrorDetails refused = rpc::ParseStatus(withdraw());
  EXPECT_EQ(refused.reason, rpc::Reason::kStorageFailed);
  EXPECT_TRUE(absl::StrContains(refused.en, "audit log")) << refused.en;
  EXPECT_TRUE(absl::StrContains(SendFirst(wang_file), "STORAGE_FAILED"));
  EXPECT_TRUE(absl::StrContains(secured_->cluster().log(Process::kIngestion),
                                "the audit log can't be written"));
  // Reading goes on.
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kReadDeadline);
  ingestion::v1::GetSubmissionRequest request;
  request.set_name(name);
  ingestion::v1::Submission response;
  EXPECT_EQ(stub->GetSubmission(&context, request, &response).error_code(),
            grpc::NOT_FOUND);
}

TEST_F(AuditLogTest, OneIdentity_DoesNotTakeEverything) {
  const auto stub = aggregation::v1::AggregationService::NewStub(
      secured_->Channel(Process::kAggregation,
                        secured_->Sign({.subject = "sun",
                                        .roles = {access::v1::ROLE_AUDITOR}})));
  aggregation::v1::WatchEntriesRequest request;
  request.set_parent("prefectures/652300");
  aggregation::v1::WatchEntriesResponse response;
  std::vector<grpc::ClientContext> contexts(
      rpc::kIdentityConcurrentCallsMaxDefault);
  std::vector<std::unique_ptr<
      grpc::ClientReader<aggregation::v1::WatchEntriesResponse>>>
      streams;
  for (grpc::ClientContext& context : contexts) {
    rpc::SetDeadline(&context, absl::Minutes(2));
    streams.push_back(stub->WatchEntries(&context, request));
  }
  for (const auto& stream : streams) ASSERT_TRUE(stream->Read(&response));
  const auto one_more = [&] {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, absl::Minutes(1));
    const auto stream = stub->WatchEntries(&context, request);
    if (!stream->Read(&response)) return stream->Finish();
    context.TryCancel();
    (void)stream->Finish();
    return grpc::Status::OK;
  };
  const rpc::ErrorDetails details = rpc::ParseStatus(one_more());
  EXPECT_EQ(details.reason, rpc::Reason::kCallsTooMany);
  EXPECT_TRUE(details.retry_after.has_value());
  // Others go on, and so does who ends something.
  const CommandResult others =
      As(Token("li", access::v1::ROLE_REVIEWER), {"totals", "T1"});
  EXPECT_EQ(others.exit_code, 0) << others.err;
  contexts[0].TryCancel();
  grpc::Status status = one_more();
  for (int i = 0; i < 100 && !status.ok(); ++i) status = one_more();
  EXPECT_TRUE(status.ok()) << status.error_message();
  for (grpc::ClientContext& context : contexts) context.TryCancel();
  for (const auto& stream : streams) (void)stream->Finish();
}

}  // namespace
}  // namespace yuheng::testing
