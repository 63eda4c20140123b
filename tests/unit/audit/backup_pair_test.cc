// Backups of both stores: what must be in one for the other.

#include "services/audit/tools/backup_pair.h"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/resource_name.h"
#include "storage/backup.h"
#include "storage/format/submission_keys.h"
#include "storage/format/submission_record.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/unit/aggregation/sample.h"
#include "yuheng/ingestion/v1/submission.pb.h"

namespace yuheng::audit {
namespace {

using aggregation::testing::kApproved;
using aggregation::testing::kYear;
using storage::SubmissionRecord;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kDivision[] = "652300";
constexpr char kDepartment[] = "104";

class BackupPairTest : public ::testing::Test {
 protected:
  BackupPairTest()
      : dir_(absl::StrCat(::testing::TempDir(), "/backup-pair-", getpid())) {
    std::filesystem::remove_all(dir_);
    ledgers_ = Open("ledgers");
    submissions_ = Open("submissions");
    auto desk = aggregation::testing::OpenDesk(ledgers_.get());
    EXPECT_TRUE(desk.ok());
    desk_ = *std::move(desk);
  }
  ~BackupPairTest() override {
    ledgers_.reset();
    submissions_.reset();
    std::filesystem::remove_all(dir_);
  }

  std::unique_ptr<storage::Store> Open(const std::string& name) {
    auto store =
        storage::OpenRocksdbStore({.dir = absl::StrCat(dir_, "/", name)});
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  static std::string NameOf(const std::string& id) {
    return rpc::SubmissionName(kDivision, kDepartment, id);
  }

  // Posts a submission's document and returns its record as ingestion has it.
  SubmissionRecord Post(const std::string& id, const std::string& unit = "") {
    aggregation::Posting posting = aggregation::testing::Simple(
        kDepartment, absl::StrCat("post-", id), 500);
    posting.submission = NameOf(id);
    posting.unit = unit;
    posting.document_sha256 = storage::Sha256(id);
    const auto applied = desk_.Post(posting);
    EXPECT_TRUE(applied.ok()) << applied.status();
    SubmissionRecord record;
    record.id = id;
    record.request_id = absl::StrCat("request-", id);
    record.fiscal_year = kYear;
    record.stage = kApproved;
    record.unit = unit;
    record.version = 1;
    record.state = ingestion::v1::SUBMISSION_STATE_POSTED;
    record.document_sha256 = posting.document_sha256;
    record.entry = rpc::EntryName(kDivision, kDepartment,
                                  static_cast<int64_t>(applied->seq));
    record.revision = applied->revision;
    return record;
  }

  void Keep(const SubmissionRecord& record, bool with_document = true) {
    storage::Commit commit;
    commit.partition = kDepartment;
    commit.expected_seq = submissions_->GetHead(kDepartment)->seq;
    commit.writes.push_back({storage::SubmissionKey(record.id),
                             *storage::EncodeSubmission(record)});
    if (with_document) {
      commit.writes.push_back({storage::DocumentKey(record.id, 0), record.id});
    }
    EXPECT_EQ(submissions_->CommitAll({&commit, 1})[0].outcome,
              storage::CommitOutcome::kCommitted);
  }

  ProvenBackup Prove() {
    const std::string backup = dir_ + "/backup";
    std::filesystem::remove_all(backup);
    EXPECT_TRUE(
        storage::CreateBackup(*submissions_, backup + "/ingestion").ok());
    EXPECT_TRUE(storage::CreateBackup(*ledgers_, backup + "/aggregation").ok());
    auto proven = ProveBackup(backup);
    EXPECT_TRUE(proven.ok()) << proven.status();
    return proven.ok() ? *std::move(proven) : ProvenBackup();
  }

  // That one submission differs, in one place.
  void ExpectDiffers(const std::string& id, const std::string& what) {
    const ProvenBackup proven = Prove();
    ASSERT_EQ(proven.differences.size(), 1u);
    EXPECT_THAT(proven.differences[0].en, HasSubstr(id));
    EXPECT_THAT(proven.differences[0].en, HasSubstr(what));
  }

  const std::string dir_;
  std::unique_ptr<storage::Store> ledgers_;
  std::unique_ptr<storage::Store> submissions_;
  aggregation::testing::Desk desk_;
};

TEST_F(BackupPairTest, PostedAndKept_Holds) {
  Keep(Post("s-1"));
  const ProvenBackup proven = Prove();
  EXPECT_TRUE(proven.differences.empty()) << proven.differences[0].en;
  EXPECT_TRUE(proven.sent_later.empty());
  EXPECT_EQ(proven.submission_count, 1);
  EXPECT_EQ(proven.entry_count, 1);
}

TEST_F(BackupPairTest, SentLater_IsWhatIsInForceInOrderOfSeq) {
  // Names that no order but that of seq gives; "s-b" is replaced by "s-a".
  Post("s-b", "104001");
  Post("s-z", "104002");
  Post("s-m", "104003");
  Post("s-a", "104001");
  EXPECT_THAT(Prove().sent_later,
              ElementsAre(NameOf("s-z"), NameOf("s-m"), NameOf("s-a")));
}

TEST_F(BackupPairTest, SubmissionWithoutItsDocument_IsNamed) {
  Keep(Post("s-1"), /*with_document=*/false);
  ExpectDiffers("s-1", "document");
}

TEST_F(BackupPairTest, EntryOfAnotherSubmission_IsNamed) {
  SubmissionRecord record = Post("s-1");
  Keep(record);
  record.id = "s-2";
  record.document_sha256 = storage::Sha256("s-2");
  Keep(record);
  ExpectDiffers("s-2", NameOf("s-1"));
}

TEST_F(BackupPairTest, EntryOfAnotherSlot_IsNamed) {
  SubmissionRecord record = Post("s-1");
  record.stage = kApproved - 1;
  Keep(record);
  ExpectDiffers("s-1", NameOf("s-1"));
}

// The ledgers are the older copy: the reversal is not in them.
TEST_F(BackupPairTest, WithdrawnButInForce_IsNamed) {
  SubmissionRecord record = Post("s-1");
  record.state = ingestion::v1::SUBMISSION_STATE_WITHDRAWN;
  record.reversal_request_id = "reverse-s-1";
  Keep(record);
  EXPECT_TRUE(Prove().differences.empty());  // It is reversed again then.
  record.reversal_request_id.clear();
  Keep(record);
  ExpectDiffers("s-1", NameOf("s-1"));
}

}  // namespace
}  // namespace yuheng::audit
