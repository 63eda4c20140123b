// Which figures of a document findings speak of.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_MARKS_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_MARKS_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/validation/finding.h"
#include "services/validation/report/digest.h"
#include "services/validation/report/place_index.h"

namespace yuheng::validation {

struct Mark {
  Severity severity = Severity::kNote;  // Of the worst finding.
  // Where to look first: the likely culprit of a group, else the first place of
  // a finding. Other places only take part in one.
  bool primary = false;
  // Indexes of the findings that name the spot, in digest order, each once.
  std::vector<int> findings;
};

using Marks = absl::flat_hash_map<Spot, Mark>;

// Places a note only takes part in are left unmarked, so that what is no
// problem stays in the background.
Marks MarksOf(absl::Span<const Finding> findings,
              absl::Span<const DigestGroup> digest, const PlaceIndex& index);

// Null when there is none.
const Mark* FindMark(const Marks& marks, const Spot& spot);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_MARKS_H_
