// The reports that `yuheng check` writes, as a clerk gets them.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/command.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const char kSample[] =
    YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023.txt";
const char kCorrected[] =
    YUHENG_SOURCE_DIR "/deploy/samples/changji-keji-2023-corrected.txt";

CommandResult Check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {absl::StrCat(YUHENG_BIN_DIR, "/yuheng"), "check"});
  const auto result =
      RunCommand({.arguments = std::move(arguments),
                  .environment = {"YUHENG_LANG=zh", "NO_COLOR=1"}});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : CommandResult{};
}

TEST(CheckReports, HtmlAndWorkbookAreWrittenAndSaid) {
  const TempDir directory;
  const std::string html = absl::StrCat(directory.path(), "/report.html");
  const std::string xlsx = absl::StrCat(directory.path(), "/marked.xlsx");
  const CommandResult result = Check({kSample, "--html", html, "--xlsx", xlsx});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.err, HasSubstr(absl::StrCat("已写入 ", html)));
  EXPECT_THAT(result.err, HasSubstr(absl::StrCat("已写入 ", xlsx)));
  EXPECT_THAT(result.out, HasSubstr("A6-02"));
  const std::string page = ReadFile(html);
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("昌吉州科技局2023年部门预算审核报告"));
  EXPECT_THAT(page, HasSubstr("class=\"amount bold mark error primary\""));
  EXPECT_THAT(ReadFile(xlsx), StartsWith("PK"));
}

// The corrected sample with the rows of table 3 as `rows` gives them.
std::string WithTable3(const std::string& rows) {
  std::string text = ReadFile(kCorrected);
  const size_t table = text.find("\n表3\n");
  const size_t begin = text.find("\t206\n", table);
  return text.replace(begin, text.find("\n\n表4\n", table) - begin, rows);
}

TEST(CheckReports, RowsInOneLineEach_AreRead) {
  const TempDir directory;
  const std::string budget = absl::StrCat(directory.path(), "/budget.txt");
  std::ofstream(budget) << WithTable3(
      "206\t\t\t科学技术支出\t713.33\t433.53\t279.8\n"
      "206\t01\t\t科学技术管理事务\t563.53\t433.53\t130\n"
      "206\t01\t01\t行政运行\t553.53\t433.53\t120\n"
      "206\t01\t02\t一般行政管理事务\t10\t\t10\n"
      "206\t04\t\t技术研究与开发\t15\t\t15\n"
      "206\t04\t04\t科技成果转化与扩散\t15\t\t15\n"
      "206\t05\t\t科技条件与服务\t130\t\t130\n"
      "206\t05\t99\t其他科技条件与服务支出\t130\t\t130\n"
      "206\t07\t\t科学技术普及\t4.8\t\t4.8\n"
      "206\t07\t02\t科普活动\t4.8\t\t4.8\n"
      "\t\t\t合  计\t713.33\t433.53\t279.8\n");
  const CommandResult result = Check({budget, "--least", "warning"});
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_EQ(result.err, "");
}

TEST(CheckReports, RowsThatWereNotRead_AreSaidInEveryOutput) {
  const TempDir directory;
  const std::string budget = absl::StrCat(directory.path(), "/budget.txt");
  std::ofstream(budget) << WithTable3(
      "206 科学技术支出 713.33 433.53 279.8\n"
      "合  计    713.33    433.53    279.8\n");
  const std::string html = absl::StrCat(directory.path(), "/report.html");
  const std::string zh = "有 1 行没有读入：“206 科学技术支出 713.33";
  const std::string en = "1 lines were not read: \"206 科学技术支出 713.33";
  const CommandResult text = Check({budget, "--html", html});
  EXPECT_EQ(text.exit_code, 1);
  EXPECT_THAT(text.out, HasSubstr(zh));
  EXPECT_THAT(text.err, HasSubstr(zh));
  EXPECT_THAT(text.err, HasSubstr("budget.txt:439: "));
  EXPECT_THAT(Check({budget, "--lang", "en"}).out, HasSubstr(en));
  EXPECT_THAT(ReadFile(html), HasSubstr(zh));
  EXPECT_THAT(ReadFile(html), HasSubstr("1 lines were not read: "));
  const std::string json = Check({budget, "-o", "json"}).out;
  EXPECT_THAT(json, HasSubstr(zh));
  EXPECT_THAT(json, HasSubstr("\"id\":\"reader.lines_unread\""));
  const std::string csv = Check({budget, "-o", "csv"}).out;
  EXPECT_THAT(csv, HasSubstr(",S-14,ERROR,"));
  EXPECT_THAT(csv, HasSubstr(",reader.lines_unread,PROBLEM,,T3,439,"));
}

// Excel takes UTF-8 for another encoding without the mark; programs that read a
// pipe take the mark for a part of the first column's name.
TEST(CheckReports, CsvOfAFileHasAMark_OfAPipeNone) {
  const TempDir directory;
  const std::string file = absl::StrCat(directory.path(), "/findings.csv");
  const std::string command =
      absl::StrCat(YUHENG_BIN_DIR, "/yuheng check ", kCorrected, " -o csv ");
  for (const std::string& to : {"> " + file, "| cat > " + file + ".piped"}) {
    const auto result =
        RunCommand({.arguments = {"/bin/sh", "-c", command + to}});
    ASSERT_TRUE(result.ok()) << result.status();
  }
  EXPECT_THAT(ReadFile(file), StartsWith("\xEF\xBB\xBF"
                                         "file,rule,"));
  EXPECT_THAT(ReadFile(file + ".piped"), StartsWith("file,rule,"));
}

TEST(CheckReports, FileThatExists_IsKeptUnlessForced) {
  const TempDir directory;
  const std::string html = absl::StrCat(directory.path(), "/report.html");
  std::ofstream(html) << "mine";
  const CommandResult refused = Check({kCorrected, "--html", html});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(ReadFile(html), "mine");
  const CommandResult forced = Check({kCorrected, "--html", html, "--force"});
  EXPECT_EQ(forced.exit_code, 0) << forced.err;
  EXPECT_THAT(ReadFile(html), StartsWith("<!DOCTYPE html>"));
  EXPECT_FALSE(std::filesystem::exists(html + ".partial"));
}

TEST(CheckReports, DocumentItself_IsNeverReplaced) {
  const TempDir directory;
  const std::string copy = absl::StrCat(directory.path(), "/budget.txt");
  std::ofstream(copy) << ReadFile(kCorrected);
  const CommandResult result = Check({copy, "--xlsx", copy, "--force"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(ReadFile(copy), ReadFile(kCorrected));
}

TEST(CheckReports, SeveralDocuments_WantAFolder) {
  const TempDir directory;
  const CommandResult refused =
      Check({kSample, kCorrected, "--html",
             absl::StrCat(directory.path(), "/report.html")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("文件夹"));
  const CommandResult result =
      Check({kSample, kCorrected, "--html", directory.path()});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  for (const char* name :
       {"/changji-keji-2023.html", "/changji-keji-2023-corrected.html"}) {
    EXPECT_THAT(ReadFile(absl::StrCat(directory.path(), name)),
                StartsWith("<!DOCTYPE html>"));
  }
}

TEST(CheckReports, FolderThatIsNotThere_IsSaid) {
  const CommandResult result =
      Check({kCorrected, "--html", "/no/such/folder/report.html"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("/no/such/folder/report.html"));
}

// Of this much output the reader takes one byte and goes.
TEST(CheckReports, AreWrittenThoughNobodyReadsTheOutput) {
  const TempDir directory;
  const std::string reports = absl::StrCat(directory.path(), "/reports");
  std::filesystem::create_directory(reports);
  std::string files;
  constexpr int kFiles = 8;
  for (int i = 0; i < kFiles; ++i) {
    const std::string file = absl::StrCat(directory.path(), "/", i, ".txt");
    std::filesystem::copy_file(kSample, file);
    absl::StrAppend(&files, " ", file);
  }
  const auto result = RunCommand(
      {.arguments = {"/bin/sh", "-c",
                     absl::StrCat(YUHENG_BIN_DIR, "/yuheng check", files,
                                  " -o json --html ", reports, " --xlsx ",
                                  reports, " | head -c 1")}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->out, "{");
  for (int i = 0; i < kFiles; ++i) {
    for (const char* ending : {".html", ".xlsx"}) {
      EXPECT_TRUE(
          std::filesystem::exists(absl::StrCat(reports, "/", i, ending)))
          << i << ending;
    }
  }
}

TEST(CheckLeast, AppliesToEveryOutput) {
  const TempDir directory;
  const std::string html = absl::StrCat(directory.path(), "/report.html");
  const std::string csv = Check({kSample, "-o", "csv"}).out;
  EXPECT_THAT(csv, HasSubstr(",NOTE,"));
  const std::string least =
      Check({kSample, "-o", "csv", "--least", "error", "--html", html}).out;
  EXPECT_THAT(least, HasSubstr(",ERROR,"));
  for (const char* severity : {",NOTE,", ",WARNING,"}) {
    EXPECT_THAT(least, Not(HasSubstr(severity)));
  }
  EXPECT_THAT(ReadFile(html), HasSubstr("A6-02"));
  EXPECT_THAT(ReadFile(html), Not(HasSubstr("N-08")));
  const std::string counts = "；低于 --least 的警告 4、提示 26 未列出";
  EXPECT_THAT(ReadFile(html), HasSubstr(counts));
  EXPECT_THAT(Check({kSample, "--least", "error"}).out, HasSubstr(counts));
  EXPECT_THAT(Check({kSample, "--least", "warning", "--lang", "en"}).out,
              HasSubstr("4 warnings shown; 26 notes below --least not shown"));
  EXPECT_THAT(Check({kSample}).out, Not(HasSubstr("--least")));
  const std::string json =
      Check({kSample, "-o", "json", "--least", "warning"}).out;
  EXPECT_THAT(json, HasSubstr("\"severity\":\"WARNING\""));
  EXPECT_THAT(json, Not(HasSubstr("\"severity\":\"NOTE\"")));
  EXPECT_THAT(json, HasSubstr("\"notShown\":26"));
}

TEST(WaiversAdd, EmptyText_IsRefusedInTheUsersLanguage) {
  const auto result = RunCommand(
      {.arguments = {absl::StrCat(YUHENG_BIN_DIR, "/yuheng"), "waivers", "add",
                     "s-1", "0907287b", "--actor", "kjj", "--text", ""},
       .environment = {"YUHENG_LANG=zh"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit_code, 2);
  EXPECT_THAT(result->err, HasSubstr("--text: 不能空着"));
}

TEST(CheckCsv, HasAHeaderAndALineAFinding) {
  const CommandResult result = Check({kSample, "-o", "csv"});
  EXPECT_EQ(result.exit_code, 1);
  // To a file, which a spreadsheet may open: with the mark it tells UTF-8 by.
  EXPECT_THAT(result.out,
              StartsWith("\xEF\xBB\xBF"
                         "file,rule,severity,status,address,line,expected,"
                         "actual,difference,message,reference,place,group,"
                         "cause\n"));
  EXPECT_THAT(result.out, HasSubstr(",A6-02,ERROR,INCONSISTENT,T6:303:total,"));
  EXPECT_EQ(result.out.rfind("\xEF\xBB\xBF"), 0u);
}

TEST(CheckText, SaysTheVerdictBeforeTheFindings) {
  const CommandResult result = Check({kSample, "--least", "error"});
  const std::vector<std::string> lines = absl::StrSplit(result.out, '\n');
  ASSERT_GT(lines.size(), 5u);
  EXPECT_THAT(lines[0], HasSubstr("昌吉州科技局 2023"));
  EXPECT_THAT(lines[1], StartsWith("表样：xinjiang-2023"));
  EXPECT_THAT(lines[2], StartsWith("有错误  列出错误 "));
  EXPECT_THAT(lines[3], StartsWith("归并后要改或要说明的有 "));
  EXPECT_EQ(lines[4], "错误（须改正）");
  EXPECT_THAT(lines[5], StartsWith(" 1. "));
  const CommandResult english = Check({kSample, "--lang", "en"});
  EXPECT_THAT(english.out, HasSubstr("Errors (to be corrected)"));
}

// A report that is lost is no success.
TEST(CheckReports, OutputThatCanNotBeWritten_IsSaid) {
  const auto result =
      RunCommand({.arguments = {"/bin/sh", "-c",
                                absl::StrCat("YUHENG_LANG=en ", YUHENG_BIN_DIR,
                                             "/yuheng check ", kCorrected,
                                             " > /dev/full")}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->exit_code, 2);
  EXPECT_NE(result->err.find("could not be written"), std::string::npos)
      << result->err;
}

}  // namespace
}  // namespace yuheng::testing
