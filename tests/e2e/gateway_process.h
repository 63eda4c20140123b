#ifndef YUHENG_TESTS_E2E_GATEWAY_PROCESS_H_
#define YUHENG_TESTS_E2E_GATEWAY_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "tests/support/child_process.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"
#include "yuheng/config/v1/config.pb.h"

namespace yuheng::testing {

// yuheng-gateway before a cluster, as an operator starts it. Not thread-safe.
class GatewayProcess {
 public:
  // Addresses are filled in; its own is a free one of 127.0.0.1. The test fails
  // when it does not serve within 30 seconds.
  GatewayProcess(const Cluster& cluster, config::v1::GatewayConfig config);

  // host:port; empty when it did not start.
  const std::string& address() const { return address_; }
  pid_t pid() const { return child_->pid(); }
  // SIGTERM. Its exit code; -1 when it has not ended within 30 seconds.
  int Terminate();
  std::string log() const;

 private:
  const TempDir dir_;
  std::unique_ptr<ChildProcess> child_;
  std::string address_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_E2E_GATEWAY_PROCESS_H_
