#include "services/validation/report/digest.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace yuheng::validation {
namespace {

// Findings of the group's own severity.
int WorstCount(absl::Span<const Finding> findings, const DigestGroup& group) {
  return static_cast<int>(std::count_if(
      group.findings.begin(), group.findings.end(),
      [&](int i) { return findings[i].severity == group.severity; }));
}

}  // namespace

std::vector<DigestGroup> DigestOf(absl::Span<const Finding> findings,
                                  absl::Span<const FindingGroup> groups) {
  const int count = static_cast<int>(findings.size());
  std::vector<bool> taken(findings.size(), false);
  std::vector<DigestGroup> digest;
  for (const FindingGroup& group : groups) {
    DigestGroup made;
    for (const int i : group.findings) {
      if (i < 0 || i >= count || taken[i]) continue;
      taken[i] = true;
      made.findings.push_back(i);
    }
    if (made.findings.empty()) continue;
    made.diagnosis = &group;
    digest.push_back(std::move(made));
  }
  for (int i = 0; i < count; ++i) {
    if (!taken[i]) digest.push_back({{i}});
  }
  for (DigestGroup& group : digest) {
    std::sort(group.findings.begin(), group.findings.end(), [&](int a, int b) {
      return std::tuple(-static_cast<int>(findings[a].severity), a) <
             std::tuple(-static_cast<int>(findings[b].severity), b);
    });
    group.severity = findings[group.findings.front()].severity;
  }
  std::sort(digest.begin(), digest.end(),
            [&](const DigestGroup& a, const DigestGroup& b) {
              return std::tuple(-static_cast<int>(a.severity),
                                -WorstCount(findings, a), a.findings.front()) <
                     std::tuple(-static_cast<int>(b.severity),
                                -WorstCount(findings, b), b.findings.front());
            });
  return digest;
}

int CountToFix(absl::Span<const DigestGroup> digest) {
  return static_cast<int>(
      std::count_if(digest.begin(), digest.end(), [](const DigestGroup& group) {
        return group.severity > Severity::kNote;
      }));
}

bool NeedsHeadline(absl::Span<const Finding> findings,
                   const DigestGroup& group) {
  if (group.findings.size() > 1) return true;
  return group.diagnosis != nullptr && !group.diagnosis->cause.zh.empty() &&
         group.diagnosis->cause != findings[group.findings.front()].message;
}

}  // namespace yuheng::validation
