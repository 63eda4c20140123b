#ifndef YUHENG_SERVICES_GATEWAY_CONNECT_QUERY_H_
#define YUHENG_SERVICES_GATEWAY_CONNECT_QUERY_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::gateway {

// Keys of one query.
inline constexpr size_t kQueryKeysMax = 16;

// key=value&key=value with %XX and + decoded. INVALID_ARGUMENT, reason
// FIELD_INVALID, for an escape that is none, a key that comes twice, and more
// than kQueryKeysMax keys.
absl::StatusOr<std::map<std::string, std::string>> ParseQuery(
    absl::string_view query);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_CONNECT_QUERY_H_
