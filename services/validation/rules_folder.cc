#include "services/validation/rules_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/validation/overlay.h"

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

absl::StatusOr<std::string> ReadOverlayFile(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("overlay_file ", path, ": ", error.message()));
  }
  if (size > kOverlaySizeBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("overlay_file ", path, ": larger than ",
                     kOverlaySizeBytesMax, " bytes"));
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) {
    return absl::NotFoundError(
        absl::StrCat("overlay_file ", path, ": can not be read"));
  }
  return content.str();
}

}  // namespace yuheng::validation
