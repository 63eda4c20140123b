#include "services/validation/report/marks.h"

#include <algorithm>
#include <optional>

namespace yuheng::validation {
namespace {

void Add(const Place& place, const Finding& finding, int number, bool primary,
         const PlaceIndex& index, Marks* marks) {
  const std::optional<Spot> spot = index.Find(place);
  if (!spot.has_value()) return;
  Mark& mark = (*marks)[*spot];
  // A primary place counts more than taking part in something worse.
  if (primary && !mark.primary) {
    mark.primary = true;
    mark.severity = finding.severity;
  } else if (primary == mark.primary) {
    mark.severity = std::max(mark.severity, finding.severity);
  }
  if (std::find(mark.findings.begin(), mark.findings.end(), number) ==
      mark.findings.end()) {
    mark.findings.push_back(number);
  }
}

}  // namespace

Marks MarksOf(absl::Span<const Finding> findings,
              absl::Span<const DigestGroup> digest, const PlaceIndex& index) {
  Marks marks;
  for (const DigestGroup& group : digest) {
    const bool has_culprit =
        group.diagnosis != nullptr && group.diagnosis->culprit.has_value();
    if (has_culprit) {
      const int first = group.findings.front();
      Add(*group.diagnosis->culprit, findings[first], first, true, index,
          &marks);
    }
    for (const int number : group.findings) {
      const Finding& finding = findings[number];
      for (size_t i = 0; i < finding.places.size(); ++i) {
        if (i > 0 && finding.severity == Severity::kNote) break;
        Add(finding.places[i], finding, number, i == 0 && !has_culprit, index,
            &marks);
      }
    }
  }
  return marks;
}

const Mark* FindMark(const Marks& marks, const Spot& spot) {
  const auto it = marks.find(spot);
  return it == marks.end() ? nullptr : &it->second;
}

}  // namespace yuheng::validation
