#ifndef YUHENG_TESTS_SUPPORT_TEMP_DIR_H_
#define YUHENG_TESTS_SUPPORT_TEMP_DIR_H_

#include <string>

namespace yuheng::testing {

// A new, empty folder below TMPDIR, removed with all it holds at the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_TEMP_DIR_H_
