#ifndef YUHENG_SERVICES_REPORTING_SERVICE_FILE_CALL_H_
#define YUHENG_SERVICES_REPORTING_SERVICE_FILE_CALL_H_

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/reporting/service/call_outcome.h"
#include "services/reporting/service/reporting_service.h"
#include "services/rpc/call_gate.h"
#include "services/rpc/status.h"

namespace yuheng::reporting {

// A call that is answered with a file: made on the work queue, then written in
// pieces as the client takes them. Deletes itself when done.
template <typename Response>
class FileCall final : public grpc::ServerWriteReactor<Response> {
 public:
  // The bytes, not none. May put what is no chunk into the first piece.
  using Make = std::function<absl::StatusOr<std::string>(
      const rpc::Caller& caller, Response* first)>;

  // `options` and `context` outlive the call, `request` this function.
  static FileCall* Start(const ReportingServiceOptions& options,
                         const grpc::CallbackServerContext* context,
                         const google::protobuf::Message& request, Make make) {
    auto* call = new FileCall(options, context, request, std::move(make));
    if (!call->pass_.ok()) {
      call->Finish(rpc::ToGrpcStatus(call->pass_.status()));
    } else if (!options.queue->TryPost([call] { call->MakeFile(); })) {
      call->Finish(QueueFull());
    }
    return call;
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::CANCELLED);
    if (written_bytes_ == file_.size()) {
      return this->Finish(grpc::Status::OK);
    }
    response_.Clear();
    WriteNext();
  }
  void OnCancel() override {}  // The next write fails and ends the call.
  void OnDone() override { delete this; }

 private:
  FileCall(const ReportingServiceOptions& options,
           const grpc::CallbackServerContext* context,
           const google::protobuf::Message& request, Make make)
      : context_(*context),
        make_(std::move(make)),
        pass_(options.gate->TryEnter(*context, request)) {}

  void MakeFile() {
    if (context_.IsCancelled()) return this->Finish(grpc::Status::CANCELLED);
    absl::StatusOr<std::string> file = make_(pass_->caller(), &response_);
    if (!file.ok()) return this->Finish(rpc::ToGrpcStatus(file.status()));
    file_ = *std::move(file);
    WriteNext();
  }

  void WriteNext() {
    const size_t size =
        std::min(kChunkSizeBytesMax, file_.size() - written_bytes_);
    response_.set_chunk(file_.data() + written_bytes_, size);
    written_bytes_ += size;
    this->StartWrite(&response_);
  }

  const grpc::CallbackServerContext& context_;
  const Make make_;
  const absl::StatusOr<rpc::CallGate::Pass> pass_;
  // Touched by one thread at a time: the worker until its first write, then
  // one reaction after another.
  std::string file_;
  size_t written_bytes_ = 0;
  Response response_;
};

}  // namespace yuheng::reporting

#endif  // YUHENG_SERVICES_REPORTING_SERVICE_FILE_CALL_H_
