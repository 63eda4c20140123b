#ifndef YUHENG_SERVICES_CLI_COMMANDS_DOCUMENT_FILE_H_
#define YUHENG_SERVICES_CLI_COMMANDS_DOCUMENT_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/output/terminal.h"

namespace yuheng::cli {

// What is packed of a folder at most.
inline constexpr size_t kFolderFilesMax = 1'000;
inline constexpr size_t kFolderBytesMax = size_t{64} << 20;

struct DocumentFile {
  std::string name;  // Without its folders.
  std::string bytes;
};

// A document's file, or standard input for "-". A folder is packed as a zip
// archive: its files and those of the folders in it, by name, without hidden
// ones; the same files give the same bytes. Old Office files are made new where
// that is possible (old_office.h). Errors are texts for the user in their
// language.
absl::StatusOr<DocumentFile> ReadDocumentFile(const Terminal& terminal,
                                              const std::string& path);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_DOCUMENT_FILE_H_
