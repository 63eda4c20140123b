#include "services/cli/commands/submission_words.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

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
    case ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW:
    case ingestion::v1::SUBMISSION_STATE_ACCEPTED:
    case ingestion::v1::SUBMISSION_STATE_RECEIVED:
      return Color::kYellow;
    default:
      return Color::kDim;
  }
}

void PrintDepartments(
    const Terminal& terminal, OutputFormat format,
    const google::protobuf::RepeatedPtrField<ingestion::v1::DepartmentProgress>&
        departments) {
  auto rows = RowPrinter::Create(
      terminal, format,
      {{"code", budget::Message("cli.column_code")},
       {"department", budget::Message("cli.column_department")},
       {"state", budget::Message("cli.column_state")},
       {"errors", budget::Message("cli.column_errors"), Align::kRight, true},
       {"received", budget::Message("cli.column_received")},
       {"submission", budget::Message("cli.column_submission")}});
  for (const auto& department : departments) {
    const bool sent = !department.submission().empty();
    rows->Row({std::string(LastSegment(department.department())),
               department.display_name(),
               {format == OutputFormat::kTable
                    ? StateWord(terminal, department.state())
                    : StateName(department.state()),
                StateColor(department.state())},
               sent ? absl::StrCat(department.verdict().error_count()) : "",
               TimeText(department.receive_time()),
               department.submission()});
  }
  rows->Finish();
}

absl::string_view LastSegment(absl::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::LocalTimeZone());
}

}  // namespace yuheng::cli
