#include "services/ingestion/messages/waiver_messages.h"

#include <utility>
#include <vector>

#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/store/finding_codec.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::ingestion {
namespace {

void CheckActor(const std::string& field, const std::string& actor,
                std::vector<rpc::FieldViolation>* violations) {
  if (actor.empty() || actor.size() > kActorRequestBytesMax) {
    violations->push_back({field, "required, at most 128 bytes"});
  }
}

}  // namespace

absl::StatusOr<v1::Waiver> WaiverMessage(const Prefecture& prefecture,
                                         const SubmissionRef& submission,
                                         const storage::WaiverRecord& record) {
  v1::Waiver message;
  message.set_name(rpc::WaiverName(prefecture.division, submission.department,
                                   submission.id, record.finding_id));
  message.set_text(record.text);
  message.set_actor(record.actor);
  SetTime(record.create_time_unix_us, message.mutable_create_time());
  message.set_state(static_cast<v1::WaiverState>(record.state));
  absl::StatusOr<validation::v1::Finding> finding =
      DecodeFinding(record.finding);
  if (!finding.ok()) {
    return rpc::WithReason(finding.status(), rpc::Reason::kStorageFailed);
  }
  *message.mutable_finding() = *std::move(finding);
  if (!record.origin_submission_id.empty()) {
    message.set_origin(rpc::SubmissionName(prefecture.division,
                                           submission.department,
                                           record.origin_submission_id));
  }
  if (record.delete_time_unix_us != 0) {
    SetTime(record.delete_time_unix_us, message.mutable_delete_time());
    message.set_delete_actor(record.delete_actor);
  }
  return message;
}

absl::StatusOr<Explanation> ParseCreateWaiver(
    const Prefecture& prefecture, const v1::CreateWaiverRequest& request) {
  std::vector<rpc::FieldViolation> violations;
  if (!rpc::IsResourceId(request.waiver_id())) {
    violations.push_back({"waiver_id", "required: the id of a finding"});
  }
  const v1::Waiver& waiver = request.waiver();
  if (waiver.text().empty() ||
      waiver.text().size() > storage::kWaiverTextBytesMax) {
    violations.push_back({"waiver.text", "required, at most 2000 bytes"});
  }
  CheckActor("waiver.actor", waiver.actor(), &violations);
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  absl::StatusOr<SubmissionRef> ref =
      ParseSubmissionName(prefecture, request.parent(), "parent");
  if (!ref.ok()) return ref.status();
  return Explanation{.department = ref->department,
                     .id = ref->id,
                     .finding_id = request.waiver_id(),
                     .text = waiver.text(),
                     .actor = waiver.actor()};
}

absl::StatusOr<Explanation> ParseDeleteWaiver(
    const Prefecture& prefecture, const v1::DeleteWaiverRequest& request) {
  std::vector<rpc::FieldViolation> violations;
  CheckActor("actor", request.actor(), &violations);
  absl::StatusOr<rpc::ResourceName> name =
      rpc::ParseResourceName(request.name(), rpc::ResourceKind::kWaiver);
  if (!name.ok()) {
    violations.push_back({"name", std::string(name.status().message())});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  absl::Status served = CheckServed(prefecture, *name);
  if (!served.ok()) return served;
  return Explanation{.department = name->department,
                     .id = name->submission,
                     .finding_id = name->waiver,
                     .text = "",
                     .actor = request.actor()};
}

}  // namespace yuheng::ingestion
