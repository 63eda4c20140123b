#ifndef YUHENG_TESTS_UNIT_STORAGE_SUPPORT_TEMP_DIR_H_
#define YUHENG_TESTS_UNIT_STORAGE_SUPPORT_TEMP_DIR_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace yuheng::storage {

// A folder of its own for one test, gone with it.
class TempDir {
 public:
  TempDir() : path_(testing::TempDir() + "/yuheng-storage-XXXXXX") {
    EXPECT_NE(mkdtemp(path_.data()), nullptr);
  }
  ~TempDir() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace yuheng::storage

#endif  // YUHENG_TESTS_UNIT_STORAGE_SUPPORT_TEMP_DIR_H_
