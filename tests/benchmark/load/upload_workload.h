#ifndef YUHENG_TESTS_BENCHMARK_LOAD_UPLOAD_WORKLOAD_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_UPLOAD_WORKLOAD_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "tests/benchmark/load/latency.h"
#include "tests/benchmark/load/season.h"

namespace yuheng::load {

struct UploadOptions {
  // For the table.
  std::string workload;
  std::string division;
  // Uploads under way at once, each from a thread of its own.
  int streams = 16;
  // False: any answer without an error will do (the no-op server's); true: the
  // submission must have reached POSTED.
  bool expect_posted = true;
  // Between the end of one upload and the start of the next of a stream.
  absl::Duration pause;
  // Called with the department's name when its receipt came; may be empty.
  std::function<void(const std::string&)> on_receipt;
  // The same when it was accepted, before it is posted.
  std::function<void(const std::string&)> on_accepted;
};

struct UploadResult {
  // Header to the last message.
  Measurement complete;
  // Header to the receipt: the bytes are durable.
  Measurement receipt;
};

// Uploads `count` documents from `first` on once each, by
// IngestionService.Submit, as the command line does: header, chunks,
// half-close, then all responses.
UploadResult UploadAll(const std::shared_ptr<grpc::Channel>& channel,
                       const Season& season, size_t first, size_t count,
                       const UploadOptions& options);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_UPLOAD_WORKLOAD_H_
