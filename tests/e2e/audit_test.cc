// An auditor's year: a checkpoint is kept, an entry proven, and a copied folder
// verified without any service.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

namespace fs = std::filesystem;

class AuditTest : public ::testing::Test {
 protected:
  void SetUp() override {
    cluster_ = StartCluster(documents_, directory_.path());
    ASSERT_NE(cluster_, nullptr);
    for (int i = 0; i < 4; ++i) SubmitDocument(i);
  }

  void SubmitDocument(int i) {
    const SubmitResult result =
        Submit(cluster_->channel(Process::kIngestion), "budget.txt",
               documents_[static_cast<size_t>(i)].text);
    ASSERT_EQ(result.submission.state(), ingestion::v1::SUBMISSION_STATE_POSTED)
        << result.submission.ShortDebugString();
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(directory_.path(), "/", name);
  }
  CommandResult Yuheng(std::vector<std::string> arguments) const {
    return RunProgram("yuheng", std::move(arguments), cluster_->endpoints());
  }
  // Without any service to ask.
  static CommandResult Alone(const std::string& program,
                             std::vector<std::string> arguments) {
    return RunProgram(program, std::move(arguments), "127.0.0.1:1");
  }

  // The stopped cluster's folders, as an auditor gets them.
  std::string CopyOfTheData() {
    EXPECT_TRUE(cluster_->Terminate(Process::kAggregation).ok());
    fs::create_directory(Path("copy"));
    fs::copy(cluster_->data_dir(Process::kAggregation),
             Path("copy") + "/aggregation", fs::copy_options::recursive);
    return Path("copy");
  }

  const TempDir directory_;
  const std::vector<cli::SampleDocument> documents_ =
      cli::GenerateSamples({.seed = 11, .departments = 5});
  std::unique_ptr<Cluster> cluster_;
};

// Names, sizes, times and bytes of every file.
std::map<std::string, std::string> StateOf(const std::string& dir) {
  std::map<std::string, std::string> state;
  for (const auto& file : fs::recursive_directory_iterator(dir)) {
    std::string text = absl::StrCat(
        fs::last_write_time(file.path()).time_since_epoch().count());
    if (file.is_regular_file()) {
      absl::StrAppend(&text, " ", ReadFile(file.path().string()));
    }
    state[file.path().string()] = text;
  }
  return state;
}

TEST_F(AuditTest, Checkpoint_IsKeptAndLedgersAreItsContinuations) {
  const CommandResult key = Yuheng({"checkpoint", "key"});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  const std::string public_key(absl::StripSuffix(key.out, "\n"));
  EXPECT_EQ(public_key.size(), 64u);
  EXPECT_FALSE(fs::exists(cluster_->data_dir(Process::kAggregation) + "/.key"));
  const CommandResult saved =
      Yuheng({"checkpoint", "save", Path("checkpoint")});
  ASSERT_EQ(saved.exit_code, 0) << saved.err;
  EXPECT_EQ(Yuheng({"checkpoint", "save", Path("checkpoint")}).exit_code, 2);

  SubmitDocument(4);
  const std::vector<std::string> verify = {
      "verify", "--checkpoint", Path("checkpoint"), "--key", public_key};
  CommandResult holds = Yuheng(verify);
  EXPECT_EQ(holds.exit_code, 0) << holds.out << holds.err;
  EXPECT_TRUE(absl::StrContains(holds.err, "checkpoint of revision 4"))
      << holds.err;
  EXPECT_FALSE(absl::StrContains(holds.err, "--key")) << holds.err;
  const CommandResult unpinned =
      Yuheng({"verify", "--checkpoint", Path("checkpoint")});
  EXPECT_TRUE(absl::StrContains(unpinned.err, "no --key")) << unpinned.err;
  // The key stays over restarts.
  ASSERT_TRUE(cluster_->Terminate(Process::kAggregation).ok());
  ASSERT_TRUE(cluster_->Restart(Process::kAggregation).ok());
  holds = Yuheng(verify);
  EXPECT_EQ(holds.exit_code, 0) << holds.out << holds.err;

  const CommandResult other_key =
      Yuheng({"verify", "--checkpoint", Path("checkpoint"), "--key",
              std::string(64, 'a')});
  EXPECT_EQ(other_key.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(other_key.err, public_key)) << other_key.err;
  const std::string text = ReadFile(Path("checkpoint"));
  std::ofstream(Path("changed"))
      << absl::StrReplaceAll(text, {{"revision 4", "revision 3"}});
  const CommandResult changed =
      Yuheng({"verify", "--checkpoint", Path("changed")});
  EXPECT_EQ(changed.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(changed.err, "signature")) << changed.err;
}

TEST_F(AuditTest, Proof_NeedsOnlyTheCheckpoint) {
  ASSERT_EQ(Yuheng({"checkpoint", "save", Path("checkpoint")}).exit_code, 0);
  const std::string entry =
      absl::StrCat("prefectures/652300/departments/", documents_[0].code,
                   "/ledger/entries/1");
  const CommandResult proved = Yuheng({"entries", "prove", entry, Path("proof"),
                                       "--checkpoint", Path("checkpoint")});
  ASSERT_EQ(proved.exit_code, 0) << proved.err;
  SubmitDocument(4);
  const std::string newer =
      absl::StrCat("prefectures/652300/departments/", documents_[4].code,
                   "/ledger/entries/1");
  const CommandResult too_new = Yuheng({"entries", "prove", newer, Path("none"),
                                        "--checkpoint", Path("checkpoint")});
  EXPECT_EQ(too_new.exit_code, 1);
  EXPECT_FALSE(fs::exists(Path("none")));

  const CommandResult holds =
      Alone("yuheng", {"verify", "--proof", Path("proof"), "--checkpoint",
                       Path("checkpoint"), "-o", "json"});
  EXPECT_EQ(holds.exit_code, 0) << holds.err;
  EXPECT_TRUE(absl::StrContains(holds.out, "\"holds\":true")) << holds.out;
  EXPECT_TRUE(absl::StrContains(holds.out, "\"stageName\":\"APPROVED\""))
      << holds.out;
  EXPECT_TRUE(absl::StrContains(holds.out, "\"address\":\"T1:in:gen_"));
  // One digit of the entry's bytes is another.
  std::string text = ReadFile(Path("proof"));
  char& digit = text[text.size() - 5];
  digit = digit == '0' ? '1' : '0';
  std::ofstream(Path("forged")) << text;
  EXPECT_EQ(Alone("yuheng", {"verify", "--proof", Path("forged"),
                             "--checkpoint", Path("checkpoint")})
                .exit_code,
            1);
  // Without a checkpoint there is nothing to prove it against.
  EXPECT_EQ(Alone("yuheng", {"verify", "--proof", Path("proof")}).exit_code, 2);
}

TEST_F(AuditTest, CopiedFolder_IsVerifiedAndNotTouched) {
  ASSERT_EQ(Yuheng({"checkpoint", "save", Path("checkpoint")}).exit_code, 0);
  const std::string copy = CopyOfTheData();
  const auto before = StateOf(copy);
  const CommandResult holds =
      Alone("yuheng-verify",
            {copy, "--checkpoint", Path("checkpoint"), "-o", "json"});
  EXPECT_EQ(holds.exit_code, 0) << holds.out << holds.err;
  EXPECT_TRUE(absl::StartsWith(
      holds.out, "{\"ledgers\":4,\"entries\":4,\"revision\":4,\"holds\":true"))
      << holds.out;
  EXPECT_EQ(Alone("yuheng-verify", {copy + "/aggregation"}).exit_code, 0);
  EXPECT_EQ(StateOf(copy), before);
  EXPECT_EQ(Alone("yuheng-verify", {Path("none")}).exit_code, 2);
  EXPECT_FALSE(fs::exists(Path("none")));
  const CommandResult nothing = Alone("yuheng-verify", {"--lang", "zh"});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(nothing.err, "缺少 DIR")) << nothing.err;
}

TEST(AuditTools, WrongUse_IsSaidInTheUsersLanguage) {
  const auto said = [](const std::string& program,
                       std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--lang", "zh"});
    const CommandResult result = RunProgram(program, std::move(arguments));
    EXPECT_EQ(result.exit_code, 2) << result.out;
    return result.err;
  };
  for (const std::string program : {"yuheng-verify", "yuheng-restore"}) {
    EXPECT_TRUE(absl::StrContains(said(program, {"/no/such"}), "“/no/such”"));
    EXPECT_TRUE(absl::StrContains(said(program, {}), "缺少"));
    EXPECT_TRUE(absl::StrContains(said(program, {"--lagn"}), "是不是 --lang"));
  }
  EXPECT_TRUE(absl::StrContains(said("yuheng-verify", {"/", "-o", "csv"}),
                                "可用 json|table"));
}

TEST_F(AuditTest, AnyFileOfTheFolderDamaged_IsFoundOrOfNoMeaning) {
  // Into table files too, not only the log.
  ASSERT_TRUE(cluster_->Terminate(Process::kAggregation).ok());
  ASSERT_TRUE(cluster_->Restart(Process::kAggregation).ok());
  ASSERT_EQ(Yuheng({"checkpoint", "save", Path("checkpoint")}).exit_code, 0);
  const std::string copy = CopyOfTheData();
  int found_count = 0;
  for (const auto& file : fs::directory_iterator(copy + "/aggregation")) {
    const std::string path = file.path().string();
    const std::string name = file.path().filename().string();
    const std::string sound = ReadFile(path);
    for (size_t part = 0; part < 8 && !sound.empty(); ++part) {
      std::string damaged = sound;
      char& byte = damaged[sound.size() * part / 8];
      byte = static_cast<char>(byte ^ 0x04);
      std::ofstream(path, std::ios::binary) << damaged;
      const CommandResult result =
          Alone("yuheng-verify", {copy, "--checkpoint", Path("checkpoint")});
      if (result.exit_code != 0) {
        ++found_count;
        continue;
      }
      // What holds although a bit is other is what no figure comes from.
      EXPECT_TRUE(absl::StartsWith(name, "LOG") ||
                  absl::StartsWith(name, "OPTIONS") || name == "IDENTITY" ||
                  name == "EPOCH")
          << name << " " << part << "\n"
          << result.out;
    }
    std::ofstream(path, std::ios::binary) << sound;
  }
  EXPECT_GT(found_count, 10);
  EXPECT_EQ(Alone("yuheng-verify", {copy}).exit_code, 0);
}

}  // namespace
}  // namespace yuheng::testing
