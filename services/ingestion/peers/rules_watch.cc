#include "services/ingestion/peers/rules_watch.h"

#include <utility>

#include "absl/time/clock.h"
#include "services/rpc/client.h"

namespace yuheng::ingestion {
namespace {

// How long one look at the connection lasts; a stop is noticed after it.
constexpr absl::Duration kLook = absl::Milliseconds(500);
constexpr absl::Duration kAskDeadline = absl::Seconds(2);

}  // namespace

RulesWatch::RulesWatch(std::shared_ptr<grpc::Channel> channel,
                       RulesInForce* in_force, telemetry::Logger* logger)
    : channel_(std::move(channel)),
      stub_(validation::v1::ValidationService::NewStub(channel_)),
      in_force_(in_force),
      logger_(logger) {}

RulesWatch::~RulesWatch() { Stop(); }

void RulesWatch::Start() {
  thread_ = std::thread([this] { Run(); });
}

void RulesWatch::Stop() {
  if (!thread_.joinable()) return;
  stopping_.Notify();
  thread_.join();
}

void RulesWatch::Run() {
  bool asked = false;  // Since it was connected.
  while (!stopping_.HasBeenNotified()) {
    const grpc_connectivity_state state = channel_->GetState(true);
    if (state != GRPC_CHANNEL_READY) {
      asked = false;
    } else if (!asked) {
      asked = Ask();
    }
    channel_->WaitForStateChange(state,
                                 absl::ToChronoTime(absl::Now() + kLook));
  }
}

bool RulesWatch::Ask() {
  grpc::ClientContext context;
  rpc::SetDeadline(&context, kAskDeadline);
  validation::v1::ListRulesResponse response;
  const grpc::Status status = stub_->ListRules(&context, {}, &response);
  if (!status.ok()) return false;
  RulesInForce::Hashes hashes{response.catalogue_sha256(),
                              response.overlay_sha256(),
                              response.charts_sha256()};
  if (in_force_->Get() != hashes) {
    logger_->Info("rules in force", {{"catalogue", hashes.catalogue_sha256},
                                     {"overlay", hashes.overlay_sha256},
                                     {"charts", hashes.charts_sha256}});
  }
  in_force_->Set(std::move(hashes));
  return true;
}

}  // namespace yuheng::ingestion
