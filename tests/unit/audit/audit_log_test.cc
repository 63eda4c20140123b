// The audit log: what is kept, and what is noticed of what somebody did to it.
#include "services/audit/log/audit_log.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/audit/log/audit_record.h"
#include "services/audit/log/log_reader.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::audit {
namespace {

using ::testing::HasSubstr;

AuditRecord Sample(int number) {
  return {.time_unix_us = 1'700'000'000'000'000 + number,
          .subject = absl::StrCat("wang-", number),
          .roles = {1, 2},
          .proof = 2,
          .peer = "ipv4:10.0.0.8:51544",
          .forwarded_for = "203.0.113.7",
          .method = "yuheng.ingestion.v1.IngestionService.GetSubmission",
          .names = {"prefectures/652300/departments/104/submissions/s-1"},
          .request_id = "r-1",
          .code = 7};
}

class AuditLogTest : public ::testing::Test {
 protected:
  std::string dir() const { return absl::StrCat(temp_.path(), "/audit"); }
  std::unique_ptr<AuditLog> Open(uint64_t segment_bytes_max = 1 << 20) {
    auto log = AuditLog::Open(
        {.dir = dir(),
         .segment_bytes_max = segment_bytes_max,
         .on_failed = [this](const absl::Status&) { ++failures_; }});
    EXPECT_TRUE(log.ok()) << log.status();
    return log.ok() ? *std::move(log) : nullptr;
  }
  // A log of so many records, closed.
  void Write(int count, uint64_t segment_bytes_max = 1 << 20) {
    const auto log = Open(segment_bytes_max);
    for (int i = 1; i <= count; ++i) log->Append(Sample(i), nullptr);
  }
  absl::StatusOr<LogEnd> Prove() const {
    return ReadLog(dir(), [](const auto&, const auto&) { return true; });
  }
  std::string Segment(uint64_t seq) const { return SegmentPath(dir(), seq); }
  static void Put(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  // What is said of a log whose only file was changed.
  std::string SaidOf(const std::string& bytes) {
    Put(Segment(1), bytes);
    const absl::Status status = Prove().status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    // And no process goes on with it.
    EXPECT_EQ(AuditLog::Open({.dir = dir()}).status(), status);
    return std::string(status.message());
  }

  const testing::TempDir temp_;
  int failures_ = 0;
};

TEST(AuditRecord, IsKept) {
  AuditRecord record = Sample(1);
  record.seq = 300;
  storage::Sha256Digest previous{};
  previous.fill(0xab);
  const std::string bytes = EncodeAuditRecord(record, previous);
  const auto chained = DecodeAuditRecord(bytes);
  ASSERT_TRUE(chained.ok()) << chained.status();
  EXPECT_EQ(chained->record, record);
  EXPECT_EQ(chained->previous, previous);
}

// What is on disks already stays readable for ever.
TEST(AuditRecord, Layouts_AreAsTheyWereShipped) {
  AuditRecord record = Sample(1);
  record.seq = 300;
  // Behind the number of the layout.
  const std::string first =
      "ac028280f2818389850600000000000000000000000000000000000000"
      "000000000000000000000000000677616e672d310201020213697076343a"
      "31302e302e302e383a353135343432797568656e672e696e67657374696f"
      "6e2e76312e496e67657374696f6e536572766963652e4765745375626d69"
      "7373696f6e013270726566656374757265732f3635323330302f64657061"
      "72746d656e74732f3130342f7375626d697373696f6e732f732d3103722d"
      "3107";
  EXPECT_EQ(absl::BytesToHexString(EncodeAuditRecord(record, {})),
            absl::StrCat("02", first, "0b3230332e302e3131332e37"));
  const auto chained =
      DecodeAuditRecord(absl::HexStringToBytes(absl::StrCat("01", first)));
  ASSERT_TRUE(chained.ok()) << chained.status();
  record.forwarded_for = "";
  EXPECT_EQ(chained->record, record);
}

TEST(AuditRecord, Damaged_IsNoRecord) {
  const std::string bytes = EncodeAuditRecord(Sample(1), {});
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(
        absl::IsDataLoss(DecodeAuditRecord(bytes.substr(0, size)).status()));
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeAuditRecord(bytes + "x").status()));
  std::string newer = bytes;
  newer[0] = 3;
  EXPECT_TRUE(absl::IsFailedPrecondition(DecodeAuditRecord(newer).status()));
}

TEST(AuditRecord, LongTexts_AreCutAtACharacter) {
  AuditRecord record = Sample(1);
  record.request_id =
      absl::StrCat(std::string(kAuditTextBytesMax - 1, 'x'), "王王王");
  record.names.assign(1000, std::string(1 << 16, 'n'));
  record.roles.assign(100, 1);
  const std::string bytes = EncodeAuditRecord(record, {});
  EXPECT_LE(bytes.size(), kAuditRecordBytesMax);
  const AuditRecord kept = DecodeAuditRecord(bytes)->record;
  EXPECT_EQ(kept.request_id, std::string(kAuditTextBytesMax - 1, 'x'));
  EXPECT_EQ(kept.names.size(), kAuditNamesMax);
}

TEST_F(AuditLogTest, Records_AreNumberedAndFollowEachOther) {
  Write(3);
  std::vector<std::string> subjects;
  const auto end = ReadLog(dir(), [&](const AuditRecord& record, const auto&) {
    subjects.push_back(absl::StrCat(record.seq, " ", record.subject));
    return true;
  });
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_THAT(subjects,
              ::testing::ElementsAre("1 wang-1", "2 wang-2", "3 wang-3"));
  EXPECT_EQ(end->seq, 3u);
  EXPECT_EQ(end->torn_bytes, 0u);
  // And after a start.
  const storage::Sha256Digest before = end->hash;
  const auto log = Open();
  EXPECT_EQ(log->opened().seq, 3u);
  EXPECT_EQ(log->opened().hash, before);
  absl::Notification durable;
  log->Append(Sample(4), [&](const absl::Status& status) {
    EXPECT_TRUE(status.ok()) << status;
    durable.Notify();
  });
  durable.WaitForNotification();
  EXPECT_EQ(log->end().seq, 4u);
  EXPECT_EQ(Prove()->seq, 4u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir()), {}), 1);
}

// A log that was begun before addresses were forwarded.
TEST_F(AuditLogTest, LogOfTheFirstLayout_IsContinued) {
  Write(1);
  AuditRecord first = Sample(1);
  first.seq = 1;
  first.forwarded_for = "";
  std::string bytes = EncodeAuditRecord(first, {});
  bytes[0] = 1;
  bytes.pop_back();  // The length of no address.
  Put(Segment(1), FrameOf(bytes));
  Open()->Append(Sample(2), nullptr);
  std::vector<AuditRecord> records;
  const auto end = ReadLog(dir(), [&](const AuditRecord& record, const auto&) {
    records.push_back(record);
    return true;
  });
  ASSERT_TRUE(end.ok()) << end.status();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0], first);
  EXPECT_EQ(records[1].forwarded_for, Sample(2).forwarded_for);
}

TEST_F(AuditLogTest, Files_AreTheOwnersAlone_AndEndAtTheirSize) {
  Write(20, /*segment_bytes_max=*/1000);
  const auto segments = ListSegments(dir()).value();
  EXPECT_GT(segments.size(), 3u);
  for (const uint64_t segment : segments) {
    struct stat about = {};
    ASSERT_EQ(stat(Segment(segment).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    EXPECT_LE(about.st_size, 1000);
  }
  struct stat folder = {};
  ASSERT_EQ(stat(dir().c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777, 0700u);
  EXPECT_EQ(Prove()->seq, 20u);
  Write(20, 1000);
  EXPECT_EQ(Prove()->seq, 40u);
}

TEST_F(AuditLogTest, Read_GivesWhatFollows) {
  Write(20, 1000);
  const auto log = Open(1000);
  for (const uint64_t after : {0u, 1u, 7u, 19u, 20u, 99u}) {
    std::vector<uint64_t> seqs;
    ASSERT_TRUE(log->Read(after,
                          [&](const AuditRecord& record, const auto&) {
                            seqs.push_back(record.seq);
                            return true;
                          })
                    .ok());
    std::vector<uint64_t> expected;
    for (uint64_t seq = after + 1; seq <= 20; ++seq) expected.push_back(seq);
    EXPECT_EQ(seqs, expected) << after;
  }
}

// An auditor is never shown a log with a hole in it as if it were whole.
TEST_F(AuditLogTest, Read_OfWhatIsNoLongerAsWritten_IsDataLoss) {
  Write(9);
  const auto log = Open();
  const auto read = [&log] {
    return log->Read(0, [](const auto&, const auto&) { return true; });
  };
  EXPECT_TRUE(read().ok());
  std::string bytes = testing::ReadFile(Segment(1));
  bytes[bytes.size() / 2] ^= 1;
  Put(Segment(1), bytes);
  EXPECT_TRUE(absl::IsDataLoss(read())) << read();
  std::filesystem::remove(Segment(1));
  EXPECT_TRUE(absl::IsDataLoss(read())) << read();
  // Behind the end there is nothing, and nothing is looked for.
  EXPECT_TRUE(log->Read(std::numeric_limits<uint64_t>::max(), nullptr).ok());
}

TEST_F(AuditLogTest, SecondProcess_IsRefused) {
  const auto log = Open();
  EXPECT_TRUE(
      absl::IsFailedPrecondition(AuditLog::Open({.dir = dir()}).status()));
}

TEST_F(AuditLogTest, ChangedRecord_IsNamed) {
  Write(5);
  const std::string good = testing::ReadFile(Segment(1));
  std::string bytes = good;
  bytes[bytes.find("wang-2") + 5] = '9';
  EXPECT_THAT(SaidOf(bytes), HasSubstr("record 2"));
  // With a digest that fits, it breaks at the next.
  const size_t at = bytes.find("wang-9");
  size_t begin = 0;
  while (begin + kFrameBytes < bytes.size()) {
    const size_t size = static_cast<unsigned char>(bytes[begin + 3]) +
                        256 * static_cast<unsigned char>(bytes[begin + 2]);
    if (begin + kFrameBytes + size > at) {
      const std::string record = bytes.substr(begin + 4, size);
      bytes.replace(begin, kFrameBytes + size, FrameOf(record));
      break;
    }
    begin += kFrameBytes + size;
  }
  EXPECT_THAT(SaidOf(bytes), HasSubstr("record 3"));
}

TEST_F(AuditLogTest, MissingRecords_AreNamed) {
  Write(5);
  const std::string good = testing::ReadFile(Segment(1));
  const size_t frame = good.size() / 5;
  ASSERT_EQ(frame * 5, good.size());
  EXPECT_THAT(SaidOf(good.substr(frame)), HasSubstr("record 1"));
  EXPECT_THAT(SaidOf(good.substr(0, 2 * frame) + good.substr(3 * frame)),
              HasSubstr("record 3"));
  // Two changed places.
  EXPECT_THAT(SaidOf(good.substr(0, frame) + good.substr(2 * frame, frame) +
                     good.substr(frame, frame) + good.substr(3 * frame)),
              HasSubstr("record 2"));
}

TEST_F(AuditLogTest, MissingFile_IsNamed) {
  Write(20, 1000);
  const auto segments = ListSegments(dir()).value();
  ASSERT_GT(segments.size(), 3u);
  const std::string kept = absl::StrCat(temp_.path(), "/kept");
  for (const size_t missing : {size_t{0}, size_t{2}}) {
    std::filesystem::rename(Segment(segments[missing]), kept);
    const absl::Status status = Prove().status();
    EXPECT_TRUE(absl::IsDataLoss(status));
    EXPECT_THAT(status.ToString(),
                HasSubstr(absl::StrCat("records ", segments[missing], " to ",
                                       segments[missing + 1] - 1)));
    std::filesystem::rename(kept, Segment(segments[missing]));
  }
  EXPECT_TRUE(Prove().ok());
}

// A process that ended while it wrote has acknowledged nothing of that.
TEST_F(AuditLogTest, TornEnd_IsCutAndTold) {
  Write(3);
  const std::string good = testing::ReadFile(Segment(1));
  const size_t frame = good.size() / 3;
  for (size_t cut = 1; cut < frame; cut += 7) {
    Put(Segment(1), good.substr(0, good.size() - cut));
    EXPECT_EQ(Prove()->seq, 2u);
    EXPECT_EQ(Prove()->torn_bytes, frame - cut);
  }
  // A disk that knew the length and not the bytes yet.
  Put(Segment(1), good.substr(0, 2 * frame) + std::string(frame, '\0'));
  {
    const auto log = Open();
    EXPECT_EQ(log->opened().seq, 2u);
    EXPECT_EQ(log->opened().torn_bytes, frame);
    log->Append(Sample(9), nullptr);
  }
  EXPECT_EQ(Prove()->seq, 3u);
  EXPECT_EQ(Prove()->torn_bytes, 0u);
  // Not in a file that another follows.
  Write(20, 1000);
  const auto segments = ListSegments(dir()).value();
  const std::string older = testing::ReadFile(Segment(segments[1]));
  Put(Segment(segments[1]), older.substr(0, older.size() - 1));
  EXPECT_TRUE(absl::IsDataLoss(Prove().status()));
}

TEST_F(AuditLogTest, FailedWrite_IsToldOnce_AndNothingMoreIsWritten) {
  const auto log = Open();
  // A folder stands where the first file has to be.
  std::filesystem::create_directory(Segment(1));
  EXPECT_TRUE(log->Ready().ok());
  for (int i = 0; i < 2; ++i) {
    absl::Notification done;
    log->Append(Sample(1), [&](const absl::Status& status) {
      EXPECT_FALSE(status.ok());
      done.Notify();
    });
    done.WaitForNotification();
    EXPECT_FALSE(log->Ready().ok());
  }
  EXPECT_EQ(failures_, 1);
  EXPECT_EQ(log->end().seq, 0u);
}

TEST_F(AuditLogTest, WithoutRoom_NothingMayBeChanged) {
  uint64_t room = kRoomBytesMin;
  const auto log =
      AuditLog::Open({.dir = dir(), .room = [&](const auto&) { return room; }})
          .value();
  EXPECT_TRUE(log->Ready().ok());
  --room;
  EXPECT_TRUE(absl::IsResourceExhausted(log->Ready()));
}

}  // namespace
}  // namespace yuheng::audit
