#ifndef YUHENG_SERVICES_GATEWAY_HTTP_TLS_FILES_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_TLS_FILES_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "boost/asio/ssl/context.hpp"
#include "services/access/file_stamp.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::gateway {

// What TLS with browsers is made of. TLS 1.2 and newer. INVALID_ARGUMENT for
// files that can't be read, naming the field.
absl::StatusOr<std::shared_ptr<boost::asio::ssl::context>> TlsContextOf(
    const config::v1::TlsConfig& tls);

// Those of the certificate and of its key: other ones, and they have changed.
using TlsStamps = std::pair<absl::optional<access::FileStamp>,
                            absl::optional<access::FileStamp>>;
TlsStamps StampsOf(const config::v1::TlsConfig& tls);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_TLS_FILES_H_
