// Every file of the corpus is read or refused as it must be.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/judgement.h"

namespace yuheng::awkward {
namespace {

void ExpectRight(const std::vector<AwkwardFile>& files) {
  for (const AwkwardFile& file : files) {
    std::vector<std::string> wrongs = Wrongs(file, Read(file));
    if (wrongs.size() > 12) wrongs.resize(12);
    EXPECT_EQ(absl::StrJoin(wrongs, "\n"), "")
        << file.name << " (" << file.what << ")";
  }
}

TEST(Awkward, LaidOutWorkbooks) { ExpectRight(LaidOutWorkbooks()); }
TEST(Awkward, OddWorkbooks) { ExpectRight(OddWorkbooks()); }
TEST(Awkward, WordDocuments) { ExpectRight(WordDocuments()); }
TEST(Awkward, WebPages) { ExpectRight(WebPages()); }
TEST(Awkward, CsvFiles) { ExpectRight(CsvFiles()); }
TEST(Awkward, Texts) { ExpectRight(Texts()); }
TEST(Awkward, OtherFiles) { ExpectRight(OtherFiles()); }
TEST(Awkward, Bombs) { ExpectRight(Bombs()); }

TEST(Awkward, Corpus_IsLarge) {
  std::set<std::string> names;
  for (const AwkwardFile& file : Corpus()) {
    EXPECT_FALSE(file.what.empty()) << file.name;
    if (file.outcome == Outcome::kRefused) {
      EXPECT_FALSE(file.zh.empty() || file.en.empty()) << file.name;
    }
    names.insert(absl::StrCat(file.name, " ", file.what));
  }
  EXPECT_GE(names.size(), 100u);
}

// In KiB; 0 when the system does not tell.
int64_t MemoryIn(absl::string_view field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, field)) continue;
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar("\t "), absl::SkipEmpty());
    int64_t kibibytes = 0;
    if (words.size() > 1 && absl::SimpleAtoi(words[1], &kibibytes)) {
      return kibibytes;
    }
  }
  return 0;
}

// How much more memory a process takes at most while it reads the file, in MiB;
// -1 when it does not end as it should.
int MemoryToRead(const AwkwardFile& file) {
  const pid_t child = fork();
  if (child == 0) {
    const int64_t before = MemoryIn("VmRSS:");
    std::ofstream("/proc/self/clear_refs") << "5";  // The peak begins anew.
    const bool read = Read(file).ok();
    const int64_t more = MemoryIn("VmHWM:") - before;
    _exit(read || before == 0 ? 255 : static_cast<int>(more / 1024));
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
      WEXITSTATUS(status) == 255) {
    return -1;
  }
  return WEXITSTATUS(status);
}

TEST(Awkward, Bombs_TakeLittleMemory) {
  for (const AwkwardFile& bomb : Bombs()) {
    const int mebibytes = MemoryToRead(bomb);
    EXPECT_GE(mebibytes, 0) << bomb.name;
    EXPECT_LT(mebibytes, 64) << bomb.name;
  }
}

}  // namespace
}  // namespace yuheng::awkward
