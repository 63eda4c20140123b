#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CULPRIT_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CULPRIT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/validation/evaluation/diagnosis/breach.h"
#include "services/validation/evaluation/diagnosis/evidence.h"
#include "services/validation/evaluation/diagnosis/resemblance.h"

namespace yuheng::validation {

// Suggestions that one document's search makes at most.
inline constexpr size_t kSuggestionsMax = 100;
// Terms of identities that it judges at most; then it ends with what it has.
inline constexpr int64_t kDiagnosisTermsMax = 3'000'000;

// What a suggested value follows from.
enum class Basis {
  kExact,
  kPercentage,  // A rounded percentage: its last digits are not known.
  kBound,       // That a figure is at most another: only where it must lie.
};

// A value that one figure may have to be.
struct Alternative {
  int fact = 0;  // In the evidence's identities.
  int64_t fen = 0;
  Basis basis = Basis::kExact;
};

// A change of one figure, and of those that would change with it.
struct Rival {
  Alternative first;
  std::vector<Alternative> also;
};

// A change of one figure that would settle failures and break no identity that
// holds. A guess for people to look at, never a correction.
struct Suggestion {
  int fact = 0;  // In the evidence's identities.
  int64_t suggested_fen = 0;
  Basis basis = Basis::kExact;
  // Figures that would change with it: of the same row when they print the same
  // quantity or were exchanged with it, and the sums it was carried into.
  std::vector<Alternative> also;
  // Other changes that settle the same: then none is the culprit.
  std::vector<Rival> rivals;
  // Others settle as much, but not the same.
  bool contested = false;
  // What it settles: positions in the evidence's failures(), ascending.
  std::vector<int> failures;
  Resemblance resemblance;
  // The rules whose failures would come with it; none: it was not tried.
  std::optional<std::vector<std::string>> brings;

  bool certain() const { return rivals.empty() && !contested; }
  // Whether the value is to be named.
  bool exact() const { return basis == Basis::kExact; }
};

// The change that settles most breaches first, then what settles most of the
// rest. Among changes that settle as many, one with a likely slip comes before
// one without. Deterministic. `values` are of the identities' facts, as printed
// or as they are taken to be right.
std::vector<Suggestion> FindCulprits(Evidence& evidence,
                                     std::vector<Breach> breaches,
                                     std::vector<int64_t> values);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CULPRIT_H_
