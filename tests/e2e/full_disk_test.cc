// A real disk that fills up under the ledgers. Needs the right to mount.

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/client.h"
#include "tests/e2e/client.h"
#include "tests/support/temp_dir.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

// A small disk, unmounted at the end.
class SmallDisk {
 public:
  SmallDisk(std::string dir, const char* size) : dir_(std::move(dir)) {
    std::filesystem::create_directories(dir_);
    mounted_ = mount("tmpfs", dir_.c_str(), "tmpfs", 0, size) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(dir_.c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  bool Resize(const char* size) {
    return mount("tmpfs", dir_.c_str(), "tmpfs", MS_REMOUNT, size) == 0;
  }
  bool SetReadOnly() {
    return mount("tmpfs", dir_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY,
                 nullptr) == 0;
  }

 private:
  const std::string dir_;
  bool mounted_ = false;
};

// Balanced, and as large as its submission's name.
grpc::Status Post(const Cluster& cluster, int number,
                  aggregation::v1::PostResponse* response) {
  const auto stub = aggregation::v1::AggregationService::NewStub(
      cluster.channel(Process::kAggregation));
  aggregation::v1::PostRequest request;
  request.set_parent("prefectures/652300/departments/104");
  request.set_request_id(absl::StrCat("full-disk-", number));
  request.set_fiscal_year(2023);
  request.set_stage(budget::v1::STAGE_APPROVED);
  request.set_submission(absl::StrCat(
      "prefectures/652300/departments/104/submissions/s-", number));
  request.set_document_sha256(std::string(64, 'a'));
  for (int project = 0; project < 2000; ++project) {
    auto* line = request.add_leaves();
    line->mutable_account()->set_table(budget::v1::TABLE_KIND_T7);
    line->mutable_account()->set_row(
        absl::StrCat("2060101|", number, "-", project, std::string(60, 'x')));
    line->mutable_account()->set_column("e302");
    line->set_amount_fen(project + 1);
  }
  grpc::ClientContext context;
  rpc::SetDeadline(&context, absl::Seconds(30));
  return stub->Post(&context, request, response);
}

TEST(FullDisk, Ledger_RefusesClearlyAndKeepsWhatItAcknowledged) {
  const TempDir directory;
  SmallDisk disk(absl::StrCat(directory.path(), "/aggregation.data"),
                 "size=8m");
  if (!disk.mounted()) GTEST_SKIP() << "mounting is not allowed here";
  const auto cluster = StartCluster(
      cli::GenerateSamples({.seed = 31, .departments = 1}), directory.path(),
      /*auto_accept=*/true, directory.path());
  ASSERT_NE(cluster, nullptr);
  int acknowledged = 0;
  grpc::Status refusal;
  for (int i = 1; i <= 500 && refusal.ok(); ++i) {
    aggregation::v1::PostResponse response;
    refusal = Post(*cluster, i, &response);
    if (refusal.ok()) {
      EXPECT_EQ(response.seq(), i);
      acknowledged = i;
    }
  }
  ASSERT_FALSE(refusal.ok());
  EXPECT_GT(acknowledged, 0);
  EXPECT_EQ(refusal.error_code(), grpc::StatusCode::UNAVAILABLE);
  // The callers of the write that failed hear it first.
  for (int i = 0;
       i < 500 && cluster->health(Process::kAggregation) == "SERVING"; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(cluster->health(Process::kAggregation), "NOT_SERVING");
  EXPECT_TRUE(
      absl::StrContains(cluster->log(Process::kAggregation), "No space"))
      << cluster->log(Process::kAggregation);
  // Never on, not even with space again: only a start knows what is there.
  ASSERT_TRUE(disk.Resize("size=64m"));
  aggregation::v1::PostResponse response;
  EXPECT_FALSE(Post(*cluster, acknowledged + 1, &response).ok());
  cluster->Kill9(Process::kAggregation);
  ASSERT_TRUE(cluster->Restart(Process::kAggregation).ok());
  for (int i = 1; i <= acknowledged; ++i) {
    ASSERT_TRUE(Post(*cluster, i, &response).ok());
    EXPECT_TRUE(response.replayed()) << i;
    EXPECT_EQ(response.seq(), i);
  }
  // The one that was refused: applied or not, and now it is.
  ASSERT_TRUE(Post(*cluster, acknowledged + 1, &response).ok());
  EXPECT_EQ(response.seq(), acknowledged + 1);
  const CommandResult verify =
      RunProgram("yuheng", {"verify"}, cluster->endpoints());
  EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
}

TEST(FullDisk, ReadOnlyDisk_StopsTheStartAndSaysWhy) {
  const TempDir directory;
  SmallDisk disk(absl::StrCat(directory.path(), "/aggregation.data"),
                 "size=64m");
  if (!disk.mounted()) GTEST_SKIP() << "mounting is not allowed here";
  const auto cluster = StartCluster(
      cli::GenerateSamples({.seed = 31, .departments = 1}), directory.path(),
      /*auto_accept=*/true, directory.path());
  ASSERT_NE(cluster, nullptr);
  aggregation::v1::PostResponse response;
  ASSERT_TRUE(Post(*cluster, 1, &response).ok());
  ASSERT_TRUE(cluster->Terminate(Process::kAggregation).ok());
  ASSERT_TRUE(disk.SetReadOnly());
  const absl::Status started = cluster->Restart(Process::kAggregation);
  EXPECT_FALSE(started.ok());
  EXPECT_TRUE(
      absl::StrContains(cluster->log(Process::kAggregation), "Read-only"))
      << started;
  // An auditor still can verify.
  const CommandResult verify =
      RunProgram("yuheng-verify", {cluster->data_dir(Process::kAggregation)});
  EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
}

}  // namespace
}  // namespace yuheng::testing
