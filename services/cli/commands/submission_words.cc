#include "services/cli/commands/submission_words.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/budget/beijing_time.h"

namespace yuheng::cli {

using ingestion::v1::SubmissionState;

std::string StateName(SubmissionState state) {
  if (state == ingestion::v1::SUBMISSION_STATE_UNSPECIFIED) return "";
  absl::string_view name = ingestion::v1::SubmissionState_Name(state);
  absl::ConsumePrefix(&name, "SUBMISSION_STATE_");
  return std::string(name);
}

std::string StateWord(const Terminal& terminal, SubmissionState state) {
  const std::string name = StateName(state);
  return Say(terminal,
             absl::StrCat("ingestion.state_",
                          name.empty() ? "none" : absl::AsciiStrToLower(name)));
}

Color StateColor(SubmissionState state) {
  switch (state) {
    case ingestion::v1::SUBMISSION_STATE_POSTED:
      return Color::kGreen;
    case ingestion::v1::SUBMISSION_STATE_RETURNED:
    case ingestion::v1::SUBMISSION_STATE_UNREADABLE:
      return Color::kRed;
    case ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION:
    case ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW:
    case ingestion::v1::SUBMISSION_STATE_ACCEPTED:
    case ingestion::v1::SUBMISSION_STATE_RECEIVED:
      return Color::kYellow;
    default:
      return Color::kDim;
  }
}

namespace {

constexpr size_t kIdShown = 10;

using ingestion::v1::DepartmentProgress;

// NOT_OPEN, OPEN, GRACE, CLOSED; "" without a window.
std::string PhaseName(ingestion::v1::WindowPhase phase) {
  if (phase == ingestion::v1::WINDOW_PHASE_UNSPECIFIED) return "";
  absl::string_view name = ingestion::v1::WindowPhase_Name(phase);
  absl::ConsumePrefix(&name, "WINDOW_PHASE_");
  return std::string(name);
}

// The time left as people say it, to the minute.
std::string DurationText(const Terminal& terminal, int64_t seconds) {
  const int64_t minutes = seconds / 60;
  const int64_t hours = minutes / 60;
  if (hours < 24) {
    return Say(terminal, "windows.hours_left",
               {{"hours", absl::StrCat(hours)},
                {"minutes", absl::StrCat(minutes % 60)}});
  }
  return Say(terminal, "windows.days_left",
             {{"days", absl::StrCat(hours / 24)},
              {"hours", absl::StrCat(hours % 24)}});
}

std::string LeftText(const Terminal& terminal,
                     const DepartmentProgress& department) {
  const std::string left =
      DurationText(terminal, department.time_left().seconds());
  switch (department.window_phase()) {
    case ingestion::v1::WINDOW_PHASE_NOT_OPEN:
      return Say(terminal, "windows.not_open");
    case ingestion::v1::WINDOW_PHASE_OPEN:
      return left;
    case ingestion::v1::WINDOW_PHASE_GRACE:
      return Say(terminal, "windows.grace_left", {{"left", left}});
    case ingestion::v1::WINDOW_PHASE_CLOSED:
      return Say(terminal, "windows.closed");
    default:
      return "";
  }
}

// What its head has not confirmed yet is not sent.
bool IsSent(const DepartmentProgress& department) {
  return !department.submission().empty() &&
         department.state() !=
             ingestion::v1::SUBMISSION_STATE_AWAITING_CONFIRMATION;
}

// The deadline has passed and what has to be sent was not.
bool IsOverdue(const DepartmentProgress& department) {
  return department.required() && !IsSent(department) &&
         (department.window_phase() == ingestion::v1::WINDOW_PHASE_GRACE ||
          department.window_phase() == ingestion::v1::WINDOW_PHASE_CLOSED);
}

// Who is late, where there are windows.
void PrintTimeliness(
    const Terminal& terminal,
    const google::protobuf::RepeatedPtrField<DepartmentProgress>& departments) {
  int late = 0;
  int missing = 0;
  bool windows = false;
  for (const DepartmentProgress& department : departments) {
    windows = windows || department.has_deadline();
    if (department.late()) ++late;
    if (IsOverdue(department)) ++missing;
  }
  if (!windows && late == 0) return;
  *terminal.err << Say(terminal, "windows.progress_summary",
                       {{"late", absl::StrCat(late)},
                        {"missing", absl::StrCat(missing)}})
                << "\n";
}

}  // namespace

OutputCell LateCell(const Terminal& terminal, bool late) {
  if (!late) return "";
  return {Say(terminal, "windows.late_mark"), Color::kYellow};
}

void PrintDepartments(
    const Terminal& terminal, OutputFormat format,
    const google::protobuf::RepeatedPtrField<ingestion::v1::DepartmentProgress>&
        departments) {
  std::vector<OutputColumn> columns = {
      {"code", budget::Message("cli.column_code")},
      {"department", budget::Message("cli.column_department")},
      {"state", budget::Message("cli.column_state")},
      {"errors", budget::Message("cli.column_errors"), Align::kRight, true},
      {"received", budget::Message("cli.column_received")},
      {"submission", budget::Message("cli.column_submission")},
      {"required", budget::Message("department_list.column_stages")},
      {"late", budget::Message("windows.column_late")},
      {"deadline", budget::Message("windows.column_deadline")},
      {"left", budget::Message("windows.column_left")}};
  const bool table = format == OutputFormat::kTable;
  if (!table) {
    columns.pop_back();
    columns.push_back({"window", {}});
    columns.push_back({"seconds_left", {}, Align::kRight, true});
    columns.push_back({"correction_end", {}});
  }
  auto rows = RowPrinter::Create(terminal, format, std::move(columns));
  for (const auto& department : departments) {
    const bool sent = !department.submission().empty();
    std::vector<OutputCell> cells = {
        std::string(LastSegment(department.department())),
        department.display_name(),
        {table ? StateWord(terminal, department.state())
               : StateName(department.state()),
         IsOverdue(department) ? Color::kRed : StateColor(department.state())},
        sent ? absl::StrCat(department.verdict().error_count()) : "",
        TimeText(department.receive_time()),
        table ? ShortId(department.submission()) : department.submission(),
        table ? (department.required() ? "✓" : "")
              : (department.required() ? "true" : "false"),
        table ? LateCell(terminal, department.late())
              : OutputCell(department.late() ? "true" : "false"),
        TimeText(department.deadline())};
    if (table) {
      cells.push_back(LeftText(terminal, department));
    } else {
      cells.push_back(PhaseName(department.window_phase()));
      cells.push_back(department.has_time_left()
                          ? absl::StrCat(department.time_left().seconds())
                          : "");
      cells.push_back(TimeText(department.correction_end_time()));
    }
    rows->Row(std::move(cells));
  }
  rows->Finish();
  PrintTimeliness(terminal, departments);
}

absl::string_view LastSegment(absl::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

std::string ShortId(absl::string_view name) {
  return std::string(LastSegment(name).substr(0, kIdShown));
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S",
                          absl::FromUnixSeconds(time.seconds()),
                          budget::BeijingTime());
}

}  // namespace yuheng::cli
