#include "services/cli/lost_calls.h"

#include <utility>

#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::cli {
namespace {

struct Peer {
  std::string name;
  std::string address;
};

// The status of a call in our words; that of a service's own answer as it is.
grpc::Status InOurWords(const Peer& peer, const grpc::Status& status) {
  if (!status.error_details().empty()) return status;
  const bool lost = status.error_code() == grpc::UNAVAILABLE;
  if (!lost && status.error_code() != grpc::DEADLINE_EXCEEDED) return status;
  const budget::Text text =
      budget::Message(lost ? "cli.service_lost" : "cli.service_slow",
                      {{"service", peer.name}, {"address", peer.address}});
  return rpc::MakeStatus(
      lost ? rpc::Reason::kUnavailablePeer : rpc::Reason::kDeadline, text.zh,
      text.en, {{"address", peer.address}});
}

class LostCall : public grpc::experimental::Interceptor {
 public:
  explicit LostCall(const Peer* peer) : peer_(*peer) {}

  void Intercept(
      grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            grpc::experimental::InterceptionHookPoints::POST_RECV_STATUS)) {
      grpc::Status* status = methods->GetRecvStatus();
      *status = InOurWords(peer_, *status);
    }
    methods->Proceed();
  }

 private:
  const Peer& peer_;
};

// Lives as long as its channel, and so longer than every call.
class LostCalls : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit LostCalls(Peer peer) : peer_(std::move(peer)) {}

  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* /*info*/) override {
    return new LostCall(&peer_);
  }

 private:
  const Peer peer_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>
TellLostCalls(absl::string_view name, absl::string_view address) {
  return std::make_unique<LostCalls>(
      Peer{std::string(name), std::string(address)});
}

}  // namespace yuheng::cli
