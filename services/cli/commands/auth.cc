// yuheng auth: the local accounts of a site without an identity provider, and
// their tokens. It works on a folder of this machine and asks no service.
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/access/account_folder.h"
#include "services/budget/beijing_time.h"
#include "services/cli/command.h"
#include "services/cli/option_values.h"
#include "services/rpc/reason.h"

namespace yuheng::cli {
namespace {

constexpr int kTokenMinutesDefault = 60;

struct AuthOptions {
  std::string dir;
  std::string name;
  std::string display_name;
  std::vector<int> roles;
  std::vector<std::string> departments;
  std::vector<std::string> units;
  int minutes = kTokenMinutesDefault;
  OutputFormat format = OutputFormat::kTable;
};

// Typed keys stay invisible while it lives.
class Unseen {
 public:
  Unseen() {
    tcgetattr(STDIN_FILENO, &before_);
    termios unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  ~Unseen() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_ = {};
};

std::string ReadLine(const Terminal& terminal, absl::string_view prompt_id) {
  std::string line;
  if (isatty(STDIN_FILENO) == 0) {
    std::getline(std::cin, line);
    return line;
  }
  *terminal.err << Say(terminal, prompt_id) << std::flush;
  const Unseen unseen;
  std::getline(std::cin, line);
  *terminal.err << "\n";
  return line;
}

// A new password; on a terminal typed twice. Empty, and said so, when the two
// differ.
std::string ReadNewPassword(const Terminal& terminal) {
  const std::string password = ReadLine(terminal, "auth.prompt_new_password");
  if (isatty(STDIN_FILENO) == 0 ||
      password == ReadLine(terminal, "auth.prompt_again")) {
    return password;
  }
  PrintError(terminal, Say(terminal, "auth.passwords_differ"));
  return "";
}

int Report(const Terminal& terminal, const absl::Status& status) {
  if (status.ok()) return kExitOk;
  const rpc::ErrorDetails details = rpc::DetailsOf(status);
  PrintError(terminal, terminal.Pick({details.zh, details.en}));
  return absl::IsUnauthenticated(status) || absl::IsResourceExhausted(status)
             ? kExitFound
             : kExitUsage;
}

int RunInit(const Terminal& terminal, const AuthOptions& options) {
  return Report(terminal, access::AccountFolder::Make(options.dir));
}

// Opens the folder for `work`.
template <typename Work>
int WithFolder(const Terminal& terminal, const AuthOptions& options,
               Work work) {
  absl::StatusOr<access::AccountFolder> folder =
      access::AccountFolder::Open(options.dir);
  return folder.ok() ? work(*folder) : Report(terminal, folder.status());
}

int RunAdd(const Terminal& terminal, const AuthOptions& options) {
  const std::string password = ReadNewPassword(terminal);
  if (password.empty()) return kExitUsage;
  return WithFolder(terminal, options, [&](access::AccountFolder& folder) {
    access::v1::Account account;
    account.set_name(options.name);
    account.set_display_name(options.display_name);
    for (const int role : options.roles) {
      account.add_roles(static_cast<access::Role>(role));
    }
    for (const std::string& department : options.departments) {
      account.add_departments(department);
    }
    for (const std::string& unit : options.units) account.add_units(unit);
    return Report(terminal, folder.Add(std::move(account), password));
  });
}

int RunList(const Terminal& terminal, const AuthOptions& options) {
  return WithFolder(terminal, options, [&](access::AccountFolder& folder) {
    auto rows = RowPrinter::Create(
        terminal, options.format,
        {{"name", budget::Message("auth.column_name")},
         {"displayName", budget::Message("auth.column_display_name")},
         {"roles", budget::Message("auth.column_roles")},
         {"departments", budget::Message("auth.column_departments")},
         {"units", budget::Message("auth.column_units")},
         {"disabled", budget::Message("auth.column_disabled")}});
    for (const access::v1::Account& account : folder.accounts().accounts()) {
      std::vector<std::string> roles;
      for (const int role : account.roles()) {
        roles.push_back(access::RoleWord(static_cast<access::Role>(role)));
      }
      rows->Row({account.name(), account.display_name(),
                 absl::StrJoin(roles, " "),
                 absl::StrJoin(account.departments(), " "),
                 absl::StrJoin(account.units(), " "),
                 account.disabled() ? Say(terminal, "auth.disabled") : ""});
    }
    rows->Finish();
    return kExitOk;
  });
}

int RunPassword(const Terminal& terminal, const AuthOptions& options) {
  const std::string password = ReadNewPassword(terminal);
  if (password.empty()) return kExitUsage;
  return WithFolder(terminal, options, [&](access::AccountFolder& folder) {
    const absl::Time now = absl::Now();
    const int code =
        Report(terminal, folder.SetPassword(options.name, password, now));
    // Who asks for a token next gets one that counts.
    absl::SleepFor(absl::FromUnixSeconds(absl::ToUnixSeconds(now) + 1) -
                   absl::Now());
    return code;
  });
}

int RunDisable(const Terminal& terminal, const AuthOptions& options) {
  return WithFolder(terminal, options, [&](access::AccountFolder& folder) {
    return Report(terminal, folder.Disable(options.name));
  });
}

int RunEnable(const Terminal& terminal, const AuthOptions& options) {
  return WithFolder(terminal, options, [&](access::AccountFolder& folder) {
    return Report(terminal, folder.Enable(options.name, absl::Now()));
  });
}

int RunToken(const Terminal& terminal, const AuthOptions& options) {
  const std::string password = ReadLine(terminal, "auth.prompt_password");
  return WithFolder(terminal, options, [&](access::AccountFolder& folder) {
    const auto issued = folder.Issue(options.name, password, absl::Now(),
                                     absl::Minutes(options.minutes));
    if (!issued.ok()) return Report(terminal, issued.status());
    *terminal.out << issued->text << "\n";
    *terminal.err << Say(terminal, "auth.token_issued",
                         {{"id", issued->token.id},
                          {"time", absl::FormatTime(issued->token.expires,
                                                    budget::BeijingTime())}})
                  << "\n";
    return kExitOk;
  });
}

std::map<std::string, int> PeoplesRoles() {
  std::map<std::string, int> roles;
  for (int role = access::v1::Role_MIN; role <= access::v1::Role_MAX; ++role) {
    if (role == access::v1::ROLE_UNSPECIFIED ||
        role == access::v1::ROLE_SERVICE) {
      continue;
    }
    roles.emplace(access::RoleWord(static_cast<access::Role>(role)), role);
  }
  return roles;
}

using Run = int (*)(const Terminal&, const AuthOptions&);

// A command below `group` that works on --dir.
CLI::App* AddCommand(CLI::App& group, const std::string& name,
                     Environment& environment, Action& action,
                     const std::shared_ptr<AuthOptions>& options, Run run) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command = group.add_subcommand(
      name, Say(terminal, absl::StrCat("auth.", name, "_description")));
  command->add_option("--dir", options->dir, Say(terminal, "auth.option_dir"))
      ->required();
  command->callback([&environment, &action, options, run] {
    action = [&environment, options, run] {
      // Passwords and keys are in memory: neither a core file nor a debugger
      // shall find them.
      prctl(PR_SET_DUMPABLE, 0);
      return run(environment.terminal, *options);
    };
  });
  return command;
}

}  // namespace

void AddAuth(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  const auto options = std::make_shared<AuthOptions>();
  const auto add_name = [&](CLI::App* command) {
    command
        ->add_option("NAME", options->name, Say(terminal, "auth.option_name"))
        ->required();
  };
  CLI::App* group =
      app.add_subcommand("auth", Say(terminal, "auth.description"));
  group->footer(Say(terminal, "auth.examples"));
  group->require_subcommand(1);
  AddCommand(*group, "init", environment, action, options, RunInit);

  CLI::App* accounts = group->add_subcommand(
      "account", Say(terminal, "auth.account_description"));
  accounts->require_subcommand(1);
  CLI::App* add =
      AddCommand(*accounts, "add", environment, action, options, RunAdd);
  add_name(add);
  add->add_option("--display-name", options->display_name,
                  Say(terminal, "auth.option_display_name"));
  add->add_option("--role", options->roles, Say(terminal, "auth.option_role"))
      ->required()
      ->transform(OneOf<int>(terminal, PeoplesRoles()));
  add->add_option("--department", options->departments,
                  Say(terminal, "auth.option_department"))
      ->check(ResourceCode(terminal));
  add->add_option("--unit", options->units, Say(terminal, "auth.option_unit"));
  CLI::App* list =
      AddCommand(*accounts, "list", environment, action, options, RunList);
  AddOutputOption(*list, terminal, &options->format);
  add_name(AddCommand(*accounts, "disable", environment, action, options,
                      RunDisable));
  add_name(
      AddCommand(*accounts, "enable", environment, action, options, RunEnable));
  add_name(AddCommand(*accounts, "password", environment, action, options,
                      RunPassword));

  CLI::App* token =
      AddCommand(*group, "token", environment, action, options, RunToken);
  add_name(token);
  token
      ->add_option("--minutes", options->minutes,
                   Say(terminal, "auth.option_minutes"))
      ->check(Between(terminal, 1, 720));
}

}  // namespace yuheng::cli
