#include "services/validation/rules_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "services/validation/overlay.h"

namespace yuheng::validation {
namespace {

namespace fs = std::filesystem;

class RulesFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "rules-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  void TearDown() override { fs::remove_all(path_); }
  void Write(const std::string& name, const std::string& content) {
    std::ofstream(path_ / name) << content;
  }

  fs::path path_;
};

TEST_F(RulesFolderTest, Files_AreReadByName) {
  Write("b.textproto", "two");
  Write("a.textproto", "one");
  Write("notes.md", "no rule file");
  const auto folder = RulesFolder::Read(path_.string());
  ASSERT_TRUE(folder.ok()) << folder.status();
  const auto files = folder->Files();
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].name, "a.textproto");
  EXPECT_EQ(files[0].content, "one");
  EXPECT_EQ(files[1].content, "two");
}

TEST_F(RulesFolderTest, EmptyOrMissingFolder_IsNotFound) {
  EXPECT_EQ(RulesFolder::Read(path_.string()).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(RulesFolder::Read((path_ / "none").string()).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(RulesFolderTest, OverlayFile_IsReadWithinItsLimit) {
  Write("overlay.textproto", "overrides {}");
  EXPECT_EQ(*ReadOverlayFile((path_ / "overlay.textproto").string()),
            "overrides {}");
  EXPECT_EQ(ReadOverlayFile((path_ / "none").string()).status().code(),
            absl::StatusCode::kNotFound);
  Write("large.textproto", std::string(kOverlaySizeBytesMax + 1, '#'));
  EXPECT_EQ(
      ReadOverlayFile((path_ / "large.textproto").string()).status().code(),
      absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace yuheng::validation
