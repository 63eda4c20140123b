#include "tests/benchmark/load/upload_workload.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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
  SubmissionState state = ingestion::v1::SUBMISSION_STATE_UNSPECIFIED;
  grpc::Status status;
};

Upload UploadOne(IngestionService::Stub& stub, const UploadOptions& options,
                 const cli::SampleDocument& document) {
  SubmitRequest request;
  auto* header = request.mutable_header();
  header->set_parent(absl::StrCat("prefectures/", options.division,
                                  "/departments/", document.code));
  header->set_request_id(absl::StrCat("load-", document.code, "-000001"));
  header->set_file_name(absl::StrCat(document.code, ".txt"));
  header->set_stage(budget::v1::STAGE_APPROVED);
  header->set_actor("yuheng-load");

  Upload upload;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kUploadDeadline);
  const absl::Time start = absl::Now();
  const auto stream = stub.Submit(&context);
  bool writing = stream->Write(request);
  for (size_t at = 0; writing && at < document.text.size(); at += kChunkBytes) {
    SubmitRequest chunk;
    chunk.set_chunk(document.text.substr(at, kChunkBytes));
    writing = stream->Write(chunk);
  }
  stream->WritesDone();
  SubmitResponse response;
  while (stream->Read(&response)) {
    if (response.has_receipt()) {
      upload.receipt = absl::Now() - start;
      if (options.on_receipt) options.on_receipt(header->parent());
    }
    if (response.has_submission()) {
      upload.state = response.submission().state();
    }
  }
  upload.status = stream->Finish();
  upload.complete = absl::Now() - start;
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

}  // namespace

UploadResult UploadAll(const std::shared_ptr<grpc::Channel>& channel,
                       absl::Span<const cli::SampleDocument> documents,
                       const UploadOptions& options) {
  const auto stub = IngestionService::NewStub(channel);
  std::vector<Upload> uploads(documents.size());
  std::atomic<size_t> next = 0;
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < options.streams; ++i) {
    threads.emplace_back([&] {
      for (size_t at = next++; at < documents.size(); at = next++) {
        uploads[at] = UploadOne(*stub, options, documents[at]);
        absl::SleepFor(options.pause);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  UploadResult result;
  result.complete.workload = options.workload;
  result.complete.unit = "submission";
  result.complete.wall_time = absl::Now() - start;
  for (const cli::SampleDocument& document : documents) {
    result.complete.bytes += static_cast<int64_t>(document.text.size());
  }
  std::map<std::string, int> outcomes;
  for (const Upload& upload : uploads) {
    Count(upload, options, &outcomes, &result);
  }
  result.receipt.workload = absl::StrCat(options.workload, ", receipt");
  result.receipt.unit = "receipt";
  result.receipt.wall_time = result.complete.wall_time;
  result.complete.note = absl::StrCat(options.streams, " streams");
  for (const auto& [outcome, count] : outcomes) {
    absl::StrAppend(&result.complete.note, "; ", count, " x ", outcome);
  }
  return result;
}

}  // namespace yuheng::load
