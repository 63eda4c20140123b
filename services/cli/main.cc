// yuheng: the command line of the budget desk. It reads and checks documents by
// itself; everything else asks the services.

#include <sys/stat.h>
#include <unistd.h>

#include <iostream>

#include "CLI/CLI.hpp"
#include "services/cli/command.h"
#include "services/cli/environment.h"
#include "services/cli/usage.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  yuheng::cli::Environment environment =
      yuheng::cli::MakeEnvironment(argc, argv);
  CLI::App app(Say(environment.terminal, "cli.description"), "yuheng");
  SetHelpWords(environment.terminal, &app);
  app.set_version_flag("--version", "yuheng 0.1.0",
                       Say(environment.terminal, "usage.version"));
  app.footer(Say(environment.terminal, "cli.examples"));
  app.require_subcommand(1);
  app.fallthrough();
  yuheng::cli::Action action;
  AddParse(app, environment, action);
  AddCheck(app, environment, action);
  AddSubmit(app, environment, action);
  AddSubmissions(app, environment, action);
  AddWaivers(app, environment, action);
  AddWindows(app, environment, action);
  AddCeilings(app, environment, action);
  AddDepartments(app, environment, action);
  AddTotals(app, environment, action);
  AddCompare(app, environment, action);
  AddTrace(app, environment, action);
  AddSources(app, environment, action);
  AddEntries(app, environment, action);
  AddEliminations(app, environment, action);
  AddWatch(app, environment, action);
  AddReport(app, environment, action);
  AddRules(app, environment, action);
  AddVerify(app, environment, action);
  AddCheckpoint(app, environment, action);
  AddBackup(app, environment, action);
  AddAuditLog(app, environment, action);
  AddAuth(app, environment, action);
  AddTemplate(app, environment, action);
  AddSample(app, environment, action);
  const auto ended = ParseCommandLine(environment.terminal, &app, argc, argv);
  const int exit_code = ended ? *ended : action();
  std::cout.flush();
  // Whoever reads from a pipe may have read enough.
  struct stat output;
  if (std::cout.good() ||
      (fstat(STDOUT_FILENO, &output) == 0 && S_ISFIFO(output.st_mode))) {
    return exit_code;
  }
  PrintError(environment.terminal,
             Say(environment.terminal, "cli.output_failed"));
  return yuheng::cli::kExitUsage;
}
