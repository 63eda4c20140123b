#include "services/cli/usage.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/cli/command.h"
#include "services/cli/option_values.h"

namespace yuheng::cli {
namespace {

// What is said about a command line of this small program.
std::string Said(const std::vector<std::string>& arguments,
                 Language language = Language::kZh) {
  Terminal terminal;
  terminal.language = language;
  CLI::App app("", "yuheng");
  SetHelpWords(terminal, &app);
  app.require_subcommand(1);
  int year = 0;
  int stage = 0;
  std::string folder;
  std::vector<std::string> files;
  CLI::App* check = app.add_subcommand("check", "");
  check->add_option("--year", year)->check(Between(terminal, 2000, 2100));
  check->add_option("--stage", stage)
      ->transform(OneOf<int>(terminal, {{"draft", 3}, {"final", 6}}));
  CLI::Option* file = check->add_option("FILE", files);
  check->add_flag("--all")->excludes(file);
  int depth = 0;
  check->add_option("--depth", depth)->needs(check->get_option("--year"));
  check->add_option("--folder", folder)->check(ExistingFolder(terminal));
  std::string text;
  check->add_option("--text", text)->check(Words(terminal, 6));
  CLI::App* list = app.add_subcommand("submissions", "");
  list->require_subcommand(1);
  list->add_subcommand("list", "");
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    return UsageError(terminal, app, error);
  }
  return "";
}

TEST(UsageError, AWrongWord_NamesTheNearestOne) {
  EXPECT_EQ(Said({"chek", "a.txt"}),
            "没有命令 chek；是不是 check？\n用法见 yuheng --help");
  EXPECT_EQ(Said({"chek"}, Language::kEn),
            "there is no command chek; did you mean check?\n"
            "see yuheng --help");
  EXPECT_EQ(Said({"submissions", "lits"}),
            "没有命令 lits；是不是 list？\n用法见 yuheng submissions --help");
  EXPECT_EQ(Said({"check", "a.txt", "--yaer", "2023"}),
            "没有选项 --yaer；是不是 --year？\n用法见 yuheng check --help");
  EXPECT_EQ(Said({"publish"}),
            "没有命令 publish；可用的命令：check, submissions\n"
            "用法见 yuheng --help");
}

TEST(UsageError, AWrongValue_SaysWhichOnesThereAre) {
  EXPECT_EQ(Said({"check", "--stage", "xml"}),
            "--stage: 没有“xml”这个值；可用 draft|final\n"
            "用法见 yuheng check --help");
  EXPECT_EQ(Said({"check", "--year", "23"}, Language::kEn),
            "--year: \"23\" must be a whole number from 2000 to 2100\n"
            "see yuheng check --help");
  EXPECT_EQ(Said({"check", "--year"}),
            "--year 后面要有值\n用法见 yuheng check --help");
  EXPECT_EQ(Said({"check", "--stage", "DRAFT"}), "");
}

TEST(UsageError, AnOptionWithoutItsCompanion_NamesBoth) {
  EXPECT_EQ(Said({"check", "--depth", "2"}),
            "--depth 要与 --year 一起用\n用法见 yuheng check --help");
  EXPECT_EQ(Said({"check", "--depth", "2"}, Language::kEn),
            "--depth needs --year\nsee yuheng check --help");
  EXPECT_EQ(Said({"check", "--depth", "2", "--year", "2023"}), "");
}

TEST(UsageError, AFolderThatIsNotThere_IsNamed) {
  EXPECT_EQ(Said({"check", "--folder", "/no/such"}),
            "--folder: 没有文件夹“/no/such”\n用法见 yuheng check --help");
  EXPECT_EQ(Said({"check", "--folder", "/"}), "");
}

TEST(UsageError, WordsThatAreNoneOrTooMany_AreRefused) {
  for (const char* text : {"", " ", "七个字"}) {
    EXPECT_EQ(
        Said({"check", "--text", text}),
        "--text: 不能空着，也不能超过 6 字节\n用法见 yuheng check --help");
  }
  EXPECT_EQ(Said({"check", "--text", "两字"}), "");
}

TEST(UsageError, WhatIsMissingOrExcluded_IsNamed) {
  EXPECT_EQ(Said({}),
            "还要写明做什么；可用的命令：check, submissions\n"
            "用法见 yuheng --help");
  EXPECT_TRUE(absl::StrContains(Said({"check", "--all", "a.txt"}),
                                "FILE 和 --all 不能同时用"))
      << Said({"check", "--all", "a.txt"});
}

TEST(NearestWord, FarWords_AreNotNamed) {
  EXPECT_EQ(NearestWord("totlas", {"totals", "tables"}), "totals");
  EXPECT_EQ(NearestWord("x", {"check", "submit"}), "");
  EXPECT_EQ(NearestWord("verity", {"verify"}), "verify");
}

TEST(ReadFileBytes, AFolder_IsCalledOne) {
  Terminal terminal;
  terminal.language = Language::kZh;
  const auto bytes = ReadFileBytes(terminal, ::testing::TempDir());
  ASSERT_FALSE(bytes.ok());
  EXPECT_TRUE(absl::StrContains(bytes.status().message(), "是文件夹"))
      << bytes.status();
  const auto none =
      ReadFileBytes(terminal, ::testing::TempDir() + "/no such file");
  ASSERT_FALSE(none.ok());
  EXPECT_TRUE(absl::StrContains(none.status().message(), "无法读取"))
      << none.status();
}

}  // namespace
}  // namespace yuheng::cli
