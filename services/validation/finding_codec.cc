#include "services/validation/finding_codec.h"

#include "yuheng/validation/v1/finding.pb.h"
#include "yuheng/validation/v1/rule.pb.h"

namespace yuheng::validation {
namespace {

void PlaceToProto(const Place& place, v1::Place* message) {
  message->set_address(place.address);
  message->mutable_location()->set_line(place.location.line);
  message->mutable_location()->set_reference(place.location.reference);
}

Place PlaceFromProto(const v1::Place& message) {
  return {message.address(),
          {message.location().line(), message.location().reference()}};
}

template <typename Message>
void TextToProto(const budget::Text& text, Message* message) {
  message->set_zh(text.zh);
  message->set_en(text.en);
}

void GroupToProto(const FindingGroup& group, v1::FindingGroup* message) {
  for (const int finding : group.findings) message->add_findings(finding);
  TextToProto(group.cause, message->mutable_cause());
  if (group.culprit) PlaceToProto(*group.culprit, message->mutable_culprit());
  if (group.printed_micro) message->set_printed_micro(*group.printed_micro);
  if (group.suggested_micro) {
    message->set_suggested_micro(*group.suggested_micro);
  }
  TextToProto(group.reason, message->mutable_reason());
}

FindingGroup GroupFromProto(const v1::FindingGroup& message) {
  FindingGroup group;
  group.findings.assign(message.findings().begin(), message.findings().end());
  group.cause = {message.cause().zh(), message.cause().en()};
  if (message.has_culprit()) group.culprit = PlaceFromProto(message.culprit());
  if (message.has_printed_micro()) {
    group.printed_micro = message.printed_micro();
  }
  if (message.has_suggested_micro()) {
    group.suggested_micro = message.suggested_micro();
  }
  group.reason = {message.reason().zh(), message.reason().en()};
  return group;
}

}  // namespace

void FindingToProto(const Finding& finding, v1::Finding* message) {
  message->set_rule(finding.rule);
  message->set_severity(static_cast<v1::Severity>(finding.severity));
  message->set_status(static_cast<v1::FindingStatus>(finding.status));
  for (const Place& place : finding.places) {
    PlaceToProto(place, message->add_places());
  }
  if (finding.expected_micro) {
    message->set_expected_micro(*finding.expected_micro);
  }
  if (finding.actual_micro) message->set_actual_micro(*finding.actual_micro);
  if (finding.difference_micro) {
    message->set_difference_micro(*finding.difference_micro);
  }
  TextToProto(finding.message, message->mutable_message());
  message->set_id(finding.id);
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
    finding.places.push_back(PlaceFromProto(place));
  }
  if (message.has_expected_micro()) {
    finding.expected_micro = message.expected_micro();
  }
  if (message.has_actual_micro()) finding.actual_micro = message.actual_micro();
  if (message.has_difference_micro()) {
    finding.difference_micro = message.difference_micro();
  }
  finding.message = {message.message().zh(), message.message().en()};
  finding.id = message.id();
  return finding;
}

void VerdictSummaryToProto(const VerdictSummary& summary,
                           v1::VerdictSummary* message) {
  message->set_verdict(static_cast<v1::Verdict>(summary.verdict));
  message->set_error_count(summary.error_count);
  message->set_warning_count(summary.warning_count);
  message->set_note_count(summary.note_count);
  message->set_catalogue_sha256(summary.catalogue_sha256);
  message->set_overlay_sha256(summary.overlay_sha256);
  message->set_charts_sha256(summary.charts_sha256);
  message->set_rule_count(summary.rule_count);
  for (const FindingGroup& group : summary.groups) {
    GroupToProto(group, message->add_groups());
  }
  message->set_overlay_sha256(summary.overlay_sha256);
  for (const std::string& rule : summary.rules_off) {
    message->add_rules_off(rule);
  }
  for (const RuleChange& change : summary.rules_changed) {
    v1::RuleChange* out = message->add_rules_changed();
    out->set_rule(change.rule);
    if (change.severity) {
      out->set_severity(static_cast<v1::Severity>(*change.severity));
    }
    if (change.discipline) {
      out->set_discipline(static_cast<v1::Discipline>(*change.discipline));
    }
  }
  message->set_overlay_change_count(summary.overlay_change_count);
  message->set_references_sha256(summary.references_sha256);
  message->set_form(summary.form);
  message->set_ceiling_sha256(summary.ceiling_sha256);
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
  summary.overlay_sha256 = message.overlay_sha256();
  summary.charts_sha256 = message.charts_sha256();
  summary.rule_count = message.rule_count();
  for (const v1::FindingGroup& group : message.groups()) {
    summary.groups.push_back(GroupFromProto(group));
  }
  summary.overlay_sha256 = message.overlay_sha256();
  summary.rules_off.assign(message.rules_off().begin(),
                           message.rules_off().end());
  for (const v1::RuleChange& change : message.rules_changed()) {
    summary.rules_changed.push_back({change.rule(), {}, {}});
    RuleChange& in = summary.rules_changed.back();
    if (change.severity() >= v1::SEVERITY_NOTE &&
        change.severity() <= v1::SEVERITY_ERROR) {
      in.severity = static_cast<Severity>(change.severity());
    }
    if (change.discipline() == v1::DISCIPLINE_INTERVALS ||
        change.discipline() == v1::DISCIPLINE_EXACT) {
      in.discipline = static_cast<Discipline>(change.discipline());
    }
  }
  summary.overlay_change_count = message.overlay_change_count();
  summary.references_sha256 = message.references_sha256();
  summary.form = message.form();
  summary.ceiling_sha256 = message.ceiling_sha256();
  return summary;
}

void RuleToProto(const RuleDescription& rule, v1::Rule* message) {
  message->set_id(rule.id);
  message->set_severity(static_cast<v1::Severity>(rule.severity));
  message->mutable_title()->set_zh(rule.title.zh);
  message->mutable_title()->set_en(rule.title.en);
  const auto set = [](const budget::Text& text,
                      budget::v1::LocalizedText* out) {
    out->set_zh(text.zh);
    out->set_en(text.en);
  };
  if (!rule.explanation.zh.empty()) {
    set(rule.explanation, message->mutable_explanation());
  }
  if (!rule.source.zh.empty()) set(rule.source, message->mutable_source());
  message->set_compares_references(rule.compares_references);
  message->set_first_year(rule.first_year);
  message->set_last_year(rule.last_year);
  if (!rule.check.empty()) {
    message->set_check(rule.check);
  } else {
    message->set_formula(rule.formula);
  }
}

}  // namespace yuheng::validation
