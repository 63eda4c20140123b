#include "services/forms/private_folder.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace yuheng::forms {

absl::StatusOr<PrivateFolder> PrivateFolder::Make() {
  std::error_code error;
  const std::filesystem::path parent =
      std::filesystem::temp_directory_path(error);
  if (error) {
    return absl::InternalError(
        absl::StrCat("there is no temporary folder: ", error.message()));
  }
  std::string path = (parent / "yuheng-workbook-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    return absl::InternalError(absl::StrCat(
        "no folder can be made below the temporary folder ", parent.string()));
  }
  return PrivateFolder(std::move(path));
}

PrivateFolder::~PrivateFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // Nothing better can be done with what stays.
  std::filesystem::remove_all(path_, ignored);
}

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file),
                      std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) {
    return absl::InternalError(absl::StrCat(path, " can't be read"));
  }
  return content;
}

}  // namespace yuheng::forms
