#include "services/ingestion/formats/csv/file_archive.h"

#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "services/ingestion/formats/package/limits.h"
#include "services/ingestion/formats/package/other_office.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/package/zip_archive.h"

namespace yuheng::ingestion {
namespace {

bool IsLeftBehind(absl::string_view name) {
  const absl::string_view base = name.substr(name.rfind('/') + 1);
  return base.empty() || absl::StartsWith(name, "__MACOSX/") ||
         absl::StartsWith(base, ".") || absl::StartsWith(base, "~$") ||
         absl::EqualsIgnoreCase(base, "Thumbs.db") ||
         absl::EqualsIgnoreCase(base, "desktop.ini");
}

}  // namespace

absl::StatusOr<std::vector<ArchivedFile>> UnpackFiles(absl::string_view bytes) {
  auto archive = ZipArchive::Open(bytes);
  if (!archive.ok()) return archive.status();
  std::vector<ArchivedFile> files;
  if ((*archive)->Has("[Content_Types].xml")) return files;
  if (absl::Status refused = RefuseOpenDocument(**archive); !refused.ok()) {
    return refused;
  }
  uint64_t bytes_unpacked = 0;
  const std::vector<std::string> names = (*archive)->Names();
  for (size_t i = 0; i < names.size(); ++i) {
    if (IsLeftBehind(names[i])) continue;
    auto content = (*archive)->ReadAt(i, names[i]);
    if (!content.ok()) return content.status();
    bytes_unpacked += content->size();
    if (bytes_unpacked > kUnpackedBytesMax) {
      return RefuseInflated(names[i], bytes_unpacked, kUnpackedBytesMax);
    }
    files.push_back({names[i], *std::move(content)});
  }
  std::stable_sort(
      files.begin(), files.end(),
      [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

std::string PackFiles(const std::vector<ArchivedFile>& files) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (source == nullptr) return "";
  zip_source_keep(source);
  const absl::Cleanup free = [source] { zip_source_free(source); };
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) {
    zip_source_free(source);
    return "";
  }
  for (const ArchivedFile& file : files) {
    zip_source_t* entry =
        zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
    const zip_int64_t index =
        zip_file_add(archive, file.name.c_str(), entry, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(entry);
      zip_discard(archive);
      return "";
    }
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 0, 0);
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    return "";
  }
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
    return "";
  }
  std::string bytes(stat.size, '\0');
  const zip_int64_t count = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  return count == static_cast<zip_int64_t>(bytes.size()) ? bytes : "";
}

}  // namespace yuheng::ingestion
