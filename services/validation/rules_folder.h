#ifndef YUHENG_SERVICES_VALIDATION_RULES_FOLDER_H_
#define YUHENG_SERVICES_VALIDATION_RULES_FOLDER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/budget/embedded_file.h"

namespace yuheng::validation {

// Limits of a folder with rule files.
inline constexpr size_t kRuleFilesMax = 100;
inline constexpr size_t kRuleFileSizeBytesMax = 4 << 20;

// The *.textproto files of a folder, by name ascending, so that the order of
// the catalogue does not depend on the file system.
class RulesFolder {
 public:
  // NOT_FOUND when the folder can't be read or holds no rule file;
  // INVALID_ARGUMENT beyond a limit.
  static absl::StatusOr<RulesFolder> Read(const std::string& path);

  // Views into this object.
  std::vector<EmbeddedFile> Files() const;

 private:
  struct File {
    std::string name;
    std::string content;
  };
  std::vector<File> files_;
};

// The bytes of an overlay file. NOT_FOUND when it can't be read,
// INVALID_ARGUMENT beyond kOverlaySizeBytesMax.
absl::StatusOr<std::string> ReadOverlayFile(const std::string& path);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_RULES_FOLDER_H_
