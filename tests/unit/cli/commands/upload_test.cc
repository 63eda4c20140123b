// Uploads over a line that is cut, to a real server on loopback.
#include "services/cli/commands/upload.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "tests/support/cut_line.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

constexpr int64_t kDocumentBytes = int64_t{20} << 20;
// In the buffers of the sockets on both sides of the line.
constexpr int64_t kOnItsWayBytesMax = int64_t{10} << 20;

class UploadTest : public IngestionServiceTest {
 protected:
  void SetUp() override {
    upload_bytes_max_ = int64_t{256} << 20;
    document_size_bytes_max_ = int64_t{32} << 20;
    OpenKept();
    IngestionServiceTest::SetUp();
    OpenLine();
  }

  // As after kill -9: only what is on disk is left.
  void OpenKept() {
    kept_.reset();
    auto opened = KeptUploads::Open(directory_.path() + "/uploads", [] {
      return absl::ToUnixSeconds(absl::Now());
    });
    ASSERT_TRUE(opened.ok());
    kept_ = *std::move(opened);
    kept_uploads_ = kept_.get();
  }
  void OpenLine() {
    auto line = testing::CutLine::Start(server_->address());
    ASSERT_TRUE(line.ok()) << line.status();
    line_ = *std::move(line);
  }

  grpc::Status Upload(const std::string& bytes, bool resume = false) {
    const auto stub = v1::IngestionService::NewStub(grpc::CreateChannel(
        line_->address(), grpc::InsecureChannelCredentials()));
    return cli::UploadDocument(
        *stub, Header("request-1"), bytes, resume,
        {.wait = absl::Milliseconds(20)}, [this] { ++tries_; },
        [this](v1::SubmitResponse& response) {
          if (response.has_submission()) submission_ = response.submission();
        });
  }
  static std::string Document() {
    return FakeBytes(kScience, 2023, 0, std::string(kDocumentBytes, 'x'));
  }
  size_t SubmissionCount() {
    return desk_.store->index().List({}, {}, 10).size();
  }
  void ExpectReceived(const std::string& bytes) {
    EXPECT_EQ(submission_.size_bytes(), static_cast<int64_t>(bytes.size()));
    EXPECT_EQ(SubmissionCount(), 1u);
    EXPECT_EQ(kept_->count(), 0);
  }

  const testing::TempDir directory_;
  std::unique_ptr<KeptUploads> kept_;
  std::unique_ptr<testing::CutLine> line_;
  std::atomic<int> tries_{0};
  v1::Submission submission_;
};

TEST_F(UploadTest, LineCutAtFourFifths_GoesOnThere) {
  const std::string bytes = Document();
  line_->CutBehind(kDocumentBytes * 8 / 10, /*times=*/1);
  const grpc::Status status = Upload(bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(line_->cuts(), 1);
  EXPECT_EQ(tries_, 2);
  // Without it four fifths would have gone twice. What was on its way when the
  // line was cut goes twice all the same.
  EXPECT_LT(line_->bytes_forwarded(), kDocumentBytes + kOnItsWayBytesMax);
  ExpectReceived(bytes);
}

TEST_F(UploadTest, LineCutAgainAndAgain_GoesOn) {
  const std::string bytes = Document();
  line_->CutBehind(kDocumentBytes * 4 / 10, /*times=*/10);
  const grpc::Status status = Upload(bytes);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_GE(line_->cuts(), 2);
  EXPECT_LT(line_->bytes_forwarded(),
            kDocumentBytes + line_->cuts() * kOnItsWayBytesMax);
  ExpectReceived(bytes);
}

TEST_F(UploadTest, LineThatBringsNothing_IsGivenUp) {
  line_->CutBehind(1'000, /*times=*/1'000);
  EXPECT_EQ(Upload(Document()).error_code(), grpc::UNAVAILABLE);
  EXPECT_EQ(SubmissionCount(), 0u);
}

TEST_F(UploadTest, ServerDiedBetweenParts_AnotherGoesOn) {
  const std::string bytes = Document();
  line_->CutBehind(kDocumentBytes / 2, /*times=*/1'000);
  const absl::Time end = absl::Now() + absl::Seconds(60);
  grpc::Status status;
  std::thread sender([&] { status = Upload(bytes); });
  while (line_->cuts() == 0 && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  StopServer();
  sender.join();
  EXPECT_EQ(status.error_code(), grpc::UNAVAILABLE);
  EXPECT_EQ(SubmissionCount(), 0u);
  OpenKept();
  EXPECT_EQ(kept_->count(), 1);
  Restart();
  OpenLine();
  status = Upload(bytes, /*resume=*/true);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_LT(line_->bytes_forwarded(), kDocumentBytes * 9 / 10);
  ExpectReceived(bytes);
}

// Small ones, and those of which nothing is there, are sent as a whole.
TEST_F(UploadTest, ResumeOfNothing_SendsAll) {
  const std::string bytes = FakeBytes(kScience, 2023);
  ASSERT_TRUE(Upload(bytes, /*resume=*/true).ok());
  ExpectReceived(bytes);
}

}  // namespace
}  // namespace yuheng::ingestion
