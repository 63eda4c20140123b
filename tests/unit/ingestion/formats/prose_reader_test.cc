#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// "section line text" a sentence, one a line.
std::string ProseOf(const std::string& text) {
  const auto document = Read(text);
  if (!document.ok()) return document.status().ToString();
  std::string prose;
  for (const budget::Sentence& sentence : document->sentences) {
    absl::StrAppend(&prose, sentence.section, " ", sentence.line, " ",
                    sentence.text, "\n");
  }
  return prose;
}

const char kTables[] = "第二部分 2023年部门预算公开表\n";

TEST(Prose, SentencesKeepSectionLineAndMarks) {
  const std::string text = absl::StrCat(
      "第一部分 测试局概况\n"      // 1
      "一、主要职能\n"             // 2
      "负责测试。监督检查！！\n",  // 3
      kTables, Table3(PrintRow({"", "", "", "合计", "1", "1", ""})),
      "第三部分 2023年部门预算情况说明\n"
      "二、关于测试局2023年收入预算情况说明\n"
      "测试局收入预算1万元，\n其中：一般公共预算1万元。。\n"
      "\n"
      "单位资金未安排。\n"
      "第四部分 名词解释\n"
      "一、财政拨款：指安排的拨款\n"
      "\n"
      "测试局\n"
      "\n"
      "2023年2月1日\n");
  const std::string prose = ProseOf(text);
  EXPECT_TRUE(absl::StrContains(prose, "part1 3 负责测试。\n")) << prose;
  EXPECT_TRUE(absl::StrContains(prose, "part1 3 监督检查！！\n")) << prose;
  // Joined with the next line, the doubled mark kept.
  EXPECT_TRUE(absl::StrContains(
      prose, "测试局收入预算1万元，其中：一般公共预算1万元。。\n"))
      << prose;
  EXPECT_TRUE(absl::StrContains(prose, " 单位资金未安排。\nN2") ||
              absl::StrContains(prose, "单位资金未安排。\npart4"))
      << prose;
  EXPECT_TRUE(absl::StrContains(prose, "2023年2月1日\n")) << prose;
  // Neither headings nor rows of tables.
  EXPECT_FALSE(absl::StrContains(prose, "第三部分")) << prose;
  EXPECT_FALSE(absl::StrContains(prose, "合计")) << prose;
}

TEST(Prose, DateWithDashes_IsNoPageNumber) {
  const std::string prose = ProseOf(absl::StrCat(
      kTables, Table3(PrintRow({"", "", "", "合计", "1", "1", ""})),
      "第四部分 名词解释\n一、财政拨款：指安排的拨款。\n- 12 -\n测试局\n\n"
      "2023-01-31\n"));
  EXPECT_TRUE(absl::StrContains(prose, "2023-01-31\n")) << prose;
  EXPECT_FALSE(absl::StrContains(prose, "12 -")) << prose;
}

TEST(Prose, Disclosure_HasItsProseAndNoCells) {
  const auto document = Read(Sample());
  ASSERT_TRUE(document.ok());
  size_t narrative = 0;
  for (const budget::Sentence& sentence : document->sentences) {
    narrative += absl::StartsWith(sentence.section, "N");
    EXPECT_FALSE(absl::StrContains(sentence.text, "三级指标"));
    EXPECT_FALSE(absl::StrContains(sentence.text, "\n"));
  }
  EXPECT_GT(narrative, 40u);
  EXPECT_LT(document->sentences.size(), 400u);
}

TEST(Prose, BehindTheLastSheet_ProseGoesOn) {
  const std::string prose =
      ProseOf(absl::StrCat("第一部分 测试局概况\n", kTables,
                           Table3(PrintRow({"", "", "", "合计", "1", "1", ""})),
                           "第三部分 2023年部门预算情况说明\n"
                           "十一、其他重要事项的情况说明\n"
                           "（四）预算绩效情况\n"
                           "具体情况见下表：\n"
                           "\t项目支出绩效目标表\n\n"
                           "\t项目总体目标\n\t完成任务。\n\n留在格内。\n\n"
                           "\t一级指标\n\t二级指标\n\n"
                           "（五）其他\n"
                           "没有。\n"
                           "第四部分 名词解释\n"));
  EXPECT_TRUE(absl::StrContains(prose, "没有。\n")) << prose;
  EXPECT_FALSE(absl::StrContains(prose, "留在格内")) << prose;
}

TEST(Prose, MoreThanTheLimit_IsToldOnce) {
  std::string text =
      absl::StrCat("第一部分 测试局概况\n", kTables,
                   Table3(PrintRow({"", "", "", "合计", "1", "1", ""})),
                   "第三部分 2023年部门预算情况说明\n");
  for (size_t i = 0; i < budget::kSentencesMax + 10; ++i) text += "好。";
  const auto document = Read(text);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->sentences.size(), budget::kSentencesMax);
  EXPECT_TRUE(HasProblem(*document, "reader.prose_limit"));
}

}  // namespace
}  // namespace yuheng::ingestion
