#include "services/cli/usage.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/option_values.h"

namespace yuheng::cli {
namespace {

size_t Distance(absl::string_view a, absl::string_view b) {
  // Rows of the table of distances between beginnings; two are looked back at.
  std::vector<std::vector<size_t>> rows(a.size() + 1,
                                        std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const bool same = a[i - 1] == b[j - 1];
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1,
                             rows[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.size()][b.size()];
}

// The headings of help texts are labels too.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_group(
      std::string group, bool is_positional,
      std::vector<const CLI::Option*> options) const override {
    return Formatter::make_group(get_label(group), is_positional,
                                 std::move(options));
  }
  std::string make_subcommands(const CLI::App* app,
                               CLI::AppFormatMode mode) const override {
    return absl::StrReplaceAll(Formatter::make_subcommands(app, mode),
                               {{"Subcommands:", get_label("Commands")}});
  }
};

// The innermost command that was recognised.
const CLI::App* ChosenIn(const CLI::App* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().back();
  return app;
}

std::string CommandLineOf(const CLI::App* app) {
  std::string line = app->get_name();
  while ((app = app->get_parent()) != nullptr) {
    line = absl::StrCat(app->get_name(), " ", line);
  }
  return line;
}

std::vector<std::string> CommandsOf(const CLI::App* app) {
  std::vector<std::string> names;
  for (const CLI::App* command :
       app->get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> OptionsOf(const CLI::App* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        names.push_back(absl::StrCat("--", name));
      }
    }
  }
  return names;
}

std::string UnknownWord(const Terminal& terminal, const CLI::App* chosen,
                        const std::string& word) {
  const bool option = absl::StartsWith(word, "-");
  const std::vector<std::string> known =
      option ? OptionsOf(chosen) : CommandsOf(chosen);
  if (known.empty()) {
    return Say(terminal, "usage.unexpected", {{"word", word}});
  }
  const std::string nearest =
      NearestWord(word.substr(0, word.find('=')), known);
  std::string text =
      Say(terminal, option ? "usage.no_option" : "usage.no_command",
          {{"word", word}});
  if (!nearest.empty()) {
    return absl::StrCat(
        text, Say(terminal, "usage.did_you_mean", {{"word", nearest}}));
  }
  if (option) return text;
  return absl::StrCat(text, Say(terminal, "usage.known_commands",
                                {{"known", absl::StrJoin(known, ", ")}}));
}

std::string Missing(const Terminal& terminal, const CLI::App* chosen,
                    absl::string_view what) {
  constexpr absl::string_view kRequired = " is required";
  if (absl::StartsWith(what, "A subcommand")) {
    return absl::StrCat(
        Say(terminal, "usage.command_missing"),
        Say(terminal, "usage.known_commands",
            {{"known", absl::StrJoin(CommandsOf(chosen), ", ")}}));
  }
  return Say(terminal, "usage.missing",
             {{"word", what.substr(0, what.find(kRequired))}});
}

// The two halves of `text` around `separator`.
std::pair<absl::string_view, absl::string_view> Halves(
    absl::string_view text, absl::string_view separator) {
  return absl::StrSplit(text, absl::MaxSplits(separator, 1));
}

// The library has the names of options in its texts only: "--year: ...",
// "Could not convert: --year = x", "A excludes B", "A requires B".
std::string Problem(const Terminal& terminal, const CLI::App& app,
                    const CLI::ParseError& error) {
  const CLI::App* chosen = ChosenIn(&app);
  const absl::string_view what = error.what();
  const std::vector<std::string> rest = app.remaining(/*recurse=*/true);
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::ExtrasError:
    case CLI::ExitCodes::RequiredError:
      return rest.empty() ? Missing(terminal, chosen, what)
                          : UnknownWord(terminal, chosen, rest.front());
    case CLI::ExitCodes::ValidationError:
      return std::string(what);
    case CLI::ExitCodes::ArgumentMismatch:
      return Say(terminal, "usage.value_missing",
                 {{"option", what.substr(0, what.find(':'))}});
    case CLI::ExitCodes::ConversionError: {
      const auto [option, value] = Halves(Halves(what, ": ").second, " = ");
      return Say(terminal, "usage.not_a_value",
                 {{"option", option}, {"value", value}});
    }
    case CLI::ExitCodes::ExcludesError: {
      const auto [one, other] = Halves(what, " excludes ");
      return Say(terminal, "usage.not_together",
                 {{"one", one}, {"other", other}});
    }
    case CLI::ExitCodes::RequiresError: {
      const auto [one, other] = Halves(what, " requires ");
      return Say(terminal, "usage.needs", {{"one", one}, {"other", other}});
    }
    default:
      return Say(terminal, "usage.wrong");
  }
}

}  // namespace

std::string NearestWord(absl::string_view word,
                        const std::vector<std::string>& known) {
  // One in three characters may be wrong, two at most.
  size_t nearest = std::min<size_t>(2, (word.size() + 2) / 3) + 1;
  std::string found;
  for (const std::string& candidate : known) {
    const size_t distance = Distance(word, candidate);
    if (distance < nearest) {
      nearest = distance;
      found = candidate;
    }
  }
  return found;
}

void SetHelpWords(const Terminal& terminal, CLI::App* app) {
  const auto formatter = std::make_shared<HelpFormatter>();
  app->formatter(formatter);
  app->set_help_flag("-h,--help", Say(terminal, "usage.help"));
  for (const auto& [label, id] :
       {std::pair("Usage", "usage.label_usage"),
        std::pair("OPTIONS", "usage.label_options"),
        std::pair("Options", "usage.label_options"),
        std::pair("Positionals", "usage.label_positionals"),
        std::pair("SUBCOMMAND", "usage.label_command"),
        std::pair("SUBCOMMANDS", "usage.label_command"),
        std::pair("Commands", "usage.label_commands"),
        std::pair("REQUIRED", "usage.label_required"),
        std::pair("Excludes", "usage.label_excludes"),
        std::pair("TEXT", "usage.label_text"),
        std::pair("ENUM", "usage.label_text"),
        std::pair("INT", "usage.label_number"),
        std::pair("UINT", "usage.label_number")}) {
    formatter->label(label, Say(terminal, id));
  }
  app->add_option("--lang")
      ->description(Say(terminal, "cli.option_lang"))
      ->transform(OneOf<int>(terminal, {{"zh", 0}, {"en", 1}}));
}

absl::optional<int> ParseCommandLine(const Terminal& terminal, CLI::App* app,
                                     int argc, char** argv) {
  try {
    app->parse(argc, argv);
    return absl::nullopt;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // Help or version.
      app->exit(error, std::cout, std::cerr);
      return kExitOk;
    }
    PrintError(terminal, UsageError(terminal, *app, error));
    return kExitUsage;
  }
}

std::string UsageError(const Terminal& terminal, const CLI::App& app,
                       const CLI::ParseError& error) {
  return absl::StrCat(Problem(terminal, app, error), "\n",
                      Say(terminal, "usage.see_help",
                          {{"command", CommandLineOf(ChosenIn(&app))}}));
}

}  // namespace yuheng::cli
