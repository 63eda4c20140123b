#include "services/cli/commands/check_reports.h"

#include <filesystem>
#include <set>
#include <system_error>

#include "services/cli/command.h"
#include "services/validation/report/html_report.h"
#include "services/validation/report/workbook_report.h"

namespace yuheng::cli {
namespace {

bool IsFolder(const std::string& target) {
  std::error_code error;
  return std::filesystem::is_directory(target, error);
}

// Where the report of `file` goes.
std::string PathOf(const std::string& target, const std::string& file,
                   const std::string& ending) {
  if (!IsFolder(target)) return target;
  const std::string stem =
      file == "-" ? "stdin" : std::filesystem::path(file).stem().string();
  return (std::filesystem::path(target) / (stem + ending)).string();
}

absl::Status CheckTarget(const Terminal& terminal, const std::string& target,
                         const std::string& option, const std::string& ending,
                         bool replace, const std::vector<std::string>& files) {
  if (target.empty()) return absl::OkStatus();
  if (files.size() > 1 && !IsFolder(target)) {
    return absl::InvalidArgumentError(
        Say(terminal, "cli.report_one_file", {{"option", option}}));
  }
  std::set<std::string> taken;
  for (const std::string& file : files) {
    const std::string path = PathOf(target, file, ending);
    std::error_code error;
    for (const std::string& input : files) {
      if (std::filesystem::equivalent(path, input, error)) {
        return absl::InvalidArgumentError(
            Say(terminal, "cli.file_is_input", {{"file", path}}));
      }
    }
    // Two documents of one name in different folders.
    const bool twice = !taken.insert(path).second;
    if (twice || (!replace && std::filesystem::exists(path, error))) {
      return absl::AlreadyExistsError(
          Say(terminal, "cli.file_exists", {{"file", path}}));
    }
  }
  return absl::OkStatus();
}

absl::Status Write(const Terminal& terminal, const std::string& path,
                   absl::string_view bytes, bool replace) {
  const absl::Status written = WriteFileBytes(terminal, path, bytes, replace);
  if (written.ok()) {
    *terminal.err << Say(terminal, "cli.report_written", {{"file", path}})
                  << "\n";
  }
  return written;
}

}  // namespace

absl::Status CheckTargets(const Terminal& terminal,
                          const ReportTargets& targets,
                          const std::vector<std::string>& files) {
  const absl::Status html = CheckTarget(terminal, targets.html, "--html",
                                        ".html", targets.replace, files);
  if (!html.ok()) return html;
  return CheckTarget(terminal, targets.xlsx, "--xlsx", ".xlsx", targets.replace,
                     files);
}

absl::Status WriteReports(const Terminal& terminal,
                          const ReportTargets& targets,
                          const validation::CheckedDocument& checked) {
  if (!targets.html.empty()) {
    const absl::Status written = Write(
        terminal, PathOf(targets.html, checked.file, ".html"),
        validation::HtmlReport(checked, terminal.language == Language::kZh
                                            ? validation::ReportLanguage::kZh
                                            : validation::ReportLanguage::kEn),
        targets.replace);
    if (!written.ok()) return written;
  }
  if (targets.xlsx.empty()) return absl::OkStatus();
  const auto workbook = validation::WorkbookReport(checked);
  if (!workbook.ok()) return workbook.status();
  return Write(terminal, PathOf(targets.xlsx, checked.file, ".xlsx"), *workbook,
               targets.replace);
}

}  // namespace yuheng::cli
