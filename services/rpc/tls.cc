#include "services/rpc/tls.h"

#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

using grpc::experimental::FileWatcherCertificateProvider;

absl::StatusOr<std::string> ReadFile(absl::string_view field,
                                     const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!path.empty() && file && !text.empty()) return text;
  return MakeFieldError(
      {{std::string(field), "can't be read"}},
      absl::StrCat(field, "：文件“", path, "”无法读取"),
      absl::StrCat(field, ": the file \"", path, "\" can't be read"));
}

// gRPC itself says nothing of files that are not there.
absl::Status CheckReadable(const config::v1::TlsConfig& tls) {
  absl::Status status = ReadFile("tls.cert_file", tls.cert_file()).status();
  status.Update(ReadFile("tls.key_file", tls.key_file()).status());
  status.Update(ReadFile("tls.ca_file", tls.ca_file()).status());
  return status;
}

std::shared_ptr<FileWatcherCertificateProvider> Watch(
    const config::v1::TlsConfig& tls) {
  return std::make_shared<FileWatcherCertificateProvider>(
      tls.key_file(), tls.cert_file(), tls.ca_file(),
      kTlsReloadIntervalSeconds);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(
    const config::v1::TlsConfig& tls) {
  absl::Status status = CheckReadable(tls);
  if (!status.ok()) return status;
  grpc::experimental::TlsServerCredentialsOptions options(Watch(tls));
  options.watch_identity_key_cert_pairs();
  options.watch_root_certs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    const ChannelSecurity& security) {
  const config::v1::TlsConfig& tls = security.tls;
  const bool has_certificate =
      !tls.cert_file().empty() || !tls.key_file().empty();
  if (tls.ca_file().empty()) {
    if (!has_certificate && security.token_file.empty()) {
      return grpc::InsecureChannelCredentials();
    }
    return MakeFieldError(
        {{"tls.ca_file", "required with a certificate or a token"}},
        "使用证书或令牌时须指定认证机构证书（ca）",
        "a certificate or a token needs the authority's certificate (ca) too");
  }
  absl::Status status = has_certificate
                            ? CheckReadable(tls)
                            : ReadFile("tls.ca_file", tls.ca_file()).status();
  if (!status.ok()) return status;
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(tls));
  options.watch_root_certs();
  if (has_certificate) options.watch_identity_key_cert_pairs();
  auto credentials = grpc::experimental::TlsCredentials(options);
  if (security.token_file.empty()) return credentials;
  const auto token = ReadFile("token_file", security.token_file);
  if (!token.ok()) return token.status();
  return grpc::CompositeChannelCredentials(
      credentials, grpc::AccessTokenCredentials(
                       std::string(absl::StripAsciiWhitespace(*token))));
}

}  // namespace yuheng::rpc
