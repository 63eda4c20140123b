#include "tests/support/temp_dir.h"

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "services/budget/check.h"

namespace yuheng::testing {

TempDir::TempDir()
    : path_(
          (std::filesystem::temp_directory_path() / "yuheng-XXXXXX").string()) {
  YUHENG_CHECK(mkdtemp(path_.data()) != nullptr);
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace yuheng::testing
