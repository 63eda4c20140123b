#ifndef YUHENG_SERVICES_RPC_WRITER_HEALTH_H_
#define YUHENG_SERVICES_RPC_WRITER_HEALTH_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace yuheng::rpc {

class Server;

// Makes a process's health follow what it writes: NOT_SERVING from the first
// write on that failed, for ever. Thread-safe.
class WriterHealth {
 public:
  // The process takes no more writes; may come before the server is there.
  void Fail() ABSL_LOCKS_EXCLUDED(mu_);
  // The server is ready: SERVING, unless a write has failed already.
  void Serve(Server* server) ABSL_LOCKS_EXCLUDED(mu_);
  // Before the server goes.
  void Release() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  absl::Mutex mu_;
  bool failed_ ABSL_GUARDED_BY(mu_) = false;
  Server* server_ ABSL_GUARDED_BY(mu_) = nullptr;
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_WRITER_HEALTH_H_
