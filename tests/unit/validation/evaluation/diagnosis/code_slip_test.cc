#include "services/validation/evaluation/diagnosis/code_slip.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/budget/check.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

bool BlamesCode(const FindingGroup& group) {
  return group.cause.zh.find("的编码印为") != std::string::npos;
}

// The right document, with the whole of one line replaced.
budget::Document WithLine(int number, const std::string& content) {
  std::ifstream file(std::string(YUHENG_SOURCE_DIR) +
                     "/deploy/samples/changji-keji-2023-corrected.txt");
  std::string text;
  std::string line;
  for (int i = 1; std::getline(file, line); ++i) {
    text += (i == number ? content : line) + "\n";
  }
  auto document = ingestion::ReadDocument(budget::StandardForm(), text,
                                          {.file_name = "a.txt"});
  YUHENG_CHECK(document.ok());
  return *std::move(document);
}

TEST(CodeSlip, OneItemOfOneTable_IsTheOnlyCause) {
  const Checked checked = CheckDocument(WithLine(852, "\t205"));
  EXPECT_GE(checked.Failures().size(), 10u);
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(group.cause.zh,
            "表5“一般行政管理事务”的编码印为 2050102，疑应为 2060102");
  EXPECT_EQ(group.culprit->address, "T5:2050102:total");
  EXPECT_EQ(group.culprit->location.line, 852);
  EXPECT_EQ(group.reason.zh.find("表2、表3、表7 的“一般行政管理事务”列在 "
                                 "2060102 下，金额相同；"),
            0u)
      << group.reason.zh;
  EXPECT_NE(group.reason.en.find("under 2060102"), std::string::npos);
  EXPECT_EQ(group.findings.size(), checked.Failures().size());
}

// The text names the account; its code is the table's.
TEST(CodeSlip, ItemThatTheTextFollows_IsToldToo) {
  const Checked checked = CheckDocument(WithLine(846, "\t04"));
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  EXPECT_EQ(checked.summary.groups[0].cause.zh,
            "表5“行政运行”的编码印为 2060104，疑应为 2060101");
}

TEST(CodeSlip, EveryTableAndLevel_IsTold) {
  const struct {
    std::string row, printed;
  } kSlips[] = {
      {"T2:206", "207"},         {"T2:20601", "20501"},
      {"T2:2060101", "2050101"}, {"T3:205", "207"},
      {"T3:2050202", "2050302"}, {"T5:20601", "20602"},
      {"T5:2060102", "2060199"}, {"T6:302", "303"},
      {"T6:30217", "30317"},     {"T7:206", "208"},
      {"T7:20601", "20501"},     {"T7:2060102|引智工作经费", "2050102"},
      {"T8:2120801", "2120901"}, {"T9:22301", "22302"}};
  for (const auto& [row, printed] : kSlips) {
    DocumentBuilder builder;
    const std::string right = builder.RowAt(row).code;
    builder.RowAt(row).code = printed;
    const Checked checked = CheckDocument(builder.Build());
    ASSERT_GE(checked.Failures().size(), 2u) << row;
    ASSERT_EQ(checked.summary.groups.size(), 1u) << row;
    const FindingGroup& group = checked.summary.groups[0];
    ASSERT_TRUE(BlamesCode(group)) << row << ": " << group.cause.zh;
    EXPECT_NE(group.cause.zh.find(printed + "，疑应为 " + right),
              std::string::npos)
        << group.cause.zh;
  }
}

TEST(CodeSlip, WrongFigureBeside_KeepsItsOwnCause) {
  DocumentBuilder builder;
  builder.RowAt("T5:2060102").code = "2050102";
  builder.Set("T6:30101:personnel", "800000");
  const Checked checked = CheckDocument(builder.Build());
  ASSERT_EQ(checked.summary.groups.size(), 2u);
  EXPECT_TRUE(BlamesCode(checked.summary.groups[0]));
  EXPECT_EQ(checked.summary.groups[1].culprit->address, "T6:30101:personnel");
}

// An account that the other tables do not have, and one that is left out.
TEST(CodeSlip, OtherAccountWithItsOwnName_IsNotBlamed) {
  DocumentBuilder builder;
  budget::Row& row = builder.RowAt("T5:2060102");
  row.code = "2060103";
  row.name = "机关服务";
  for (const FindingGroup& group :
       CheckDocument(builder.Build()).summary.groups) {
    EXPECT_FALSE(BlamesCode(group)) << group.cause.zh;
  }
}

TEST(CodeSlip, TablesThatAreHalfAndHalf_AreNotBlamed) {
  DocumentBuilder builder;
  builder.RowAt("T2:2060102").code = "2060199";
  builder.RowAt("T3:2060102").code = "2060199";
  const Checked checked = CheckDocument(builder.Build());
  EXPECT_FALSE(checked.summary.groups.empty());
  for (const FindingGroup& group : checked.summary.groups) {
    EXPECT_FALSE(BlamesCode(group)) << group.cause.zh;
  }
}

// With the other code the amounts do not tie.
TEST(CodeSlip, CodeThatSettlesNothing_IsNotBlamed) {
  DocumentBuilder builder;
  builder.RowAt("T5:2060102").code = "2050102";
  builder.Set("T5:20601:total", "50").Set("T5:20601:project", "");
  builder.Set("T5:206:total", "50").Set("T5:206:project", "");
  builder.AddRow(5, "205", {"8", "", "8"}).AddRow(5, "20501", {"8", "", "8"});
  builder.RemoveRow("T5:205").RemoveRow("T5:20501");
  for (const FindingGroup& group :
       CheckDocument(builder.Build()).summary.groups) {
    EXPECT_FALSE(BlamesCode(group)) << group.cause.zh;
  }
}

}  // namespace
}  // namespace yuheng::validation
