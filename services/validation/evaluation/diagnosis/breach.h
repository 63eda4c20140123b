#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_BREACH_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_BREACH_H_

#include <cstddef>
#include <vector>

#include "services/validation/evaluation/diagnosis/evidence.h"

namespace yuheng::validation {

// Failures of one document that diagnosis looks at, at most.
inline constexpr size_t kDiagnosedFailuresMax = 500;

// A failure to be settled. Of a formula it has the identity that is judged
// again; of a named check only what its finding states.
struct Breach {
  int failure = 0;  // In the evidence's failures().
  int identity = -1;
  std::vector<int> facts;
  bool settled = false;
};

// Of the failures with figures.
std::vector<Breach> FindBreaches(Evidence& evidence);

// The facts of an identity, ascending, each once.
std::vector<int> FactsOf(const Identity& identity);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_BREACH_H_
