// Backups of a running cluster: what was acknowledged before is in them, and
// what is posted again after a restore is posted once.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/resource_name.h"
#include "tests/e2e/client.h"
#include "tests/support/temp_dir.h"
#include "yuheng/operations/v1/backup_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

namespace fs = std::filesystem;
using ingestion::v1::SUBMISSION_STATE_POSTED;

class ClusterBackupTest : public ::testing::Test {
 protected:
  void Start(int departments) {
    documents_ = cli::GenerateSamples({.seed = 21, .departments = departments});
    cluster_ = StartCluster(documents_, directory_.path());
    ASSERT_NE(cluster_, nullptr);
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(directory_.path(), "/", name);
  }
  SubmitResult Send(size_t i) const {
    return Submit(cluster_->channel(Process::kIngestion), "budget.txt",
                  documents_[i].text, absl::StrCat("season-request-", i));
  }
  // One half of a backup.
  void Copy(Process process, const std::string& name) const {
    const auto stub =
        operations::v1::BackupService::NewStub(cluster_->channel(process));
    operations::v1::CreateBackupRequest request;
    request.set_name(name);
    operations::v1::CreateBackupResponse response;
    grpc::ClientContext context;
    const grpc::Status status =
        stub->CreateBackup(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  CommandResult Restore(const std::string& name, const std::string& to) const {
    return RunProgram("yuheng-restore",
                      {cluster_->backup_dir() + "/" + name, Path(to)});
  }
  // Ends both stores' processes and starts them on what was restored.
  void StartOn(const std::string& restored) const {
    for (const Process process : {Process::kIngestion, Process::kAggregation}) {
      cluster_->Kill9(process);
      fs::remove_all(cluster_->data_dir(process));
      fs::rename(Path(restored) + "/" + ProcessName(process),
                 cluster_->data_dir(process));
    }
    ASSERT_TRUE(cluster_->Restart(Process::kAggregation).ok());
    ASSERT_TRUE(cluster_->Restart(Process::kIngestion).ok());
  }
  void ExpectVerifies(int entries) const {
    const CommandResult verify =
        RunProgram("yuheng", {"verify", "-o", "json"}, cluster_->endpoints());
    EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
    if (entries > 0) {
      EXPECT_TRUE(absl::StrContains(verify.out,
                                    absl::StrCat("\"entries\":", entries, ",")))
          << verify.out;
    }
  }
  // Waits until nothing is on its way any more.
  bool Settles() const {
    for (int i = 0; i < 600; ++i) {
      bool open = false;
      for (const auto& s :
           ListSubmissions(cluster_->channel(Process::kIngestion))) {
        open = open || s.state() == ingestion::v1::SUBMISSION_STATE_RECEIVED ||
               s.state() == ingestion::v1::SUBMISSION_STATE_ACCEPTED;
      }
      if (!open) return true;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return false;
  }
  std::set<std::string> Posted() const {
    std::set<std::string> names;
    for (const auto& s :
         ListSubmissions(cluster_->channel(Process::kIngestion))) {
      if (s.state() == SUBMISSION_STATE_POSTED) names.insert(s.name());
    }
    return names;
  }

  const TempDir directory_;
  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<Cluster> cluster_;
};

TEST_F(ClusterBackupTest, TakenUnderLoad_RestoresToACutThatLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Start(24));
  std::atomic<size_t> acknowledged = 0;
  std::vector<std::string> names(documents_.size());
  std::thread bureaus([&] {
    for (size_t i = 0; i < documents_.size(); ++i) {
      const SubmitResult result = Send(i);
      EXPECT_TRUE(result.status.ok()) << result.status.error_message();
      names[i] = result.submission.name();
      acknowledged = i + 1;
    }
  });
  while (acknowledged < 6) absl::SleepFor(absl::Milliseconds(1));
  const size_t before = acknowledged;
  const CommandResult backup =
      RunProgram("yuheng", {"backup", "under-load"}, cluster_->endpoints());
  bureaus.join();
  ASSERT_EQ(backup.exit_code, 0) << backup.err;
  const CommandResult again =
      RunProgram("yuheng", {"backup", "under-load"}, cluster_->endpoints());
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(again.err, "exists")) << again.err;

  const CommandResult restored = Restore("under-load", "restored");
  ASSERT_EQ(restored.exit_code, 0) << restored.out << restored.err;
  EXPECT_EQ(Restore("under-load", "restored").exit_code, 2);  // Not over data.
  StartOn("restored");
  ASSERT_TRUE(Settles());
  ExpectVerifies(0);
  const std::set<std::string> posted = Posted();
  for (size_t i = 0; i < before; ++i) {
    EXPECT_TRUE(posted.contains(names[i])) << names[i];
  }
  // Every bureau that is not sure sends again, under the same id.
  for (size_t i = 0; i < documents_.size(); ++i) {
    const SubmitResult result = Send(i);
    ASSERT_EQ(result.submission.state(), SUBMISSION_STATE_POSTED)
        << result.status.error_message();
    EXPECT_EQ(result.submission.name(), names[i]);
  }
  ExpectVerifies(static_cast<int>(documents_.size()));
  const TotalsMap totals =
      ListTotals(cluster_->channel(Process::kAggregation), kPrefecture);
  for (const auto& [address, value] : SumsOf(documents_)) {
    ASSERT_TRUE(totals.contains(address)) << address;
    EXPECT_EQ(totals.at(address).derived_fen, value.derived_fen) << address;
  }
}

// Why the submissions are copied first.
TEST_F(ClusterBackupTest, PostedBetweenTheCopies_IsNamedAndSentAgainNotTwice) {
  ASSERT_NO_FATAL_FAILURE(Start(3));
  ASSERT_TRUE(Send(0).status.ok());
  Copy(Process::kIngestion, "right");
  const SubmitResult between = Send(1);
  Copy(Process::kAggregation, "right");
  const CommandResult restored = Restore("right", "restored");
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_TRUE(absl::StrContains(restored.out, between.submission.name()))
      << restored.out;
  StartOn("restored");
  ExpectVerifies(2);
  const SubmitResult again = Send(1);
  EXPECT_EQ(again.submission.name(), between.submission.name());
  EXPECT_EQ(again.submission.state(), SUBMISSION_STATE_POSTED);
  EXPECT_EQ(again.submission.revision(), between.submission.revision());
  ExpectVerifies(2);
}

// What is declared goes with the ledgers: in force, reversed, or not yet.
TEST_F(ClusterBackupTest, Eliminations_AreAsTheyWereAtTheBackup) {
  ASSERT_NO_FATAL_FAILURE(Start(2));
  ASSERT_TRUE(Send(0).status.ok());
  ASSERT_TRUE(Send(1).status.ok());
  const auto run = [&](std::vector<std::string> arguments) {
    return RunProgram("yuheng", std::move(arguments), cluster_->endpoints());
  };
  const std::string& payee = documents_[1].code;
  const auto declare = [&](const std::string& request_id,
                           const std::string& amount) {
    const CommandResult declared =
        run({"eliminations", "declare",  "--payer",      documents_[0].code,
             "--payee",      payee,      "--income",     "upsub",
             "--function",   "2060101",  "--kind",       "project",
             "--amount",     amount,     "--actor",      "budget",
             "--reason",     "letter 5", "--request-id", request_id,
             "--year",       "2023",     "--stage",      "approved"});
    EXPECT_EQ(declared.exit_code, 0) << declared.err;
    return declared.out;
  };
  const auto reverse = [&](int seq) {
    return run({"eliminations", "reverse", absl::StrCat(payee, "/", seq),
                "--actor", "budget", "--reason", "declared twice"})
        .exit_code;
  };
  // The figures of every scope that has some, and what is in force.
  const auto told = [&] {
    std::string text = run({"totals", "-o", "json"}).out;
    for (const auto& document : documents_) {
      text += run({"totals", "--department", document.code, "-o", "json"}).out;
    }
    return text + run({"eliminations", "list", "-o", "json"}).out;
  };
  declare("transfer-1", "0.5");
  declare("transfer-2", "0.25");
  EXPECT_EQ(reverse(2), 0);
  const std::string before = told();
  EXPECT_TRUE(absl::StrContains(before, "\"eliminated\":\"0.25\"")) << before;
  ASSERT_EQ(run({"backup", "transfers"}).exit_code, 0);
  EXPECT_EQ(reverse(3), 0);
  declare("transfer-3", "0.75");
  EXPECT_NE(told(), before);

  const CommandResult restored = Restore("transfers", "restored");
  ASSERT_EQ(restored.exit_code, 0) << restored.out << restored.err;
  const CommandResult verified =
      RunProgram("yuheng-verify", {Path("restored/aggregation")});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  StartOn("restored");
  ExpectVerifies(5);
  EXPECT_EQ(told(), before);
  // An id from before is known, one from after is not; what was reversed is
  // not in force, and what is can be reversed.
  EXPECT_TRUE(absl::StrContains(declare("transfer-2", "0.25"), "before"));
  EXPECT_EQ(told(), before);
  EXPECT_EQ(reverse(2), 1);
  EXPECT_EQ(reverse(3), 0);
  EXPECT_FALSE(absl::StrContains(declare("transfer-3", "0.75"), "before"));
  EXPECT_TRUE(absl::StrContains(told(), "\"eliminated\":\"0.75\""));
  ExpectVerifies(7);
}

// The submissions are an older copy than the ledgers: a version that is in
// force is not here. Nothing takes its amounts out but its own department.
TEST_F(ClusterBackupTest, OlderSubmissions_LeaveANewerPostingInForce) {
  ASSERT_NO_FATAL_FAILURE(Start(2));
  const SubmitResult first = Send(0);
  ASSERT_EQ(first.submission.state(), SUBMISSION_STATE_POSTED);
  Copy(Process::kIngestion, "older");
  const std::string newer_text = documents_[0].text + "\n";
  const auto send_newer = [&] {
    return Submit(cluster_->channel(Process::kIngestion), "budget.txt",
                  newer_text, "the-newer-version");
  };
  const SubmitResult newer = send_newer();
  ASSERT_EQ(newer.submission.state(), SUBMISSION_STATE_POSTED);
  Copy(Process::kAggregation, "older");
  const CommandResult restored = Restore("older", "restored");
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_TRUE(absl::StrContains(restored.out, newer.submission.name()));
  StartOn("restored");

  const CommandResult withdrawn =
      RunProgram("yuheng",
                 {"submissions", "withdraw", first.submission.name(), "--actor",
                  "bureau", "--reason", "old"},
                 cluster_->endpoints());
  EXPECT_EQ(withdrawn.exit_code, 0) << withdrawn.err;
  ASSERT_TRUE(Settles());
  ExpectVerifies(2);  // No reversal.
  const auto entry = rpc::ParseResourceName(newer.submission.entry());
  ASSERT_TRUE(entry.ok()) << entry.status();
  const std::string called =
      absl::StrCat("entry ", entry->department, "/", entry->seq, " ");
  bool told = false;
  for (const auto& submission :
       ListSubmissions(cluster_->channel(Process::kIngestion))) {
    EXPECT_EQ(submission.state(), ingestion::v1::SUBMISSION_STATE_WITHDRAWN);
    for (const auto& change : submission.history()) {
      told = told || absl::StrContains(change.reason().en(), called);
    }
  }
  EXPECT_TRUE(told);
  const SubmitResult again = send_newer();
  EXPECT_EQ(again.submission.state(), SUBMISSION_STATE_POSTED);
  EXPECT_EQ(again.submission.entry(), newer.submission.entry());
  ExpectVerifies(2);
}

// ... and not the ledgers: this one would have lost a posting for good.
TEST_F(ClusterBackupTest, LedgersCopiedBeforeThePosting_AreRefused) {
  ASSERT_NO_FATAL_FAILURE(Start(3));
  ASSERT_TRUE(Send(0).status.ok());
  Copy(Process::kAggregation, "wrong");
  const SubmitResult between = Send(1);
  ASSERT_EQ(between.submission.state(), SUBMISSION_STATE_POSTED);
  Copy(Process::kIngestion, "wrong");
  const CommandResult restored = Restore("wrong", "restored");
  EXPECT_EQ(restored.exit_code, 1) << restored.out;
  EXPECT_TRUE(absl::StrContains(restored.err, between.submission.entry()))
      << restored.err;
  EXPECT_FALSE(fs::exists(Path("restored")));
}

// As a kill between the two stores left it.
TEST_F(ClusterBackupTest, RestoreKilledHalfWay_StartsNothingUntilItIsDone) {
  ASSERT_NO_FATAL_FAILURE(Start(2));
  ASSERT_TRUE(Send(0).status.ok());
  Copy(Process::kIngestion, "pair");
  Copy(Process::kAggregation, "pair");
  ASSERT_EQ(Restore("pair", "restored").exit_code, 0);
  const std::string mark = "/restore-unfinished";
  std::ofstream(Path("restored/ingestion") + mark);
  std::ofstream(Path("restored/aggregation") + mark);
  fs::rename(Path("restored/aggregation"),
             Path("restored/aggregation.partial"));
  const CommandResult started = RunProgram(
      "yuheng-aggregation",
      {"--data_dir", Path("restored/aggregation"), "--division", "652300"});
  EXPECT_NE(started.exit_code, 0);
  EXPECT_TRUE(absl::StrContains(started.err, "yuheng-restore again"))
      << started.err;
  ASSERT_EQ(Restore("pair", "restored").exit_code, 0);
  EXPECT_FALSE(fs::exists(Path("restored/ingestion") + mark));
  StartOn("restored");
  ExpectVerifies(1);
}

TEST_F(ClusterBackupTest, DamagedOrHalfABackup_IsNotRestored) {
  ASSERT_NO_FATAL_FAILURE(Start(2));
  ASSERT_TRUE(Send(0).status.ok());
  Copy(Process::kIngestion, "half");
  EXPECT_EQ(Restore("half", "restored").exit_code, 2);
  Copy(Process::kAggregation, "half");
  const std::string current =
      cluster_->backup_dir() + "/half/aggregation/CURRENT";
  fs::resize_file(current, 4);
  const CommandResult damaged = Restore("half", "restored");
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(damaged.err, "CURRENT")) << damaged.err;
  EXPECT_FALSE(fs::exists(Path("restored")));
}

TEST_F(ClusterBackupTest, AnyFileChanged_IsNoticedByVerifyToo) {
  ASSERT_NO_FATAL_FAILURE(Start(2));
  ASSERT_TRUE(Send(0).status.ok());
  ASSERT_EQ(RunProgram("yuheng", {"backup", "whole"}, cluster_->endpoints())
                .exit_code,
            0);
  const std::string whole = cluster_->backup_dir() + "/whole";
  const auto verify = [](const std::string& dir) {
    return RunProgram("yuheng-verify", {dir, "--lang", "en"});
  };
  EXPECT_EQ(verify(whole).exit_code, 0);
  const CommandResult other = verify(whole + "/ingestion");
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(
      other.err, "is the data folder of ingestion and holds no ledgers"))
      << other.err;
  for (const char* part : {"/ingestion", "/aggregation"}) {
    for (const auto& file : fs::directory_iterator(whole + part)) {
      const std::string path = file.path().string();
      const std::string name = file.path().filename().string();
      if (!absl::StartsWith(name, "OPTIONS")) continue;
      const std::string sound = ReadFile(path);
      std::ofstream(path, std::ios::binary | std::ios::app) << "#";
      const CommandResult changed = verify(whole);
      EXPECT_EQ(changed.exit_code, 1) << path;
      EXPECT_TRUE(absl::StrContains(changed.err, name)) << changed.err;
      std::ofstream(path, std::ios::binary) << sound;
    }
  }
  EXPECT_EQ(verify(whole).exit_code, 0);
}

}  // namespace
}  // namespace yuheng::testing
