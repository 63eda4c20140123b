#include "services/validation/rules_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace yuheng::validation {

absl::StatusOr<RulesFolder> RulesFolder::Read(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() == ".textproto") paths.push_back(it->path());
  }
  if (error || paths.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "rules_dir ", path, ": ",
        error ? error.message() : std::string("no *.textproto file in it")));
  }
  if (paths.size() > kRuleFilesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("rules_dir ", path, ": too many files"));
  }
  std::sort(paths.begin(), paths.end());
  RulesFolder folder;
  for (const fs::path& file : paths) {
    const auto size = fs::file_size(file, error);
    if (error || size > kRuleFileSizeBytesMax) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.string(), ": unreadable or too large"));
    }
    std::ifstream in(file, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) {
      return absl::NotFoundError(
          absl::StrCat(file.string(), ": can not be read"));
    }
    folder.files_.push_back({file.filename().string(), content.str()});
  }
  return folder;
}

std::vector<EmbeddedFile> RulesFolder::Files() const {
  std::vector<EmbeddedFile> files;
  for (const File& file : files_) files.push_back({file.name, file.content});
  return files;
}

}  // namespace yuheng::validation
