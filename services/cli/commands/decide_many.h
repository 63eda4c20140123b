#ifndef YUHENG_SERVICES_CLI_COMMANDS_DECIDE_MANY_H_
#define YUHENG_SERVICES_CLI_COMMANDS_DECIDE_MANY_H_

#include <string>
#include <vector>

#include "google/protobuf/timestamp.pb.h"
#include "services/cli/command.h"

namespace yuheng::cli {

// What a reviewer decides about many submissions.
struct ManyOptions {
  std::vector<std::string> names;  // As FindSubmission takes them.
  std::string department;          // Of all that are clean; empty for any.
  PeriodOptions period = {.fiscal_year = 0,
                          .stage = 0};  // Likewise; 0 for any.
  std::string actor;
  std::string reason;  // Of a return.
  google::protobuf::Timestamp correction_end_time;
  OutputFormat format = OutputFormat::kTable;
};

// Each prints a row a submission. Exit code 1 when one was refused.
int AcceptNamed(const Environment& environment, const ManyOptions& options);
int ReturnNamed(const Environment& environment, const ManyOptions& options);
// Those pending review with neither errors nor warnings, by rules that are in
// force still, as they were when they were listed; of several versions of one
// document the newest that is pending review decides, alone.
int AcceptAllClean(const Environment& environment, const ManyOptions& options);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_DECIDE_MANY_H_
