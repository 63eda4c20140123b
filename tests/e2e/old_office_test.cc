// Old Office files and the converter of the user's machine: a program of its
// name that does as it does, or fails.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/command.h"
#include "tests/support/compound_file.h"
#include "tests/support/document_twins.h"
#include "tests/support/temp_dir.h"

namespace yuheng {
namespace {

using testing::CommandResult;

std::string OldWord() { return testing::CompoundFile({"WordDocument"}); }

class OldOffice : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(dir_.path(), "/", name);
  }

  // A LibreOffice that runs these lines with the new file's path in $made.
  void Install(const std::string& lines) const {
    std::filesystem::create_directory(Path("bin"));
    Write("bin/soffice", absl::StrCat("#!/bin/sh\n"
                                      "while [ $# -gt 1 ]; do\n"
                                      "  [ \"$1\" = --outdir ] && out=$2\n"
                                      "  [ \"$1\" = --convert-to ] && to=$2\n"
                                      "  shift\n"
                                      "done\n"
                                      "made=$out/document.$to\n",
                                      lines, "\n"));
    chmod(Path("bin/soffice").c_str(), 0755);
  }

  CommandResult Yuheng(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     absl::StrCat(YUHENG_BIN_DIR, "/yuheng"));
    const auto result = testing::RunCommand(
        {.arguments = std::move(arguments),
         .environment = {absl::StrCat("PATH=", Path("bin"), ":/usr/bin:/bin"),
                         absl::StrCat("TMPDIR=", dir_.path()),
                         "YUHENG_LANG=en"}});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.value_or(CommandResult{});
  }

  testing::TempDir dir_;
};

TEST_F(OldOffice, WordFile_IsConvertedAndSaysTheSame) {
  const std::string text = testing::ReadFile(
      YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023.txt");
  Write("new.docx", testing::WordTwin(text));
  Write("old.doc", OldWord());
  Install(absl::StrCat("cp ", Path("new.docx"), " \"$made\""));
  const CommandResult converted =
      Yuheng({"parse", Path("old.doc"), "-o", "csv"});
  EXPECT_EQ(converted.exit_code, 0) << converted.err;
  EXPECT_TRUE(absl::StrContains(converted.err, "old.docx")) << converted.err;
  const CommandResult expected =
      Yuheng({"parse", Path("new.docx"), "-o", "csv"});
  EXPECT_EQ(absl::StrReplaceAll(converted.out, {{"old.doc", "new.docx"}}),
            expected.out);
  // Nothing is left behind.
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
    EXPECT_FALSE(absl::StrContains(entry.path().string(), "convert"))
        << entry.path();
  }
}

TEST_F(OldOffice, WithoutAConverter_IsRefusedWithAdvice) {
  Write("old.doc", OldWord());
  if (std::system("command -v soffice libreoffice >/dev/null") == 0) {
    GTEST_SKIP() << "LibreOffice is installed here";
  }
  const CommandResult refused = Yuheng({"check", Path("old.doc")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(refused.err, "LibreOffice")) << refused.err;
}

TEST_F(OldOffice, ConverterThatMakesNothing_IsTold) {
  Write("old.doc", OldWord());
  Install("exit 0");
  const CommandResult refused = Yuheng({"check", Path("old.doc")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(refused.err, "could not convert"))
      << refused.err;
}

}  // namespace
}  // namespace yuheng
