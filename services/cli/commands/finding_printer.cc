#include "services/cli/commands/finding_printer.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/commands/local_document.h"
#include "services/validation/report/words.h"

namespace yuheng::cli {
namespace {

using validation::Finding;
using validation::FindingStatus;
using validation::Severity;
using validation::Verdict;

void WriteFigure(absl::string_view key, const std::optional<int64_t>& figure,
                 JsonWriter* json) {
  json->Key(key);
  if (figure.has_value()) {
    json->String(budget::FormatDecimal(*figure));
  } else {
    json->Null();
  }
}

void WritePlace(const validation::Place& place, JsonWriter* json) {
  json->BeginObject();
  json->Key("address").String(place.address);
  WriteLocation(place.location, json);
  json->EndObject();
}

void WriteText(const budget::Text& text, JsonWriter* json) {
  json->BeginObject();
  json->Key("zh").String(text.zh);
  json->Key("en").String(text.en);
  json->EndObject();
}

}  // namespace

absl::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kClean:
      return "CLEAN";
    case Verdict::kNotes:
      return "NOTES";
    case Verdict::kWarnings:
      return "WARNINGS";
    case Verdict::kErrors:
      return "ERRORS";
  }
  return "";
}

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "ERROR";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kNote:
      return "NOTE";
  }
  return "";
}

absl::string_view StatusName(FindingStatus status) {
  switch (status) {
    case FindingStatus::kInconsistent:
      return "INCONSISTENT";
    case FindingStatus::kBoundary:
      return "BOUNDARY";
    case FindingStatus::kRounding:
      return "ROUNDING";
    case FindingStatus::kInsufficient:
      return "INSUFFICIENT";
    case FindingStatus::kInfo:
      return "INFO";
  }
  return "";
}

std::string SummaryText(const Terminal& terminal,
                        const validation::VerdictSummary& summary,
                        Severity least) {
  const Color color = summary.error_count > 0     ? Color::kRed
                      : summary.warning_count > 0 ? Color::kYellow
                                                  : Color::kGreen;
  return absl::StrCat(Paint(terminal.out_color, color,
                            terminal.Pick(validation::VerdictText(summary))),
                      "  ",
                      terminal.Pick(validation::CountsText(summary, least)));
}

void WriteGroup(const validation::FindingGroup& group, JsonWriter* json) {
  json->BeginObject();
  json->Key("findings").BeginArray();
  for (const int finding : group.findings) json->Number(finding);
  json->EndArray();
  json->Key("cause");
  WriteText(group.cause, json);
  json->Key("culprit");
  if (group.culprit.has_value()) {
    WritePlace(*group.culprit, json);
  } else {
    json->Null();
  }
  WriteFigure("printed", group.printed_micro, json);
  WriteFigure("suggested", group.suggested_micro, json);
  json->Key("reason");
  WriteText(group.reason, json);
  json->EndObject();
}

void WriteFinding(const Finding& finding, JsonWriter* json) {
  json->BeginObject();
  json->Key("rule").String(finding.rule);
  json->Key("severity").String(SeverityName(finding.severity));
  json->Key("status").String(StatusName(finding.status));
  json->Key("places").BeginArray();
  for (const validation::Place& place : finding.places) {
    WritePlace(place, json);
  }
  json->EndArray();
  WriteFigure("expected", finding.expected_micro, json);
  WriteFigure("actual", finding.actual_micro, json);
  WriteFigure("difference", finding.difference_micro, json);
  json->Key("message");
  WriteText(finding.message, json);
  json->Key("id").String(finding.id);
  json->EndObject();
}

}  // namespace yuheng::cli
