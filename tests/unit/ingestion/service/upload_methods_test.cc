// Uploads whose line was cut, over a real loopback server.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "services/budget/sha256.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

constexpr size_t kDocumentBytes = size_t{3} << 20;

class UploadMethodsTest : public IngestionServiceTest {
 protected:
  void SetUp() override {
    upload_bytes_max_ = int64_t{64} << 20;
    document_size_bytes_max_ = int64_t{8} << 20;
    auto opened = KeptUploads::Open(directory_.path() + "/uploads", [] {
      return absl::ToUnixSeconds(absl::Now());
    });
    ASSERT_TRUE(opened.ok());
    kept_ = *std::move(opened);
    kept_uploads_ = kept_.get();
    IngestionServiceTest::SetUp();
  }

  static std::string Document(char filler = 'x') {
    return FakeBytes(kScience, 2023, 0, std::string(kDocumentBytes, filler));
  }
  static v1::SubmitHeader Announced(const std::string& request_id,
                                    const std::string& bytes) {
    v1::SubmitHeader header = Header(request_id);
    header.set_document_sha256(
        absl::HexStringToBytes(budget::Sha256Hex(bytes)));
    header.set_document_size_bytes(static_cast<int64_t>(bytes.size()));
    return header;
  }
  // How many bytes are there; -1 when it is not told.
  int64_t There(const v1::SubmitHeader& header) {
    grpc::ClientContext context;
    v1::QueryUploadRequest request;
    request.set_parent(header.parent());
    request.set_request_id(header.request_id());
    request.set_document_sha256(header.document_sha256());
    request.set_document_size_bytes(header.document_size_bytes());
    v1::QueryUploadResponse response;
    query_status_ = stub_->QueryUpload(&context, request, &response);
    return query_status_.ok() ? response.durable_size_bytes() : -1;
  }
  // Sends the first bytes, and cuts the line.
  void SendAndCut(const v1::SubmitHeader& header, const std::string& bytes) {
    grpc::ClientContext context;
    auto stream = stub_->Submit(&context);
    for (const auto& request : Requests(header, bytes)) {
      ASSERT_TRUE(stream->Write(request));
    }
    // What was written has come when so much is kept.
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (There(header) < static_cast<int64_t>(bytes.size() & ~0xFFFFF) &&
           absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    context.TryCancel();
    v1::SubmitResponse response;
    EXPECT_FALSE(stream->Read(&response));
    EXPECT_EQ(stream->Finish().error_code(), grpc::CANCELLED);
  }
  Answer GoOn(v1::SubmitHeader header, const std::string& bytes,
              int64_t offset) {
    header.set_resume_offset(offset);
    return Send(Requests(header, bytes.substr(static_cast<size_t>(offset))));
  }
  size_t SubmissionCount() {
    return desk_.store->index().List({}, {}, 10).size();
  }

  const testing::TempDir directory_;
  std::unique_ptr<KeptUploads> kept_;
  grpc::Status query_status_;
};

TEST_F(UploadMethodsTest, CutUpload_GoesOnWhereItEnded) {
  const std::string bytes = Document();
  const v1::SubmitHeader header = Announced("request-1", bytes);
  EXPECT_EQ(There(header), 0);
  SendAndCut(header, bytes.substr(0, size_t{2} << 20));
  const int64_t there = There(header);
  EXPECT_EQ(there, int64_t{2} << 20);
  EXPECT_EQ(SubmissionCount(), 0u);
  // A restart changes nothing.
  Restart();
  EXPECT_EQ(There(header), there);
  const Answer answer = GoOn(header, bytes, there);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.submission().size_bytes(),
            static_cast<int64_t>(bytes.size()));
  EXPECT_EQ(There(header), 0);
  EXPECT_EQ(kept_->count(), 0);
  // Again under the same id: what is there.
  const Answer again = GoOn(header, bytes, 0);
  EXPECT_TRUE(again.events.at(0).receipt().replayed());
}

TEST_F(UploadMethodsTest, SenderThatStandsStill_IsEnded_AndGoesOn) {
  idle_time_max_ = absl::Milliseconds(200);
  Restart();
  const std::string bytes = Document();
  const v1::SubmitHeader header = Announced("request-1", bytes);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(30));
  auto stream = stub_->Submit(&context);
  for (const auto& request : Requests(header, bytes.substr(0, 2'500'000))) {
    if (!stream->Write(request)) break;
  }
  v1::SubmitResponse response;
  EXPECT_FALSE(stream->Read(&response));
  const rpc::ErrorDetails ended = rpc::ParseStatus(stream->Finish());
  EXPECT_EQ(ended.reason, Reason::kDeadline);
  EXPECT_NE(ended.en.find("--resume"), std::string::npos);
  // All that came, as when a line is cut.
  idle_time_max_ = kIdleTimeMax;
  Restart();
  EXPECT_EQ(There(header), 2'500'000);
  EXPECT_TRUE(GoOn(header, bytes, There(header)).status.ok());
}

TEST_F(UploadMethodsTest, WrongContinuation_IsRefused_AndNothingIsStored) {
  const std::string bytes = Document();
  const v1::SubmitHeader header = Announced("request-1", bytes);
  SendAndCut(header, bytes.substr(0, size_t{2} << 20));
  const Answer answer = GoOn(header, Document('y'), There(header));
  EXPECT_EQ(answer.reason(), Reason::kUploadDamaged);
  EXPECT_EQ(SubmissionCount(), 0u);
  EXPECT_EQ(There(header), 0);
  EXPECT_EQ(GoOn(header, bytes, 1).reason(), Reason::kUploadOffset);
  EXPECT_TRUE(GoOn(header, bytes, 0).status.ok());
}

TEST_F(UploadMethodsTest, OtherContentUnderTheId_IsRefused) {
  const std::string bytes = Document();
  SendAndCut(Announced("request-1", bytes), bytes.substr(0, size_t{2} << 20));
  const v1::SubmitHeader other = Announced("request-1", Document('y'));
  EXPECT_EQ(There(other), -1);
  EXPECT_EQ(rpc::ParseStatus(query_status_).reason, Reason::kRequestIdReused);
  EXPECT_EQ(GoOn(other, Document('y'), 0).reason(), Reason::kRequestIdReused);
}

TEST_F(UploadMethodsTest, OffsetBehindWhatIsThere_SaysHowMuchIs) {
  const std::string bytes = Document();
  const v1::SubmitHeader header = Announced("request-1", bytes);
  SendAndCut(header, bytes.substr(0, size_t{1} << 20));
  const Answer answer = GoOn(header, bytes, (int64_t{1} << 20) + 1);
  EXPECT_EQ(answer.reason(), Reason::kUploadOffset);
  EXPECT_EQ(rpc::ParseStatus(answer.status).metadata.at("durable_size_bytes"),
            absl::StrCat(1 << 20));
}

TEST_F(UploadMethodsTest, SmallOnes_AreNotKept) {
  const std::string bytes = FakeBytes(kScience, 2023);
  const Answer answer = GoOn(Announced("request-1", bytes), bytes, 0);
  ASSERT_TRUE(answer.status.ok());
  EXPECT_EQ(kept_->count(), 0);
}

TEST_F(UploadMethodsTest, BadAnnouncements_AreNamed) {
  const std::string bytes = FakeBytes(kScience, 2023);
  v1::SubmitHeader header = Announced("request-1", bytes);
  header.set_document_sha256("short");
  EXPECT_EQ(GoOn(header, bytes, 0).reason(), Reason::kFieldInvalid);
  header = Announced("request-1", bytes);
  header.set_document_size_bytes(0);
  EXPECT_EQ(GoOn(header, bytes, 0).reason(), Reason::kFieldInvalid);
  header = Announced("request-1", bytes);
  header.set_resume_offset(header.document_size_bytes() + 1);
  EXPECT_EQ(Send(Requests(header, bytes)).reason(), Reason::kFieldInvalid);
  header = Announced("request-1", bytes);
  header.set_document_size_bytes(int64_t{9} << 20);
  EXPECT_EQ(GoOn(header, bytes, 0).reason(), Reason::kDocumentTooLarge);
  header.set_document_sha256("short");
  There(header);
  EXPECT_EQ(rpc::ParseStatus(query_status_).reason, Reason::kFieldInvalid);
}

}  // namespace
}  // namespace yuheng::ingestion
