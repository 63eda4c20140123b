#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <system_error>

#include "CLI/CLI.hpp"
#include "services/cli/command.h"
#include "services/cli/option_values.h"

namespace yuheng::cli {
namespace {

// No file that a command reads is larger; servers and readers have their own,
// smaller limits and say so.
constexpr size_t kFileSizeBytesMax = size_t{64} << 20;

}  // namespace

void AddOutputOption(CLI::App& command, const Terminal& terminal,
                     OutputFormat* format, bool with_csv) {
  std::map<std::string, OutputFormat> formats = {
      {"table", OutputFormat::kTable}, {"json", OutputFormat::kJson}};
  if (with_csv) formats.emplace("csv", OutputFormat::kCsv);
  command
      .add_option("-o,--output", *format,
                  Say(terminal, with_csv ? "cli.option_output"
                                         : "cli.option_output_no_csv"))
      ->transform(OneOf(terminal, formats));
}

void AddShownOptions(CLI::App& command, const Terminal& terminal,
                     ShownFindings* shown) {
  command.add_flag("--all", shown->all, Say(terminal, "cli.option_all"));
  command
      .add_option("--least", shown->least, Say(terminal, "cli.option_least"))
      ->transform(OneOf<validation::Severity>(
          terminal, {{"note", validation::Severity::kNote},
                     {"warning", validation::Severity::kWarning},
                     {"error", validation::Severity::kError}}));
}

void AddConnectionOptions(CLI::App& command, Environment& environment) {
  const Terminal& terminal = environment.terminal;
  command.add_option("--endpoint", environment.endpoint,
                     Say(terminal, "cli.option_endpoint"));
  command.add_option("--division", environment.division,
                     Say(terminal, "cli.option_division"));
  command.add_option("--ca", environment.ca_file,
                     Say(terminal, "cli.option_ca"));
  command.add_option("--client-cert", environment.cert_file,
                     Say(terminal, "cli.option_client_cert"));
  command.add_option("--client-key", environment.key_file,
                     Say(terminal, "cli.option_client_key"));
  command.add_option("--token-file", environment.token_file,
                     Say(terminal, "cli.option_token_file"));
}

CLI::Option* AddDepartmentOption(CLI::App& command, const Terminal& terminal,
                                 std::string* department) {
  return command
      .add_option("--department", *department,
                  Say(terminal, "cli.option_department"))
      ->check(ResourceCode(terminal));
}

void AddRevisionOption(CLI::App& command, const Terminal& terminal,
                       const std::string& name, const std::string& description,
                       int64_t* revision) {
  command.add_option(name, *revision, description)
      ->check(NotNegative(terminal));
}

void AddPeriodOptions(CLI::App& command, const Terminal& terminal,
                      PeriodOptions* period) {
  command
      .add_option("--year", period->fiscal_year,
                  Say(terminal, "cli.option_year"))
      ->check(Between(terminal, 2000, 2100));
  AddStageOption(command, terminal, "--stage",
                 Say(terminal, "cli.option_stage"), &period->stage);
}

void AddRequiredPeriodOptions(CLI::App& command, const Terminal& terminal,
                              PeriodOptions* period) {
  AddPeriodOptions(command, terminal, period);
  command.get_option("--year")->required();
  command.get_option("--stage")->required();
}

void AddStageOption(CLI::App& command, const Terminal& terminal,
                    const std::string& name, const std::string& description,
                    int* stage) {
  command.add_option(name, *stage, description)
      ->transform(OneOf<int>(terminal, {{"request", 1},
                                        {"ceiling", 2},
                                        {"draft", 3},
                                        {"approved", 4},
                                        {"adjusted", 5},
                                        {"final", 6}}));
}

absl::StatusOr<std::string> ReadFileBytes(const Terminal& terminal,
                                          const std::string& path) {
  std::ifstream file;
  std::istream* in = &std::cin;
  std::error_code error;
  if (path != "-" && std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError(
        Say(terminal, "cli.file_is_folder", {{"file", path}}));
  }
  if (path != "-") {
    file.open(path, std::ios::binary);
    in = &file;
  }
  std::string bytes;
  char buffer[1 << 16];
  while (in->read(buffer, sizeof buffer) || in->gcount() > 0) {
    bytes.append(buffer, in->gcount());
    if (bytes.size() > kFileSizeBytesMax) {
      return absl::ResourceExhaustedError(
          Say(terminal, "cli.file_too_large",
              {{"file", path},
               {"limit", std::to_string(kFileSizeBytesMax >> 20)}}));
    }
  }
  if ((path != "-" && !file.is_open()) || in->bad()) {
    return absl::NotFoundError(
        Say(terminal, "cli.file_unreadable", {{"file", path}}));
  }
  return bytes;
}

absl::Status WriteFileBytes(const Terminal& terminal, const std::string& path,
                            absl::string_view bytes, bool replace) {
  std::error_code error;
  if (!replace && std::filesystem::exists(path, error)) {
    return absl::AlreadyExistsError(
        Say(terminal, "cli.file_exists", {{"file", path}}));
  }
  // Beside its place, so that nobody ever sees half of it.
  const std::string partial = path + ".partial";
  std::ofstream file(partial, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  const bool written = file.good();
  if (written) std::filesystem::rename(partial, path, error);
  if (written && !error) return absl::OkStatus();
  std::filesystem::remove(partial, error);
  return absl::UnavailableError(
      Say(terminal, "cli.file_unwritable", {{"file", path}}));
}

}  // namespace yuheng::cli
