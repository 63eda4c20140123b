#ifndef YUHENG_SERVICES_CLI_COMMANDS_WATCH_RANGE_H_
#define YUHENG_SERVICES_CLI_COMMANDS_WATCH_RANGE_H_

#include <cstdint>

#include "grpcpp/client_context.h"
#include "services/cli/command.h"
#include "services/cli/connection.h"

namespace yuheng::cli {

// From which revision a stream is watched, and to which; 0 for none.
struct WatchRange {
  int64_t resume_revision = 0;
  int64_t until_revision = 0;
};

// --resume and --until.
void AddWatchRangeOptions(CLI::App& command, const Terminal& terminal,
                          WatchRange* range);

// Reads a stream until it ends, or the revision up to which all was shown is
// the last that is wanted; the command's exit code. `show` shows a response,
// and returns that revision, or 0 while there is more to it.
template <typename Response, typename Stream, typename Show>
int Follow(const Terminal& terminal, const WatchRange& range,
           grpc::ClientContext* context, Stream& stream, Show show) {
  Response response;
  while (stream.Read(&response)) {
    const int64_t revision = show(response);
    if (range.until_revision > 0 && revision >= range.until_revision) {
      context->TryCancel();
      stream.Finish();
      return kExitOk;
    }
  }
  return ReportFailure(terminal, stream.Finish());
}

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_WATCH_RANGE_H_
