#ifndef YUHENG_SERVICES_RPC_WATCH_STREAM_H_
#define YUHENG_SERVICES_RPC_WATCH_STREAM_H_

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/status.h"
#include "services/rpc/watch_pump.h"

namespace yuheng::rpc {

// Whether who opened a stream may still read it.
using StillAllowed = std::function<absl::Status()>;
// What the gate says of its call. Context and request live as long as the
// stream.
inline StillAllowed AllowedBy(const CallGate* gate,
                              const grpc::CallbackServerContext* context,
                              const google::protobuf::Message* request) {
  return [gate, context, request] {
    return gate->Judge(*context, *request).status();
  };
}
// How often that is asked, at most. There is a message every second, so a
// stream ends within two when its token has.
inline constexpr absl::Duration kStillAllowedInterval = absl::Seconds(1);

// One stream of the pump's: sends what there is, one message at a time, as long
// as its opener may read it. Lives until gRPC says OnDone and everyone has let
// go of it.
template <typename Response>
class WatchStream : public grpc::ServerWriteReactor<Response>,
                    public PumpedStream,
                    public std::enable_shared_from_this<WatchStream<Response>> {
 public:
  // Begins to send, or ends at once when opening failed. gRPC owns the result
  // until OnDone.
  static WatchStream* Begin(std::shared_ptr<WatchStream> stream,
                            StillAllowed still_allowed, grpc::Status opened) {
    WatchStream* const raw = stream.get();
    raw->still_allowed_ = std::move(still_allowed);
    raw->self_ = std::move(stream);
    if (opened.ok() && !raw->pump_->Add(raw->self_)) opened = DrainingStatus();
    if (opened.ok()) {
      raw->Pump();
    } else {
      raw->Close(std::move(opened));
    }
    return raw;
  }

  // Writes and the end are started outside the lock: gRPC may call back from
  // inside.
  void Pump() final ABSL_LOCKS_EXCLUDED(mu_) {
    std::optional<grpc::Status> end;
    {
      absl::MutexLock lock(&mu_);
      if (finished_ || writing_) return;
      if (!closing_) CloseUnlessAllowed();
      if (closing_) {
        finished_ = true;
        end = std::move(closing_status_);
      } else if (Next(&response_)) {
        writing_ = true;
      } else {
        return;
      }
    }
    if (end.has_value()) {
      this->Finish(*end);
    } else {
      this->StartWrite(&response_);
    }
  }

  void Close(grpc::Status status) final ABSL_LOCKS_EXCLUDED(mu_) {
    {
      absl::MutexLock lock(&mu_);
      if (closing_) return;
      closing_ = true;
      closing_status_ = std::move(status);
    }
    Pump();
  }

  void OnWriteDone(bool ok) final {
    {
      absl::MutexLock lock(&mu_);
      writing_ = false;
      if (!ok && !closing_) {
        closing_ = true;
        closing_status_ = grpc::Status::CANCELLED;
      }
    }
    Pump();
  }

  void OnCancel() final { Close(grpc::Status::CANCELLED); }

  void OnDone() final {
    End();
    pump_->Remove(this);
    // May be the last one to hold it.
    const std::shared_ptr<WatchStream> self = std::move(self_);
  }

 protected:
  explicit WatchStream(WatchPump* pump) : pump_(pump) {}

  // The next message; false when there is none now, and then Pump is called
  // when there is. One call at a time; must not block.
  virtual bool Next(Response* response) = 0;
  // The stream is over.
  virtual void End() = 0;

  WatchPump* const pump_;

 private:
  void CloseUnlessAllowed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const absl::Time now = absl::Now();
    if (now - allowed_time_ < kStillAllowedInterval) return;
    allowed_time_ = now;
    const absl::Status status = still_allowed_();
    if (status.ok()) return;
    closing_ = true;
    closing_status_ = ToGrpcStatus(status);
  }

  StillAllowed still_allowed_;
  // Keeps this alive until OnDone.
  std::shared_ptr<WatchStream> self_;

  absl::Mutex mu_;
  // Only while writing_ is set may gRPC read it.
  Response response_;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool closing_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status closing_status_ ABSL_GUARDED_BY(mu_);
  // When it was last asked; it was allowed to begin.
  absl::Time allowed_time_ ABSL_GUARDED_BY(mu_) = absl::Now();
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_WATCH_STREAM_H_
