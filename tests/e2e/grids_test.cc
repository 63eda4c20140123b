// Folders of tables, as a clerk uses them.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using ::testing::HasSubstr;

CommandResult Yuheng(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), absl::StrCat(YUHENG_BIN_DIR, "/yuheng"));
  const auto result =
      RunCommand({.arguments = std::move(arguments),
                  .environment = {"YUHENG_LANG=en", "NO_COLOR=1"}});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : CommandResult{};
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

}  // namespace
}  // namespace yuheng::testing
