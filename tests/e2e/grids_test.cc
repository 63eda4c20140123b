// Folders of tables and the template, as a clerk uses them.
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using ::testing::HasSubstr;

const char kCorrected[] =
    YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023-corrected.txt";

CommandResult Yuheng(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), absl::StrCat(YUHENG_BIN_DIR, "/yuheng"));
  const auto result =
      RunCommand({.arguments = std::move(arguments),
                  .environment = {"YUHENG_LANG=en", "NO_COLOR=1"}});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : CommandResult{};
}

// Address and value of what the ten tables say, but nothing.
std::set<std::string> AmountsIn(const std::string& file) {
  const CommandResult result = Yuheng({"parse", "-o", "csv", file});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  std::set<std::string> amounts;
  for (const absl::string_view line : absl::StrSplit(result.out, '\n')) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (cells.size() > 2 && absl::StartsWith(cells[1], "T") &&
        cells[2] != "0") {
      amounts.insert(absl::StrCat(cells[1], "=", cells[2]));
    }
  }
  return amounts;
}

TEST(Grids, FolderOfCsvFiles_IsOneDocument) {
  const TempDir directory;
  const std::string folder = absl::StrCat(directory.path(), "/tables");
  std::filesystem::create_directories(folder + "/.hidden");
  std::ofstream(folder + "/.hidden/a.csv") << "x";
  std::ofstream(folder + "/3.部门支出总表.csv")
      << "单位：万元\n科目编码,科目名称,项目支出,合计\n"
         "206,科学技术支出,10,30\n合计,,10,30\n";
  for (const std::string& path : {folder, folder + "/"}) {
    const CommandResult result = Yuheng({"parse", "-o", "csv", path});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out,
                HasSubstr("T3:206:total,30,30,'3.部门支出总表.csv'!D3"));
    EXPECT_THAT(result.out, HasSubstr("T3:206:project,10,"));
  }
  const CommandResult empty = Yuheng({"check", folder + "/.hidden/.."});
  EXPECT_NE(empty.exit_code, 2) << empty.err;
}

TEST(Grids, EmptyFolder_IsRefused) {
  const TempDir directory;
  const CommandResult result = Yuheng({"check", directory.path()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("no file in the folder"));
}

TEST(Grids, TemplateFilledFromADocument_SaysTheSame) {
  const TempDir directory;
  const std::string file = absl::StrCat(directory.path(), "/2023.xlsx");
  const CommandResult written =
      Yuheng({"template", file, "--year", "2023", "--from", kCorrected});
  EXPECT_EQ(written.exit_code, 0) << written.err;
  EXPECT_EQ(AmountsIn(file), AmountsIn(kCorrected));
  EXPECT_EQ(
      Yuheng({"template", file, "--name", "a", "--year", "2023"}).exit_code, 2);
  EXPECT_EQ(
      Yuheng({"template", file, "--name", "a", "--year", "2023", "--force"})
          .exit_code,
      0);
  EXPECT_TRUE(AmountsIn(file).empty());
  EXPECT_EQ(Yuheng({"template", file, "--force"}).exit_code, 2);
}

TEST(Template, InTheFormThatIsAskedFor) {
  const TempDir directory;
  const std::string file = absl::StrCat(directory.path(), "/a.xlsx");
  const CommandResult made =
      Yuheng({"template", file, "--name", "南宁市科技局", "--year", "2024",
              "--form", "guangxi-2022"});
  EXPECT_EQ(made.exit_code, 0) << made.err;
  EXPECT_TRUE(absl::StrContains(Yuheng({"parse", file, "-o", "json"}).out,
                                "\"form\":\"guangxi-2022\""));
  // What it can't be honestly.
  const CommandResult other =
      Yuheng({"template", file, "--year", "2023", "--form", "guangxi-2022",
              "--from", kCorrected, "--force"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(other.err, "can't be filled into guangxi-2022"))
      << other.err;
  const CommandResult year =
      Yuheng({"template", file, "--name", "a", "--year", "2024", "--form",
              "xinjiang-2019", "--force"});
  EXPECT_EQ(year.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(year.err, "2019 to 2021")) << year.err;
}

}  // namespace
}  // namespace yuheng::testing
