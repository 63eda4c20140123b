#ifndef YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_CALL_H_
#define YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_CALL_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/client_callback.h"
#include "grpcpp/support/status.h"
#include "services/gateway/upstream/upstream.h"

namespace yuheng::gateway {

// Whether gRPC sends this as a value of metadata: visible characters of ASCII,
// and spaces. It ends the process on others.
bool MayBeMetadata(absl::string_view value);

// What goes along with a call. Values that may not be metadata are left out.
struct UpstreamOptions {
  // "/package.Service/Method".
  std::string path;
  // The value of the header authorization; empty for none.
  std::string authorization;
  // The caller's x-request-id; empty for none.
  std::string request_id;
  // The address of who asks; empty when it is no single one's call.
  std::string forwarded_for;
  // InfiniteFuture for none.
  absl::Time deadline = absl::InfiniteFuture();
};

// One call to a service of any kind: messages there, messages back, a status.
// They are bytes that are not looked at. Holds one message in each direction at
// most. Thread-safe.
class UpstreamCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `on_change` is called after anything below has changed, on gRPC's threads:
  // it must not block.
  static std::shared_ptr<UpstreamCall> Start(Upstream* upstream,
                                             const UpstreamOptions& options,
                                             std::function<void()> on_change);

  // Whether the message before is on its way and another may be written.
  bool CanWrite() const ABSL_LOCKS_EXCLUDED(mu_);
  // Nothing where the call has ended.
  void Write(const std::string& message) ABSL_LOCKS_EXCLUDED(mu_);
  void WritesDone() ABSL_LOCKS_EXCLUDED(mu_);

  // The next message, if it is there; then the one after it is read.
  absl::optional<std::string> Take() ABSL_LOCKS_EXCLUDED(mu_);
  // How the call has ended; there is no message left then.
  absl::optional<grpc::Status> status() const ABSL_LOCKS_EXCLUDED(mu_);
  // The service's x-request-id, once it has ended; may be empty.
  std::string request_id() const ABSL_LOCKS_EXCLUDED(mu_);

  // Nobody waits for it any more: ends it, and calls nobody back.
  void Abandon() ABSL_LOCKS_EXCLUDED(mu_);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnWritesDoneDone(bool) override {}
  void OnDone(const grpc::Status& status) override;

 private:
  UpstreamCall(const Upstream& upstream, std::function<void()> on_change)
      : counted_(upstream.calls()), on_change_(std::move(on_change)) {}

  // Whether an operation may be started; then RemoveHold follows it. The call
  // does not end in between.
  bool TryHold() ABSL_LOCKS_EXCLUDED(mu_);
  // No more operations.
  void Release() ABSL_LOCKS_EXCLUDED(mu_);
  void Changed() ABSL_LOCKS_EXCLUDED(mu_);

  // First: counted until the context has let go of the channel.
  const Upstream::Counted counted_;
  grpc::ClientContext context_;
  // Only gRPC reads or writes them while an operation runs.
  grpc::ByteBuffer out_;
  grpc::ByteBuffer in_;

  mutable absl::Mutex mu_;
  std::function<void()> on_change_ ABSL_GUARDED_BY(mu_);
  // Keeps this alive until OnDone.
  std::shared_ptr<UpstreamCall> self_ ABSL_GUARDED_BY(mu_);
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool arrived_ ABSL_GUARDED_BY(mu_) = false;
  bool released_ ABSL_GUARDED_BY(mu_) = false;
  absl::optional<grpc::Status> status_ ABSL_GUARDED_BY(mu_);
  std::string request_id_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_UPSTREAM_UPSTREAM_CALL_H_
