// A new department list takes the place of the old one, or nothing changes.
#include "services/cli/commands/departments_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace yuheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOld[] =
    "code,name,aliases,kind,units,groups\n"
    "204,卫健委,,行政,,\n"
    "206,科技局,,行政,206001,昌吉市\n";
constexpr char kNew[] =
    "code,name,aliases,kind,units,groups\r\n"
    "206,科技局,,行政,206001|206002,昌吉市\r\n"
    "207,财政局,,行政,,\r\n";

class DepartmentsImportTest : public ::testing::Test {
 protected:
  DepartmentsImportTest() {
    environment_.terminal = {
        .out = &out_, .err = &err_, .language = Language::kEn};
  }

  std::string Write(const std::string& name, const std::string& bytes) const {
    const std::string path = folder_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  int Import(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    Action action;
    AddDepartmentsImport(app, environment_, action);
    arguments.insert(arguments.begin(), "import");
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
    return action();
  }

  const testing::TempDir folder_;
  const std::string list_ = Write("departments.csv", kOld);
  std::ostringstream out_;
  std::ostringstream err_;
  Environment environment_;
};

TEST_F(DepartmentsImportTest, NewList_IsShownAndReplacesTheOldOne) {
  chmod(list_.c_str(), 0640);
  const std::string file = Write("new.csv", kNew);
  EXPECT_EQ(Import({file, "--list", list_, "--validate-only", "-o", "csv"}),
            kExitOk);
  EXPECT_EQ(out_.str(),
            "change,code,name,column,before,after\n"
            "REMOVED,204,卫健委,,,\n"
            "CHANGED,206,科技局,units,206001,206001|206002\n"
            "ADDED,207,财政局,,,\n");
  EXPECT_THAT(err_.str(), HasSubstr("1 added, 1 changed, 1 removed; nothing"));
  EXPECT_EQ(Read(list_), kOld);

  EXPECT_EQ(Import({file, "--list", list_}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("removed"));
  EXPECT_THAT(err_.str(), HasSubstr("when the services are restarted"));
  EXPECT_EQ(Read(list_), kNew);
  struct stat info {};
  ASSERT_EQ(stat(list_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
  // Nothing else is left in the folder.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()),
                          std::filesystem::directory_iterator()),
            2);

  EXPECT_EQ(Import({file, "--list", list_}), kExitOk);
  EXPECT_EQ(out_.str().find("ADDED"), std::string::npos);
  EXPECT_THAT(err_.str(), HasSubstr("the same as the list"));
}

TEST_F(DepartmentsImportTest, Errors_AreAllNamed_AndNothingChanges) {
  const std::string file =
      Write("new.csv", "code,name,aliases,kind,units\n2/06,,,,\n207,a,,\n");
  EXPECT_EQ(Import({file, "--list", list_}), kExitFound);
  EXPECT_THAT(err_.str(), HasSubstr("new.csv, line 2, column code: "));
  EXPECT_THAT(err_.str(), HasSubstr("new.csv, line 2, column name: "));
  EXPECT_THAT(err_.str(), HasSubstr("new.csv, line 3: expected 5 fields"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(Read(list_), kOld);
}

TEST_F(DepartmentsImportTest, Links_StayLinks) {
  const std::string link = folder_.path() + "/link.csv";
  std::filesystem::create_symlink("departments.csv", link);
  EXPECT_EQ(Import({Write("new.csv", kNew), "--list", link}), kExitOk);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(Read(list_), kNew);
}

TEST_F(DepartmentsImportTest, ListThatIsNotThere_IsAnError) {
  EXPECT_EQ(Import({Write("new.csv", kNew), "--list", folder_.path() + "/x"}),
            kExitUsage);
  EXPECT_THAT(err_.str(), Not(HasSubstr("written")));
}

}  // namespace
}  // namespace yuheng::cli
