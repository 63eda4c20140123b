#include "services/gateway/upstream/upstream_watch.h"

#include <string>
#include <utility>

#include "services/budget/messages.h"
#include "services/gateway/upstream/upstream_call.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

class UpstreamWatch final : public Watch {
 public:
  explicit UpstreamWatch(std::shared_ptr<UpstreamCall> call)
      : call_(std::move(call)) {}
  ~UpstreamWatch() override { call_->Abandon(); }

  absl::optional<std::string> Take() override { return call_->Take(); }

  absl::optional<Error> Ended() override {
    const auto status = call_->status();
    if (!status.has_value()) return absl::nullopt;
    // A watch has no end of its own.
    if (status->ok()) {
      return ErrorOf(rpc::MakeError(rpc::Reason::kUnavailablePeer));
    }
    return ErrorOf(*status);
  }

 private:
  const std::shared_ptr<UpstreamCall> call_;
};

}  // namespace

Error ErrorOf(const grpc::Status& status) {
  const int code = status.error_code();
  return {.code = code > 0 && code <= grpc::UNAUTHENTICATED
                      ? static_cast<absl::StatusCode>(code)
                      : absl::StatusCode::kUnknown,
          .message = status.error_message(),
          .details = status.error_details()};
}

std::unique_ptr<Watch> OpenWatch(Upstream* upstream, const ViewKey& key,
                                 std::function<void()> on_change) {
  auto call = UpstreamCall::Start(
      upstream, {.path = key.path, .authorization = key.authorization},
      std::move(on_change));
  call->Write(key.request);
  call->WritesDone();
  return std::make_unique<UpstreamWatch>(std::move(call));
}

}  // namespace yuheng::gateway
