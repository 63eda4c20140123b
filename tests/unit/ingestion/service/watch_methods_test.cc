// Watching submissions as the contract shows it.

#include "tests/unit/ingestion/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

class WatchMethodsTest : public IngestionServiceTest {
 protected:
  static v1::WatchSubmissionsRequest Request(const std::string& parent,
                                             int64_t resume = 0) {
    v1::WatchSubmissionsRequest request;
    request.set_parent(parent);
    request.set_fiscal_year(2023);
    request.set_stage(budget::v1::STAGE_APPROVED);
    request.set_resume_revision(resume);
    return request;
  }
  // What a stream is refused with; OK is none.
  rpc::ErrorDetails Refusal(const v1::WatchSubmissionsRequest& request) {
    grpc::ClientContext context;
    auto stream = stub_->WatchSubmissions(&context, request);
    v1::WatchSubmissionsResponse response;
    EXPECT_FALSE(stream->Read(&response)) << response.DebugString();
    return rpc::ParseStatus(stream->Finish());
  }
  v1::ListProgressResponse ListProgress() {
    v1::ListProgressRequest request;
    request.set_parent(kPrefecture);
    request.set_fiscal_year(2023);
    request.set_stage(budget::v1::STAGE_APPROVED);
    grpc::ClientContext context;
    v1::ListProgressResponse response;
    EXPECT_TRUE(stub_->ListProgress(&context, request, &response).ok());
    return response;
  }
};

// Follows a stream; its reads end with the test.
class Follower {
 public:
  Follower(v1::IngestionService::Stub* stub,
           const v1::WatchSubmissionsRequest& request)
      : stream_(stub->WatchSubmissions(&context_, request)) {}
  ~Follower() {
    context_.TryCancel();
    if (!finished_) stream_->Finish();
  }
  // The next message that is no sign of life.
  v1::WatchSubmissionsResponse Next() {
    v1::WatchSubmissionsResponse response;
    do {
      if (!stream_->Read(&response)) {
        ADD_FAILURE() << "the stream ended";
        return {};
      }
    } while (response.has_progress());
    return response;
  }
  v1::WatchSubmissionsResponse Read() {
    v1::WatchSubmissionsResponse response;
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }
  // What the stream ends with.
  grpc::Status Finish() {
    v1::WatchSubmissionsResponse response;
    while (stream_->Read(&response)) {
    }
    finished_ = true;
    return stream_->Finish();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchSubmissionsResponse>> stream_;
  bool finished_ = false;
};

TEST_F(WatchMethodsTest, Watch_TellsRowsAsListProgressDoes) {
  Follower follower(stub_.get(), Request(kPrefecture));
  const auto snapshot = follower.Next();
  ASSERT_EQ(snapshot.snapshot().rows_size(), 3);
  EXPECT_TRUE(snapshot.snapshot().last());
  EXPECT_EQ(snapshot.snapshot().rows(0).department(), kDepartment);
  EXPECT_EQ(snapshot.snapshot().rows(0).state(), 0);

  const Answer sent =
      Submit("request-1", FakeBytes(kScience, 2023, /*errors=*/2));
  ASSERT_TRUE(sent.status.ok()) << sent.status.error_message();
  v1::DepartmentProgress row;
  do {
    const auto delta = follower.Next();
    ASSERT_EQ(delta.delta().rows_size(), 1);
    row = delta.delta().rows(0);
  } while (row.state() != v1::SUBMISSION_STATE_RETURNED);
  EXPECT_EQ(row.submission(), sent.submission().name());
  EXPECT_EQ(row.error_count(), 2);
  EXPECT_EQ(row.note_count(), 1);
  EXPECT_EQ(row.step_actor(), "ingestion");
  v1::DepartmentProgress listed = ListProgress().departments(0);
  EXPECT_EQ(listed.verdict().error_count(), 2);
  listed.clear_verdict();
  EXPECT_EQ(listed.SerializeAsString(), row.SerializeAsString());
}

TEST_F(WatchMethodsTest, Watch_TellsThatItIsAlive) {
  Follower follower(stub_.get(), Request(kPrefecture));
  EXPECT_TRUE(follower.Read().has_snapshot());
  for (int i = 0; i < 2; ++i) {
    const auto response = follower.Read();
    EXPECT_TRUE(response.has_progress());
    EXPECT_EQ(response.progress().revision(), 0);
    EXPECT_TRUE(response.progress().has_time());
  }
}

TEST_F(WatchMethodsTest, Watch_OfADepartmentHearsOfItAlone) {
  const std::string education = absl::StrCat(kPrefecture, "/departments/205");
  Follower follower(stub_.get(), Request(education));
  EXPECT_EQ(follower.Next().snapshot().rows_size(), 1);
  ASSERT_TRUE(Submit("request-1", FakeBytes(kScience, 2023)).status.ok());
  ASSERT_TRUE(Submit("request-2", FakeBytes("昌吉州教育局", 2023)).status.ok());
  const auto delta = follower.Next();
  ASSERT_EQ(delta.delta().rows_size(), 1);
  EXPECT_EQ(delta.delta().rows(0).department(), education);
}

TEST_F(WatchMethodsTest, Watch_BehindARestart_BeginsAgain) {
  ASSERT_TRUE(Submit("request-1", FakeBytes(kScience, 2023)).status.ok());
  int64_t heard = 0;
  {
    Follower follower(stub_.get(), Request(kPrefecture));
    heard = follower.Next().snapshot().revision();
  }
  EXPECT_GT(heard, 1);
  Restart();
  for (const int64_t resumed : {heard - 1, heard}) {
    Follower follower(stub_.get(), Request(kPrefecture, resumed));
    EXPECT_GT(follower.Next().compacted().oldest_revision(), heard);
    EXPECT_EQ(follower.Next().snapshot().revision(), heard);
  }
  EXPECT_EQ(Refusal(Request(kPrefecture, heard + 1)).reason,
            Reason::kRevisionInFuture);
}

TEST_F(WatchMethodsTest, Watch_OfWhatIsNot_IsRefused) {
  EXPECT_EQ(
      Refusal(Request(absl::StrCat(kPrefecture, "/departments/999"))).reason,
      Reason::kNotFound);
  EXPECT_EQ(Refusal(Request("prefectures/652301")).reason, Reason::kNotFound);
  EXPECT_EQ(Refusal(Request(kPrefecture, -1)).reason, Reason::kFieldInvalid);
  v1::WatchSubmissionsRequest request = Request("departments/206");
  EXPECT_EQ(Refusal(request).field_violations.at(0).field, "parent");
  request = Request(kPrefecture);
  request.clear_stage();
  request.set_fiscal_year(1999);
  EXPECT_EQ(Refusal(request).field_violations.size(), 2u);
}

TEST_F(WatchMethodsTest, StoppingEndsStreams) {
  Follower follower(stub_.get(), Request(kPrefecture));
  EXPECT_TRUE(follower.Next().has_snapshot());
  StopServer();
  EXPECT_EQ(rpc::ParseStatus(follower.Finish()).reason,
            Reason::kUnavailablePeer);
}

TEST_F(WatchMethodsTest, AReaderThatDoesNotRead_HoldsUpNobody) {
  // Never read until the end: its messages fill the window of the connection.
  Follower idle(stub_.get(), Request(kPrefecture));
  Follower reading(stub_.get(), Request(kPrefecture));
  std::string last;
  for (int i = 0; i < 60; ++i) {
    const Answer sent = Submit(absl::StrCat("request-", 100 + i),
                               FakeBytes(kScience, 2023, 0, absl::StrCat(i)));
    ASSERT_TRUE(sent.status.ok()) << sent.status.error_message();
    last = sent.submission().name();
  }
  const auto await_last = [&last](Follower* follower) {
    int64_t revision = 0;
    for (;;) {
      const auto response = follower->Next();
      if (response.has_snapshot()) {
        revision = response.snapshot().revision();
        continue;
      }
      if (!response.has_delta()) return false;
      // No gap, no duplicate, no going back.
      EXPECT_EQ(response.delta().previous_revision(), revision);
      EXPECT_GT(response.delta().revision(), revision);
      revision = response.delta().revision();
      const auto& row = response.delta().rows(0);
      if (row.submission() == last &&
          row.state() == v1::SUBMISSION_STATE_POSTED) {
        return true;
      }
    }
  };
  EXPECT_TRUE(await_last(&reading));
  EXPECT_TRUE(await_last(&idle));
}

}  // namespace
}  // namespace yuheng::ingestion
