#ifndef YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_WATCH_H_
#define YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_WATCH_H_

#include <functional>
#include <memory>

#include "grpcpp/support/status.h"
#include "services/gateway/connect/error.h"
#include "services/gateway/hub/hub.h"
#include "services/gateway/upstream/upstream.h"

namespace yuheng::gateway {

// A failed call's status, as the Connect protocol tells it.
Error ErrorOf(const grpc::Status& status);

// The hub's watches are calls.
std::unique_ptr<Watch> OpenWatch(Upstream* upstream, const ViewKey& key,
                                 std::function<void()> on_change);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_WATCH_H_
