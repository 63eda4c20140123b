#include "services/cli/sample/sample.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/cli/commands/local_document.h"
#include "services/cli/option_values.h"

namespace yuheng::cli {
namespace {

// Of the years of any form.
constexpr int kSampleYearMin = 2019;
constexpr int kSampleYearMax = 2100;

struct SampleCommandOptions {
  SampleOptions sample;
  std::string directory;
  bool replace = false;  // Of files that are there.
};

bool WriteFile(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  return file.good();
}

int RunSample(const Environment& environment,
              const SampleCommandOptions& options) {
  const Terminal& terminal = environment.terminal;
  const std::filesystem::path directory(options.directory);
  std::error_code error;
  if (options.sample.errors >
      options.sample.departments * kSampleErrorsPerDocumentMax) {
    PrintError(terminal,
               Say(terminal, "cli.sample_too_many_errors",
                   {{"limit", absl::StrCat(kSampleErrorsPerDocumentMax)}}));
    return kExitUsage;
  }
  std::filesystem::create_directories(directory, error);
  if (!options.replace && !error &&
      !std::filesystem::is_empty(directory, error) && !error) {
    PrintError(terminal, Say(terminal, "cli.sample_folder_not_empty",
                             {{"directory", options.directory}}));
    return kExitUsage;
  }
  const auto documents = GenerateSamples(options.sample);
  const auto failed = [&](const std::filesystem::path& path) {
    PrintError(terminal,
               Say(terminal, "cli.file_unwritable", {{"file", path.string()}}));
    return kExitUsage;
  };
  for (const SampleDocument& document : documents) {
    const std::filesystem::path path = directory / SampleFileName(document);
    if (!WriteFile(path, document.text)) return failed(path);
    const std::filesystem::path planted = directory / PlantedFileName(document);
    if (!WriteFile(planted, PlantedJson(document))) return failed(planted);
  }
  const std::filesystem::path list = directory / "departments.csv";
  if (!WriteFile(list, DepartmentsCsv(documents))) return failed(list);
  *terminal.err << Say(terminal, "cli.sample_written",
                       {{"count", absl::StrCat(documents.size())},
                        {"directory", options.directory}})
                << "\n";
  return kExitOk;
}

}  // namespace

void AddSample(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      app.add_subcommand("sample", Say(terminal, "cli.sample_description"));
  command->footer(Say(terminal, "cli.sample_examples"));
  auto options = std::make_shared<SampleCommandOptions>();
  command->add_option("--seed", options->sample.seed,
                      Say(terminal, "cli.option_seed"));
  command
      ->add_option("--departments", options->sample.departments,
                   Say(terminal, "cli.option_departments"))
      ->check(Between(terminal, 1, kSampleDepartmentsMax));
  command
      ->add_option("--errors", options->sample.errors,
                   Say(terminal, "cli.option_errors"))
      ->check(Between(terminal, 0, 1'000'000));
  CLI::Option* year = command->add_option("--year", options->sample.fiscal_year,
                                          Say(terminal, "cli.option_year"));
  year->check(Between(terminal, kSampleYearMin, kSampleYearMax));
  AddFormOption(*command, terminal, "forms.option_sample_form",
                &options->sample.form);
  command->add_flag("--rounded", options->sample.rounded,
                    Say(terminal, "cli.option_rounded"));
  command
      ->add_option("--out", options->directory, Say(terminal, "cli.option_out"))
      ->required();
  command->add_flag("--force", options->replace,
                    Say(terminal, "cli.option_force"));
  command->callback([&environment, &action, options, year] {
    SampleOptions& sample = options->sample;
    const budget::Form& form =
        sample.form == nullptr ? budget::StandardForm() : *sample.form;
    const int last = form.last_year == 0 ? kSampleYearMax : form.last_year;
    if (year->count() == 0) {
      sample.fiscal_year = std::min(sample.fiscal_year, last);
    }
    if (sample.fiscal_year < form.first_year || sample.fiscal_year > last) {
      throw CLI::ValidationError("--year",
                                 Say(environment.terminal, "forms.year_outside",
                                     {{"id", form.id},
                                      {"first", absl::StrCat(form.first_year)},
                                      {"last", absl::StrCat(last)}}));
    }
    action = [&environment, options] {
      return RunSample(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
