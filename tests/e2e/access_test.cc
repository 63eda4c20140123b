// A site beyond one box: TLS, accounts, tokens, and who may do what.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/access/identity.h"
#include "services/rpc/client.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "tests/e2e/secured_cluster.h"
#include "tests/support/health.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

constexpr char kPassword[] = "correct horse battery";

class AccessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 7, .departments = 2});
    secured_ = SecuredCluster::Start(documents_);
    ASSERT_NE(secured_, nullptr);
  }

  // yuheng with a password on its standard input.
  CommandResult WithPassword(const std::vector<std::string>& arguments,
                             const std::string& password = kPassword) const {
    std::string line = absl::StrCat("printf '%s\\n' '", password, "' | '",
                                    YUHENG_BIN_DIR, "/yuheng'");
    for (const std::string& argument : arguments) {
      absl::StrAppend(&line, " '", argument, "'");
    }
    const auto result = RunCommand({.arguments = {"/bin/sh", "-c", line},
                                    .environment = {"YUHENG_LANG=en"}});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : CommandResult{};
  }
  void AddAccount(const std::string& name, std::vector<std::string> roles,
                  const std::string& department = "") const {
    std::vector<std::string> arguments = {
        "auth", "account", "add", name, "--dir", secured_->auth_dir()};
    for (const std::string& role : roles) {
      arguments.insert(arguments.end(), {"--role", role});
    }
    if (!department.empty()) {
      arguments.insert(arguments.end(), {"--department", department});
    }
    const CommandResult added = WithPassword(arguments);
    EXPECT_EQ(added.exit_code, 0) << added.err;
  }
  // The file with a fresh token of an account.
  std::string SignIn(const std::string& name) const {
    const CommandResult token =
        WithPassword({"auth", "token", name, "--dir", secured_->auth_dir()});
    EXPECT_EQ(token.exit_code, 0) << token.err;
    return secured_->TokenFile(name, token.out);
  }
  CommandResult As(const std::string& token_file,
                   std::vector<std::string> arguments) const {
    return secured_->RunAs(token_file, std::move(arguments));
  }
  // Versions differ in blank lines at the end.
  std::string DocumentFile(int document, int version = 1) const {
    const std::string path = secured_->Path(absl::StrCat(document, ".txt"));
    std::ofstream(path) << documents_[document].text
                        << std::string(version, '\n');
    return path;
  }
  std::string NewestOf(const std::string& token_file, int document) const {
    const CommandResult list =
        As(token_file, {"submissions", "list", "--department",
                        documents_[document].code, "-o", "csv"});
    EXPECT_EQ(list.exit_code, 0) << list.err;
    const std::vector<std::string> lines = absl::StrSplit(list.out, '\n');
    return lines.size() < 2 ? "" : lines[1].substr(0, lines[1].find(','));
  }
  grpc::Status GetSubmission(const std::shared_ptr<grpc::Channel>& channel,
                             const std::string& name) const {
    const auto stub = ingestion::v1::IngestionService::NewStub(channel);
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    ingestion::v1::GetSubmissionRequest request;
    request.set_name(name);
    ingestion::v1::Submission response;
    return stub->GetSubmission(&context, request, &response);
  }
  std::string SubmissionName(int document, const std::string& id) const {
    return absl::StrCat("prefectures/652300/departments/",
                        documents_[document].code, "/submissions/", id);
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
};

TEST_F(AccessTest, ClerkSends_FinanceHeadAccepts_NeverTheSamePerson) {
  const std::string& department = documents_[0].code;
  AddAccount("wang", {"clerk"}, department);
  AddAccount("li", {"reviewer"});
  AddAccount("zhao", {"finance_head"});
  AddAccount("qian", {"clerk", "finance_head"}, department);
  const std::string wang = SignIn("wang");
  const std::string li = SignIn("li");
  const std::string zhao = SignIn("zhao");
  const std::string qian = SignIn("qian");

  CommandResult sent =
      As(wang, {"submit", DocumentFile(0), "--department", department});
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  const std::string first = NewestOf(wang, 0);
  ASSERT_FALSE(first.empty());

  CommandResult refused = As(wang, {"submissions", "accept", first});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(refused.err, "ROLE_MISSING")) << refused.err;
  refused = As(li, {"submissions", "accept", first});
  EXPECT_TRUE(absl::StrContains(refused.err, "ROLE_MISSING")) << refused.err;
  refused = As(zhao, {"submissions", "accept", first, "--actor", "somebody"});
  EXPECT_TRUE(absl::StrContains(refused.err, "ACTOR_OTHER")) << refused.err;
  const CommandResult accepted = As(zhao, {"submissions", "accept", first});
  EXPECT_EQ(accepted.exit_code, 0) << accepted.err;

  // The record says who.
  const CommandResult shown = As(li, {"submissions", "show", first});
  EXPECT_TRUE(absl::StrContains(shown.out, "wang")) << shown.out;
  EXPECT_TRUE(absl::StrContains(shown.out, "zhao")) << shown.out;

  sent = As(qian, {"submit", DocumentFile(0, 2), "--department", department});
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  const std::string second = NewestOf(qian, 0);
  ASSERT_NE(second, first);
  refused = As(qian, {"submissions", "accept", second});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(refused.err, "SAME_PERSON")) << refused.err;
  const CommandResult returned =
      As(li, {"submissions", "return", second, "--reason", "twice"});
  EXPECT_EQ(returned.exit_code, 0) << returned.err;

  // A disabled account's token counts no more.
  EXPECT_EQ(RunProgram("yuheng", {"auth", "account", "disable", "wang", "--dir",
                                  secured_->auth_dir()})
                .exit_code,
            0);
  refused = As(wang, {"submissions", "show", first});
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_TRUE(absl::StrContains(refused.err, "revoked")) << refused.err;
  const CommandResult no_token =
      WithPassword({"auth", "token", "wang", "--dir", secured_->auth_dir()});
  EXPECT_EQ(no_token.exit_code, 1);
  EXPECT_EQ(no_token.out, "");

  // Nothing that was secret is in a log.
  for (const Process process : AllProcesses()) {
    const std::string log = secured_->cluster().log(process);
    EXPECT_FALSE(absl::StrContains(log, kPassword)) << ProcessName(process);
    for (const std::string& file : {wang, li, zhao, qian}) {
      const std::vector<std::string> parts =
          absl::StrSplit(ReadFile(file), '.');
      ASSERT_EQ(parts.size(), 3u);
      EXPECT_FALSE(absl::StrContains(log, parts[1])) << ProcessName(process);
      EXPECT_FALSE(absl::StrContains(log, absl::StripSuffix(parts[2], "\n")))
          << ProcessName(process);
    }
  }
}

TEST_F(AccessTest, ForeignSubmission_IsAsOneThatIsNotThere) {
  const auto mine =
      secured_->Channel(Process::kIngestion,
                        secured_->Sign({.subject = "wang",
                                        .roles = {access::v1::ROLE_CLERK},
                                        .departments = {documents_[0].code}}));
  const std::string sun_file = secured_->TokenFile(
      "sun", secured_->Sign({.subject = "sun",
                             .roles = {access::v1::ROLE_CLERK},
                             .departments = {documents_[1].code}}));
  const CommandResult sent = As(sun_file, {"submit", DocumentFile(1),
                                           "--department", documents_[1].code});
  ASSERT_EQ(sent.exit_code, 0) << sent.err;
  const std::string id = NewestOf(sun_file, 1);
  ASSERT_FALSE(id.empty());
  const std::string there =
      absl::StartsWith(id, "prefectures/") ? id : SubmissionName(1, id);
  EXPECT_TRUE(
      GetSubmission(secured_->Channel(Process::kIngestion, ReadFile(sun_file)),
                    there)
          .ok());
  const grpc::Status foreign = GetSubmission(mine, there);
  const grpc::Status missing =
      GetSubmission(mine, SubmissionName(1, "s-00000000000000000000000000"));
  const grpc::Status nowhere = GetSubmission(
      mine, "prefectures/652300/departments/99999/submissions/s-1");
  for (const grpc::Status& status : {foreign, missing, nowhere}) {
    EXPECT_EQ(status.error_code(), grpc::NOT_FOUND);
    EXPECT_EQ(status.error_message(), foreign.error_message());
    EXPECT_EQ(status.error_details(), foreign.error_details());
  }
}

TEST_F(AccessTest, WrongTokens_GetNowhere) {
  const access::Identity auditor = {.subject = "sun",
                                    .roles = {access::v1::ROLE_AUDITOR}};
  const std::string name = SubmissionName(0, "s-1");
  const auto code = [&](const std::string& token) {
    return GetSubmission(secured_->Channel(Process::kIngestion, token), name)
        .error_code();
  };
  const std::string good = secured_->Sign(auditor);
  EXPECT_EQ(code(good), grpc::NOT_FOUND);  // Let in, and nothing there.

  const absl::Time now = absl::Now();
  EXPECT_EQ(code(secured_->Sign({.identity = auditor,
                                 .issued = now - absl::Hours(2),
                                 .expires = now - absl::Hours(1)})),
            grpc::UNAUTHENTICATED);
  EXPECT_EQ(code(secured_->Sign({.identity = auditor,
                                 .audience = "somewhere",
                                 .issued = now,
                                 .expires = now + absl::Hours(1)})),
            grpc::UNAUTHENTICATED);
  EXPECT_EQ(code(secured_->Sign({.identity = auditor,
                                 .issued = now,
                                 .expires = now + absl::Hours(13)})),
            grpc::UNAUTHENTICATED);
  const auto foreign_key =
      access::SigningKeyFromText(access::NewSigningKey().value()).value();
  EXPECT_EQ(code(access::SignToken({.identity = auditor,
                                    .issued = now,
                                    .expires = now + absl::Hours(1)},
                                   foreign_key)
                     .value()),
            grpc::UNAUTHENTICATED);
  const std::vector<std::string> parts = absl::StrSplit(good, '.');
  const std::string none = absl::WebSafeBase64Escape(R"({"alg":"none"})");
  EXPECT_EQ(code(absl::StrCat(none, ".", parts[1], ".")),
            grpc::UNAUTHENTICATED);
  EXPECT_EQ(code(absl::StrCat(none, ".", parts[1], ".", parts[2])),
            grpc::UNAUTHENTICATED);
  EXPECT_EQ(code("nonsense"), grpc::UNAUTHENTICATED);
  // They are counted and told, and not repeated.
  const std::string log = secured_->cluster().log(Process::kIngestion);
  EXPECT_TRUE(absl::StrContains(log, "call refused"));
  EXPECT_FALSE(absl::StrContains(log, parts[1]));
  EXPECT_FALSE(absl::StrContains(log, "nonsense"));
}

TEST_F(AccessTest, OtherAuthorities_AndClearText_GetNoConnection) {
  const std::string others = secured_->Path("others");
  MakeCertificates(others, {"reporting,127.0.0.1"});
  const std::string address = secured_->cluster().address(Process::kIngestion);
  const auto health = [&](const rpc::ChannelSecurity& security) {
    return CheckHealth(rpc::OpenChannel(address, security).value(), "",
                       absl::Seconds(5));
  };
  rpc::ChannelSecurity security;
  security.tls.set_ca_file(secured_->CertificateFile("ca.crt"));
  security.tls.set_cert_file(secured_->CertificateFile("operator.crt"));
  security.tls.set_key_file(secured_->CertificateFile("operator.key"));
  EXPECT_EQ(health(security), "SERVING");
  // Of our name, and not of our authority.
  security.tls.set_cert_file(others + "/reporting.crt");
  security.tls.set_key_file(others + "/reporting.key");
  EXPECT_TRUE(absl::StartsWith(health(security), "code 14"))
      << health(security);
  // A client that believes another authority does not believe us.
  rpc::ChannelSecurity stranger;
  stranger.tls.set_ca_file(others + "/ca.crt");
  EXPECT_TRUE(absl::StartsWith(health(stranger), "code 14"));
  // Known to the authority, and nobody's.
  MakeCertificates(secured_->Path("certificates"), {"stranger"});
  security.tls.set_cert_file(secured_->CertificateFile("stranger.crt"));
  security.tls.set_key_file(secured_->CertificateFile("stranger.key"));
  EXPECT_TRUE(absl::StartsWith(health(security), "code 16"))
      << health(security);
  EXPECT_TRUE(absl::StartsWith(health({}), "code 14"));
}

TEST_F(AccessTest, ChangedCertificate_IsTakenWithoutARestart) {
  const std::string others = secured_->Path("others");
  MakeCertificates(others, {"validation,127.0.0.1"});
  for (const char* file : {"/validation.key", "/validation.crt"}) {
    std::filesystem::rename(others + file, secured_->CertificateFile(file + 1));
  }
  // Believes nobody but who the new certificate is from.
  rpc::ChannelSecurity security;
  security.tls.set_ca_file(others + "/ca.crt");
  const std::string address = secured_->cluster().address(Process::kValidation);
  const auto channel = rpc::OpenChannel(address, security).value();
  EXPECT_TRUE(rpc::WaitReady(*channel, address, absl::Seconds(60)).ok());
}

TEST_F(AccessTest, Watch_EndsWithItsToken) {
  const absl::Time now = absl::Now();
  const auto channel = secured_->Channel(
      Process::kAggregation,
      secured_->Sign(
          {.identity = {.subject = "sun", .roles = {access::v1::ROLE_AUDITOR}},
           .issued = now,
           .expires = now + absl::Seconds(3)}));
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, absl::Seconds(60));
  aggregation::v1::WatchEntriesRequest request;
  request.set_parent("prefectures/652300");
  const auto stream = stub->WatchEntries(&context, request);
  aggregation::v1::WatchEntriesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  while (stream->Read(&response)) {
  }
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::UNAUTHENTICATED);
  EXPECT_TRUE(absl::StrContains(status.error_message(), "expired"));
}

TEST_F(AccessTest, Backup_IsTheOperators) {
  const auto backup = [&](std::vector<std::string> who) {
    std::vector<std::string> arguments = {"backup", "night", "--ca",
                                          secured_->CertificateFile("ca.crt")};
    arguments.insert(arguments.end(), who.begin(), who.end());
    return RunProgram("yuheng", arguments, secured_->cluster().endpoints());
  };
  const std::string auditor = secured_->TokenFile(
      "sun",
      secured_->Sign({.subject = "sun", .roles = {access::v1::ROLE_AUDITOR}}));
  EXPECT_TRUE(
      absl::StrContains(backup({"--token-file", auditor}).err, "ROLE_MISSING"));
  const CommandResult made =
      backup({"--client-cert", secured_->CertificateFile("operator.crt"),
              "--client-key", secured_->CertificateFile("operator.key")});
  EXPECT_EQ(made.exit_code, 0) << made.err;
}

}  // namespace
}  // namespace yuheng::testing
