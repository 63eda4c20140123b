#include "storage/rocksdb/info_log.h"

#include <cstdarg>
#include <cstdio>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace yuheng::storage {
namespace {

// Longer lines are cut.
constexpr size_t kLineBytesMax = 4096;

class InfoLog : public rocksdb::Logger {
 public:
  InfoLog(const std::string& path, size_t size_bytes_max)
      : left_bytes_(size_bytes_max), file_(std::fopen(path.c_str(), "ae")) {}
  ~InfoLog() override {
    if (file_ != nullptr) std::fclose(file_);
  }

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    char text[kLineBytesMax];
    std::vsnprintf(text, sizeof text, format, arguments);
    const std::string line = absl::StrCat(
        absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone()),
        " ", text, "\n");
    absl::MutexLock lock(&mu_);
    if (file_ == nullptr || line.size() > left_bytes_) return;
    left_bytes_ -= line.size();
    if (std::fwrite(line.data(), 1, line.size(), file_) != line.size() ||
        std::fflush(file_) != 0) {
      left_bytes_ = 0;
    }
  }

 private:
  absl::Mutex mu_;
  size_t left_bytes_ ABSL_GUARDED_BY(mu_);
  std::FILE* const file_;  // nullptr when it could not be opened.
};

}  // namespace

std::shared_ptr<rocksdb::Logger> OpenInfoLog(const std::string& dir,
                                             size_t size_bytes_max) {
  const std::string path = absl::StrCat(dir, "/LOG");
  // One that can't be renamed is gone on with.
  static_cast<void>(
      std::rename(path.c_str(), absl::StrCat(path, ".old").c_str()));
  return std::make_shared<InfoLog>(path, size_bytes_max);
}

}  // namespace yuheng::storage
