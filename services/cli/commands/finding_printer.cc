#include "services/cli/commands/finding_printer.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/validation/finding_codec.h"

namespace yuheng::cli {
namespace {

using validation::Finding;
using validation::FindingStatus;
using validation::Severity;
using validation::Verdict;

Color ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Color::kRed;
    case Severity::kWarning:
      return Color::kYellow;
    case Severity::kNote:
      return Color::kDim;
  }
  return Color::kNone;
}

std::string SeverityWord(const Terminal& terminal, Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Say(terminal, "cli.severity_error");
    case Severity::kWarning:
      return Say(terminal, "cli.severity_warning");
    case Severity::kNote:
      return Say(terminal, "cli.severity_note");
  }
  return "";
}

std::string PlaceText(const Terminal& terminal,
                      const validation::Place& place) {
  if (!place.location.reference.empty()) return place.location.reference;
  if (place.location.line == 0) return place.address;
  return absl::StrCat(place.address, "  ",
                      Say(terminal, "cli.at_line",
                          {{"line", absl::StrCat(place.location.line)}}));
}

void WriteFigure(absl::string_view key, const std::optional<int64_t>& figure,
                 JsonWriter* json) {
  json->Key(key);
  if (figure.has_value()) {
    json->String(budget::FormatDecimal(*figure));
  } else {
    json->Null();
  }
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
                        const validation::VerdictSummary& summary) {
  const Color color = summary.error_count > 0     ? Color::kRed
                      : summary.warning_count > 0 ? Color::kYellow
                                                  : Color::kGreen;
  const char* const id = summary.error_count > 0     ? "cli.verdict_errors"
                         : summary.warning_count > 0 ? "cli.verdict_warnings"
                         : summary.note_count > 0    ? "cli.verdict_notes"
                                                     : "cli.verdict_clean";
  return absl::StrCat(Paint(terminal.out_color, color, Say(terminal, id)), "  ",
                      Say(terminal, "cli.verdict_counts",
                          {{"errors", absl::StrCat(summary.error_count)},
                           {"warnings", absl::StrCat(summary.warning_count)},
                           {"notes", absl::StrCat(summary.note_count)}}));
}

void WriteFinding(const Finding& finding, JsonWriter* json) {
  json->BeginObject();
  json->Key("rule").String(finding.rule);
  json->Key("severity").String(SeverityName(finding.severity));
  json->Key("status").String(StatusName(finding.status));
  json->Key("places").BeginArray();
  for (const validation::Place& place : finding.places) {
    json->BeginObject();
    json->Key("address").String(place.address);
    json->Key("line").Number(place.location.line);
    if (!place.location.reference.empty()) {
      json->Key("reference").String(place.location.reference);
    }
    json->EndObject();
  }
  json->EndArray();
  WriteFigure("expected", finding.expected_micro, json);
  WriteFigure("actual", finding.actual_micro, json);
  WriteFigure("difference", finding.difference_micro, json);
  json->Key("message").BeginObject();
  json->Key("zh").String(finding.message.zh);
  json->Key("en").String(finding.message.en);
  json->EndObject();
  json->Key("id").String(validation::FindingId(finding));
  json->EndObject();
}

void PrintFindings(const Terminal& terminal, absl::Span<const Finding> findings,
                   Severity least) {
  for (Severity severity :
       {Severity::kError, Severity::kWarning, Severity::kNote}) {
    if (severity < least) break;
    for (const Finding& finding : findings) {
      if (finding.severity != severity) continue;
      const Color color = ColorOf(severity);
      *terminal.out << "  "
                    << Paint(terminal.out_color, color,
                             absl::StrCat(SeverityWord(terminal, severity), " ",
                                          finding.rule));
      if (!finding.places.empty()) {
        *terminal.out << "  " << PlaceText(terminal, finding.places.front());
      }
      *terminal.out << "\n      "
                    << (severity == Severity::kNote
                            ? Paint(terminal.out_color, Color::kDim,
                                    terminal.Pick(finding.message))
                            : terminal.Pick(finding.message))
                    << "\n";
    }
  }
}

}  // namespace yuheng::cli
