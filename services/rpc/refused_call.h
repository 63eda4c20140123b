#ifndef YUHENG_SERVICES_RPC_REFUSED_CALL_H_
#define YUHENG_SERVICES_RPC_REFUSED_CALL_H_

#include "absl/status/status.h"
#include "services/rpc/status.h"

namespace yuheng::rpc {

// Ends a streaming call that was refused at once. `Reactor` is its
// grpc::ServerWriteReactor<...> or the like. Owns itself.
template <typename Reactor>
class RefusedCall final : public Reactor {
 public:
  explicit RefusedCall(const absl::Status& status) {
    this->Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_REFUSED_CALL_H_
