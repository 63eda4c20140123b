#include "services/validation/report/words.h"

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"

namespace yuheng::validation {

using budget::Message;

budget::Text SeverityText(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Message("verdict.severity_error");
    case Severity::kWarning:
      return Message("verdict.severity_warning");
    case Severity::kNote:
      return Message("verdict.severity_note");
  }
  return {};
}

budget::Text StatusText(FindingStatus status) {
  switch (status) {
    case FindingStatus::kInconsistent:
      return Message("verdict.status_inconsistent");
    case FindingStatus::kBoundary:
      return Message("verdict.status_boundary");
    case FindingStatus::kRounding:
      return Message("verdict.status_rounding");
    case FindingStatus::kInsufficient:
      return Message("verdict.status_insufficient");
    case FindingStatus::kInfo:
      return Message("verdict.status_info");
  }
  return {};
}

budget::Text VerdictText(const VerdictSummary& summary) {
  return Message(summary.error_count > 0     ? "verdict.verdict_errors"
                 : summary.warning_count > 0 ? "verdict.verdict_warnings"
                 : summary.note_count > 0    ? "verdict.verdict_notes"
                                             : "verdict.verdict_clean");
}

budget::Text CountsText(const VerdictSummary& summary, Severity least) {
  const bool warnings_hidden =
      least > Severity::kWarning && summary.warning_count > 0;
  const bool notes_hidden = least > Severity::kNote && summary.note_count > 0;
  return Message(least == Severity::kError && (warnings_hidden || notes_hidden)
                     ? "verdict.counts_of_errors"
                 : notes_hidden ? "verdict.counts_without_notes"
                                : "verdict.counts",
                 {{"errors", absl::StrCat(summary.error_count)},
                  {"warnings", absl::StrCat(summary.warning_count)},
                  {"notes", absl::StrCat(summary.note_count)}});
}

absl::string_view FileName(absl::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string DecimalText(const std::optional<int64_t>& micro) {
  return micro.has_value() ? budget::FormatDecimal(*micro) : "";
}

budget::Text SectionTitle(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return budget::Message("verdict.report_errors");
    case Severity::kWarning:
      return budget::Message("verdict.report_warnings");
    case Severity::kNote:
      break;
  }
  return budget::Message("verdict.report_notes");
}

budget::Text CulpritLabel(const FindingGroup& diagnosis) {
  return diagnosis.suggested_micro.has_value()
             ? budget::Message("verdict.report_culprit")
             : budget::Message("verdict.report_look_first");
}

budget::Text SuggestionText(const FindingGroup& diagnosis) {
  const std::string printed = DecimalText(diagnosis.printed_micro);
  const std::string suggested = DecimalText(diagnosis.suggested_micro);
  if (!suggested.empty() &&
      diagnosis.cause.zh.find(suggested) != std::string::npos) {
    return {};
  }
  if (suggested.empty()) {
    return printed.empty() ? budget::Text{}
                           : budget::Message("verdict.report_printed",
                                             {{"printed", printed}});
  }
  return budget::Message("verdict.report_suggestion",
                         {{"printed", printed}, {"suggested", suggested}});
}

}  // namespace yuheng::validation
