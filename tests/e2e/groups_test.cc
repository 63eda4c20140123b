// Groups of departments, from the department list to every command that has
// totals.

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/e2e/command_line.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Struct;
using Samples = std::vector<cli::SampleDocument>;

constexpr char kExpenditure[] = "T3:ALL:total";

// The department list with these groups, one element a department.
void WriteList(const std::string& path, const Samples& documents,
               const std::vector<std::string>& groups) {
  std::vector<std::string> lines =
      absl::StrSplit(cli::DepartmentsCsv(documents), '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 1 + groups.size());
  std::ofstream list(path);
  list << lines[0] << ",groups\n";
  for (size_t i = 0; i < groups.size(); ++i) {
    list << lines[1 + i] << "," << groups[i] << "\n";
  }
}

class Groups : public ::testing::Test {
 protected:
  void SetUp() override {
    WriteList(list_, documents_,
              {"州本级/教育", "州本级/科技", "州本级|民生", ""});
    ClusterOptions options;
    options.bin_dir = YUHENG_BIN_DIR;
    options.department_file = list_;
    auto cluster = Cluster::Start(std::move(options));
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    cluster_ = *std::move(cluster);
    SubmitAll(*cluster_, documents_);
  }
  TotalsMap TotalsOf(const std::string& group, int64_t at_revision = 0) {
    return ListTotals(cluster_->channel(Process::kAggregation),
                      absl::StrCat("prefectures/652300/groups/", group),
                      nullptr, at_revision);
  }
  CommandResult Run(std::vector<std::string> arguments) {
    return Yuheng(std::move(arguments), cluster_->endpoints());
  }
  // Rows of a command that succeeds.
  std::vector<Struct> Rows(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"-o", "json"});
    const CommandResult result = Run(std::move(arguments));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return JsonLines(result.out);
  }
  const TempDir directory_;
  const std::string list_ = absl::StrCat(directory_.path(), "/groups.csv");
  // Posted in this order: revisions 1 to 4.
  const Samples documents_ =
      cli::GenerateSamples({.seed = 61, .departments = 4});
  const Samples in_group_{documents_.begin(), documents_.begin() + 3};
  std::unique_ptr<Cluster> cluster_;
};

TEST_F(Groups, TotalsAreTheSumsOverTheirDepartments) {
  EXPECT_EQ(TotalsOf("州本级"), SumsOf(in_group_));
  EXPECT_EQ(TotalsOf("州本级/科技"), SumsOf({documents_[1]}));
  EXPECT_EQ(TotalsOf("民生"), SumsOf({documents_[2]}));
  EXPECT_EQ(TotalsOf("州本级", 2), SumsOf({documents_[0], documents_[1]}));

  // Who is in a group is what the list says at the start, for the past too.
  WriteList(list_, documents_, {"州本级/教育", "", "州本级|民生", "民生"});
  cluster_->Kill9(Process::kAggregation);
  ASSERT_TRUE(cluster_->Restart(Process::kAggregation).ok());
  EXPECT_EQ(TotalsOf("州本级"), SumsOf({documents_[0], documents_[2]}));
  EXPECT_EQ(TotalsOf("民生"), SumsOf({documents_[2], documents_[3]}));
  EXPECT_EQ(TotalsOf("州本级", 2), SumsOf({documents_[0]}));
  EXPECT_EQ(Run({"verify"}).exit_code, 0);
}

TEST_F(Groups, EveryCommandWithTotalsTakesThem) {
  const int64_t fen = SumsOf(in_group_).at(kExpenditure).derived_fen;
  const std::string amount = budget::FormatDecimal(fen);
  const auto totals = Rows({"totals", kExpenditure, "--group", "州本级"});
  ASSERT_EQ(totals.size(), 1u);
  EXPECT_EQ(Text(totals[0], "derived"), amount);

  const auto shares = Rows({"trace", kExpenditure, "--group", "州本级"});
  ASSERT_EQ(shares.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NE(Text(shares[i], "department"), documents_[3].code);
  }

  const auto compared = Rows(
      {"compare", kExpenditure, "--group", "州本级", "--base-group", "民生"});
  ASSERT_EQ(compared.size(), 1u);
  EXPECT_EQ(Text(compared[0], "derived"), amount);
  EXPECT_EQ(Text(compared[0], "base"),
            budget::FormatDecimal(
                SumsOf({documents_[2]}).at(kExpenditure).derived_fen));
  const auto with_department =
      Rows({"compare", kExpenditure, "--group", "州本级", "--base-department",
            documents_[2].code});
  ASSERT_EQ(with_department.size(), 1u);
  EXPECT_EQ(Text(with_department[0], "base"), Text(compared[0], "base"));

  const CommandResult tables =
      Run({"report", "tables", "--group", "州本级", "--table", "3"});
  EXPECT_EQ(tables.exit_code, 0) << tables.err;
  EXPECT_NE(tables.out.find(amount), std::string::npos) << tables.out;

  const CommandResult watched =
      Run({"watch", "totals", "--group", "州本级", "--resume", "1", "--until",
           "4", "-o", "json"});
  EXPECT_EQ(watched.exit_code, 0) << watched.err;
  std::vector<std::string> departments;
  for (const Struct& event : JsonLines(watched.out)) {
    if (Text(event, "event") != "delta") continue;
    departments.push_back(Text(event, "department"));
  }
  const std::string prefix = "prefectures/652300/departments/";
  EXPECT_EQ(departments, (std::vector{prefix + documents_[1].code,
                                      prefix + documents_[2].code}));
}

TEST_F(Groups, WrongGroups_AreSaid) {
  const CommandResult unknown = Run({"totals", "--group", "民生/教育"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_NE(unknown.err.find("no group 民生/教育"), std::string::npos)
      << unknown.err;
  for (const char* command : {"totals", "compare"}) {
    const CommandResult both =
        Run({command, "--group", "民生", "--department", "1"});
    EXPECT_EQ(both.exit_code, 2);
    EXPECT_NE(both.err.find("--group"), std::string::npos) << both.err;
  }
}

}  // namespace
}  // namespace yuheng::testing
