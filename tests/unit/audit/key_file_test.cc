#include "services/audit/key_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace yuheng::audit {
namespace {

class KeyFileTest : public ::testing::Test {
 protected:
  KeyFileTest() : dir_(absl::StrCat(::testing::TempDir(), "/key-", getpid())) {
    std::filesystem::create_directories(dir_);
  }
  ~KeyFileTest() override { std::filesystem::remove_all(dir_); }

  std::string Path() const { return (dir_ / "cluster.key").string(); }

  const std::filesystem::path dir_;
};

TEST_F(KeyFileTest, FirstOpen_MakesAKeyOnlyItsOwnerReads) {
  const auto key = OpenKeyFile(Path());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_TRUE(key->made);
  struct stat about = {};
  ASSERT_EQ(stat(Path().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  // Nothing but the key is left behind.
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(dir_)) {
    EXPECT_EQ(file.path().string(), Path());
    ++files;
  }
  EXPECT_EQ(files, 1);
}

TEST_F(KeyFileTest, LaterOpens_GiveTheSameKey) {
  const auto first = OpenKeyFile(Path());
  const auto second = OpenKeyFile(Path());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->key.public_key(), second->key.public_key());
  EXPECT_FALSE(second->made);
}

TEST_F(KeyFileTest, FileThatOthersMayRead_IsRefused) {
  ASSERT_TRUE(OpenKeyFile(Path()).ok());
  ASSERT_EQ(chmod(Path().c_str(), 0640), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(OpenKeyFile(Path()).status()));
}

TEST_F(KeyFileTest, FileOfSomethingElse_IsRefusedAndStays) {
  std::ofstream(Path()) << "no key\n";
  ASSERT_EQ(chmod(Path().c_str(), 0600), 0);
  EXPECT_TRUE(absl::IsInvalidArgument(OpenKeyFile(Path()).status()));
  EXPECT_EQ(std::filesystem::file_size(Path()), 7u);
}

TEST_F(KeyFileTest, FolderThatIsNotThere_IsRefused) {
  EXPECT_FALSE(OpenKeyFile((dir_ / "none" / "cluster.key").string()).ok());
}

}  // namespace
}  // namespace yuheng::audit
