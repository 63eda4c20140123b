#include "tests/unit/gateway/running_gateway.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "services/budget/check.h"
#include "services/gateway/connect/envelope.h"
#include "services/rpc/reason.h"
#include "services/rpc/status.h"

namespace yuheng::gateway {
namespace {

using grpc::ServerContext;

constexpr EmbeddedFile kPage[] = {
    {"index.html", "<!doctype html><title>page</title>"},
    {"assets/app-1a2b.js", "console.log('page');"},
    {"assets/app-1a2b.js.gz", "as gzip"},
    {"assets/app-1a2b.js.br", "as brotli"}};

}  // namespace

class FakeServices::Aggregation final
    : public aggregation::v1::AggregationService::Service {
 public:
  explicit Aggregation(FakeServices* fake) : fake_(fake) {}

  grpc::Status ListTotals(
      ServerContext* context, const aggregation::v1::ListTotalsRequest* request,
      aggregation::v1::ListTotalsResponse* response) override {
    fake_->Note(*context);
    if (fake_->list_totals) return fake_->list_totals(*request, response);
    response->add_totals()->set_derived_fen(9007199254740993);
    return grpc::Status::OK;
  }

  // A snapshot, then progress until it is cancelled.
  grpc::Status WatchTotals(
      ServerContext* context, const aggregation::v1::WatchTotalsRequest*,
      grpc::ServerWriter<aggregation::v1::WatchTotalsResponse>* writer)
      override {
    aggregation::v1::WatchTotalsResponse response;
    auto* snapshot = response.mutable_snapshot();
    snapshot->set_revision(7);
    for (int row = 1; row < fake_->watched_rows; ++row) {
      auto* total = snapshot->add_totals();
      total->mutable_account()->set_row(
          absl::StrCat(row, std::string(100, 'r')));
      total->set_derived_fen(row);
      if (row % 2000 == 0) {
        writer->Write(response);
        snapshot->clear_totals();
      }
    }
    snapshot->set_last(true);
    snapshot->add_totals()->set_derived_fen(1);
    return Tell(context, response, writer, [] {
      aggregation::v1::WatchTotalsResponse progress;
      progress.mutable_progress()->set_revision(7);
      return progress;
    });
  }

  grpc::Status WatchEntries(
      ServerContext* context, const aggregation::v1::WatchEntriesRequest*,
      grpc::ServerWriter<aggregation::v1::WatchEntriesResponse>* writer)
      override {
    aggregation::v1::WatchEntriesResponse response;
    response.mutable_entry()->set_seq(1);
    return Tell(context, response, writer, [] {
      aggregation::v1::WatchEntriesResponse progress;
      progress.mutable_progress()->set_revision(1);
      return progress;
    });
  }

 private:
  template <typename Response, typename Progress>
  grpc::Status Tell(ServerContext* context, const Response& first,
                    grpc::ServerWriter<Response>* writer,
                    const Progress& progress) {
    fake_->Note(*context);
    {
      absl::MutexLock lock(&fake_->mu_);
      ++fake_->watches_;
      ++fake_->watches_begun_;
    }
    writer->Write(first);
    while (!context->IsCancelled() && writer->Write(progress())) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    absl::MutexLock lock(&fake_->mu_);
    --fake_->watches_;
    return grpc::Status::CANCELLED;
  }

  FakeServices* const fake_;
};

class FakeServices::Ingestion final
    : public ingestion::v1::IngestionService::Service {
 public:
  explicit Ingestion(FakeServices* fake) : fake_(fake) {}

  // Says how many bytes came under which name; refuses the name "refuse".
  grpc::Status Submit(
      ServerContext* context,
      grpc::ServerReaderWriter<ingestion::v1::SubmitResponse,
                               ingestion::v1::SubmitRequest>* stream) override {
    fake_->Note(*context);
    ingestion::v1::SubmitRequest request;
    std::string name;
    int64_t bytes = 0;
    while (stream->Read(&request)) {
      if (request.has_header()) name = request.header().file_name();
      bytes += static_cast<int64_t>(request.chunk().size());
      if (name == "refuse") {
        return rpc::MakeStatus(rpc::Reason::kDocumentBinary);
      }
    }
    ingestion::v1::SubmitResponse response;
    response.mutable_submission()->set_name(name);
    response.mutable_submission()->set_size_bytes(bytes);
    stream->Write(response);
    return grpc::Status::OK;
  }

  grpc::Status AcceptSubmission(ServerContext* context,
                                const ingestion::v1::AcceptSubmissionRequest*,
                                ingestion::v1::Submission*) override {
    fake_->Note(*context);
    return grpc::Status::OK;
  }

 private:
  FakeServices* const fake_;
};

FakeServices::FakeServices()
    : aggregation_(std::make_unique<Aggregation>(this)),
      ingestion_(std::make_unique<Ingestion>(this)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(aggregation_.get());
  builder.RegisterService(ingestion_.get());
  server_ = builder.BuildAndStart();
  YUHENG_CHECK(server_ != nullptr && port != 0);
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServices::~FakeServices() {
  server_->Shutdown(absl::ToChronoTime(absl::Now()));
  server_->Wait();
}

void FakeServices::Note(const ServerContext& context) {
  absl::MutexLock lock(&mu_);
  ++calls_;
  metadata_.clear();
  for (const auto& [key, value] : context.client_metadata()) {
    metadata_[std::string(key.data(), key.size())] =
        std::string(value.data(), value.size());
  }
}

std::map<std::string, std::string> FakeServices::metadata() {
  absl::MutexLock lock(&mu_);
  return metadata_;
}

int FakeServices::watches() {
  absl::MutexLock lock(&mu_);
  return watches_;
}

int FakeServices::watches_begun() {
  absl::MutexLock lock(&mu_);
  return watches_begun_;
}

bool FakeServices::AwaitWatches(int count) {
  absl::MutexLock lock(&mu_);
  const auto reached = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return watches_ == count;
  };
  return mu_.AwaitWithTimeout(absl::Condition(&reached), absl::Seconds(10));
}

int FakeServices::calls() {
  absl::MutexLock lock(&mu_);
  return calls_;
}

Patience ShortPatience() {
  return {.head = std::chrono::milliseconds(200),
          .idle = std::chrono::milliseconds(300),
          .piece = std::chrono::milliseconds(200),
          .body = std::chrono::milliseconds(1000),
          .write = std::chrono::milliseconds(500),
          .linger = std::chrono::milliseconds(200)};
}

std::string Envelope(const std::string& data) {
  std::string bytes;
  AppendEnvelope(0, data, &bytes);
  return bytes;
}

RunningGateway::RunningGateway(
    const std::function<void(config::v1::GatewayConfig*)>& change,
    Patience patience)
    : logger_({.service = "gateway", .output = &log_}) {
  GatewayOptions options{.page = Page(kPage),
                         .patience = patience,
                         .logger = &logger_,
                         .metrics = &metrics_};
  config::v1::GatewayConfig& config = options.config;
  config.mutable_server()->set_listen_address("127.0.0.1:0");
  config.mutable_server()->set_drain_timeout_ms(2000);
  config.set_division("652300");
  config.set_ingestion_address(services_.address());
  config.set_aggregation_address(services_.address());
  config.set_validation_address(services_.address());
  config.set_reporting_address(services_.address());
  if (change) change(&config);
  auto started = Gateway::Start(std::move(options));
  YUHENG_CHECK(started.ok());
  gateway_ = *std::move(started);
}

testing::HttpResponse RunningGateway::Post(const std::string& target,
                                           const std::string& body,
                                           testing::HttpHeaders headers) const {
  headers.insert(headers.begin(), {"Content-Type", "application/json"});
  return testing::Fetch(address(), "POST", target, headers, body);
}

}  // namespace yuheng::gateway
