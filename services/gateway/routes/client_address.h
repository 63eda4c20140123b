#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_CLIENT_ADDRESS_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_CLIENT_ADDRESS_H_

#include <string>

#include "services/gateway/http/connection.h"

namespace yuheng::gateway {

// Who asks, as far as addresses say. A proxy on this machine adds whom it
// speaks for at the end of what its own peer claims.
std::string ClientAddress(const Connection& connection);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_CLIENT_ADDRESS_H_
