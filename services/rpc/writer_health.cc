#include "services/rpc/writer_health.h"

#include "services/rpc/server.h"

namespace yuheng::rpc {

void WriterHealth::Fail() {
  absl::MutexLock lock(&mu_);
  failed_ = true;
  if (server_ != nullptr) server_->SetAllServing(false);
}

void WriterHealth::Serve(Server* server) {
  absl::MutexLock lock(&mu_);
  server_ = server;
  server->SetAllServing(!failed_);
}

void WriterHealth::Release() {
  absl::MutexLock lock(&mu_);
  server_ = nullptr;
}

}  // namespace yuheng::rpc
