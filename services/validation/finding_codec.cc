#include "services/validation/finding_codec.h"

#include "yuheng/validation/v1/finding.pb.h"
#include "yuheng/validation/v1/rule.pb.h"

namespace yuheng::validation {

void FindingToProto(const Finding& finding, v1::Finding* message) {
  message->set_rule(finding.rule);
  message->set_severity(static_cast<v1::Severity>(finding.severity));
  message->set_status(static_cast<v1::FindingStatus>(finding.status));
  for (const Place& place : finding.places) {
    v1::Place* out = message->add_places();
    out->set_address(place.address);
    out->mutable_location()->set_line(place.location.line);
    out->mutable_location()->set_reference(place.location.reference);
  }
  if (finding.expected_micro) {
    message->set_expected_micro(*finding.expected_micro);
  }
  if (finding.actual_micro) message->set_actual_micro(*finding.actual_micro);
  if (finding.difference_micro) {
    message->set_difference_micro(*finding.difference_micro);
  }
  message->mutable_message()->set_zh(finding.message.zh);
  message->mutable_message()->set_en(finding.message.en);
}

Finding FindingFromProto(const v1::Finding& message) {
  Finding finding;
  finding.rule = message.rule();
  if (message.severity() >= v1::SEVERITY_NOTE &&
      message.severity() <= v1::SEVERITY_ERROR) {
    finding.severity = static_cast<Severity>(message.severity());
  }
  if (message.status() >= v1::FINDING_STATUS_INCONSISTENT &&
      message.status() <= v1::FINDING_STATUS_INFO) {
    finding.status = static_cast<FindingStatus>(message.status());
  }
  for (const v1::Place& place : message.places()) {
    finding.places.push_back(
        {place.address(),
         {place.location().line(), place.location().reference()}});
  }
  if (message.has_expected_micro()) {
    finding.expected_micro = message.expected_micro();
  }
  if (message.has_actual_micro()) finding.actual_micro = message.actual_micro();
  if (message.has_difference_micro()) {
    finding.difference_micro = message.difference_micro();
  }
  finding.message = {message.message().zh(), message.message().en()};
  return finding;
}

void VerdictSummaryToProto(const VerdictSummary& summary,
                           v1::VerdictSummary* message) {
  message->set_verdict(static_cast<v1::Verdict>(summary.verdict));
  message->set_error_count(summary.error_count);
  message->set_warning_count(summary.warning_count);
  message->set_note_count(summary.note_count);
  message->set_catalogue_sha256(summary.catalogue_sha256);
  message->set_rule_count(summary.rule_count);
}

VerdictSummary VerdictSummaryFromProto(const v1::VerdictSummary& message) {
  VerdictSummary summary;
  summary.verdict = message.verdict() >= v1::VERDICT_CLEAN &&
                            message.verdict() <= v1::VERDICT_ERRORS
                        ? static_cast<Verdict>(message.verdict())
                        : Verdict::kErrors;
  summary.error_count = message.error_count();
  summary.warning_count = message.warning_count();
  summary.note_count = message.note_count();
  summary.catalogue_sha256 = message.catalogue_sha256();
  summary.rule_count = message.rule_count();
  return summary;
}

void RuleToProto(const RuleDescription& rule, v1::Rule* message) {
  message->set_id(rule.id);
  message->set_severity(static_cast<v1::Severity>(rule.severity));
  message->mutable_title()->set_zh(rule.title.zh);
  message->mutable_title()->set_en(rule.title.en);
  message->set_first_year(rule.first_year);
  message->set_last_year(rule.last_year);
  if (!rule.check.empty()) {
    message->set_check(rule.check);
  } else {
    message->set_formula(rule.formula);
  }
}

}  // namespace yuheng::validation
