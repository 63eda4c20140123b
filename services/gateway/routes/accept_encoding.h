#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_ACCEPT_ENCODING_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_ACCEPT_ENCODING_H_

#include "absl/strings/string_view.h"

namespace yuheng::gateway {

// How much an Accept-Encoding header wants a content coding, from 0 (not at
// all, or it says nothing of it) to 1. What it names counts before its "*".
double QualityOf(absl::string_view accept_encoding, absl::string_view coding);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_ACCEPT_ENCODING_H_
