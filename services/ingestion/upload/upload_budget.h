#ifndef YUHENG_SERVICES_INGESTION_UPLOAD_UPLOAD_BUDGET_H_
#define YUHENG_SERVICES_INGESTION_UPLOAD_UPLOAD_BUDGET_H_

#include <atomic>
#include <cstdint>

namespace yuheng::ingestion {

// Bytes of documents that all uploads together may hold in memory, from their
// first chunk until their checking is done.
inline constexpr int64_t kUploadBytesInFlightMax = int64_t{256} << 20;

// Counts them. Thread-safe.
class UploadBudget {
 public:
  explicit UploadBudget(int64_t bytes_max = kUploadBytesInFlightMax)
      : bytes_max_(bytes_max) {}

  // False, and nothing taken, when that would be too many.
  [[nodiscard]] bool TryTake(int64_t bytes) {
    int64_t taken = taken_.load();
    while (taken + bytes <= bytes_max_) {
      if (taken_.compare_exchange_weak(taken, taken + bytes)) return true;
    }
    return false;
  }
  void GiveBack(int64_t bytes) { taken_.fetch_sub(bytes); }

  int64_t taken() const { return taken_.load(); }

 private:
  const int64_t bytes_max_;
  std::atomic<int64_t> taken_{0};
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_UPLOAD_UPLOAD_BUDGET_H_
