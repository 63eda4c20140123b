#include "services/cli/commands/local_ceilings.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/table_shape.h"
#include "services/cli/command.h"
#include "services/rpc/reason.h"
#include "services/validation/evaluation/reference_owner.h"

namespace yuheng::cli {
namespace {

std::string CodeOf(const budget::Ceiling& ceiling) {
  return ceiling.unit.empty()
             ? ceiling.department
             : absl::StrCat(ceiling.department, "/", ceiling.unit);
}

}  // namespace

absl::optional<CeilingFile> ReadCeilings(const Terminal& terminal,
                                         const std::string& path,
                                         const CeilingFileDefaults& defaults) {
  const auto bytes = ReadFileBytes(terminal, path);
  if (!bytes.ok()) {
    PrintError(terminal, bytes.status().message());
    return absl::nullopt;
  }
  auto file = ReadCeilingFile(budget::StandardForm(), *bytes,
                              std::filesystem::path(path).filename().string(),
                              defaults);
  if (!file.ok()) {
    const rpc::ErrorDetails details = rpc::DetailsOf(file.status());
    PrintError(terminal, absl::StrCat(path, ": ",
                                      terminal.Pick({details.zh, details.en})));
    return absl::nullopt;
  }
  if (file->errors.empty()) return *std::move(file);
  for (const CeilingFileError& error : file->errors) {
    PrintError(terminal, error.column.empty()
                             ? Say(terminal, "ceilings.file_error_row",
                                   {{"file", path},
                                    {"line", absl::StrCat(error.line)},
                                    {"message", error.message}})
                             : Say(terminal, "ceilings.file_error",
                                   {{"file", path},
                                    {"line", absl::StrCat(error.line)},
                                    {"column", error.column},
                                    {"message", error.message}}));
  }
  if (file->errors_left_out > 0) {
    PrintError(terminal, Say(terminal, "ceilings.file_errors_more",
                             {{"count", absl::StrCat(file->errors_left_out)}}));
  }
  return absl::nullopt;
}

void AddLocalCeilingOptions(CLI::App& command, const Terminal& terminal,
                            LocalCeilingOptions* options) {
  CLI::Option* file = command.add_option(
      "--ceilings", options->file, Say(terminal, "ceilings.option_local_file"));
  command
      .add_option("--ceilings-of", options->whose,
                  Say(terminal, "ceilings.option_whose"))
      ->needs(file);
  AddStageOption(command, terminal, "--stage",
                 Say(terminal, "ceilings.option_stage"), &options->stage);
}

absl::optional<LocalCeilings> LocalCeilings::Read(
    const Terminal& terminal, const LocalCeilingOptions& options) {
  LocalCeilings ceilings;
  ceilings.options_ = options;
  if (options.file.empty()) return ceilings;
  // A year that the file does not say is the document's.
  auto file = ReadCeilings(terminal, options.file, {.fiscal_year = kYearOpen});
  if (!file) return absl::nullopt;
  ceilings.file_ = *std::move(file);
  return ceilings;
}

absl::StatusOr<std::optional<validation::CeilingReference>> LocalCeilings::For(
    const Terminal& terminal, const budget::Document& document) const {
  if (options_.file.empty()) return std::nullopt;
  std::vector<const CeilingRows*> candidates;
  std::vector<const CeilingRows*> named;
  for (const CeilingRows& rows : file_.ceilings) {
    const budget::Ceiling& ceiling = rows.ceiling;
    if (ceiling.fiscal_year != kYearOpen &&
        ceiling.fiscal_year != document.fiscal_year) {
      continue;
    }
    if (options_.whose.empty() || CodeOf(ceiling) == options_.whose) {
      candidates.push_back(&rows);
      if (validation::IsDocumentOf(document, rows.name)) {
        named.push_back(&rows);
      }
    }
  }
  // One that is named for somebody else is not this document's.
  if (options_.whose.empty() && (!named.empty() || candidates.size() != 1 ||
                                 !candidates.front()->name.empty())) {
    candidates = named;
  }
  if (candidates.size() != 1) {
    return absl::InvalidArgumentError(
        Say(terminal,
            candidates.empty() ? "ceilings.none_for" : "ceilings.several_for",
            {{"file", options_.file},
             {"department", document.department},
             {"year", absl::StrCat(document.fiscal_year)}}));
  }
  validation::CeilingReference reference{options_.stage,
                                         candidates.front()->ceiling};
  reference.ceiling.fiscal_year = document.fiscal_year;
  return reference;
}

}  // namespace yuheng::cli
