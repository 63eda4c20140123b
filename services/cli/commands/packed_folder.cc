#include "services/cli/commands/packed_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/ingestion/formats/csv/file_archive.h"

namespace yuheng::cli {
namespace {

namespace fs = std::filesystem;
using ingestion::ArchivedFile;

bool IsHidden(const fs::path& path) {
  return path.filename().string().front() == '.';
}

absl::Status Refuse(const Terminal& terminal, absl::string_view id,
                    const std::string& folder) {
  return absl::InvalidArgumentError(
      Say(terminal, id,
          {{"file", folder},
           {"files", absl::StrCat(kFolderFilesMax)},
           {"limit", absl::StrCat(kFolderBytesMax >> 20)}}));
}

absl::StatusOr<std::vector<ArchivedFile>> ReadFiles(const Terminal& terminal,
                                                    const std::string& folder) {
  std::vector<ArchivedFile> files;
  size_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (IsHidden(entry->path())) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) continue;
    auto content = ReadFileBytes(terminal, entry->path().string());
    if (!content.ok()) return content.status();
    bytes += content->size();
    if (files.size() == kFolderFilesMax || bytes > kFolderBytesMax) {
      return Refuse(terminal, "cli.folder_too_large", folder);
    }
    files.push_back({entry->path().lexically_relative(folder).generic_string(),
                     *std::move(content)});
  }
  if (error) return Refuse(terminal, "cli.file_unreadable", folder);
  if (files.empty()) return Refuse(terminal, "cli.folder_empty", folder);
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

}  // namespace

absl::StatusOr<std::string> ReadDocumentFile(const Terminal& terminal,
                                             const std::string& path) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) {
    return ReadFileBytes(terminal, path);
  }
  const auto files = ReadFiles(terminal, path);
  if (!files.ok()) return files.status();
  std::string packed = ingestion::PackFiles(*files);
  if (packed.empty()) return Refuse(terminal, "cli.file_unreadable", path);
  return packed;
}

std::string FileNameOf(const std::string& path) {
  const size_t end = path.find_last_not_of('/') + 1;  // npos + 1 is 0.
  const std::string bare = path.substr(0, end);
  return bare.substr(bare.rfind('/') + 1);
}

}  // namespace yuheng::cli
