#ifndef YUHENG_TESTS_SUPPORT_CUT_LINE_H_
#define YUHENG_TESTS_SUPPORT_CUT_LINE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace yuheng::testing {

// A line to a server on loopback that is cut while it is used: it forwards TCP
// connections, and resets one when so many bytes went to the server over it.
// Thread-safe.
class CutLine {
 public:
  // To `target`, a host:port of 127.0.0.1.
  static absl::StatusOr<std::unique_ptr<CutLine>> Start(
      const std::string& target);
  ~CutLine();
  CutLine(const CutLine&) = delete;
  CutLine& operator=(const CutLine&) = delete;

  // Where to connect to instead.
  std::string address() const;

  // Each of the next `times` connections is reset behind so many bytes.
  void CutBehind(int64_t bytes, int times);

  // To the server, over all connections.
  int64_t bytes_forwarded() const { return bytes_forwarded_; }
  int cuts() const { return cuts_; }

 private:
  CutLine(int listener, int port, int target_port)
      : listener_(listener), port_(port), target_port_(target_port) {}
  void Accept();
  void Forward(int client, int64_t bytes_max);

  const int listener_;
  const int port_;
  const int target_port_;
  std::atomic<bool> stopping_{false};
  std::atomic<int64_t> bytes_forwarded_{0};
  std::atomic<int> cuts_{0};
  absl::Mutex mu_;
  int64_t cut_behind_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  int cuts_left_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<std::thread> forwarding_;  // Of the accepting thread.
  std::thread accepting_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_CUT_LINE_H_
