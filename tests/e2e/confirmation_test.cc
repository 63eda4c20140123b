// A stage in which the department's head confirms what is sent: two
// departments, one with such a head and one without, from upload to ledger.
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
#include "tests/support/time_from_now.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

using ingestion::v1::Submission;

constexpr int kConfirmed = 0;  // Its head confirms.
constexpr int kPlain = 1;

class ConfirmationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 5, .departments = 2});
    const std::vector<std::string> lines = absl::StrSplit(
        cli::DepartmentsCsv(documents_), '\n', absl::SkipEmpty());
    ASSERT_EQ(lines.size(), 3u);
    secured_ = SecuredCluster::Start(
        documents_, absl::StrCat(lines[0], ",confirmation\n", lines[1],
                                 ",required\n", lines[2], ",\n"));
    ASSERT_NE(secured_, nullptr);
    wang_ = TokenOf("wang", {access::v1::ROLE_CLERK}, kConfirmed);
    head_ = TokenOf("zhang", {access::v1::ROLE_DEPARTMENT_HEAD}, kConfirmed);
    sun_ = TokenOf("sun", {access::v1::ROLE_CLERK}, kPlain);
    other_head_ = TokenOf("zhou", {access::v1::ROLE_DEPARTMENT_HEAD}, kPlain);
    reviewer_ = TokenOf("li", {access::v1::ROLE_REVIEWER}, -1);
    finance_ = TokenOf("zhao", {access::v1::ROLE_FINANCE_HEAD}, -1);
    auditor_ = TokenOf("chen", {access::v1::ROLE_AUDITOR}, -1);
  }

  std::string TokenOf(const std::string& subject,
                      std::vector<access::Role> roles, int document) const {
    access::Identity identity{.subject = subject, .roles = std::move(roles)};
    if (document >= 0) identity.departments = {documents_[document].code};
    return secured_->TokenFile(subject, secured_->Sign(identity));
  }
  // Sends a document; versions differ in blank lines at the end.
  std::string Send(const std::string& token_file, int document, int version) {
    const std::string path = secured_->Path("document.txt");
    std::ofstream(path) << documents_[document].text
                        << std::string(version, '\n');
    const CommandResult sent = secured_->RunAs(
        token_file,
        {"submit", path, "--department", documents_[document].code});
    EXPECT_EQ(sent.exit_code, 0) << sent.out << sent.err;
    return Newest(document).name();
  }
  Submission Newest(int document) {
    const auto stub = ingestion::v1::IngestionService::NewStub(
        secured_->Channel(Process::kIngestion, ReadFile(auditor_)));
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    ingestion::v1::ListSubmissionsRequest request;
    request.set_parent(absl::StrCat("prefectures/652300/departments/",
                                    documents_[document].code));
    request.set_page_size(1);
    ingestion::v1::ListSubmissionsResponse response;
    const grpc::Status status =
        stub->ListSubmissions(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.submissions_size() == 0 ? Submission()
                                            : response.submissions(0);
  }
  // yuheng submissions ...
  CommandResult As(const std::string& token_file, const std::string& verb,
                   const std::string& name, const std::string& reason = "") {
    std::vector<std::string> arguments = {"submissions", verb, name};
    if (!reason.empty()) {
      arguments.insert(arguments.end(), {"--reason", reason});
    }
    return secured_->RunAs(token_file, std::move(arguments));
  }
  void ExpectRefused(const CommandResult& result, const std::string& reason) {
    EXPECT_NE(result.exit_code, 0) << result.out;
    EXPECT_TRUE(absl::StrContains(result.err, reason)) << result.err;
  }
  // Beijing time, so far from now.
  void SetWindow(absl::Duration deadline, absl::Duration grace_end) {
    const CommandResult set = secured_->RunAs(
        reviewer_, {"windows", "set", "--year", absl::StrCat(kYear), "--stage",
                    "approved", "--deadline", In(deadline), "--grace-end",
                    In(grace_end), "--reason", "notice"});
    EXPECT_EQ(set.exit_code, 0) << set.err;
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
  std::string wang_, head_, sun_, other_head_, reviewer_, finance_, auditor_;
};

TEST_F(ConfirmationTest, AStage_WithAHeadWhoConfirms) {
  SetWindow(absl::Hours(1), absl::Hours(2));
  const auto awaiting = ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION;
  const auto pending = ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW;
  // Where the list does not ask, nothing waits.
  const std::string plain = Send(sun_, kPlain, 1);
  EXPECT_EQ(Newest(kPlain).state(), pending);
  ExpectRefused(As(other_head_, "confirm", plain), "SUBMISSION_STATE");

  const std::string first = Send(wang_, kConfirmed, 1);
  EXPECT_EQ(Newest(kConfirmed).state(), awaiting);
  const CommandResult progress = secured_->RunAs(
      reviewer_, {"report", "progress", "--year", absl::StrCat(kYear)});
  EXPECT_TRUE(absl::StrContains(progress.out, "awaiting confirmation"))
      << progress.out;

  // Nobody but the department's own head, and not who uploaded it.
  ExpectRefused(As(wang_, "confirm", first), "ROLE_MISSING");
  ExpectRefused(As(reviewer_, "confirm", first), "ROLE_MISSING");
  ExpectRefused(As(finance_, "confirm", first), "ROLE_MISSING");
  ExpectRefused(As(other_head_, "confirm", first), "NOT_FOUND");
  ExpectRefused(As(other_head_, "decline", first, "no"), "NOT_FOUND");
  ExpectRefused(As(finance_, "accept", first), "SUBMISSION_STATE");

  // Declined: back to the clerk, with the reason.
  EXPECT_EQ(As(head_, "decline", first, "numbers to be settled").exit_code, 0);
  const Submission declined = Newest(kConfirmed);
  EXPECT_EQ(declined.state(), ingestion::v1::SUBMISSION_STATE_RETURNED);
  const auto& step = declined.history(declined.history_size() - 1);
  EXPECT_EQ(step.actor(), "zhang");
  EXPECT_EQ(step.reason().en(), "numbers to be settled");

  // The head's own upload waits for another head.
  const std::string own = Send(head_, kConfirmed, 2);
  ExpectRefused(As(head_, "confirm", own), "SAME_PERSON");
  const std::string deputy =
      TokenOf("deputy",
              {access::v1::ROLE_DEPARTMENT_HEAD, access::v1::ROLE_FINANCE_HEAD},
              kConfirmed);
  EXPECT_EQ(As(deputy, "confirm", own).exit_code, 0);
  EXPECT_EQ(Newest(kConfirmed).state(), pending);
  // Who confirmed it does not accept it.
  ExpectRefused(As(deputy, "accept", own), "SAME_PERSON");
  EXPECT_EQ(As(finance_, "accept", own).exit_code, 0);
  EXPECT_EQ(Newest(kConfirmed).state(), ingestion::v1::SUBMISSION_STATE_POSTED);
  EXPECT_FALSE(Newest(kConfirmed).late());

  // Uploaded in time and confirmed after the deadline: late.
  const std::string late = Send(wang_, kConfirmed, 3);
  EXPECT_FALSE(Newest(kConfirmed).late());
  SetWindow(absl::Seconds(-5), absl::Hours(2));
  EXPECT_EQ(As(head_, "confirm", late).exit_code, 0);
  EXPECT_TRUE(Newest(kConfirmed).late());
  // Not confirmed before the window closed: not sent.
  const std::string never = Send(wang_, kConfirmed, 4);
  SetWindow(absl::Seconds(-10), absl::Seconds(-5));
  ExpectRefused(As(head_, "confirm", never), "WINDOW_CLOSED");

  // Every step is in the audit log.
  const CommandResult log =
      secured_->RunAs(auditor_, {"audit-log", "list", "--service", "ingestion",
                                 "--subject", "zhang", "-o", "json"});
  EXPECT_EQ(log.exit_code, 0) << log.err;
  for (const char* method : {"ConfirmSubmission", "DeclineSubmission"}) {
    EXPECT_TRUE(absl::StrContains(log.out, method)) << log.out;
  }
}

}  // namespace
}  // namespace yuheng::testing
