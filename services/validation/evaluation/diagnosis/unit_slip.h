#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_UNIT_SLIP_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_UNIT_SLIP_H_

#include <cstdint>
#include <vector>

#include "services/budget/messages.h"
#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/evidence.h"

namespace yuheng::validation {

// Tables that print another unit of account than their figures are in: every
// figure is out by one power of ten against the rest of the document, and
// agrees with it otherwise.
struct UnitSlip {
  std::vector<const IndexedTable*> tables;  // In the order of the form.
  // Of what the figures are read as they should be 10 to the power of it; not
  // 0.
  int power_of_ten = 0;
  // What reading them so settles: positions in the evidence's failures(),
  // ascending.
  std::vector<int> failures;
};

// Marks what they settle in `breaches` and brings the figures of their tables
// in `values` (IdentitySet::Values) to the right unit.
std::vector<UnitSlip> FindUnitSlips(Evidence& evidence,
                                    std::vector<Breach>* breaches,
                                    std::vector<int64_t>* values);

// 「表4 印的单位是元，疑应为万元」.
budget::Text CauseOf(const UnitSlip& slip);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_UNIT_SLIP_H_
