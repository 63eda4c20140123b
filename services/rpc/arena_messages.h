// Requests and responses on an arena of their call, for unary methods whose
// messages have very many parts: these are made and forgotten at once.
#ifndef YUHENG_SERVICES_RPC_ARENA_MESSAGES_H_
#define YUHENG_SERVICES_RPC_ARENA_MESSAGES_H_

#include "google/protobuf/arena.h"
#include "grpcpp/support/message_allocator.h"

namespace yuheng::rpc {

// For SetMessageAllocatorFor_<method> of a generated callback service; outlives
// the server. Thread-safe.
template <typename Request, typename Response>
class ArenaMessages final : public grpc::MessageAllocator<Request, Response> {
 public:
  grpc::MessageHolder<Request, Response>* AllocateMessages() override {
    return new Holder;
  }

 private:
  class Holder final : public grpc::MessageHolder<Request, Response> {
   public:
    Holder() {
      this->set_request(
          google::protobuf::Arena::CreateMessage<Request>(&arena_));
      this->set_response(
          google::protobuf::Arena::CreateMessage<Response>(&arena_));
    }
    void Release() override { delete this; }

   private:
    google::protobuf::Arena arena_;
  };
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_ARENA_MESSAGES_H_
