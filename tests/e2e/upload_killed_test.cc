// kill -9 of ingestion while a document is uploaded: what was synced is there
// when it starts again, and the upload becomes the one submission that it would
// have been.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/budget/sha256.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/client.h"
#include "tests/e2e/client.h"
#include "tests/support/cut_line.h"
#include "tests/support/temp_dir.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

using ingestion::v1::IngestionService;
using ingestion::v1::Submission;
using ::testing::HasSubstr;

constexpr size_t kMiB = size_t{1} << 20;
constexpr size_t kChunkBytes = size_t{256} << 10;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr char kFileName[] = "budget.txt";

// The document with so many blank lines behind it that it is kept in parts.
std::string Large(const cli::SampleDocument& document, size_t size_bytes) {
  std::string text = document.text;
  const std::string blank = absl::StrCat(std::string(4095, ' '), "\n");
  while (text.size() < size_bytes) text.append(blank);
  text.resize(size_bytes, ' ');
  return text;
}

// An upload that goes as far as the test says.
class Sender {
 public:
  Sender(const std::shared_ptr<grpc::Channel>& channel,
         const std::string& request_id, const std::string& bytes)
      : stub_(IngestionService::NewStub(channel)), bytes_(bytes) {
    rpc::SetDeadline(&context_, rpc::kUploadDeadline);
    stream_ = stub_->Submit(&context_);
    ingestion::v1::SubmitRequest first;
    auto* header = first.mutable_header();
    header->set_parent("prefectures/652300");
    header->set_request_id(request_id);
    header->set_file_name(kFileName);
    header->set_document_sha256(
        absl::HexStringToBytes(budget::Sha256Hex(bytes)));
    header->set_document_size_bytes(static_cast<int64_t>(bytes.size()));
    EXPECT_TRUE(stream_->Write(first));
  }

  void SendUpTo(size_t end) {
    while (at_ < end) {
      ingestion::v1::SubmitRequest chunk;
      chunk.set_chunk(bytes_.substr(at_, std::min(kChunkBytes, end - at_)));
      ASSERT_TRUE(stream_->Write(chunk));
      at_ += chunk.chunk().size();
    }
  }
  void SendAll() {
    SendUpTo(bytes_.size());
    stream_->WritesDone();
  }
  bool AwaitReceipt() {
    ingestion::v1::SubmitResponse response;
    return stream_->Read(&response) && response.has_receipt();
  }
  grpc::StatusCode End() {
    ingestion::v1::SubmitResponse response;
    while (stream_->Read(&response)) {
    }
    return stream_->Finish().error_code();
  }

 private:
  const std::unique_ptr<IngestionService::Stub> stub_;
  const std::string bytes_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<ingestion::v1::SubmitRequest,
                                           ingestion::v1::SubmitResponse>>
      stream_;
  size_t at_ = 0;
};

class UploadKilledTest : public ::testing::Test {
 protected:
  void Start(int departments) {
    documents_ = cli::GenerateSamples({.seed = 17, .departments = departments});
    cluster_ = StartCluster(documents_, directory_.path());
    ASSERT_NE(cluster_, nullptr);
  }
  std::shared_ptr<grpc::Channel> Channel() const {
    return cluster_->channel(Process::kIngestion);
  }
  void KillAndRestart() {
    cluster_->Kill9(Process::kIngestion);
    const absl::Status restarted = cluster_->Restart(Process::kIngestion);
    ASSERT_TRUE(restarted.ok()) << restarted;
  }

  size_t DurableBytes(const std::string& request_id,
                      const std::string& bytes) const {
    const auto stub = IngestionService::NewStub(Channel());
    ingestion::v1::QueryUploadRequest request;
    request.set_parent("prefectures/652300");
    request.set_request_id(request_id);
    request.set_document_sha256(
        absl::HexStringToBytes(budget::Sha256Hex(bytes)));
    request.set_document_size_bytes(static_cast<int64_t>(bytes.size()));
    ingestion::v1::QueryUploadResponse response;
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    const grpc::Status status = stub->QueryUpload(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return static_cast<size_t>(response.durable_size_bytes());
  }
  void AwaitDurable(const std::string& request_id, const std::string& bytes,
                    size_t size_bytes) const {
    const absl::Time end = absl::Now() + kPatience;
    while (DurableBytes(request_id, bytes) < size_bytes && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    ASSERT_EQ(DurableBytes(request_id, bytes), size_bytes);
  }
  size_t KeptFiles() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& file :
         std::filesystem::directory_iterator(
             cluster_->data_dir(Process::kIngestion) + ".uploads")) {
      ++count;
    }
    return count;
  }

  // As a clerk goes on, over `address` or straight to ingestion.
  CommandResult Resume(const std::string& request_id, const std::string& bytes,
                       std::string address = "") const {
    const std::string file = absl::StrCat(directory_.path(), "/", kFileName);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    if (address.empty()) address = cluster_->address(Process::kIngestion);
    return RunProgram("yuheng",
                      {"submit", "--resume", request_id, file, "--stage",
                       "approved", "-o", "json"},
                      absl::StrCat("ingestion=", address));
  }

  // The submission of that upload, of which there is one, once it is posted.
  Submission AwaitPosted(const std::string& request_id) const {
    const absl::Time end = absl::Now() + kPatience;
    while (true) {
      std::vector<Submission> found;
      for (const Submission& submission : ListSubmissions(Channel())) {
        if (submission.request_id() == request_id) found.push_back(submission);
      }
      EXPECT_LE(found.size(), 1u);
      if (!found.empty() &&
          found[0].state() == ingestion::v1::SUBMISSION_STATE_POSTED) {
        return found[0];
      }
      if (absl::Now() > end) {
        ADD_FAILURE() << request_id << " is not posted";
        return Submission();
      }
      absl::SleepFor(absl::Milliseconds(10));
    }
  }
  std::string StoredBytes(const Submission& submission) const {
    const auto stub = IngestionService::NewStub(Channel());
    ingestion::v1::ReadSourceRequest request;
    request.set_name(submission.name());
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    const auto stream = stub->ReadSource(&context, request);
    std::string bytes;
    ingestion::v1::ReadSourceResponse response;
    while (stream->Read(&response)) bytes.append(response.chunk());
    EXPECT_TRUE(stream->Finish().ok());
    return bytes;
  }

  const TempDir directory_;
  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<Cluster> cluster_;
};

// All of it but when it happened.
std::string WithoutTimes(Submission submission) {
  submission.clear_receive_time();
  for (auto& change : *submission.mutable_history()) change.clear_time();
  return submission.DebugString();
}

TEST_F(UploadKilledTest, BetweenParts_GoesOnFromTheLastSyncedOne) {
  ASSERT_NO_FATAL_FAILURE(Start(1));
  const std::string bytes = Large(documents_[0], 6 * kMiB);
  Sender sender(Channel(), "request-1", bytes);
  ASSERT_NO_FATAL_FAILURE(sender.SendUpTo(5 * kMiB + 2 * kChunkBytes));
  ASSERT_NO_FATAL_FAILURE(AwaitDurable("request-1", bytes, 5 * kMiB));
  ASSERT_NO_FATAL_FAILURE(KillAndRestart());
  EXPECT_EQ(sender.End(), grpc::UNAVAILABLE);
  EXPECT_EQ(DurableBytes("request-1", bytes), 5 * kMiB);
  EXPECT_EQ(KeptFiles(), 1u);
  EXPECT_TRUE(ListSubmissions(Channel()).empty());

  const auto line = CutLine::Start(cluster_->address(Process::kIngestion));
  ASSERT_TRUE(line.ok()) << line.status();
  const CommandResult resumed = Resume("request-1", bytes, (*line)->address());
  EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
  EXPECT_THAT(resumed.out, HasSubstr("\"replayed\":false"));
  // Only what was not there, and what frames it.
  EXPECT_LT((*line)->bytes_forwarded(), static_cast<int64_t>(kMiB * 5 / 4));
  const Submission submission = AwaitPosted("request-1");
  EXPECT_EQ(submission.document_sha256(), budget::Sha256Hex(bytes));
  EXPECT_EQ(StoredBytes(submission), bytes);
  EXPECT_EQ(KeptFiles(), 0u);

  // Where nothing was cut the same becomes of it.
  const TempDir other;
  const auto uncut = StartCluster(documents_, other.path());
  ASSERT_NE(uncut, nullptr);
  const SubmitResult whole = Submit(uncut->channel(Process::kIngestion),
                                    kFileName, bytes, "request-1");
  Submission expected = whole.submission;
  ASSERT_EQ(expected.state(), ingestion::v1::SUBMISSION_STATE_POSTED);
  expected = ListSubmissions(uncut->channel(Process::kIngestion)).at(0);
  expected.mutable_history(0)->set_actor(submission.history(0).actor());
  EXPECT_EQ(WithoutTimes(submission), WithoutTimes(expected));
}

TEST_F(UploadKilledTest, WithTheLastPartUnderWay_IsWholeOnce) {
  // From before the last bytes are there until all is posted.
  const std::vector<absl::Duration> waits = {
      absl::ZeroDuration(),    absl::Milliseconds(10),
      absl::Milliseconds(100), absl::Milliseconds(200),
      absl::Milliseconds(400), absl::Milliseconds(800)};
  ASSERT_NO_FATAL_FAILURE(Start(static_cast<int>(waits.size())));
  for (size_t i = 0; i < waits.size(); ++i) {
    SCOPED_TRACE(absl::FormatDuration(waits[i]));
    const std::string request_id = absl::StrCat("request-", i);
    const std::string bytes = Large(documents_[i], 2 * kMiB + kChunkBytes);
    Sender sender(Channel(), request_id, bytes);
    ASSERT_NO_FATAL_FAILURE(sender.SendUpTo(2 * kMiB));
    ASSERT_NO_FATAL_FAILURE(AwaitDurable(request_id, bytes, 2 * kMiB));
    ASSERT_NO_FATAL_FAILURE(sender.SendAll());
    absl::SleepFor(waits[i]);
    ASSERT_NO_FATAL_FAILURE(KillAndRestart());
    sender.End();
    const CommandResult resumed = Resume(request_id, bytes);
    EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
    const Submission submission = AwaitPosted(request_id);
    EXPECT_EQ(submission.version(), 1);
    EXPECT_EQ(StoredBytes(submission), bytes);
    EXPECT_EQ(KeptFiles(), 0u);
  }
  EXPECT_EQ(ListSubmissions(Channel()).size(), waits.size());
  ExpectEqualTotals(SumsOf(documents_),
                    ListTotals(cluster_->channel(Process::kAggregation),
                               "prefectures/652300"));
}

TEST_F(UploadKilledTest, RightAfterTheReceipt_IsThereAndReplayed) {
  ASSERT_NO_FATAL_FAILURE(Start(1));
  const std::string bytes = Large(documents_[0], 3 * kMiB);
  Sender sender(Channel(), "request-1", bytes);
  ASSERT_NO_FATAL_FAILURE(sender.SendAll());
  ASSERT_TRUE(sender.AwaitReceipt());
  ASSERT_NO_FATAL_FAILURE(KillAndRestart());
  sender.End();
  // Nobody has to send it again.
  const Submission submission = AwaitPosted("request-1");
  EXPECT_EQ(StoredBytes(submission), bytes);
  EXPECT_EQ(DurableBytes("request-1", bytes), 0u);
  EXPECT_EQ(KeptFiles(), 0u);

  const CommandResult again = Resume("request-1", bytes);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("\"replayed\":true"));
  EXPECT_EQ(KeptFiles(), 0u);
  EXPECT_EQ(ListSubmissions(Channel()).size(), 1u);
  EXPECT_EQ(WithoutTimes(AwaitPosted("request-1")), WithoutTimes(submission));
  ExpectEqualTotals(SumsOf(documents_),
                    ListTotals(cluster_->channel(Process::kAggregation),
                               "prefectures/652300"));
}

}  // namespace
}  // namespace yuheng::testing
