#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_PAGE_ROUTE_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_PAGE_ROUTE_H_

#include "services/gateway/http/message.h"
#include "services/gateway/page/page.h"

namespace yuheng::gateway {

// The answer to a request for a file of the page: 200, 304 where the browser
// has it, 404, or 405 for what is neither GET nor HEAD. Pure.
Response PageAnswer(const Page& page, const RequestHead& head);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_PAGE_ROUTE_H_
