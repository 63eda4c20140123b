#ifndef YUHENG_SERVICES_INGESTION_PEERS_AGGREGATION_POSTER_H_
#define YUHENG_SERVICES_INGESTION_PEERS_AGGREGATION_POSTER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "services/ingestion/lifecycle/ports.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::ingestion {

// The aggregation service as the ledger. Blocks its caller.
class AggregationPoster final : public LedgerPoster {
 public:
  AggregationPoster(std::shared_ptr<grpc::Channel> channel,
                    std::string division);

  absl::StatusOr<Posted> Post(const Posting& posting) override;
  absl::StatusOr<PostingOutcome> GetOutcome(
      const std::string& department, const std::string& request_id) override;
  absl::StatusOr<absl::optional<Contribution>> GetInForce(
      const std::string& department, const Slot& slot) override;

 private:
  const std::unique_ptr<aggregation::v1::AggregationService::Stub> stub_;
  const std::string division_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_PEERS_AGGREGATION_POSTER_H_
