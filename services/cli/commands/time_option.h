#ifndef YUHENG_SERVICES_CLI_COMMANDS_TIME_OPTION_H_
#define YUHENG_SERVICES_CLI_COMMANDS_TIME_OPTION_H_

#include <string>

#include "google/protobuf/timestamp.pb.h"
#include "services/cli/command.h"

namespace yuheng::cli {

// What a day without a time of day means.
enum class DayMeans { kItsBeginning, kItsLastSecond };

// An option that takes a local time, 2023-02-15 or "2023-02-15 18:00", with
// seconds or without. `time` and the terminal outlive the command.
CLI::Option* AddTimeOption(CLI::App& command, const Terminal& terminal,
                           const std::string& name,
                           const std::string& description, DayMeans day,
                           google::protobuf::Timestamp* time);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_TIME_OPTION_H_
