#include "services/gateway/http/tls_files.h"

#include <string>

#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

absl::Status Unreadable(const char* field, const std::string& path,
                        const error_code& error) {
  const budget::Text text = budget::Message(
      "gateway.tls_unreadable",
      {{"field", field}, {"path", path}, {"problem", error.message()}});
  return rpc::MakeFieldError({{field, text.en}}, text.zh, text.en);
}

}  // namespace

absl::StatusOr<std::shared_ptr<ssl::context>> TlsContextOf(
    const config::v1::TlsConfig& tls) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  context->set_options(ssl::context::default_workarounds |
                       ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                       SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  error_code error;
  context->use_certificate_chain_file(tls.cert_file(), error);
  if (error) {
    return Unreadable("server.tls.cert_file", tls.cert_file(), error);
  }
  context->use_private_key_file(tls.key_file(), ssl::context::pem, error);
  if (error) return Unreadable("server.tls.key_file", tls.key_file(), error);
  return context;
}

TlsStamps StampsOf(const config::v1::TlsConfig& tls) {
  return {access::FileStamp::Of(tls.cert_file()),
          access::FileStamp::Of(tls.key_file())};
}

}  // namespace yuheng::gateway
