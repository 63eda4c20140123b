#include "services/ingestion/lifecycle/recheck.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/lifecycle/verdict_basis.h"
#include "services/ingestion/store/finding_codec.h"

namespace yuheng::ingestion {
namespace {

absl::StatusOr<bool> IsVerdictStale(const LifecycleParts& parts,
                                    const std::string& department,
                                    const storage::SubmissionRecord& record) {
  const absl::StatusOr<validation::v1::VerdictSummary> verdict =
      VerdictOf(record);
  if (!verdict.ok()) return verdict.status();
  return BasisOf(parts).IsStale(department, record, *verdict);
}

}  // namespace

absl::Status CheckVerdictCurrent(const LifecycleParts& parts,
                                 const std::string& department,
                                 const storage::SubmissionRecord& record) {
  const absl::StatusOr<bool> stale = IsVerdictStale(parts, department, record);
  if (!stale.ok()) return stale.status();
  return *stale ? rpc::MakeError(rpc::Reason::kVerdictStale) : absl::OkStatus();
}

absl::Status CheckRecheckDue(const LifecycleParts& parts,
                             const std::string& department,
                             const storage::SubmissionRecord& record) {
  const absl::StatusOr<bool> stale = IsVerdictStale(parts, department, record);
  if (!stale.ok()) return stale.status();
  if (!*stale) return rpc::MakeError(rpc::Reason::kVerdictCurrent);
  // It was RECEIVED once to begin with.
  const auto received =
      std::count_if(record.history.begin(), record.history.end(),
                    [](const storage::StateChangeRecord& change) {
                      return change.state == static_cast<int>(State::kReceived);
                    });
  if (static_cast<size_t>(received) <= kRechecksMax) return absl::OkStatus();
  return Refuse(rpc::Reason::kSubmissionState,
                budget::Message("ingestion.rechecks_full",
                                {{"submission", record.id},
                                 {"max", absl::StrCat(kRechecksMax)}}));
}

}  // namespace yuheng::ingestion
