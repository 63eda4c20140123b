#ifndef YUHENG_SERVICES_CLI_COMMAND_H_
#define YUHENG_SERVICES_CLI_COMMAND_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/output/rows.h"
#include "services/cli/output/terminal.h"
#include "services/validation/finding.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace yuheng::cli {

// What the command line and the environment say before any command runs.
struct Environment {
  Terminal terminal;
  // YUHENG_ENDPOINT; --endpoint overrides it.
  std::string endpoint;
  // YUHENG_DIVISION; --division overrides it.
  std::string division;
  // YUHENG_CA, YUHENG_CLIENT_CERT, YUHENG_CLIENT_KEY, YUHENG_TOKEN_FILE, or the
  // options of those names. Empty: in clear, on this machine.
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  std::string token_file;
};

// Set by the chosen command; run after parsing. Returns the exit code.
using Action = std::function<int()>;

// Each adds its command to `app` and sets `action` when it is chosen. The
// environment outlives the action.
void AddParse(CLI::App& app, Environment& environment, Action& action);
void AddCeilings(CLI::App& app, Environment& environment, Action& action);
void AddCheck(CLI::App& app, Environment& environment, Action& action);
void AddCompare(CLI::App& app, Environment& environment, Action& action);
void AddSample(CLI::App& app, Environment& environment, Action& action);
void AddRules(CLI::App& app, Environment& environment, Action& action);
void AddSources(CLI::App& app, Environment& environment, Action& action);
void AddSubmit(CLI::App& app, Environment& environment, Action& action);
void AddSubmissions(CLI::App& app, Environment& environment, Action& action);
void AddTemplate(CLI::App& app, Environment& environment, Action& action);
void AddTotals(CLI::App& app, Environment& environment, Action& action);
void AddTrace(CLI::App& app, Environment& environment, Action& action);
void AddDepartments(CLI::App& app, Environment& environment, Action& action);
void AddEliminations(CLI::App& app, Environment& environment, Action& action);
void AddEntries(CLI::App& app, Environment& environment, Action& action);
void AddWaivers(CLI::App& app, Environment& environment, Action& action);
void AddWatch(CLI::App& app, Environment& environment, Action& action);
void AddWindows(CLI::App& app, Environment& environment, Action& action);
void AddReport(CLI::App& app, Environment& environment, Action& action);
void AddVerify(CLI::App& app, Environment& environment, Action& action);
void AddCheckpoint(CLI::App& app, Environment& environment, Action& action);
void AddBackup(CLI::App& app, Environment& environment, Action& action);
void AddAuditLog(CLI::App& app, Environment& environment, Action& action);
void AddAuth(CLI::App& app, Environment& environment, Action& action);
// Below entries.
void AddProve(CLI::App& group, Environment& environment, Action& action);

// --output table|json|csv (or table|json where csv makes no sense).
void AddOutputOption(CLI::App& command, const Terminal& terminal,
                     OutputFormat* format, bool with_csv = true);

// What is shown of findings to people.
struct ShownFindings {
  // Findings below it are left out.
  validation::Severity least = validation::Severity::kNote;
  // Not only the first few of each rule.
  bool all = false;
};

// --least note|warning|error and --all.
void AddShownOptions(CLI::App& command, const Terminal& terminal,
                     ShownFindings* shown);

// --endpoint, --division, and who one is to the services.
void AddConnectionOptions(CLI::App& command, Environment& environment);

// --department, a code.
CLI::Option* AddDepartmentOption(CLI::App& command, const Terminal& terminal,
                                 std::string* department);
// An option that takes a revision; 0 is the newest.
void AddRevisionOption(CLI::App& command, const Terminal& terminal,
                       const std::string& name, const std::string& description,
                       int64_t* revision);

// --year and --stage.
struct PeriodOptions {
  int fiscal_year = 2023;
  int stage = 4;  // yuheng.budget.v1.Stage; APPROVED.
};
void AddPeriodOptions(CLI::App& command, const Terminal& terminal,
                      PeriodOptions* period);
// The same, both required: what a command changes is never of a period that
// nobody named.
void AddRequiredPeriodOptions(CLI::App& command, const Terminal& terminal,
                              PeriodOptions* period);
// An option that takes a stage by name.
void AddStageOption(CLI::App& command, const Terminal& terminal,
                    const std::string& name, const std::string& description,
                    int* stage);

// The bytes of a file, or of standard input for "-". Errors are texts for the
// user in their language.
absl::StatusOr<std::string> ReadFileBytes(const Terminal& terminal,
                                          const std::string& path);

// Writes a file that was not there, or replaces it when `replace`; whole or not
// at all. Errors are texts for the user.
absl::Status WriteFileBytes(const Terminal& terminal, const std::string& path,
                            absl::string_view bytes, bool replace);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMAND_H_
