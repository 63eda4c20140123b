#include "services/validation/evaluation/diagnosis/evidence.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace yuheng::validation {
namespace {

// Rules that a text names.
constexpr size_t kRulesNamedMax = 6;

}  // namespace

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

budget::Text Evidence::RulesText(const std::vector<int>& failures) const {
  std::vector<std::string> rules;
  for (const int failure : failures) {
    rules.push_back(failures_[static_cast<size_t>(failure)].finding.rule);
  }
  return validation::RulesText(rules);
}

budget::Text RulesText(absl::Span<const std::string> rules) {
  std::vector<absl::string_view> names;
  for (const std::string& rule : rules) {
    if (std::find(names.begin(), names.end(), rule) == names.end()) {
      names.push_back(rule);
    }
  }
  budget::Text text;
  for (size_t i = 0; i < names.size() && i <= kRulesNamedMax; ++i) {
    const absl::string_view name = i == kRulesNamedMax ? "…" : names[i];
    absl::StrAppend(&text.zh, i == 0 ? "" : "、", name);
    absl::StrAppend(&text.en, i == 0 ? "" : ", ", name);
  }
  return text;
}

}  // namespace yuheng::validation
