#include "services/ingestion/formats/package/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/package/limits.h"
#include "services/ingestion/formats/package/refusal.h"

namespace yuheng::ingestion {
namespace {

// Inflated at a time, so that no more memory is taken than bytes come.
constexpr size_t kChunkBytes = 256 << 10;

// Of each entry's header in the directory at the end.
constexpr absl::string_view kEntryMark("PK\x01\x02", 4);

// At least as many as the archive has entries; each becomes an object.
int64_t EntriesIn(absl::string_view bytes) {
  int64_t count = 0;
  for (size_t at = bytes.find(kEntryMark); at != absl::string_view::npos;
       at = bytes.find(kEntryMark, at + kEntryMark.size())) {
    ++count;
  }
  return count;
}

absl::Status LetAllPass(absl::string_view /*piece*/) {
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ZipArchive>> ZipArchive::Open(
    absl::string_view bytes) {
  if (const int64_t entries = EntriesIn(bytes); entries > kZipEntriesMax) {
    return RefuseTooLarge("reader.package_entries",
                          {{"actual", absl::StrCat(entries)},
                           {"limit", absl::StrCat(kZipEntriesMax)}});
  }
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(),
                                                  /*freep=*/0, &error);
  zip_t* archive = source == nullptr
                       ? nullptr
                       : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive == nullptr) return RefuseDamaged("zip");
  auto opened = absl::WrapUnique(new ZipArchive(archive));
  if (absl::Status status = opened->CheckDeclared(); !status.ok()) {
    return status;
  }
  return opened;
}

ZipArchive::~ZipArchive() { zip_discard(archive_); }

absl::Status ZipArchive::CheckDeclared() const {
  const zip_int64_t entries = zip_get_num_entries(archive_, 0);
  uint64_t total = 0;
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(archive_, i, 0, &stat) != 0 ||
        (stat.valid & ZIP_STAT_SIZE) == 0 ||
        (stat.valid & ZIP_STAT_COMP_SIZE) == 0) {
      return RefuseDamaged("zip");
    }
    const bool inflated = stat.size > kInflationBytesMin &&
                          stat.size / kInflationMax > stat.comp_size;
    if (inflated || stat.size > kInflatedBytesMax - total) {
      return RefuseInflated(stat.name, stat.size);
    }
    total += stat.size;
  }
  return absl::OkStatus();
}

bool ZipArchive::Has(const std::string& name) const {
  return zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::vector<std::string> ZipArchive::Names() const {
  std::vector<std::string> names;
  const zip_int64_t entries = zip_get_num_entries(archive_, 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    const char* name = zip_get_name(archive_, i, ZIP_FL_ENC_RAW);
    const std::string raw = name == nullptr ? "" : name;
    // Windows writes them in its own code page.
    const auto decoded = DecodeText(raw);
    names.push_back(decoded.ok() ? std::string(decoded->text())
                                 : absl::StrCat("?", i));
  }
  return names;
}

absl::StatusOr<std::string> ZipArchive::Read(const std::string& name) const {
  return Read(name, LetAllPass);
}

absl::StatusOr<std::string> ZipArchive::Read(const std::string& name,
                                             Watch watch) const {
  return ReadEntry(zip_name_locate(archive_, name.c_str(), ZIP_FL_NOCASE), name,
                   watch);
}

absl::StatusOr<std::string> ZipArchive::ReadAt(size_t index,
                                               const std::string& name) const {
  return ReadEntry(static_cast<int64_t>(index), name, LetAllPass);
}

absl::StatusOr<std::string> ZipArchive::ReadEntry(int64_t index,
                                                  const std::string& name,
                                                  Watch watch) const {
  zip_stat_t stat;
  if (index < 0 || zip_stat_index(archive_, index, 0, &stat) != 0) {
    return RefuseDamaged(name);
  }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
      stat.encryption_method != ZIP_EM_NONE) {
    return RefuseSecret(name);
  }
  if (stat.size > kXmlBytesMax) return RefuseInflated(name, stat.size);
  zip_file_t* file = zip_fopen_index(archive_, index, 0);
  if (file == nullptr) return RefuseDamaged(name);
  std::string bytes;
  bool sound = true;
  while (sound && bytes.size() < stat.size) {
    const size_t begin = bytes.size();
    bytes.resize(std::min<size_t>(begin + kChunkBytes, stat.size));
    const zip_int64_t count =
        zip_fread(file, bytes.data() + begin, bytes.size() - begin);
    sound = count > 0;
    if (!sound) break;
    bytes.resize(begin + static_cast<size_t>(count));
    absl::Status passed = watch(absl::string_view(bytes).substr(begin));
    if (!passed.ok()) {
      zip_fclose(file);
      return passed;
    }
  }
  // What follows would be more than declared; reading on checks the sum.
  char more = 0;
  sound = sound && zip_fread(file, &more, 1) == 0;
  zip_fclose(file);
  if (!sound) return RefuseDamaged(name);
  return bytes;
}

}  // namespace yuheng::ingestion
