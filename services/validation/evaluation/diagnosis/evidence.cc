#include "services/validation/evaluation/diagnosis/evidence.h"

namespace yuheng::validation {

void Evidence::Add(const Finding& finding) {
  const int position = position_++;
  if (finding.status == FindingStatus::kRounding) rounding_seen_ = true;
  if (finding.severity != Severity::kNote) {
    if (failures_.size() < kKeptFindingsMax) {
      failures_.push_back({position, finding});
    }
  } else if (finding.status != FindingStatus::kRounding &&
             finding.status != FindingStatus::kInsufficient &&
             remarks_.size() < kKeptFindingsMax) {
    remarks_.push_back({position, finding});
  }
}

}  // namespace yuheng::validation
