#ifndef YUHENG_TESTS_FAULT_TRAFFIC_TRAFFIC_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_TRAFFIC_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "tests/fault/traffic/contents.h"
#include "tests/fault/traffic/desk_client.h"
#include "tests/fault/traffic/workers.h"

namespace yuheng::fault {

struct TrafficOptions {
  // Begins every request id; another one for every run over the same desk. At
  // most 32 of A-Z a-z 0-9 . _ -
  std::string run;
  std::vector<BureauDocuments> bureaus;
  // Departments that are posted to without ingestion; at least one.
  std::vector<std::string> direct_departments;
  // Departments and units that the desk's list has and transfers are declared
  // between; may be empty.
  std::vector<Party> parties;
  int fiscal_year = 0;
  uint64_t seed = 1;
};

// All who work with a desk at once, each on a thread of its own: bureaus, a
// review section, systems that post directly, desks that declare transfers,
// auditors, readers of streams.
class Traffic {
 public:
  // Begins. `client` must outlive it.
  Traffic(TrafficOptions options, DeskClient* client);
  // Stops.
  ~Traffic();
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  // No more work begins; returns when every call has ended. Streams are read
  // on.
  void StopWork();
  // Reads the streams until all have heard of `revision`, at most for
  // `patience`, and ends them. The names of those that have not.
  std::vector<std::string> StopStreams(int64_t revision,
                                       absl::Duration patience);

 private:
  struct Stream {
    std::unique_ptr<StreamReader> reader;
    std::thread thread;
  };

  const TrafficOptions options_;
  std::atomic<bool> work_ends_{false};
  std::atomic<bool> streams_end_{false};
  RequestNumbers direct_;
  RequestNumbers transfers_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> work_;
  std::vector<Stream> streams_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_TRAFFIC_H_
