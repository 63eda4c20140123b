#include "services/cli/commands/departments_import.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/department_difference.h"
#include "services/budget/department_list.h"
#include "services/budget/department_list_errors.h"
#include "services/cli/output/rows.h"

namespace yuheng::cli {
namespace {

using budget::DepartmentChange;
using budget::DepartmentChangeKind;

struct ImportOptions {
  std::string file;
  std::string list;
  bool validate_only = false;
  OutputFormat format = OutputFormat::kTable;
};

struct Counts {
  int added = 0;
  int changed = 0;
  int removed = 0;
};

absl::Status Failed() { return absl::InternalError(std::strerror(errno)); }

// Writes a file anew: whoever reads it sees the old one or the new one, and
// after a power cut one of them is there.
absl::Status ReplaceFile(const std::string& path, absl::string_view bytes) {
  // The file itself, not a link to it.
  std::error_code error;
  const std::filesystem::path target =
      std::filesystem::weakly_canonical(path, error);
  if (error) return absl::InternalError(error.message());
  std::string made = absl::StrCat(target.string(), ".XXXXXX");
  const int file = mkostemp(made.data(), O_CLOEXEC);
  if (file < 0) return Failed();
  absl::Cleanup remove = [&made] { unlink(made.c_str()); };
  absl::Cleanup close_file = [file] { close(file); };
  struct stat old {};
  const mode_t mode =
      stat(target.c_str(), &old) == 0 ? old.st_mode & 07777 : 0644;
  while (!bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Failed();
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  if (fchmod(file, mode) != 0 || fsync(file) != 0 ||
      std::rename(made.c_str(), target.c_str()) != 0) {
    return Failed();
  }
  std::move(remove).Cancel();
  const int folder =
      open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return Failed();
  const absl::Cleanup close_folder = [folder] { close(folder); };
  return fsync(folder) == 0 ? absl::OkStatus() : Failed();
}

std::string ChangeWord(const Terminal& terminal, OutputFormat format,
                       DepartmentChangeKind kind) {
  const bool table = format == OutputFormat::kTable;
  switch (kind) {
    case DepartmentChangeKind::kAdded:
      return table ? Say(terminal, "department_list.change_added") : "ADDED";
    case DepartmentChangeKind::kChanged:
      return table ? Say(terminal, "department_list.change_changed")
                   : "CHANGED";
    case DepartmentChangeKind::kRemoved:
      return table ? Say(terminal, "department_list.change_removed")
                   : "REMOVED";
  }
  return "";
}

Counts PrintDifference(const Terminal& terminal, OutputFormat format,
                       const std::vector<DepartmentChange>& changes) {
  auto rows = RowPrinter::Create(
      terminal, format,
      {{"change", budget::Message("department_list.column_change")},
       {"code", budget::Message("cli.column_code")},
       {"name", budget::Message("cli.column_department")},
       {"column", budget::Message("department_list.column_field")},
       {"before", budget::Message("department_list.column_before")},
       {"after", budget::Message("department_list.column_after")}});
  Counts counts;
  for (const DepartmentChange& change : changes) {
    const std::string word = ChangeWord(terminal, format, change.kind);
    counts.added += change.kind == DepartmentChangeKind::kAdded;
    counts.changed += change.kind == DepartmentChangeKind::kChanged;
    counts.removed += change.kind == DepartmentChangeKind::kRemoved;
    if (change.fields.empty()) {
      rows->Row({word, change.code, change.name, "", "", ""});
    }
    for (const budget::DepartmentFieldChange& field : change.fields) {
      rows->Row({word, change.code, change.name, field.column, field.before,
                 field.after});
    }
  }
  rows->Finish();
  return counts;
}

int RunImport(const Environment& environment, const ImportOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto csv = ReadFileBytes(terminal, options.file);
  const auto old_csv = ReadFileBytes(terminal, options.list);
  for (const auto* read : {&csv, &old_csv}) {
    if (read->ok()) continue;
    PrintError(terminal, read->status().message());
    return kExitUsage;
  }
  if (!ReportListErrors(terminal, options.file, *csv)) return kExitFound;
  const auto after = budget::DepartmentList::Parse(*csv);
  const auto before = budget::DepartmentList::Parse(*old_csv);
  if (!before.ok()) {
    ReportListErrors(terminal, options.list, *old_csv);
    return kExitUsage;
  }
  const std::vector<DepartmentChange> changes =
      budget::DifferenceOf(*before, *after);
  if (changes.empty()) {
    *terminal.err << Say(terminal, "department_list.import_same") << "\n";
    return kExitOk;
  }
  const Counts counts = PrintDifference(terminal, options.format, changes);
  if (!options.validate_only) {
    const absl::Status written = ReplaceFile(options.list, *csv);
    if (!written.ok()) {
      PrintError(terminal, Say(terminal, "department_list.import_failed",
                               {{"list", options.list},
                                {"what", std::string(written.message())}}));
      return kExitUsage;
    }
  }
  *terminal.err << Say(terminal,
                       options.validate_only ? "department_list.import_checked"
                                             : "department_list.import_applied",
                       {{"list", options.list},
                        {"added", absl::StrCat(counts.added)},
                        {"changed", absl::StrCat(counts.changed)},
                        {"removed", absl::StrCat(counts.removed)}})
                << "\n";
  return kExitOk;
}

}  // namespace

bool ReportListErrors(const Terminal& terminal, const std::string& file,
                      const std::string& csv) {
  const auto errors = budget::ErrorsInDepartmentList(csv);
  for (const budget::DepartmentListError& error : errors) {
    PrintError(terminal,
               Say(terminal,
                   error.column.empty() ? "department_list.error"
                                        : "department_list.error_column",
                   {{"file", file},
                    {"line", absl::StrCat(error.line)},
                    {"column", error.column},
                    {"what", error.what}}));
  }
  if (errors.size() == budget::kDepartmentListErrorsMax) {
    PrintError(terminal, Say(terminal, "department_list.errors_more",
                             {{"limit", absl::StrCat(errors.size())}}));
  }
  return errors.empty();
}

void AddDepartmentsImport(CLI::App& group, Environment& environment,
                          Action& action) {
  const Terminal& terminal = environment.terminal;
  auto options = std::make_shared<ImportOptions>();
  CLI::App* import = group.add_subcommand(
      "import", Say(terminal, "department_list.import_description"));
  import
      ->add_option("FILE", options->file,
                   Say(terminal, "department_list.option_file"))
      ->required();
  import
      ->add_option("--list", options->list,
                   Say(terminal, "department_list.option_list"))
      ->required();
  import->add_flag("--validate-only", options->validate_only,
                   Say(terminal, "department_list.option_validate_only"));
  AddOutputOption(*import, terminal, &options->format);
  import->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunImport(environment, *options);
};
}  // namespace yuheng::cli
);
}

}  // namespace yuheng::cli
