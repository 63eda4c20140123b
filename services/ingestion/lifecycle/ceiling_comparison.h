#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_CEILING_COMPARISON_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_CEILING_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/budget/ceiling.h"
#include "services/ingestion/lifecycle/ports.h"

namespace yuheng::ingestion {

// The values are those of yuheng.ingestion.v1.CeilingVerdict.
enum class CeilingVerdict {
  kWithin = 1,
  kBeyond = 2,
  kNoDraft = 3,
  kIncomplete = 4,
};

struct ComparedFigure {
  budget::CeilingFigure ceiling;
  // Absent when no draft states it.
  absl::optional<int64_t> stated_fen;
  CeilingVerdict verdict = CeilingVerdict::kNoDraft;
};

// A ceiling beside the drafts under it; see yuheng.ingestion.v1.
struct CeilingComparison {
  std::vector<ComparedFigure> figures;
  std::vector<std::string> submission_ids;
  bool by_units = false;
  std::vector<std::string> units_missing;  // As people call them.
};

// Compares the ceiling with the newest live draft of its department or unit, or
// with those of the department's units together. One with more units than
// kUnitsComparedMax is incomplete. An error means that storage failed or that
// drafts can't be read now, and trying again may help.
absl::StatusOr<CeilingComparison> CompareCeiling(const LifecycleParts& parts,
                                                 const budget::Ceiling& ceiling,
                                                 const ReadingTurn& turn);

// How many drafts it reads for that.
size_t CountDrafts(const LifecycleParts& parts, const budget::Ceiling& ceiling);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_CEILING_COMPARISON_H_
