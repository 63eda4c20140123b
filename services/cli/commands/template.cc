#include "services/forms/template.h"

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/budget/regional_form.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/option_values.h"

namespace yuheng::cli {
namespace {

// Of the years of any form.
constexpr int kTemplateYearMin = 2019;
constexpr int kTemplateYearMax = 2100;

struct TemplateCommandOptions {
  std::string file;
  std::string name;     // Of the department.
  int fiscal_year = 0;  // 0: that of the document it is filled from.
  std::string from;     // Empty for an empty template.
  const budget::Form* form = nullptr;  // Null: that of `from`.
  bool replace = false;
};

int RunTemplate(const Environment& environment,
                const TemplateCommandOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto fail = [&](absl::string_view message) {
    PrintError(terminal, message);
    return kExitUsage;
  };
  budget::Document filled;
  if (!options.from.empty()) {
    auto document = ReadLocalDocument(terminal, options.from);
    if (!document.ok()) return fail(document.status().message());
    PrintProblems(terminal, options.from, *document);
    filled = *std::move(document);
  }
  forms::TemplateOptions wanted;
  wanted.department = options.name.empty() ? filled.department : options.name;
  wanted.fiscal_year =
      options.fiscal_year != 0 ? options.fiscal_year : filled.fiscal_year;
  wanted.filled = options.from.empty() ? nullptr : &filled;
  wanted.created = absl::Now();
  if (wanted.department.empty()) {
    return fail(Say(terminal, "cli.template_nameless"));
  }
  if (wanted.fiscal_year == 0) {
    return fail(Say(terminal, "cli.template_yearless"));
  }
  const budget::Form& form =
      options.form == nullptr ? budget::FormOf(filled) : *options.form;
  const auto misfit = forms::TemplateMisfit(form, wanted, options.from);
  if (misfit.has_value()) return fail(terminal.Pick(*misfit));
  if (!options.from.empty() && filled.fiscal_year != wanted.fiscal_year) {
    PrintRemark(terminal, Say(terminal, "cli.template_other_year",
                              {{"from", absl::StrCat(filled.fiscal_year)},
                               {"year", absl::StrCat(wanted.fiscal_year)}}));
  }
  if (!filled.department.empty() && filled.department != wanted.department) {
    PrintRemark(terminal, Say(terminal, "cli.template_other_name",
                              {{"from", filled.department},
                               {"name", wanted.department}}));
  }
  const auto bytes = forms::RenderTemplate(form, wanted);
  if (!bytes.ok()) return fail(bytes.status().message());
  const absl::Status written =
      WriteFileBytes(terminal, options.file, *bytes, options.replace);
  return written.ok() ? kExitOk : fail(written.message());
}

}  // namespace

void AddTemplate(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("template", Say(terminal, "cli.template_description"));
  command->footer(Say(terminal, "cli.template_examples"));
  auto options = std::make_shared<TemplateCommandOptions>();
  command
      ->add_option("FILE", options->file, Say(terminal, "cli.option_new_file"))
      ->required();
  command->add_option("--name", options->name,
                      Say(terminal, "cli.option_department_name"));
  command
      ->add_option("--year", options->fiscal_year,
                   Say(terminal, "cli.option_year"))
      ->check(Between(terminal, kTemplateYearMin, kTemplateYearMax));
  command->add_option("--from", options->from,
                      Say(terminal, "cli.option_from"));
  AddFormOption(*command, terminal, "forms.option_template_form",
                &options->form);
  command->add_flag("--force", options->replace,
                    Say(terminal, "cli.option_force"));
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunTemplate(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
