#ifndef YUHENG_SERVICES_CLI_COMMANDS_PACKED_FOLDER_H_
#define YUHENG_SERVICES_CLI_COMMANDS_PACKED_FOLDER_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/output/terminal.h"

namespace yuheng::cli {

// What is packed of a folder at most.
inline constexpr size_t kFolderFilesMax = 1'000;
inline constexpr size_t kFolderBytesMax = size_t{64} << 20;

// The bytes of a document's file, or of standard input for "-"; a folder is
// packed as a zip archive: its files and those of the folders in it, by name,
// without hidden ones. The same files give the same bytes. Errors are texts for
// the user in their language.
absl::StatusOr<std::string> ReadDocumentFile(const Terminal& terminal,
                                             const std::string& path);

// The last part of a path, of a folder's too.
std::string FileNameOf(const std::string& path);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_PACKED_FOLDER_H_
