#ifndef YUHENG_SERVICES_INGESTION_PEERS_RULES_WATCH_H_
#define YUHENG_SERVICES_INGESTION_PEERS_RULES_WATCH_H_

#include <memory>
#include <thread>

#include "absl/synchronization/notification.h"
#include "grpcpp/channel.h"
#include "services/ingestion/lifecycle/rules_in_force.h"
#include "services/telemetry/log.h"
#include "yuheng/validation/v1/validation_service.grpc.pb.h"

namespace yuheng::ingestion {

// Asks validation what it checks with, at the start and whenever it was
// connected to anew, on a thread of its own.
class RulesWatch {
 public:
  // `in_force` and `logger` must outlive it.
  RulesWatch(std::shared_ptr<grpc::Channel> channel, RulesInForce* in_force,
             telemetry::Logger* logger);
  // Stops.
  ~RulesWatch();

  void Start();
  // Returns when the thread has ended, within a few seconds.
  void Stop();

 private:
  void Run();
  bool Ask();

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<validation::v1::ValidationService::Stub> stub_;
  RulesInForce* const in_force_;
  telemetry::Logger* const logger_;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_PEERS_RULES_WATCH_H_
