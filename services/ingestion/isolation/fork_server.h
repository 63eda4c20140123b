#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_FORK_SERVER_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_FORK_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace yuheng::ingestion {

// What a process that reads one document may have.
struct ReadingLimits {
  // Its address space; 0 for no limit (sanitizers reserve all there is).
  int64_t memory_bytes_max = 0;
  // Of processor time.
  int64_t processor_seconds_max = 0;
};

// How a program that calls ServeReadings() is started; its standard input is
// the control socket (SOCK_SEQPACKET).
std::vector<std::string> FormatArguments(const std::string& program,
                                         const ReadingLimits& limits);

// What the server writes behind all that a process said, when it has ended.
// What comes without it was cut off: the server itself ended.
struct ReadingEnd {
  static constexpr uint64_t kMagic = 0x656e646f66646f63;
  uint64_t magic = kMagic;
  // As waitpid() tells it; kNotForked where there was no process.
  int32_t status = 0;
  // Whether the process was under its limits and confined before it read
  // anything: 0 or 1. What it read can't say so in its place.
  int32_t confined = 0;
};
inline constexpr int kNotForked = -1;
// What a process ends with that can't be confined.
inline constexpr int kExitNotConfined = 3;

// Gives every socket that comes over the control socket a process of its own,
// forked from this one: once `confine` has succeeded there, `read` has the
// socket as standard input and output, under the limits, and returns what to
// exit with. When that process ends, a ReadingEnd is written behind what it
// said; when the other side goes first, it is killed. Returns what to exit with
// when the control socket is closed and nothing is read any more, or the
// arguments are none: it ends by nothing else, not by what a terminal sends to
// all that run in it.
//
// This process reads nothing of any document; those it forks see neither each
// other's sockets nor its own.
int ServeReadings(int argc, const char* const* argv,
                  const std::function<bool()>& confine,
                  const std::function<int()>& read);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_FORK_SERVER_H_
