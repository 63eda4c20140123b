// The progress board over TLS: who hears what, and what a crash leaves of it.
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/judged_calls.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "tests/e2e/secured_cluster.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

using ingestion::v1::DepartmentProgress;
using ingestion::v1::IngestionService;
using ingestion::v1::WatchSubmissionsResponse;

// One stream.
class Board {
 public:
  Board(const std::shared_ptr<grpc::Channel>& channel,
        const std::string& parent, int64_t resume = 0)
      : stub_(IngestionService::NewStub(channel)) {
    rpc::SetDeadline(&context_, absl::Seconds(60));
    context_.set_wait_for_ready(true);  // It was down a moment ago.
    ingestion::v1::WatchSubmissionsRequest request;
    request.set_parent(parent);
    request.set_fiscal_year(kYear);
    request.set_stage(budget::v1::STAGE_APPROVED);
    request.set_resume_revision(resume);
    stream_ = stub_->WatchSubmissions(&context_, request);
  }
  ~Board() {
    context_.TryCancel();
    if (!finished_) stream_->Finish();
  }

  bool Read(WatchSubmissionsResponse* response) {
    return stream_->Read(response);
  }
  grpc::Status Finish() {
    finished_ = true;
    return stream_->Finish();
  }
  // Reads until a row is in `state`; all departments that were told on the way.
  std::vector<std::string> ReadUntil(ingestion::v1::SubmissionState state) {
    std::vector<std::string> departments;
    WatchSubmissionsResponse response;
    while (Read(&response)) {
      const auto& rows = response.has_snapshot() ? response.snapshot().rows()
                                                 : response.delta().rows();
      for (const DepartmentProgress& row : rows) {
        departments.push_back(row.department());
        if (row.state() == state) return departments;
      }
    }
    ADD_FAILURE() << "the stream ended";
    return departments;
  }
  // Up to where all was heard, with the next sign of life.
  int64_t AwaitProgress() {
    WatchSubmissionsResponse response;
    while (Read(&response)) {
      if (response.has_progress()) return response.progress().revision();
    }
    ADD_FAILURE() << "the stream ended";
    return 0;
  }

 private:
  const std::unique_ptr<IngestionService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<WatchSubmissionsResponse>> stream_;
  bool finished_ = false;
};

class BoardTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 11, .departments = 2});
    secured_ = SecuredCluster::Start(documents_);
    ASSERT_NE(secured_, nullptr);
  }

  std::string DepartmentOf(int document) const {
    return absl::StrCat(kPrefecture, "/departments/",
                        documents_[document].code);
  }
  std::string TokenOf(const std::string& subject, access::Role role,
                      int document = -1) const {
    access::Identity identity{.subject = subject, .roles = {role}};
    if (document >= 0) identity.departments = {documents_[document].code};
    return secured_->Sign(identity);
  }
  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& token) const {
    return secured_->Channel(Process::kIngestion, token);
  }
  void SendAs(const std::string& token, int document, int version = 1) const {
    const std::string path = secured_->Path(absl::StrCat(document, ".txt"));
    std::ofstream(path) << documents_[document].text
                        << std::string(version, '\n');
    const CommandResult sent = secured_->RunAs(
        secured_->TokenFile("sender", token),
        {"submit", path, "--department", documents_[document].code});
    EXPECT_EQ(sent.exit_code, 0) << sent.err;
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
};

TEST_F(BoardTest, AClerk_HearsOfTheOwnDepartmentAlone) {
  const std::string wang = TokenOf("wang", access::v1::ROLE_CLERK, 0);
  const std::string sun = TokenOf("sun", access::v1::ROLE_CLERK, 1);
  Board own(ChannelOf(wang), DepartmentOf(0));
  Board all(ChannelOf(TokenOf("li", access::v1::ROLE_REVIEWER)), kPrefecture);
  own.AwaitProgress();
  all.AwaitProgress();
  SendAs(sun, 1);
  const auto pending = ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW;
  for (const std::string& department : all.ReadUntil(pending)) {
    EXPECT_EQ(department, DepartmentOf(1));
  }
  SendAs(wang, 0);
  for (const std::string& department : own.ReadUntil(pending)) {
    EXPECT_EQ(department, DepartmentOf(0));
  }

  const auto refused = [&](const std::string& token,
                           const std::string& parent) {
    Board board(ChannelOf(token), parent);
    WatchSubmissionsResponse response;
    EXPECT_FALSE(board.Read(&response)) << response.DebugString();
    return rpc::ParseStatus(board.Finish()).reason;
  };
  EXPECT_EQ(refused(wang, DepartmentOf(1)), rpc::Reason::kNotFound);
  EXPECT_EQ(refused(wang, kPrefecture), rpc::Reason::kRoleMissing);
  EXPECT_EQ(refused(TokenOf("screen", access::v1::ROLE_VIEWER), kPrefecture),
            rpc::Reason::kRoleMissing);
}

TEST_F(BoardTest, AfterKill9_AllStartAgain) {
  const std::string wang = TokenOf("wang", access::v1::ROLE_CLERK, 0);
  const auto reviewer = ChannelOf(TokenOf("li", access::v1::ROLE_REVIEWER));
  int64_t early = 0;
  int64_t late = 0;
  {
    Board board(reviewer, kPrefecture);
    SendAs(wang, 0);
    board.ReadUntil(ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW);
    early = board.AwaitProgress();
    SendAs(wang, 0, 2);
    board.ReadUntil(ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW);
    late = board.AwaitProgress();
    EXPECT_GT(late, early);
    secured_->cluster().Kill9(Process::kIngestion);
    WatchSubmissionsResponse response;
    while (board.Read(&response)) EXPECT_FALSE(response.has_delta());
    EXPECT_EQ(board.Finish().error_code(), grpc::UNAVAILABLE);
  }
  ASSERT_TRUE(secured_->cluster().Restart(Process::kIngestion).ok());
  WatchSubmissionsResponse response;
  {
    Board board(reviewer, kPrefecture, late);
    ASSERT_TRUE(board.Read(&response));
    EXPECT_GT(response.compacted().oldest_revision(), late)
        << response.DebugString();
    ASSERT_TRUE(board.Read(&response));
    EXPECT_EQ(response.snapshot().revision(), late);
    SendAs(wang, 0, 3);
    do {
      ASSERT_TRUE(board.Read(&response));
    } while (response.has_progress());
    EXPECT_EQ(response.delta().previous_revision(), late);
    EXPECT_EQ(response.delta().rows(0).department(), DepartmentOf(0));
  }
  Board board(reviewer, kPrefecture, early);
  ASSERT_TRUE(board.Read(&response));
  EXPECT_GT(response.compacted().oldest_revision(), late)
      << response.DebugString();
  ASSERT_TRUE(board.Read(&response));
  EXPECT_EQ(response.snapshot().rows_size(), 2);
}

TEST_F(BoardTest, StreamsOfOneIdentity_AreLimited_WithAHint) {
  const auto reviewer = ChannelOf(TokenOf("li", access::v1::ROLE_REVIEWER));
  std::vector<std::unique_ptr<Board>> boards;
  WatchSubmissionsResponse response;
  for (int i = 0; i < rpc::kIdentityConcurrentCallsMaxDefault; ++i) {
    boards.push_back(std::make_unique<Board>(reviewer, kPrefecture));
    ASSERT_TRUE(boards.back()->Read(&response));
  }
  Board beyond(reviewer, kPrefecture);
  EXPECT_FALSE(beyond.Read(&response));
  const grpc::Status refused = beyond.Finish();
  EXPECT_EQ(refused.error_code(), grpc::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(rpc::ParseStatus(refused).retry_after.has_value());
  // Nobody else is concerned.
  Board other(ChannelOf(TokenOf("zhao", access::v1::ROLE_FINANCE_HEAD)),
              kPrefecture);
  EXPECT_TRUE(other.Read(&response));
}

TEST_F(BoardTest, CommandLine_ShowsTheBoardAndItsChanges) {
  const std::string wang = TokenOf("wang", access::v1::ROLE_CLERK, 0);
  const std::string li =
      secured_->TokenFile("li", TokenOf("li", access::v1::ROLE_REVIEWER));
  SendAs(wang, 0);
  const CommandResult lines = secured_->RunAs(
      li, {"watch", "submissions", "--until", "2", "-o", "json"});
  EXPECT_EQ(lines.exit_code, 0) << lines.err;
  EXPECT_TRUE(absl::StrContains(lines.out, "\"state\":\"PENDING_REVIEW\""))
      << lines.out;
  EXPECT_TRUE(absl::StrContains(
      lines.out, absl::StrCat("\"code\":\"", documents_[1].code, "\"")))
      << lines.out;
  EXPECT_TRUE(
      absl::StrContains(lines.out, "{\"event\":\"snapshot\",\"revision\":2}"))
      << lines.out;
  const CommandResult table =
      secured_->RunAs(li, {"watch", "submissions", "--department",
                           documents_[0].code, "--until", "2"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_TRUE(absl::StrContains(table.out, documents_[0].name)) << table.out;
  EXPECT_FALSE(absl::StrContains(table.out, documents_[1].name)) << table.out;
}

}  // namespace
}  // namespace yuheng::testing
