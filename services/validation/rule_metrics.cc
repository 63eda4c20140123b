#include "services/validation/rule_metrics.h"

#include <algorithm>

#include "absl/time/time.h"

namespace yuheng::validation {

RuleMetrics::RuleMetrics(telemetry::Metrics* metrics,
                         const std::vector<RuleDescription>& rules) {
  rules_.reserve(rules.size());
  for (const RuleDescription& rule : rules) {
    const auto findings = [&](const char* severity) {
      return metrics->GetCounter("yuheng_validation_findings_total",
                                 "Findings, by rule and severity",
                                 {{"rule", rule.id}, {"severity", severity}});
    };
    by_id_.emplace(rule.id, rules_.size());
    rules_.push_back(
        {{findings("note"), findings("warning"), findings("error")},
         metrics->GetCounter("yuheng_validation_rule_evaluations_total",
                             "Evaluations of a rule on a document",
                             {{"rule", rule.id}}),
         metrics->GetCounter("yuheng_validation_rule_seconds_total",
                             "Time spent on a rule, in seconds",
                             {{"rule", rule.id}})});
  }
}

void RuleMetrics::CountFinding(const Finding& finding) const {
  const auto it = by_id_.find(finding.rule);
  if (it == by_id_.end()) return;
  telemetry::Counter counter =
      rules_[it->second].findings[static_cast<size_t>(finding.severity) - 1];
  counter.Increment();
}

void RuleMetrics::CountEvaluation(size_t rule, absl::Duration time) const {
  telemetry::Counter evaluations = rules_[rule].evaluations;
  evaluations.Increment();
  telemetry::Counter seconds = rules_[rule].seconds;
  seconds.Increment(std::max(0.0, absl::ToDoubleSeconds(time)));
}

}  // namespace yuheng::validation
