#ifndef YUHENG_SERVICES_CLI_COMMANDS_SUBMISSION_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_SUBMISSION_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/output/rows.h"
#include "services/cli/output/terminal.h"
#include "yuheng/ingestion/v1/submission.pb.h"

namespace yuheng::cli {

// RECEIVED, RETURNED, ...: the state without the enum's prefix; "" for none.
std::string StateName(ingestion::v1::SubmissionState state);

// The state in the user's language; "not sent" for none.
std::string StateWord(const Terminal& terminal,
                      ingestion::v1::SubmissionState state);

Color StateColor(ingestion::v1::SubmissionState state);

// Says that something came late; empty when it did not.
OutputCell LateCell(const Terminal& terminal, bool late);

// How departments stand, a row each.
void PrintDepartments(
    const Terminal& terminal, OutputFormat format,
    const google::protobuf::RepeatedPtrField<ingestion::v1::DepartmentProgress>&
        departments);

// The last part of a resource name.
absl::string_view LastSegment(absl::string_view name);
// As much of a submission's id as a table shows, and FindSubmission takes.
std::string ShortId(absl::string_view name);

// A timestamp as local time to the second; empty for none.
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_SUBMISSION_WORDS_H_
