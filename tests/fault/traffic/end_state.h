#ifndef YUHENG_TESTS_FAULT_TRAFFIC_END_STATE_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_END_STATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/fault/history/history.h"
#include "tests/fault/traffic/desk_client.h"
#include "tests/fault/traffic/journal.h"
#include "tests/fault/traffic/traffic.h"

namespace yuheng::fault {

struct EndOptions {
  DeskAddress desk;
  int fiscal_year = 0;
  // Whose submissions are read.
  std::vector<std::string> bureaus;
  // How long work may be left after the last call, and how long streams may
  // take to come to the end.
  absl::Duration work_patience = absl::Seconds(60);
  absl::Duration stream_patience = absl::Seconds(20);
};

// Ends the work, waits until the desk has none left, lets the streams come to
// the end, has the ledgers verified and returns the journal's history with what
// is there: all entries of the prefecture (those of other years without
// amounts) and the year's submissions. Work that is left, and streams that come
// to no end, stand in the history. Fails when the desk does not answer.
absl::StatusOr<History> CloseHistory(const EndOptions& options,
                                     DeskClient* client, Traffic* traffic,
                                     Journal* journal);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_END_STATE_H_
