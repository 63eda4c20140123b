#include "tests/benchmark/load/noop_server.h"

#include <signal.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"

namespace yuheng::load {
namespace {

class NoopCall : public grpc::ServerGenericBidiReactor {
 public:
  NoopCall() { StartRead(&message_); }
  void OnReadDone(bool ok) override {
    if (ok) {
      StartRead(&message_);
      return;
    }
    grpc::Slice nothing;
    answer_ = grpc::ByteBuffer(&nothing, 1);
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer message_;
  grpc::ByteBuffer answer_;
};

class NoopService : public grpc::CallbackGenericService {
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext*) override {
    return new NoopCall();
  }
};

}  // namespace

int RunNoopServer(const std::string& address_file) {
  NoopService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  const std::string draft = address_file + ".draft";
  std::ofstream(draft) << "127.0.0.1:" << port;
  if (std::rename(draft.c_str(), address_file.c_str()) != 0) return 1;
  // Until the driver kills it.
  server->Wait();
  return 0;
}

}  // namespace yuheng::load
