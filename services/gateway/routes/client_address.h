#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_CLIENT_ADDRESS_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_CLIENT_ADDRESS_H_

#include <string>

#include "services/gateway/http/message.h"

namespace yuheng::gateway {

// Who asks, as far as addresses say: `peer`, an address, is who is connected. A
// proxy on this machine adds whom it speaks for at the end of what its own peer
// claims.
std::string ClientAddress(const RequestHead& head, const std::string& peer);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_CLIENT_ADDRESS_H_
