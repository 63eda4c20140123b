#include "tests/e2e/secured_cluster.h"

#include <fstream>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "tests/e2e/client.h"
#include "tests/support/command.h"

namespace yuheng::testing {
namespace {

using access::v1::ROLE_OPERATOR;
using access::v1::ROLE_SERVICE;
using access::v1::ROLE_VIEWER;

// What each process has besides its own certificate.
void Secure(const SecuredCluster& secured, Process process,
            config::v1::ServerConfig* server) {
  const std::string name = ProcessName(process);
  server->mutable_tls()->set_ca_file(secured.CertificateFile("ca.crt"));
  server->mutable_tls()->set_cert_file(
      secured.CertificateFile(absl::StrCat(name, ".crt")));
  server->mutable_tls()->set_key_file(
      secured.CertificateFile(absl::StrCat(name, ".key")));
  config::v1::AccessConfig* access = server->mutable_access();
  access->set_jwks_file(absl::StrCat(secured.auth_dir(), "/jwks.json"));
  access->set_revoked_file(absl::StrCat(secured.auth_dir(), "/revoked"));
  // Of those that keep data it lies beside that.
  if (process == Process::kValidation || process == Process::kReporting) {
    access->set_audit_dir(secured.Path(absl::StrCat(name, ".audit")));
  }
  for (const Process holder : AllProcesses()) {
    auto* of_service = access->add_holders();
    of_service->set_name(ProcessName(holder));
    of_service->add_roles(ROLE_SERVICE);
  }
  auto* people = access->add_holders();
  people->set_name("operator");
  people->add_roles(ROLE_OPERATOR);
  // In whose name the gateway calls for who is not signed in.
  auto* gateway = access->add_holders();
  gateway->set_name("gateway");
  gateway->add_roles(ROLE_VIEWER);
}

}  // namespace

void MakeCertificates(const std::string& dir,
                      const std::vector<std::string>& holders) {
  std::vector<std::string> arguments = {
      YUHENG_SOURCE_DIR "/deploy/certificates", dir};
  arguments.insert(arguments.end(), holders.begin(), holders.end());
  const auto made = RunCommand({.arguments = std::move(arguments)});
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_EQ(made->exit_code, 0) << made->err;
}

std::string SecuredCluster::Path(absl::string_view name) const {
  return absl::StrCat(dir_.path(), "/", name);
}

std::string SecuredCluster::CertificateFile(absl::string_view name) const {
  return absl::StrCat(Path("certificates"), "/", name);
}

std::unique_ptr<SecuredCluster> SecuredCluster::Start(
    const std::vector<cli::SampleDocument>& documents,
    const std::string& department_list,
    const config::v1::WaiverPolicy& waivers) {
  auto secured = absl::WrapUnique(new SecuredCluster);
  std::vector<std::string> holders = {"operator", "gateway,127.0.0.1"};
  for (const Process process : AllProcesses()) {
    holders.push_back(absl::StrCat(ProcessName(process), ",127.0.0.1"));
  }
  MakeCertificates(secured->Path("certificates"), holders);
  const CommandResult made =
      RunProgram("yuheng", {"auth", "init", "--dir", secured->auth_dir()});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  auto key = access::SigningKeyFromText(
      ReadFile(absl::StrCat(secured->auth_dir(), "/signing-key.json")));
  EXPECT_TRUE(key.ok()) << key.status();
  if (!key.ok()) return nullptr;
  secured->key_ = *std::move(key);

  ClusterOptions options;
  options.bin_dir = YUHENG_BIN_DIR;
  options.dir = secured->Path("cluster");
  options.department_file = secured->Path("departments.csv");
  std::ofstream(options.department_file)
      << (department_list.empty() ? cli::DepartmentsCsv(documents)
                                  : department_list);
  options.auto_accept = false;
  *options.ingestion.mutable_waivers() = waivers;
  Secure(*secured, Process::kValidation, options.validation.mutable_server());
  Secure(*secured, Process::kAggregation, options.aggregation.mutable_server());
  Secure(*secured, Process::kIngestion, options.ingestion.mutable_server());
  Secure(*secured, Process::kReporting, options.reporting.mutable_server());
  options.security.tls.set_ca_file(secured->CertificateFile("ca.crt"));
  options.security.tls.set_cert_file(secured->CertificateFile("operator.crt"));
  options.security.tls.set_key_file(secured->CertificateFile("operator.key"));
  auto cluster = Cluster::Start(std::move(options));
  EXPECT_TRUE(cluster.ok()) << cluster.status();
  if (!cluster.ok()) return nullptr;
  secured->cluster_ = *std::move(cluster);
  return secured;
}

std::string SecuredCluster::Sign(const access::Identity& identity) const {
  return Sign(access::Token{.identity = identity,
                            .id = absl::StrCat("t-", identity.subject),
                            .issued = absl::Now(),
                            .expires = absl::Now() + absl::Hours(1)});
}

std::string SecuredCluster::Sign(const access::Token& token) const {
  return access::SignToken(token, key_).value();
}

std::string SecuredCluster::TokenFile(absl::string_view name,
                                      absl::string_view token) const {
  const std::string path = Path(absl::StrCat(name, ".token"));
  std::ofstream(path) << token << "\n";
  return path;
}

CommandResult SecuredCluster::RunAs(const std::string& token_file,
                                    std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--ca", CertificateFile("ca.crt"),
                                     "--token-file", token_file});
  return RunProgram("yuheng", std::move(arguments), cluster_->endpoints());
}

std::shared_ptr<grpc::Channel> SecuredCluster::Channel(
    Process process, absl::string_view token) const {
  return ChannelWith(process, token.empty() ? "" : TokenFile("channel", token));
}

std::shared_ptr<grpc::Channel> SecuredCluster::ChannelWith(
    Process process, const std::string& token_file) const {
  rpc::ChannelSecurity security;
  security.tls.set_ca_file(CertificateFile("ca.crt"));
  security.token_file = token_file;
  return rpc::OpenChannel(cluster_->address(process), security).value();
}

}  // namespace yuheng::testing
