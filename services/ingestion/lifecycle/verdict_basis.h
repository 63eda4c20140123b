#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_VERDICT_BASIS_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_VERDICT_BASIS_H_

#include <string>

#include "services/ingestion/lifecycle/check_references.h"
#include "services/ingestion/lifecycle/ports.h"
#include "services/ingestion/lifecycle/rules_in_force.h"
#include "services/ingestion/store/ceiling_book.h"
#include "storage/format/submission_record.h"

namespace yuheng::ingestion {

// What a document would be checked with now. A verdict that was given on
// something else is stale. nullptr: not known, and makes nothing stale.
struct VerdictBasis {
  const RulesInForce* rules = nullptr;
  const CeilingBook* ceilings = nullptr;

  bool IsStale(const std::string& department,
               const storage::SubmissionRecord& record,
               const validation::v1::VerdictSummary& verdict) const {
    return (rules != nullptr && rules->IsStale(verdict)) ||
           (ceilings != nullptr && IsUnderCeiling(record.stage) &&
            ceilings->Sha256InForce(department, record.unit,
                                    record.fiscal_year) !=
                verdict.ceiling_sha256());
  }
};

inline VerdictBasis BasisOf(const LifecycleParts& parts) {
  return {parts.rules, &parts.store->ceilings()};
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_VERDICT_BASIS_H_
