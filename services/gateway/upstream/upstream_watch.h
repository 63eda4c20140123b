#ifndef YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_WATCH_H_
#define YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_WATCH_H_

#include <functional>
#include <memory>

#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/status.h"
#include "services/gateway/connect/error.h"
#include "services/gateway/hub/hub.h"

namespace yuheng::gateway {

// A failed call's status, as the Connect protocol tells it.
Error ErrorOf(const grpc::Status& status);

// The hub's watches are calls. The stub outlives the call.
std::unique_ptr<Watch> OpenWatch(grpc::GenericStub* stub, const ViewKey& key,
                                 std::function<void()> on_change);

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_WATCH_H_
