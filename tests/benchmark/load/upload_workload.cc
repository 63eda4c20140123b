#include "tests/benchmark/load/upload_workload.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/rpc/client.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::load {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::SubmissionState;
using ingestion::v1::SubmitRequest;
using ingestion::v1::SubmitResponse;

constexpr size_t kChunkBytes = size_t{256} << 10;

// What one upload came to.
struct Upload {
  std::optional<absl::Duration> receipt;
  absl::Duration complete;
  absl::Time end;
  SubmissionState state = ingestion::v1::SUBMISSION_STATE_UNSPECIFIED;
  grpc::Status status;
};

Upload UploadOne(IngestionService::Stub& stub, const UploadOptions& options,
                 const Season::Document& document) {
  SubmitRequest request;
  auto* header = request.mutable_header();
  header->set_parent(absl::StrCat("prefectures/", options.division,
                                  "/departments/", document.department));
  header->set_request_id(absl::StrCat("load-", document.department, "-000001"));
  header->set_file_name(absl::StrCat(document.department, ".txt"));
  header->set_stage(budget::v1::STAGE_APPROVED);
  header->set_actor("yuheng-load");

  Upload upload;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kUploadDeadline);
  const absl::Time start = absl::Now();
  const auto stream = stub.Submit(&context);
  // As a client that knows all it will send: the header goes out with the first
  // chunk, and the last one closes the side.
  bool writing = stream->Write(request, grpc::WriteOptions().set_buffer_hint());
  for (size_t at = 0; writing && at < document.text.size(); at += kChunkBytes) {
    SubmitRequest chunk;
    chunk.set_chunk(document.text.substr(at, kChunkBytes));
    grpc::WriteOptions options;
    if (at + kChunkBytes >= document.text.size()) options.set_last_message();
    writing = stream->Write(chunk, options);
  }
  SubmitResponse response;
  while (stream->Read(&response)) {
    if (response.has_receipt()) {
      upload.receipt = absl::Now() - start;
      if (options.on_receipt) options.on_receipt(header->parent());
    }
    if (response.state_change().state() ==
            ingestion::v1::SUBMISSION_STATE_ACCEPTED &&
        options.on_accepted) {
      options.on_accepted(header->parent());
    }
    if (response.has_submission()) {
      upload.state = response.submission().state();
    }
  }
  upload.status = stream->Finish();
  upload.end = absl::Now();
  upload.complete = upload.end - start;
  return upload;
}

void Count(const Upload& upload, const UploadOptions& options,
           std::map<std::string, int>* outcomes, UploadResult* result) {
  const bool good = upload.status.ok() &&
                    (!options.expect_posted ||
                     upload.state == ingestion::v1::SUBMISSION_STATE_POSTED);
  if (upload.receipt) result->receipt.latencies.push_back(*upload.receipt);
  if (good) {
    result->complete.latencies.push_back(upload.complete);
    return;
  }
  ++result->complete.failed;
  ++(*outcomes)[upload.status.ok()
                    ? SubmissionState_Name(upload.state)
                    : absl::StrCat("code ", upload.status.error_code(), " ",
                                   upload.status.error_message())];
}

// The rate of each tenth of the uploads, in the order in which they ended.
std::string RateByTenth(absl::Time start, absl::Span<const Upload> uploads) {
  std::vector<absl::Time> ends;
  ends.reserve(uploads.size());
  for (const Upload& upload : uploads) ends.push_back(upload.end);
  std::sort(ends.begin(), ends.end());
  std::string text = "a second by tenth:";
  for (size_t tenth = 1, from = 0; tenth <= 10; ++tenth) {
    const size_t to = ends.size() * tenth / 10;
    if (to == from) continue;
    absl::StrAppendFormat(&text, " %.0f",
                          static_cast<double>(to - from) /
                              absl::ToDoubleSeconds(ends[to - 1] - start));
    start = ends[to - 1];
    from = to;
  }
  return text;
}

}  // namespace

UploadResult UploadAll(const std::shared_ptr<grpc::Channel>& channel,
                       const Season& season, size_t first, size_t count,
                       const UploadOptions& options) {
  const auto stub = IngestionService::NewStub(channel);
  std::vector<Upload> uploads(count);
  std::atomic<int64_t> bytes = 0;
  std::atomic<size_t> next = 0;
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < options.streams; ++i) {
    threads.emplace_back([&] {
      for (size_t at = next++; at < count; at = next++) {
        const Season::Document document = season.Get(first + at);
        bytes += static_cast<int64_t>(document.text.size());
        uploads[at] = UploadOne(*stub, options, document);
        absl::SleepFor(options.pause);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  UploadResult result;
  result.complete.workload = options.workload;
  result.complete.unit = "submission";
  result.complete.wall_time = absl::Now() - start;
  result.complete.bytes = bytes;
  std::map<std::string, int> outcomes;
  for (const Upload& upload : uploads) {
    Count(upload, options, &outcomes, &result);
  }
  result.receipt.workload = absl::StrCat(options.workload, ", receipt");
  result.receipt.unit = "receipt";
  result.receipt.wall_time = result.complete.wall_time;
  result.complete.note =
      absl::StrCat(options.streams, " streams; ", RateByTenth(start, uploads));
  for (const auto& [outcome, count] : outcomes) {
    absl::StrAppend(&result.complete.note, "; ", count, " x ", outcome);
  }
  return result;
}

}  // namespace yuheng::load
