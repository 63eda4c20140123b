// Ceilings through the command line: set from a file, asked of the service and
// of a check that needs none.
#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Struct;

// The findings about ceilings: rule, severity and what is said.
std::vector<std::string> CeilingFindings(const Struct& answer) {
  std::vector<std::string> found;
  const auto findings = answer.fields().find("findings");
  if (findings == answer.fields().end()) return found;
  for (const auto& value : findings->second.list_value().values()) {
    const Struct& finding = value.struct_value();
    if (!absl::StartsWith(Text(finding, "rule"), "K-")) continue;
    found.push_back(absl::StrCat(
        Text(finding, "rule"), " ", Text(finding, "severity"), " ",
        Text(finding.fields().at("message").struct_value(), "en")));
  }
  return found;
}

class Ceilings : public ::testing::Test {
 protected:
  void SetUp() override {
    cluster_ = StartCluster(documents_, directory_.path(), false);
    ASSERT_NE(cluster_, nullptr);
    document_ = Write("draft.txt", documents_[0].text);
  }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = absl::StrCat(directory_.path(), "/", name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  CommandResult Run(std::vector<std::string> arguments) {
    return Yuheng(std::move(arguments), cluster_->endpoints());
  }
  CommandResult Import(const std::string& path,
                       std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"ceilings",  "import",  path,
                                          "--year",    "2023",    "--reason",
                                          "notice 18", "--actor", "budget"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(std::move(arguments));
  }
  // A file that lets the first department have so much general money, in 万元.
  std::string Allowing(const std::string& amount) {
    return Write("ceilings.csv",
                 absl::StrCat("department,source,kind,amount\n",
                              documents_[0].code, ",gen,,\"", amount, "\"\n",
                              documents_[0].code, ",ALL,,\"9,999,999.00\"\n",
                              documents_[1].code, ",gen,basic,1\n"));
  }
  Struct SubmitDraft(int exit_code) {
    const CommandResult result =
        Run({"submit", document_, "--department", documents_[0].code, "--stage",
             "draft", "--actor", "clerk", "-o", "json"});
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    const auto answers = JsonLines(result.out);
    return answers.empty() ? Struct() : answers[0];
  }
  Struct CheckLocally(const std::string& ceilings, int exit_code,
                      std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"check",  document_, "--ceilings",
                                          ceilings, "-o",      "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = Yuheng(std::move(arguments));
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    const auto answers = JsonLines(result.out);
    return answers.empty() ? Struct() : answers[0];
  }

  const TempDir directory_;
  const std::vector<cli::SampleDocument> documents_ =
      cli::GenerateSamples({.seed = 41, .departments = 2});
  std::unique_ptr<Cluster> cluster_;
  std::string document_;
};

TEST_F(Ceilings, DraftBeyondIts_IsReturned_AndTheSameWithoutAServer) {
  const std::string low = Allowing("1.00");
  const CommandResult set = Import(low, {"-o", "csv"});
  EXPECT_EQ(set.exit_code, 0) << set.err;
  const Struct returned = SubmitDraft(1);
  EXPECT_EQ(Text(returned, "state"), "RETURNED");
  const auto findings = CeilingFindings(returned);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(absl::StrContains(findings[0], "K-01 ERROR")) << findings[0];
  EXPECT_TRUE(absl::StrContains(findings[0], "the ceiling is 1, over by"))
      << findings[0];

  const Struct local =
      CheckLocally(low, 1, {"--ceilings-of", documents_[0].code});
  EXPECT_EQ(CeilingFindings(local), findings);
  const auto listed = JsonLines(Run({"ceilings", "list", "--department",
                                     documents_[0].code, "-o", "json"})
                                    .out);
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(Text(listed[0], "state"), "in_force");
  EXPECT_EQ(Text(local, "ceilingSha256"), Text(listed[0], "sha256"));
  // Approved, it is a warning; before and after these, nothing.
  const auto of_stage = [&](const std::string& stage) {
    const Struct answer = CheckLocally(
        low, 0, {"--ceilings-of", documents_[0].code, "--stage", stage});
    const auto found = CeilingFindings(answer);
    return found.empty() ? "" : found[0].substr(0, 12);
  };
  EXPECT_EQ(of_stage("approved"), "K-01 WARNING");
  EXPECT_EQ(of_stage("request"), "");
  EXPECT_EQ(of_stage("adjusted"), "");

  // A newer ceiling lets it in; the older verdict can be had again.
  const std::string name = Text(returned, "submission");
  EXPECT_EQ(Import(Allowing("9,999,999.00")).exit_code, 0);
  EXPECT_EQ(CeilingFindings(SubmitDraft(0)), std::vector<std::string>());
  const auto replayed =
      JsonLines(Run({"check", "--replay", name, "-o", "json"}).out);
  ASSERT_EQ(replayed.size(), 1u);
  EXPECT_EQ(Text(replayed[0], "result"), "SAME");
  EXPECT_EQ(JsonLines(Run({"ceilings", "list", "--history", "--department",
                           documents_[0].code, "-o", "json"})
                          .out)
                .size(),
            2u);

  // Both outlive the process.
  cluster_->Kill9(Process::kIngestion);
  ASSERT_TRUE(cluster_->Restart(Process::kIngestion).ok());
  const CommandResult shown = Run(
      {"ceilings", "show", "--department", documents_[0].code, "-o", "csv"});
  EXPECT_TRUE(absl::StrContains(
      shown.out, absl::StrCat(documents_[0].code, ",,2023,gen,total,9999999,")))
      << shown.out;
}

TEST_F(Ceilings, Drafts_StandBesideTheirs) {
  EXPECT_EQ(Import(Allowing("9,999,999.00")).exit_code, 0);
  EXPECT_EQ(Text(SubmitDraft(0), "state"), "PENDING_REVIEW");
  const CommandResult compared =
      Run({"ceilings", "compare", "--year", "2023", "-o", "json"});
  EXPECT_EQ(compared.exit_code, 0) << compared.err;
  const auto rows = JsonLines(compared.out);
  ASSERT_EQ(rows.size(), 3u) << compared.out;
  EXPECT_EQ(Text(rows[0], "department"), documents_[0].code);
  EXPECT_EQ(Text(rows[0], "source"), "gen");
  EXPECT_EQ(Text(rows[0], "ceiling"), "9999999");
  EXPECT_EQ(Text(rows[0], "verdict"), "within");
  EXPECT_EQ(Text(rows[2], "department"), documents_[1].code);
  EXPECT_EQ(Text(rows[2], "kind"), "basic");
  EXPECT_EQ(Text(rows[2], "stated"), "");
  EXPECT_EQ(Text(rows[2], "verdict"), "no_draft");

  // What is pending under an older ceiling may be beyond the one in force.
  const std::string stated = Text(rows[0], "stated");
  EXPECT_EQ(Import(Allowing("1.00")).exit_code, 0);
  const CommandResult beyond =
      Run({"ceilings", "compare", "--year", "2023", "--department",
           documents_[0].code, "-o", "csv"});
  EXPECT_EQ(beyond.exit_code, 1) << beyond.err;
  EXPECT_TRUE(absl::StrContains(
      beyond.out,
      absl::StrCat(documents_[0].code, ",,2023,gen,total,1,", stated, ",")))
      << beyond.out;
  EXPECT_TRUE(absl::StrContains(beyond.out, ",beyond,")) << beyond.out;
}

TEST_F(Ceilings, PendingUnderAnOlderOne_IsCheckedAgainBeforeItIsAccepted) {
  EXPECT_EQ(Import(Allowing("9,999,999.00")).exit_code, 0);
  const Struct pending = SubmitDraft(0);
  const std::string name = Text(pending, "submission");
  const std::vector<std::string> recheck = {
      "submissions", "recheck", name, "--reason", "notice 19",
      "--actor",     "budget",  "-o", "json"};
  const CommandResult current = Run(recheck);
  EXPECT_NE(current.exit_code, 0);
  EXPECT_TRUE(absl::StrContains(current.err, "not stale")) << current.err;

  EXPECT_EQ(Import(Allowing("1.00")).exit_code, 0);
  const CommandResult refused =
      Run({"submissions", "accept", name, "--actor", "chief"});
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_TRUE(absl::StrContains(refused.err, "checked again")) << refused.err;

  const CommandResult rechecked = Run(recheck);
  EXPECT_EQ(rechecked.exit_code, 0) << rechecked.err;
  EXPECT_TRUE(absl::StrContains(rechecked.out, "RETURNED")) << rechecked.out;
  const auto shown = Run({"submissions", "show", name});
  EXPECT_TRUE(absl::StrContains(shown.out, "notice 19")) << shown.out;
  EXPECT_TRUE(absl::StrContains(shown.out, "over by")) << shown.out;
}

TEST_F(Ceilings, FileWithErrors_TellsAll_AndSetsNothing) {
  const std::string wrong =
      Write("wrong.csv",
            absl::StrCat("department,source,kind,amount\n", documents_[0].code,
                         ",gen,,1\n", documents_[0].code, ",gen,,x\n",
                         documents_[0].code, ",unit,basic,1\n"));
  const CommandResult unread = Import(wrong);
  EXPECT_EQ(unread.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(unread.err, "line 3, column D (amount): "))
      << unread.err;
  EXPECT_TRUE(absl::StrContains(unread.err, "line 4, column C (kind): "))
      << unread.err;

  const std::string unknown = Write(
      "unknown.csv",
      absl::StrCat("department,source,amount\n", documents_[0].code,
                   ",gen,1\nnobody,gen,1\n", documents_[1].code, ",gen,1\n"));
  const CommandResult refused = Import(unknown);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(absl::StrContains(refused.out, "line 3: ")) << refused.out;
  EXPECT_TRUE(absl::StrContains(refused.err, "none was")) << refused.err;
  EXPECT_TRUE(absl::StrContains(Run({"ceilings", "list"}).err, "no ceilings"));

  const CommandResult tried = Import(Allowing("1"), {"--check", "-o", "csv"});
  EXPECT_EQ(tried.exit_code, 0) << tried.err;
  EXPECT_TRUE(absl::StrContains(tried.out, "would_be_set")) << tried.out;
  EXPECT_TRUE(absl::StrContains(Run({"ceilings", "list"}).err, "no ceilings"));
}

TEST_F(Ceilings, Removed_NoLongerBinds) {
  EXPECT_EQ(Import(Allowing("1")).exit_code, 0);
  const CommandResult removed =
      Run({"ceilings", "remove", "--department", documents_[0].code, "--year",
           "2023", "--reason", "mistake", "--actor", "budget", "-o", "csv"});
  EXPECT_EQ(removed.exit_code, 0) << removed.err;
  EXPECT_EQ(CeilingFindings(SubmitDraft(0)),
            (std::vector<std::string>{
                "K-01 NOTE not compared with a ceiling: finance has set none "
                "for this department or unit"}));
}

TEST_F(Ceilings, LocalCheck_FindsWhoseByTheName) {
  const std::string named =
      Write("named.csv", absl::StrCat("department,name,source,amount\n1,",
                                      documents_[1].name, ",gen,9999999\n2,",
                                      documents_[0].name, ",gen,1\n"));
  EXPECT_EQ(CeilingFindings(CheckLocally(named, 1)).at(0).substr(0, 10),
            "K-01 ERROR");
  const std::string others =
      Write("others.csv", absl::StrCat("department,name,source,amount\n1,",
                                       documents_[1].name, ",gen,1\n"));
  const CommandResult none = Yuheng({"check", document_, "--ceilings", others});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(none.err, "--ceilings-of")) << none.err;
}

}  // namespace
}  // namespace yuheng::testing
