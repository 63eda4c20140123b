#include "services/rpc/judged_calls.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "tests/support/temp_dir.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSubmission[] =
    "prefectures/652300/departments/104/submissions/s-1";
constexpr char kAccept[] =
    "/yuheng.ingestion.v1.IngestionService/AcceptSubmission";

class JudgedCallsTest : public ::testing::Test {
 protected:
  JudgedCallsTest() {
    accept_.set_name(kSubmission);
    read_.set_name(kSubmission);
  }

  static JudgedCalls::Identity Person(std::string subject) {
    return std::make_shared<access::Identity>(
        access::Identity{.subject = std::move(subject),
                         .roles = {access::v1::ROLE_FINANCE_HEAD},
                         .proof = access::Proof::kToken});
  }
  static JudgedCalls::Identity Service() {
    return std::make_shared<access::Identity>(
        access::Identity{.subject = "reporting",
                         .roles = {access::v1::ROLE_SERVICE},
                         .proof = access::Proof::kCertificate});
  }
  JudgedCalls::Options Options() {
    return {.calls_per_second_max = 2,
            .concurrent_calls_max = 3,
            .now = [this] { return now_; },
            .log = log_.get(),
            .metrics = &metrics_};
  }
  void OpenLog() {
    log_ =
        audit::AuditLog::Open(
            {.dir = dir(), .room = [this](const auto&) { return room_bytes_; }})
            .value();
  }
  std::string dir() const { return absl::StrCat(temp_.path(), "/audit"); }
  // All that was recorded; the log is closed.
  std::vector<audit::AuditRecord> Records() {
    log_.reset();
    std::vector<audit::AuditRecord> records;
    EXPECT_TRUE(audit::ReadLog(dir(), [&](const audit::AuditRecord& record,
                                          const storage::Sha256Digest&) {
                  records.push_back(record);
                  return true;
                }).ok());
    return records;
  }
  // Whether it is durable when the answer goes on.
  static absl::Status Answer(JudgedCalls& calls, JudgedCalls::Call call,
                             absl::string_view method, int code) {
    absl::Notification done;
    absl::Status result;
    if (calls.Record(call, method, code, [&](const absl::Status& written) {
          result = written;
          done.Notify();
        })) {
      done.WaitForNotification();
    }
    return result;
  }

  const testing::TempDir temp_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  uint64_t room_bytes_ = uint64_t{1} << 40;
  telemetry::Metrics metrics_;
  std::unique_ptr<audit::AuditLog> log_;
  grpc::CallbackServerContext call_;
  ingestion::v1::AcceptSubmissionRequest accept_;
  ingestion::v1::GetSubmissionRequest read_;
};

TEST_F(JudgedCallsTest, TooManyAtOnce_AreRefusedUntilOneEnds) {
  JudgedCalls calls(Options());
  grpc::CallbackServerContext contexts[4];
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(calls.Enter(&contexts[i], Person("wang")).ok()) << i;
    // A watch asks again and again.
    EXPECT_TRUE(calls.Enter(&contexts[i], Person("wang")).ok()) << i;
  }
  const absl::Status refused = calls.Enter(&contexts[3], Person("wang"));
  const ErrorDetails details = DetailsOf(refused);
  EXPECT_TRUE(absl::IsResourceExhausted(refused));
  EXPECT_EQ(details.reason, Reason::kCallsTooMany);
  EXPECT_GT(details.retry_after.value_or(absl::ZeroDuration()),
            absl::ZeroDuration());
  EXPECT_THAT(metrics_.Render(), HasSubstr("yuheng_rpc_calls_limited_total 1"));
  grpc::CallbackServerContext other;
  EXPECT_TRUE(calls.Enter(&other, Person("li")).ok());
  calls.End(&contexts[0]);
  EXPECT_TRUE(calls.Enter(&contexts[3], Person("wang")).ok());
}

TEST_F(JudgedCallsTest, TooManyASecond_AreRefusedAndToldHowLong) {
  JudgedCalls calls(Options());
  absl::Status status;
  int count = 0;
  for (; status.ok() && count < 100; ++count) {
    grpc::CallbackServerContext context;
    status = calls.Enter(&context, Person("wang"));
    calls.End(&context);
  }
  EXPECT_EQ(count, 2 * kIdentityBurstSeconds + 1);
  EXPECT_EQ(DetailsOf(status).retry_after, absl::Milliseconds(500));
  now_ += absl::Milliseconds(500);
  EXPECT_TRUE(calls.Enter(&call_, Person("wang")).ok());
  calls.End(&call_);
}

TEST_F(JudgedCallsTest, Services_HaveNoLimit) {
  JudgedCalls calls(Options());
  std::vector<grpc::CallbackServerContext> contexts(1000);
  for (auto& context : contexts) {
    ASSERT_TRUE(calls.Enter(&context, Service()).ok());
  }
  for (auto& context : contexts) calls.End(&context);
}

TEST_F(JudgedCallsTest, Change_IsDurableBeforeItsAnswer) {
  OpenLog();
  JudgedCalls calls(Options());
  ASSERT_TRUE(calls.Enter(&call_, Person("zhao")).ok());
  ASSERT_TRUE(calls.Judge(&call_, accept_, absl::OkStatus()).ok());
  ASSERT_TRUE(Answer(calls, &call_, kAccept, 0).ok());
  // Without waiting for anything more.
  std::vector<audit::AuditRecord> records;
  ASSERT_TRUE(log_->Read(0,
                         [&](const auto& record, const auto&) {
                           records.push_back(record);
                           return true;
                         })
                  .ok());
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].seq, 1u);
  EXPECT_EQ(records[0].time_unix_us, absl::ToUnixMicros(now_));
  EXPECT_EQ(records[0].subject, "zhao");
  EXPECT_THAT(records[0].roles, ElementsAre(access::v1::ROLE_FINANCE_HEAD));
  EXPECT_EQ(records[0].proof, 2);
  EXPECT_EQ(records[0].method,
            "yuheng.ingestion.v1.IngestionService.AcceptSubmission");
  EXPECT_THAT(records[0].names, ElementsAre(kSubmission));
  EXPECT_EQ(records[0].code, 0);
  // Once.
  ASSERT_TRUE(Answer(calls, &call_, kAccept, 0).ok());
  calls.End(&call_);
  EXPECT_EQ(Records().size(), 1u);
}

TEST_F(JudgedCallsTest, EveryEnding_LeavesOneRecord) {
  OpenLog();
  JudgedCalls calls(Options());
  const absl::Status denied = MakeError(Reason::kRoleMissing);
  grpc::CallbackServerContext contexts[6];
  // Denied.
  ASSERT_TRUE(calls.Enter(&contexts[0], Person("li")).ok());
  EXPECT_EQ(calls.Judge(&contexts[0], accept_, denied), denied);
  (void)Answer(calls, &contexts[0], kAccept, 7);
  calls.End(&contexts[0]);
  // Read; nobody waits for the record.
  ASSERT_TRUE(calls.Enter(&contexts[1], Person("li")).ok());
  ASSERT_TRUE(calls.Judge(&contexts[1], read_, absl::OkStatus()).ok());
  EXPECT_FALSE(calls.Record(&contexts[1], "/yuheng.x.S/M", 0, nullptr));
  calls.End(&contexts[1]);
  // Gone before it was answered.
  ASSERT_TRUE(calls.Enter(&contexts[2], Person("li")).ok());
  ASSERT_TRUE(calls.Judge(&contexts[2], read_, absl::OkStatus()).ok());
  calls.End(&contexts[2]);
  // A handler that forgot the gate, and one that ended before it could judge.
  (void)Answer(calls, &contexts[3], "/yuheng.x.v1.S/Forgotten", 0);
  ASSERT_TRUE(calls.Enter(&contexts[4], Person("li")).ok());
  (void)Answer(calls, &contexts[4], "/yuheng.x.v1.S/Unread", 3);
  calls.End(&contexts[4]);
  // Not ours.
  (void)Answer(calls, &contexts[5], "/grpc.health.v1.Health/Check", 0);
  const auto records = Records();
  std::vector<std::string> told;
  for (const audit::AuditRecord& record : records) {
    told.push_back(absl::StrCat(
        record.subject, " ", record.method.substr(record.method.rfind('.') + 1),
        " ", record.code));
  }
  EXPECT_THAT(told,
              ElementsAre("li AcceptSubmission 7", "li GetSubmission 0",
                          "li GetSubmission 1", " Forgotten 0", "li Unread 3"));
}

TEST_F(JudgedCallsTest, TooManyCalls_FillNoLog) {
  OpenLog();
  JudgedCalls calls(Options());
  for (int i = 0; i < 100; ++i) {
    grpc::CallbackServerContext context;
    if (calls.Enter(&context, Person("wang")).ok()) {
      (void)calls.Judge(&context, read_, absl::OkStatus());
    }
    (void)Answer(calls, &context, "/yuheng.x.v1.S/M", 8);
    calls.End(&context);
  }
  EXPECT_EQ(Records().size(), size_t{2 * kIdentityBurstSeconds});
}

TEST_F(JudgedCallsTest, WithoutRoom_ChangesAreRefused_AndReadingGoesOn) {
  OpenLog();
  JudgedCalls calls(Options());
  room_bytes_ = 1000;
  ASSERT_TRUE(calls.Enter(&call_, Person("zhao")).ok());
  const absl::Status refused = calls.Judge(&call_, accept_, absl::OkStatus());
  EXPECT_EQ(ReasonOf(refused), Reason::kStorageFailed);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("audit log"));
  calls.End(&call_);
  ASSERT_TRUE(calls.Enter(&call_, Person("zhao")).ok());
  EXPECT_TRUE(calls.Judge(&call_, read_, absl::OkStatus()).ok());
  calls.End(&call_);
  // Room was made.
  room_bytes_ = uint64_t{1} << 40;
  ASSERT_TRUE(calls.Enter(&call_, Person("zhao")).ok());
  EXPECT_TRUE(calls.Judge(&call_, accept_, absl::OkStatus()).ok());
  calls.End(&call_);
}

TEST_F(JudgedCallsTest, WithoutALog_NothingWaits) {
  JudgedCalls calls(Options());
  ASSERT_TRUE(calls.Enter(&call_, Person("zhao")).ok());
  EXPECT_TRUE(calls.Judge(&call_, accept_, absl::OkStatus()).ok());
  EXPECT_FALSE(calls.Record(&call_, kAccept, 0, nullptr));
  calls.End(&call_);
  EXPECT_THAT(temp_.path(), ::testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace yuheng::rpc
