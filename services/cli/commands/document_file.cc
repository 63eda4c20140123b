#include "services/cli/commands/document_file.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/cli/command.h"
#include "services/cli/commands/old_office.h"
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

// The last part of a path, of a folder's too.
std::string FileNameOf(const std::string& path) {
  const size_t end = path.find_last_not_of('/') + 1;  // npos + 1 is 0.
  const std::string bare = path.substr(0, end);
  return bare.substr(bare.rfind('/') + 1);
}

absl::StatusOr<DocumentFile> MadeNew(const Terminal& terminal,
                                     DocumentFile file) {
  auto converted = ConvertOldOffice(terminal, file);
  if (!converted.ok()) return converted.status();
  return converted->has_value() ? **std::move(converted) : std::move(file);
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
    auto file = MadeNew(
        terminal, {entry->path().lexically_relative(folder).generic_string(),
                   *std::move(content)});
    if (!file.ok()) return file.status();
    files.push_back({std::move(file->name), std::move(file->bytes)});
  }
  if (error) return Refuse(terminal, "cli.file_unreadable", folder);
  if (files.empty()) return Refuse(terminal, "cli.folder_empty", folder);
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

}  // namespace

absl::StatusOr<DocumentFile> ReadDocumentFile(const Terminal& terminal,
                                              const std::string& path) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) {
    auto bytes = ReadFileBytes(terminal, path);
    if (!bytes.ok()) return bytes.status();
    return MadeNew(terminal, {FileNameOf(path), *std::move(bytes)});
  }
  const auto files = ReadFiles(terminal, path);
  if (!files.ok()) return files.status();
  std::string packed = ingestion::PackFiles(*files);
  if (packed.empty()) return Refuse(terminal, "cli.file_unreadable", path);
  return DocumentFile{FileNameOf(path), std::move(packed)};
}

}  // namespace yuheng::cli
