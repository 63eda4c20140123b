// yuheng: the command line of the budget desk. It reads and checks documents by
// itself; everything else asks the services.

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/cli/command.h"
#include "services/cli/option_values.h"
#include "services/cli/usage.h"

namespace {

using yuheng::cli::Environment;
using yuheng::cli::Language;

std::string Variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

// Columns of the terminal behind a descriptor; 0 when it is none.
int WidthOf(int descriptor) {
  struct winsize size = {};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// A file that is empty yet.
bool IsNewFile(int descriptor) {
  struct stat status = {};
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_size == 0;
}

bool IsSet(const char* name) { return !Variable(name, "").empty(); }

// --lang wins, then YUHENG_LANG, then the locale; Chinese comes first.
// Looked for before parsing, because help texts depend on it.
Language ChooseLanguage(int argc, char** argv) {
  std::string chosen = Variable("YUHENG_LANG", "");
  for (int i = 1; i < argc; ++i) {
    const absl::string_view argument(argv[i]);
    if (argument == "--lang" && i + 1 < argc) chosen = argv[i + 1];
    if (absl::StartsWith(argument, "--lang=")) {
      chosen = std::string(argument.substr(7));
    }
  }
  if (chosen.empty()) {
    chosen =
        Variable("LC_ALL",
                 Variable("LC_MESSAGES", Variable("LANG", "").c_str()).c_str());
  }
  return absl::StartsWith(chosen, "en") ? Language::kEn : Language::kZh;
}

Environment MakeEnvironment(int argc, char** argv) {
  Environment environment;
  environment.terminal.out = &std::cout;
  environment.terminal.err = &std::cerr;
  const bool color = !IsSet("NO_COLOR") && Variable("TERM", "") != "dumb";
  environment.terminal.err_is_terminal = isatty(STDERR_FILENO) != 0;
  environment.terminal.out_color = color && isatty(STDOUT_FILENO) != 0;
  environment.terminal.err_color =
      color && environment.terminal.err_is_terminal;
  environment.terminal.out_width = WidthOf(STDOUT_FILENO);
  if (IsNewFile(STDOUT_FILENO)) environment.terminal.csv_mark = "\xEF\xBB\xBF";
  environment.terminal.language = ChooseLanguage(argc, argv);
  environment.endpoint = Variable("YUHENG_ENDPOINT", "");
  environment.division = Variable("YUHENG_DIVISION", "652300");
  return environment;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  Environment environment = MakeEnvironment(argc, argv);
  CLI::App app(Say(environment.terminal, "cli.description"), "yuheng");
  SetHelpWords(environment.terminal, &app);
  app.set_version_flag("--version", "yuheng 0.1.0",
                       Say(environment.terminal, "usage.version"));
  std::string language;  // Read by ChooseLanguage; here so that it is known.
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
