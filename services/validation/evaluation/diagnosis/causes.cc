#include "services/validation/evaluation/diagnosis/causes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

// Figures and rules that a reason names.
constexpr size_t kNamesMax = 6;

void Append(const Text& more, Text* text) {
  if (more.zh.empty()) return;
  absl::StrAppend(&text->zh, text->zh.empty() ? "" : "；", more.zh);
  absl::StrAppend(&text->en, text->en.empty() ? "" : "; ", more.en);
}

// 「Y-03、Y-08」, each rule once, in order.
Text RulesText(const std::vector<int>& failures, const Evidence& evidence) {
  std::vector<absl::string_view> rules;
  for (const int failure : failures) {
    const std::string& rule =
        evidence.failures()[static_cast<size_t>(failure)].finding.rule;
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) {
      rules.push_back(rule);
    }
  }
  Text text;
  for (size_t i = 0; i < rules.size() && i <= kNamesMax; ++i) {
    const absl::string_view name = i == kNamesMax ? "…" : rules[i];
    absl::StrAppend(&text.zh, i == 0 ? "" : "、", name);
    absl::StrAppend(&text.en, i == 0 ? "" : ", ", name);
  }
  return text;
}

Text FiguresText(const std::vector<int>& facts, const IdentitySet& set) {
  Text text;
  for (size_t i = 0; i < facts.size() && i <= kNamesMax; ++i) {
    Text name{"…", "…"};
    if (i < kNamesMax) {
      const Figure& figure = set.facts()[static_cast<size_t>(facts[i])].figure;
      name = FigureText(figure);
      const std::string amount = ValueText(figure);
      absl::StrAppend(&name.zh, " ", amount);
      absl::StrAppend(&name.en, " ", amount);
    }
    absl::StrAppend(&text.zh, i == 0 ? "" : "、", name.zh);
    absl::StrAppend(&text.en, i == 0 ? "" : "; ", name.en);
  }
  return text;
}

}  // namespace

Text ReasonOf(const Suggestion& suggestion, Evidence& evidence) {
  const IdentitySet& set = evidence.identities();
  const Text count = {absl::StrCat(suggestion.failures.size()),
                      absl::StrCat(suggestion.failures.size())};
  if (!suggestion.certain()) {
    std::vector<int> all = {suggestion.fact};
    all.insert(all.end(), suggestion.rivals.begin(), suggestion.rivals.end());
    return Message("diagnosis.rivals",
                   {{"places", FiguresText(all, set)}, {"count", count}});
  }
  const Figure& figure =
      set.facts()[static_cast<size_t>(suggestion.fact)].figure;
  Text reason =
      SlipText(suggestion.resemblance, figure, suggestion.suggested_fen);
  if (suggestion.rough) {
    Append(Message("diagnosis.settles_roughly",
                   {{"rules", RulesText(suggestion.failures, evidence)},
                    {"count", count}}),
           &reason);
    return reason;
  }
  Append(Message("diagnosis.settles",
                 {{"suggested", TextAs(figure, suggestion.suggested_fen)},
                  {"rules", RulesText(suggestion.failures, evidence)},
                  {"count", count}}),
         &reason);
  if (!suggestion.also.empty()) {
    Append(Message("diagnosis.also",
                   {{"places", FiguresText(suggestion.also, set)}}),
           &reason);
  }
  return reason;
}

Text ReasonOf(const UnitSlip& slip, const Evidence& evidence) {
  return Message("diagnosis.unit_settles",
                 {{"rules", RulesText(slip.failures, evidence)},
                  {"count", absl::StrCat(slip.failures.size())}});
}

const std::vector<Suggestion>& Causes::Suggestions() {
  if (diagnosed_ != evidence_.failures().size()) {
    diagnosed_ = evidence_.failures().size();
    std::vector<Breach> breaches = FindBreaches(evidence_);
    if (breaches.empty()) {
      unit_slips_.clear();
      suggestions_.clear();
      return suggestions_;
    }
    std::vector<int64_t> values = evidence_.identities().Values();
    unit_slips_ = FindUnitSlips(evidence_, &breaches, &values);
    suggestions_ =
        FindCulprits(evidence_, std::move(breaches), std::move(values));
  }
  return suggestions_;
}

}  // namespace yuheng::validation
