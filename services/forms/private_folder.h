// A folder of our own for the moment of writing.
#ifndef YUHENG_SERVICES_FORMS_PRIVATE_FOLDER_H_
#define YUHENG_SERVICES_FORMS_PRIVATE_FOLDER_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace yuheng::forms {

// A fresh folder below the system's temporary one that nobody else can enter;
// gone, with what is in it, when destroyed.
class PrivateFolder {
 public:
  // INTERNAL when it can't be made.
  static absl::StatusOr<PrivateFolder> Make();
  ~PrivateFolder();
  PrivateFolder(PrivateFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})) {}
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  PrivateFolder& operator=(PrivateFolder&&) = delete;

  const std::string& path() const { return path_; }

 private:
  explicit PrivateFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// The content of a file. INTERNAL when it can't be read.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_PRIVATE_FOLDER_H_
