// The rules about the source tree, applied to the source tree.
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/structure/include_rules.h"
#include "tests/structure/source_tree.h"
#include "tests/structure/text_rules.h"

namespace yuheng::structure {
namespace {

class StructureTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    files_ = new std::vector<SourceFile>(ReadTree(YUHENG_SOURCE_DIR));
  }
  static void TearDownTestSuite() { delete files_; }

  template <typename Check>
  static std::string EachFile(const Check& check) {
    std::vector<Violation> all;
    for (const SourceFile& file : *files_) {
      for (Violation& violation : check(file)) {
        all.push_back(std::move(violation));
      }
    }
    return Describe(all);
  }

  static std::vector<SourceFile>* files_;
};

std::vector<SourceFile>* StructureTest::files_ = nullptr;

TEST_F(StructureTest, Tree_WasFound) {
  // Every other test passes on an empty list.
  std::set<std::string> paths;
  for (const SourceFile& file : *files_) paths.insert(file.path);
  EXPECT_TRUE(paths.count("services/budget/decimal.h"));
  EXPECT_TRUE(paths.count("services/budget/data/form_xinjiang_2023.textproto"));
  EXPECT_TRUE(paths.count("storage/store.h"));
  EXPECT_TRUE(paths.count("tests/structure/structure_test.cc"));
}

TEST_F(StructureTest, Includes_StayWithinWhatAFolderMayUse) {
  EXPECT_EQ(EachFile(CheckIncludes), "");
}

TEST_F(StructureTest, Headers_AreGuardedByTheirPath) {
  EXPECT_EQ(EachFile(CheckGuard), "");
}

TEST_F(StructureTest, Sources_IncludeTheirOwnHeaderFirst) {
  std::set<std::string> paths;
  for (const SourceFile& file : *files_) paths.insert(file.path);
  EXPECT_EQ(EachFile([&](const SourceFile& file) {
              const std::string stem =
                  file.path.substr(0, file.path.rfind('.'));
              return CheckOwnHeaderFirst(file, paths.count(stem + ".h") > 0);
            }),
            "");
}

TEST_F(StructureTest, Files_AreShort) { EXPECT_EQ(EachFile(CheckLength), ""); }

TEST_F(StructureTest, Files_NameNoMachineAndNothingUnfinished) {
  EXPECT_EQ(EachFile(CheckWords), "");
}

TEST_F(StructureTest, Money_MeetsNoFloatingPoint) {
  EXPECT_EQ(EachFile(CheckFloatingPoint), "");
}

TEST_F(StructureTest, Root_HoldsOnlyWhatIsAgreedOn) {
  EXPECT_EQ(Describe(CheckTopLevel(TopLevelNames(YUHENG_SOURCE_DIR))), "");
}

TEST_F(StructureTest, Folders_SayWhatTheyAreFor) {
  EXPECT_EQ(Describe(CheckFolders(*files_)), "");
}

TEST_F(StructureTest, Readmes_NameCommandsThatExist) {
  EXPECT_EQ(Describe(CheckReadmeCommands(*files_)), "");
}

TEST_F(StructureTest, Messages_AreAllUsedAndAllThere) {
  EXPECT_EQ(Describe(CheckMessageIds(*files_)), "");
}

}  // namespace
}  // namespace yuheng::structure
