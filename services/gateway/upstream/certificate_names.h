#ifndef YUHENG_SERVICES_GATEWAY_UPSTREAM_CERTIFICATE_NAMES_H_
#define YUHENG_SERVICES_GATEWAY_UPSTREAM_CERTIFICATE_NAMES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace yuheng::gateway {

// The names that services know the holder of a certificate by: its alternative
// names, or the common name of one that has none. INVALID_ARGUMENT for a file
// that is no certificate (PEM).
absl::StatusOr<std::vector<std::string>> CertificateNames(
    const std::string& path);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_UPSTREAM_CERTIFICATE_NAMES_H_
