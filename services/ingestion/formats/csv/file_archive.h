#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CSV_FILE_ARCHIVE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CSV_FILE_ARCHIVE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// A file of an archive.
struct ArchivedFile {
  std::string name;  // With its folders, in UTF-8.
  std::string bytes;
};

// The files of a zip archive, by name, without those that systems leave in one
// (__MACOSX, .DS_Store, ~$…); none of an archive that is itself a document, as
// workbooks are. Within the limits of ZipArchive.
absl::StatusOr<std::vector<ArchivedFile>> UnpackFiles(absl::string_view bytes);

// An archive of the files, the same of the same; empty when memory is short or
// a name stands twice.
std::string PackFiles(const std::vector<ArchivedFile>& files);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CSV_FILE_ARCHIVE_H_
