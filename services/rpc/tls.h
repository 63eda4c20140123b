// Credentials from files, which are read again when they change.
#ifndef YUHENG_SERVICES_RPC_TLS_H_
#define YUHENG_SERVICES_RPC_TLS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::rpc {

// Changed certificates are taken within this.
inline constexpr int kTlsReloadIntervalSeconds = 10;

// How a client shows who it is, and whom it believes.
struct ChannelSecurity {
  // Without a ca_file: in clear, on this machine only. cert_file and key_file
  // may both be empty.
  config::v1::TlsConfig tls;
  // A file with a token that goes with every call; empty for none. Only with a
  // ca_file.
  std::string token_file;
};

// Asks callers for a certificate and verifies it when they have one. All three
// files are required. INVALID_ARGUMENT naming the field whose file is missing
// or can't be read.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(
    const config::v1::TlsConfig& tls);

// TLS to servers whose certificate is the authority's and names their host.
// INVALID_ARGUMENT as above, and for a token or a certificate without a
// ca_file.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    const ChannelSecurity& security);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_TLS_H_
