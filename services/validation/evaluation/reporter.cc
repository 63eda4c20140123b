#include "services/validation/evaluation/reporter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace yuheng::validation {

void Reporter::StartRule(const RuleHead& rule) {
  rule_ = &rule;
  reported_ = 0;
  left_out_ = 0;
}

void Reporter::EndRule() {
  if (left_out_ == 0 || cancelled_) return;
  Finding finding;
  finding.places = {{"doc", {}}};
  finding.message =
      budget::Message("finding.more", {{"max", absl::StrCat(reported_)}});
  left_out_ = 0;
  Send(std::move(finding));
}

void Reporter::Fail(std::vector<Place> places, budget::Text message) {
  Finding finding;
  finding.severity = rule_->severity;
  finding.status = rule_->severity == Severity::kNote
                       ? FindingStatus::kInfo
                       : FindingStatus::kInconsistent;
  finding.places = std::move(places);
  finding.message = std::move(message);
  Report(std::move(finding));
}

void Reporter::Note(std::vector<Place> places, budget::Text message) {
  Finding finding;
  finding.places = std::move(places);
  finding.message = std::move(message);
  Report(std::move(finding));
}

void Reporter::Insufficient(std::vector<Place> places, budget::Text message) {
  Finding finding;
  finding.status = FindingStatus::kInsufficient;
  finding.places = std::move(places);
  finding.message = std::move(message);
  Report(std::move(finding));
}

void Reporter::Report(Finding finding) {
  if (cancelled_) return;
  if (reported_ == kFindingsPerRuleMax) {
    ++left_out_;
    return;
  }
  ++reported_;
  Send(std::move(finding));
}

void Reporter::Send(Finding finding) {
  finding.rule = rule_->id;
  if (finding.places.size() > kPlacesPerFindingMax) {
    finding.places.resize(kPlacesPerFindingMax);
  }
  if (finding.places.empty()) finding.places = {{"doc", {}}};
  switch (finding.severity) {
    case Severity::kError:
      ++summary_.error_count;
      break;
    case Severity::kWarning:
      ++summary_.warning_count;
      break;
    case Severity::kNote:
      ++summary_.note_count;
      break;
  }
  const Verdict verdict =
      finding.severity == Severity::kError     ? Verdict::kErrors
      : finding.severity == Severity::kWarning ? Verdict::kWarnings
                                               : Verdict::kNotes;
  summary_.verdict = std::max(summary_.verdict, verdict);
  if (!sink_(std::move(finding))) cancelled_ = true;
}

}  // namespace yuheng::validation
