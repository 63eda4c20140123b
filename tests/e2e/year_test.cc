// A year of a small prefecture through the command line: windows, late ones,
// returns, explanations, units, an adjustment and a final account. At every
// stage the totals are the sums of the documents that were accepted.

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"
#include "tests/support/time_from_now.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Struct;
using Samples = std::vector<cli::SampleDocument>;

constexpr int kDepartments = 5;
// Departments that have something to tell.
constexpr int kLate = 0;
constexpr int kReturned = 1;
constexpr int kExplains = 2;
constexpr int kByUnits = 3;

bool Flag(const Struct& object, const std::string& key) {
  const auto it = object.fields().find(key);
  return it != object.fields().end() &&
         (it->second.bool_value() || it->second.string_value() == "true");
}

// The document of another seed in the name of the first one's department.
cli::SampleDocument AsOf(cli::SampleDocument document,
                         const cli::SampleDocument& department) {
  const std::string name = document.name;
  std::string* const text = &document.text;
  for (size_t at = 0; (at = text->find(name, at)) != std::string::npos;) {
    text->replace(at, name.size(), department.name);
    at += department.name.size();
  }
  document.name = department.name;
  document.code = department.code;
  return document;
}

class Year : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string list = absl::StrCat(directory_.path(), "/list.csv");
    WriteList(list);
    const CommandResult checked = Yuheng({"departments", "check", list});
    ASSERT_EQ(checked.exit_code, 0) << checked.err;
    ClusterOptions options;
    options.bin_dir = YUHENG_BIN_DIR;
    options.department_file = list;
    options.auto_accept = false;
    options.ingestion.mutable_waivers()->add_error_rules("*");
    auto cluster = Cluster::Start(std::move(options));
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    cluster_ = *std::move(cluster);
  }

  // The last department has no final account to send, and one has two units.
  void WriteList(const std::string& path) {
    const std::vector<std::string> lines = absl::StrSplit(
        cli::DepartmentsCsv(documents_), '\n', absl::SkipEmpty());
    ASSERT_EQ(lines.size(), 1u + kDepartments);
    std::ofstream list(path);
    list << lines[0] << ",contacts,stages\n";
    for (int i = 0; i < kDepartments; ++i) {
      list << lines[1 + i]
           << (i == kByUnits ? absl::StrCat("|", SecondUnit(), ":中心") : "")
           << ",王会计:2345678,"
           << (i == kDepartments - 1 ? "request|draft|approved" : "") << "\n";
    }
  }

  std::string SecondUnit() const {
    return absl::StrCat(documents_[kByUnits].code, "900");
  }

  CommandResult Run(std::vector<std::string> arguments) {
    return Yuheng(std::move(arguments), cluster_->endpoints());
  }
  std::vector<Struct> Json(std::vector<std::string> arguments,
                           int exit_code = 0) {
    arguments.insert(arguments.end(), {"-o", "json"});
    const CommandResult result = Run(arguments);
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    return JsonLines(result.out);
  }
  void SetWindow(const std::string& stage,
                 const std::vector<std::string>& times) {
    std::vector<std::string> arguments = {
        "windows", "set",      "--year", "2023",    "--stage",
        stage,     "--reason", "notice", "--actor", "budget"};
    arguments.insert(arguments.end(), times.begin(), times.end());
    EXPECT_EQ(Json(arguments).size(), 1u);
  }

  std::string Save(const cli::SampleDocument& document) {
    const std::string path =
        absl::StrCat(directory_.path(), "/", ++files_, ".txt");
    std::ofstream(path, std::ios::binary) << document.text;
    return path;
  }
  std::vector<std::string> SubmitWords(const cli::SampleDocument& document,
                                       const std::string& stage) {
    return {"submit",  Save(document), "--department", document.code,
            "--stage", stage,          "--actor",      "clerk"};
  }
  // Sends a document that then waits for a reviewer.
  Struct Send(const cli::SampleDocument& document, const std::string& stage,
              const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = SubmitWords(document, stage);
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto answers = Json(arguments);
    if (answers.size() != 1) return Struct();
    EXPECT_EQ(Text(answers[0], "state"), "PENDING_REVIEW");
    return answers[0];
  }
  void ExpectRefused(const cli::SampleDocument& document,
                     const std::string& stage, const std::string& reason) {
    const CommandResult result = Run(SubmitWords(document, stage));
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.err.find(reason), std::string::npos) << result.err;
  }
  // How many were accepted.
  size_t AcceptAllClean(const std::string& stage) {
    const auto rows = Json({"submissions", "accept", "--all-clean", "--year",
                            "2023", "--stage", stage, "--actor", "head"});
    for (const Struct& row : rows) EXPECT_EQ(Text(row, "state"), "POSTED");
    return rows.size();
  }
  TotalsMap Totals(budget::v1::Stage stage) {
    return ListTotals(cluster_->channel(Process::kAggregation), kPrefecture,
                      nullptr, 0, stage);
  }
  // Code to row.
  std::map<std::string, Struct> Progress(const std::string& stage) {
    std::map<std::string, Struct> rows;
    for (const Struct& row : Json({"report", "progress", "--stage", stage})) {
      rows[Text(row, "code")] = row;
    }
    return rows;
  }

  const TempDir directory_;
  const Samples documents_ =
      cli::GenerateSamples({.seed = 21, .departments = kDepartments});
  // Other figures of the same departments, and documents of units.
  const Samples others_ =
      cli::GenerateSamples({.seed = 22, .departments = kDepartments});
  const Samples units_ = cli::GenerateSamples(
      {.seed = 23, .departments = 2, .first_department = 100});
  std::unique_ptr<Cluster> cluster_;
  int files_ = 0;
};

TEST_F(Year, GoesThroughAllItsStages) {
  // REQUEST 一上: one by units, one with an error that it explains.
  SetWindow("request", {"--opens", In(-absl::Hours(48)), "--deadline",
                        In(absl::Hours(48))});
  Samples accepted;
  for (int i : {kLate, kReturned, 4}) {
    EXPECT_FALSE(Flag(Send(documents_[i], "request"), "late"));
    accepted.push_back(documents_[i]);
  }
  const std::string units[] = {documents_[kByUnits].units[0].code,
                               SecondUnit()};
  for (int i : {0, 1}) {
    cli::SampleDocument unit = units_[i];
    unit.code = documents_[kByUnits].code;
    Send(unit, "request", {"--unit", units[i]});
    accepted.push_back(unit);
  }
  EXPECT_EQ(AcceptAllClean("request"), 5u);
  ExpectEqualTotals(SumsOf(accepted), Totals(budget::v1::STAGE_REQUEST));

  const Samples wrong = cli::GenerateSamples({.seed = 24,
                                              .departments = kDepartments,
                                              .errors = kDepartments,
                                              .kind = "kinds_swapped"});
  const cli::SampleDocument explained =
      AsOf(wrong[kExplains], documents_[kExplains]);
  const auto returned = Json(SubmitWords(explained, "request"), 1);
  ASSERT_EQ(returned.size(), 1u);
  EXPECT_EQ(Text(returned[0], "state"), "RETURNED");
  const std::string name = Text(returned[0], "submission");
  for (const auto& value :
       returned[0].fields().at("findings").list_value().values()) {
    const Struct& finding = value.struct_value();
    if (Text(finding, "severity") != "ERROR") continue;
    Json({"waivers", "add", name, Text(finding, "id"), "--text", "调剂使用",
          "--actor", "clerk"});
  }
  EXPECT_EQ(Run({"submissions", "accept", name, "--actor", "head"}).exit_code,
            0);
  accepted.push_back(explained);
  ExpectEqualTotals(SumsOf(accepted), Totals(budget::v1::STAGE_REQUEST));

  // DRAFT 二上: the deadline has passed, the grace period has not.
  SetWindow("draft", {"--deadline", In(-absl::Hours(1)), "--grace-end",
                      In(absl::Hours(1))});
  EXPECT_TRUE(Flag(Send(documents_[kLate], "draft"), "late"));
  const std::string first =
      Text(Send(documents_[kReturned], "draft"), "submission");
  EXPECT_EQ(Run({"submissions", "return", first, "--reason", "附件不全",
                 "--correct-by", In(absl::Hours(72)), "--actor", "reviewer"})
                .exit_code,
            0);
  SetWindow("draft", {"--deadline", In(-absl::Hours(2)), "--grace-end",
                      In(-absl::Hours(1))});
  ExpectRefused(documents_[kExplains], "draft", "WINDOW_CLOSED");
  auto progress = Progress("draft");
  EXPECT_TRUE(Flag(progress[documents_[kLate].code], "late"));
  EXPECT_EQ(Text(progress[documents_[kExplains].code], "window"), "CLOSED");
  EXPECT_EQ(Text(progress[documents_[kExplains].code], "state"), "");
  const cli::SampleDocument corrected =
      AsOf(others_[kReturned], documents_[kReturned]);
  Send(corrected, "draft");
  EXPECT_EQ(AcceptAllClean("draft"), 2u);
  ExpectEqualTotals(SumsOf({documents_[kLate], corrected}),
                    Totals(budget::v1::STAGE_DRAFT));
  ExpectRefused(documents_[kReturned], "draft", "WINDOW_CLOSED");

  // APPROVED 批复: closed, and extended for one.
  SetWindow("approved", {"--deadline", In(-absl::Hours(1))});
  ExpectRefused(documents_[kLate], "approved", "WINDOW_CLOSED");
  EXPECT_EQ(Run({"windows", "extend", "--year", "2023", "--stage", "approved",
                 "--department", documents_[kLate].code, "--deadline",
                 In(absl::Hours(1)), "--reason", "merger", "--actor", "budget"})
                .exit_code,
            0);
  ExpectRefused(documents_[kReturned], "approved", "WINDOW_CLOSED");
  const Struct approved = Send(documents_[kLate], "approved");
  EXPECT_FALSE(Flag(approved, "late"));
  EXPECT_EQ(AcceptAllClean("approved"), 1u);

  // ADJUSTED 调整: not open yet, so it can only be tested.
  SetWindow("adjusted", {"--opens", In(absl::Hours(24)), "--deadline",
                         In(absl::Hours(48))});
  const cli::SampleDocument adjusted = AsOf(others_[kLate], documents_[kLate]);
  ExpectRefused(adjusted, "adjusted", "WINDOW_NOT_OPEN");
  std::vector<std::string> test = SubmitWords(adjusted, "adjusted");
  test.push_back("--test");
  const auto tested = Json(test);
  ASSERT_EQ(tested.size(), 1u);
  EXPECT_EQ(Text(tested[0], "state"), "CHECKED");
  EXPECT_EQ(AcceptAllClean("adjusted"), 0u);
  EXPECT_EQ(Run({"windows", "remove", "--year", "2023", "--stage", "adjusted",
                 "--reason", "earlier", "--actor", "budget"})
                .exit_code,
            0);
  // Of two versions that wait for review the newer one alone is accepted.
  Send(documents_[kLate], "adjusted");
  Send(adjusted, "adjusted");
  EXPECT_EQ(AcceptAllClean("adjusted"), 1u);
  // Nothing is done for a year or stage that nobody named.
  EXPECT_EQ(
      Run({"submissions", "accept", "--all-clean", "--year", "2023"}).exit_code,
      2);
  EXPECT_EQ(Json({"submissions", "list", "--stage", "adjusted"}).size(), 3u);
  EXPECT_EQ(Json({"submissions", "list", "--year", "2024"}).size(), 0u);

  // FINAL 决算, and each stage as it was accepted.
  const cli::SampleDocument account = AsOf(units_[0], documents_[kLate]);
  Send(account, "final");
  // Nothing reads those yet: somebody looks at each.
  EXPECT_EQ(Run({"submissions", "accept", "--all-clean", "--year", "2023",
                 "--stage", "final", "--actor", "head"})
                .exit_code,
            2);
  const auto sent = Json({"submissions", "list", "--stage", "final"});
  ASSERT_EQ(sent.size(), 1u);
  const auto settled = Json({"submissions", "accept",
                             Text(sent[0], "submission"), "--actor", "head"});
  ASSERT_EQ(settled.size(), 1u);
  EXPECT_EQ(Text(settled[0], "state"), "POSTED");
  ExpectEqualTotals(SumsOf(accepted), Totals(budget::v1::STAGE_REQUEST));
  ExpectEqualTotals(SumsOf({documents_[kLate]}),
                    Totals(budget::v1::STAGE_APPROVED));
  ExpectEqualTotals(SumsOf({adjusted}), Totals(budget::v1::STAGE_ADJUSTED));
  ExpectEqualTotals(SumsOf({account}), Totals(budget::v1::STAGE_FINAL));
  progress = Progress("final");
  EXPECT_TRUE(Flag(progress[documents_[kLate].code], "required"));
  EXPECT_FALSE(Flag(progress[documents_[kDepartments - 1].code], "required"));

  // What was decided stays so.
  const CommandResult again =
      Run({"submissions", "return", Text(approved, "submission"), "--reason",
           "too late", "--actor", "reviewer"});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_NE(again.err.find("SUBMISSION_STATE"), std::string::npos) << again.err;
  const CommandResult two =
      Run({"submissions", "accept", Text(approved, "submission"), first,
           "--actor", "head"});
  EXPECT_EQ(two.exit_code, 1);

  // A newer version of a stage replaces the one before it there and only there.
  SetWindow("adjusted", {"--deadline", In(absl::Hours(24))});
  Send(documents_[kLate], "adjusted");
  EXPECT_EQ(AcceptAllClean("adjusted"), 1u);
  ExpectEqualTotals(SumsOf({documents_[kLate]}),
                    Totals(budget::v1::STAGE_ADJUSTED));
  ExpectEqualTotals(SumsOf({account}), Totals(budget::v1::STAGE_FINAL));

  // All that was set is still told, whatever died meanwhile.
  cluster_->Kill9(Process::kIngestion);
  ASSERT_TRUE(cluster_->Restart(Process::kIngestion).ok());
  EXPECT_EQ(Json({"windows", "list"}).size(), 5u);
  EXPECT_EQ(Json({"windows", "list", "--history"}).size(), 8u);
  EXPECT_EQ(Json({"departments", "list"}).size(), 5u);
}

}  // namespace
}  // namespace yuheng::testing
