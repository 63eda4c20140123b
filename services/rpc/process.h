// What every main does first: configuration from a file and from flags.
//
//   int main(int argc, char** argv) {
//     yuheng::config::v1::AggregationConfig config;
//     if (auto code = yuheng::rpc::ReadConfiguration(
//             {.name = "yuheng-aggregation", .description = "...",
//              .argc = argc, .argv = argv}, &config)) {
//       return *code;
//     }
//     ...
//   }
#ifndef YUHENG_SERVICES_RPC_PROCESS_H_
#define YUHENG_SERVICES_RPC_PROCESS_H_

#include <optional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace yuheng::rpc {

// A wrong flag, a wrong configuration file.
inline constexpr int kExitUsage = 2;
// The process could not start, or stopped for a failure.
inline constexpr int kExitFailure = 1;
// Another process has the data folder: this one is not to be started again.
inline constexpr int kExitFenced = 3;
// Largest configuration file.
inline constexpr int kConfigFileSizeBytesMax = 1 << 20;

struct ProcessOptions {
  // The binary, such as "yuheng-aggregation".
  std::string name;
  // One sentence for --help.
  std::string description;
  int argc = 0;
  const char* const* argv = nullptr;
  // Where help and errors go; stdout and stderr when null.
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
};

// Fills `config` from --config FILE (protobuf text format), then from flags.
// Every scalar field of the message is a flag of its name; the fields of the
// singular message `server` are flags without a prefix (--listen_address),
// those of another singular message have its name and a point before theirs.
// A flag wins over the file. Also --help and --version.
//
// Empty when the process should go on; else its exit code: 0 after --help or
// --version, kExitUsage after a message on `err`. Blocks SIGTERM and SIGINT for
// this thread and those it starts (see BlockTerminationSignals).
[[nodiscard]] std::optional<int> ReadConfiguration(
    const ProcessOptions& options, google::protobuf::Message* config);

// Reads a text-format file into `config`, on top of what it holds.
// INVALID_ARGUMENT with file:line:column and what is wrong there; NOT_FOUND or
// PERMISSION_DENIED when it can't be read.
absl::Status ReadConfigFile(const std::string& path,
                            google::protobuf::Message* config);

// SIGTERM and SIGINT then wait for Server::RunUntilSignal instead of killing
// the process. Call before the first thread starts: threads inherit it.
void BlockTerminationSignals();

// Prints "name: message" (and the texts in both languages when the status has
// them) on stderr. Returns kExitFailure, or kExitUsage for what the operator
// has to change (INVALID_ARGUMENT, UNAUTHENTICATED_LISTENER).
int ReportStartFailure(absl::string_view name, const absl::Status& status,
                       std::ostream* err = nullptr);

// Ends a process whose data folder another one has now (`writing` is ABORTED):
// says so on stderr and exits at once with kExitFenced. Nothing is drained,
// answered or flushed any more; who waits for an answer asks the other one.
void EndIfFenced(absl::string_view name, const absl::Status& writing);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_PROCESS_H_
