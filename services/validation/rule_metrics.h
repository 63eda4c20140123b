#ifndef YUHENG_SERVICES_VALIDATION_RULE_METRICS_H_
#define YUHENG_SERVICES_VALIDATION_RULE_METRICS_H_

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "services/telemetry/metrics.h"
#include "services/validation/finding.h"
#include "services/validation/validator.h"

namespace yuheng::validation {

// What is counted of each rule; the rules of the catalogue bound the labels:
//   yuheng_validation_findings_total{rule,severity}
//   yuheng_validation_rule_evaluations_total{rule}
//   yuheng_validation_rule_seconds_total{rule}
// Thread-safe.
class RuleMetrics {
 public:
  // `metrics` must outlive it. `rules` are those of the validator.
  RuleMetrics(telemetry::Metrics* metrics,
              const std::vector<RuleDescription>& rules);

  void CountFinding(const Finding& finding) const;
  // `rule` is an index of the rules.
  void CountEvaluation(size_t rule, absl::Duration time) const;

 private:
  struct OfRule {
    std::array<telemetry::Counter, 3> findings;  // By severity, kNote first.
    telemetry::Counter evaluations;
    telemetry::Counter seconds;
  };

  std::vector<OfRule> rules_;
  absl::flat_hash_map<std::string, size_t> by_id_;
};

// Measures the rules of one check.
class RuleTimer final : public RuleObserver {
 public:
  RuleTimer(const RuleMetrics& metrics, const std::function<absl::Time()>& now)
      : metrics_(metrics), now_(now) {}

  void OnRuleStart() override { start_ = now_(); }
  void OnRuleEnd(size_t rule) override {
    metrics_.CountEvaluation(rule, now_() - start_);
  }

 private:
  const RuleMetrics& metrics_;
  const std::function<absl::Time()>& now_;
  absl::Time start_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_RULE_METRICS_H_
