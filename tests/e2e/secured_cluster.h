#ifndef YUHENG_TESTS_E2E_SECURED_CLUSTER_H_
#define YUHENG_TESTS_E2E_SECURED_CLUSTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/access/token.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/tls.h"
#include "tests/support/cluster.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::testing {

// A cluster with tls and access, set up as an operator does: certificates from
// deploy/certificates, accounts from `yuheng auth`. The services' certificates
// are those of ROLE_SERVICE, the cluster's own is "operator" of ROLE_OPERATOR.
// Documents without errors wait for a reviewer.
class SecuredCluster {
 public:
  // Null, and the test fails, when it can't be started.
  // `department_list` is theirs unless it is given.
  static std::unique_ptr<SecuredCluster> Start(
      const std::vector<cli::SampleDocument>& documents,
      const std::string& department_list = "",
      const config::v1::WaiverPolicy& waivers = {});

  Cluster& cluster() { return *cluster_; }
  // Where the accounts are, for --dir.
  std::string auth_dir() const { return Path("auth"); }
  // A file of the cluster's authority, such as "ca.crt".
  std::string CertificateFile(absl::string_view name) const;
  std::string Path(absl::string_view name) const;

  // Signed with the accounts' key, for the next hour.
  std::string Sign(const access::Identity& identity) const;
  std::string Sign(const access::Token& token) const;
  // A file with it.
  std::string TokenFile(absl::string_view name, absl::string_view token) const;
  // yuheng in the name of a token's holder.
  CommandResult RunAs(const std::string& token_file,
                      std::vector<std::string> arguments) const;
  // A channel with a token, or with nothing to show.
  std::shared_ptr<grpc::Channel> Channel(Process process,
                                         absl::string_view token) const;
  // The same with the token of a file, which is read again for later calls.
  std::shared_ptr<grpc::Channel> ChannelWith(
      Process process, const std::string& token_file) const;

 private:
  SecuredCluster() = default;

  const TempDir dir_;
  access::Key key_;
  std::unique_ptr<Cluster> cluster_;
};

// Runs deploy/certificates; the test fails when it does.
void MakeCertificates(const std::string& dir,
                      const std::vector<std::string>& holders);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_E2E_SECURED_CLUSTER_H_
