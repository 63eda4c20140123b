#ifndef YUHENG_SERVICES_CLI_COMMANDS_UPLOAD_H_
#define YUHENG_SERVICES_CLI_COMMANDS_UPLOAD_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {

// How long an upload is tried. Tries that brought the server some bytes more
// don't count.
struct UploadPatience {
  int attempts_max = 3;
  int attempts_with_progress_max = 200;
  absl::Duration wait = absl::Seconds(1);
};

// Sends one document and calls `take` for what is answered; `begin` before each
// try. When the line is cut it asks how much came, and goes on there; from the
// first try on when `resume`. The request id makes a second try the same as the
// first. Fills in what the header announces.
grpc::Status UploadDocument(
    ingestion::v1::IngestionService::Stub& stub,
    ingestion::v1::SubmitHeader header, absl::string_view bytes, bool resume,
    const UploadPatience& patience, const std::function<void()>& begin,
    const std::function<void(ingestion::v1::SubmitResponse&)>& take);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_UPLOAD_H_
