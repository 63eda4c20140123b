// How the reference disclosure's expenditure is paid, as the command tells.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/command_line.h"
#include "tests/support/cluster.h"

namespace yuheng::testing {
namespace {

using ::testing::ElementsAre;

const std::string kSamples =
    absl::StrCat(YUHENG_SOURCE_DIR, "/deploy/samples/");

TEST(Sources, ReferenceDisclosure_AssignedWhereTablesTell_BoundedElsewhere) {
  ClusterOptions options;
  options.bin_dir = YUHENG_BIN_DIR;
  options.department_file = kSamples + "departments.csv";
  const auto cluster = Cluster::Start(std::move(options));
  ASSERT_TRUE(cluster.ok()) << cluster.status();
  const auto run = [&](std::vector<std::string> arguments) {
    return Yuheng(std::move(arguments), (*cluster)->endpoints());
  };
  const CommandResult submitted =
      run({"submit", kSamples + "changji-keji-2023-corrected.txt"});
  ASSERT_EQ(submitted.exit_code, 0) << submitted.out << submitted.err;
  // By department, and the prefecture it is alone in.
  for (const std::vector<std::string>& scope :
       {std::vector<std::string>{"--department", "104"},
        std::vector<std::string>{}}) {
    std::vector<std::string> arguments = {"sources", "-o", "json"};
    arguments.insert(arguments.end(), scope.begin(), scope.end());
    const CommandResult told = run(std::move(arguments));
    ASSERT_EQ(told.exit_code, 0) << told.err;
    std::vector<std::string> rows;
    for (const auto& row : JsonLines(told.out)) {
      std::string text;
      for (const char* key : {"function", "source", "amount", "basicLeast",
                              "basicMost", "projectLeast", "projectMost"}) {
        absl::StrAppend(&text, text.empty() ? "" : " ",
                        row.fields().at(key).string_value());
      }
      rows.push_back(std::move(text));
    }
    EXPECT_THAT(rows, ElementsAre("2060101 gen 423.53 423.53 423.53 0 0",
                                  "2060101 unit 30 0 10 20 30",
                                  "2060101 carry_nonfiscal 100 0 10 90 100",
                                  "2060101 not_assigned 130 10 10 120 120",
                                  "2060102 gen 10 0 0 10 10",
                                  "2060404 carry_fiscal 15 0 0 15 15",
                                  "2060404 not_assigned 15 0 0 15 15",
                                  "2060599 gen 50 0 0 50 50",
                                  "2060599 carry_nonfiscal 80 0 0 80 80",
                                  "2060599 not_assigned 80 0 0 80 80",
                                  "2060702 carry_fiscal 4.8 0 0 4.8 4.8",
                                  "2060702 not_assigned 4.8 0 0 4.8 4.8"));
  }
  const CommandResult open =
      run({"sources", "206", "--open", "--department", "104"});
  EXPECT_NE(open.out.find("20–30"), std::string::npos) << open.out;
  EXPECT_EQ(open.out.find("423.53"), std::string::npos) << open.out;
  EXPECT_NE(open.err.find("departments/104/ledger/entries/1"),
            std::string::npos)
      << open.err;
}

}  // namespace
}  // namespace yuheng::testing
