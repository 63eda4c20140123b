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

// How a process ended that answered, as waitpid() tells it: an int in the order
// of this machine's bytes, behind what it said.
inline constexpr size_t kEndBytes = sizeof(int);

// Gives every socket that comes over the control socket a process of its own,
// forked from this one: `read` has it as standard input and output, under the
// limits, and returns what to exit with. When that process ends, its end is
// written behind what it said; when the other side goes first, it is killed.
// Returns what to exit with when the control socket is closed, or the arguments
// are none.
//
// This process reads nothing of any document; those it forks see neither each
// other's sockets nor its own.
int ServeReadings(int argc, const char* const* argv,
                  const std::function<int()>& read);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_FORK_SERVER_H_
