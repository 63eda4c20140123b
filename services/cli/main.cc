// yuheng: the command line of the budget desk. It reads and checks documents by
// itself; everything else asks the services.

#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "services/cli/command.h"
#include "services/cli/environment.h"
#include "services/cli/option_values.h"
#include "services/cli/usage.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  yuheng::cli::Environment environment =
      yuheng::cli::MakeEnvironment(argc, argv);
  CLI::App app(Say(environment.terminal, "cli.description"), "yuheng");
  SetHelpWords(environment.terminal, &app);
  app.set_version_flag("--version", "yuheng 0.1.0",
                       Say(environment.terminal, "usage.version"));
  std::string language;  // Read by OpenTerminal; here so that it is known.
  app.add_option("--lang", language,
                 Say(environment.terminal, "cli.option_lang"))
      ->transform(yuheng::cli::OneOf<int>(environment.terminal,
                                          {{"zh", 0}, {"en", 1}}));
  app.footer(Say(environment.terminal, "cli.examples"));
  app.require_subcommand(1);
  app.fallthrough();
  yuheng::cli::Action action;
  AddParse(app, environment, action);
  AddCheck(app, environment, action);
  AddSubmit(app, environment, action);
  AddSubmissions(app, environment, action);
  AddWaivers(app, environment, action);
  AddTotals(app, environment, action);
  AddCompare(app, environment, action);
  AddTrace(app, environment, action);
  AddEntries(app, environment, action);
  AddWatch(app, environment, action);
  AddReport(app, environment, action);
  AddRules(app, environment, action);
  AddVerify(app, environment, action);
  AddCheckpoint(app, environment, action);
  AddBackup(app, environment, action);
  AddSample(app, environment, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // Help or version.
      app.exit(error, std::cout, std::cerr);
      return yuheng::cli::kExitOk;
    }
    PrintError(environment.terminal,
               UsageError(environment.terminal, app, error));
    return yuheng::cli::kExitUsage;
  }
  return action();
}
