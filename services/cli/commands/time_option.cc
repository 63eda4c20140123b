#include "services/cli/commands/time_option.h"

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/budget/beijing_time.h"

namespace yuheng::cli {
namespace {

absl::optional<absl::Time> ParseBeijingTime(const std::string& text,
                                            DayMeans day) {
  absl::Time time;
  std::string error;
  const absl::TimeZone zone = budget::BeijingTime();
  for (const char* format : {"%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"}) {
    if (absl::ParseTime(format, text, zone, &time, &error)) return time;
  }
  if (!absl::ParseTime("%Y-%m-%d", text, zone, &time, &error)) {
    return absl::nullopt;
  }
  if (day == DayMeans::kItsBeginning) return time;
  // Its last second, all of which is in time.
  return absl::FromCivil(absl::ToCivilDay(time, zone) + 1, zone) -
         absl::Seconds(1);
}

}  // namespace

CLI::Option* AddTimeOption(CLI::App& command, const Terminal& terminal,
                           const std::string& name,
                           const std::string& description, DayMeans day,
                           google::protobuf::Timestamp* time) {
  const auto check = [&terminal, day](std::string& text) -> std::string {
    if (ParseBeijingTime(text, day)) return "";
    return Say(terminal, "usage.not_a_time", {{"value", text}});
  };
  return command
      .add_option_function<std::string>(
          name,
          [day, time](const std::string& text) {
            time->set_seconds(
                absl::ToUnixSeconds(*ParseBeijingTime(text, day)));
          },
          description)
      ->check(CLI::Validator(check, ""));
}

}  // namespace yuheng::cli
