#include "services/validation/evaluation/diagnosis/missing_row.h"

#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"
#include "tests/unit/validation/evaluation/diagnosis/sample_text.h"

namespace yuheng::validation {
namespace {

using budget::TableKind;

void RemoveRow(TableKind kind, const std::string& code,
               budget::Document* document) {
  for (budget::Table& table : document->tables) {
    if (table.kind != kind) continue;
    table.rows.erase(std::remove_if(table.rows.begin(), table.rows.end(),
                                    [&](const budget::Row& row) {
                                      return row.code == code;
                                    }),
                     table.rows.end());
  }
}

TEST(MissingRow, RowThatOtherTablesHave_IsTheOnlyCause) {
  budget::Document document = Sample();
  RemoveRow(TableKind::kT3, "2060102", &document);
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 1u);
  const FindingGroup& group = checked.summary.groups[0];
  EXPECT_EQ(group.cause.zh,
            "表3少了“2060102 一般行政管理事务”一行，应有 合计 10、项目支出 10");
  EXPECT_NE(group.reason.zh.find("表2、表5、表7 有这一行"), std::string::npos)
      << group.reason.zh;
  EXPECT_EQ(CulpritOf(group), "T3:2060102:total");
  // The row it would stand below.
  EXPECT_EQ(group.culprit->location.line,
            RowOf(document, TableKind::kT3, "20601").cells[0].location.line);
  EXPECT_EQ(group.findings.size(), checked.Failures().size());
}

// The amount of the text is held against the row that is missing.
TEST(MissingRow, ProjectOfTable7_IsNotWhatTheTextSaysWrong) {
  budget::Document document =
      Sample({{"预算安排规模：50万元", "预算安排规模：45万元"}});
  RemoveRow(TableKind::kT7, "2060599", &document);
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 2u);
  EXPECT_EQ(checked.summary.groups[0].cause.zh,
            "表7少了“2060599 其他科技条件与服务支出 "
            "专家顾问服务中心工作经费”一行，应有 项目支出合计 "
            "50、商品和服务支出 45.5、资本性支出 4.5");
  const FindingGroup& text = checked.summary.groups[1];
  EXPECT_EQ(CulpritOf(text), "N7:专家顾问服务中心工作经费:amount");
  EXPECT_EQ(text.suggested_micro, 50'000'000);
}

TEST(MissingRow, BesideAWrongCodeOfAnotherTable_StandsUnderTheRightCode) {
  budget::Document document = Sample();
  RemoveRow(TableKind::kT3, "2060102", &document);
  RowOf(document, TableKind::kT5, "2060102").code = "2060103";
  const Checked checked = CheckDocument(document);
  ASSERT_EQ(checked.summary.groups.size(), 2u);
  EXPECT_EQ(GroupOf(checked, "B-14", "T3:2060102:total"),
            GroupOf(checked, "B-22", "T5:2060103:project"));
  for (const FindingGroup& group : checked.summary.groups) {
    EXPECT_TRUE(group.cause.zh.find("少了“2060102 ") != std::string::npos ||
                group.cause.zh.find("疑应为 2060102") != std::string::npos)
        << group.cause.zh;
  }
}

// Which of two is missing with which amounts can not be told.
TEST(MissingRow, OfTwoRows_NoneIsNamed) {
  budget::Document document = Sample();
  RemoveRow(TableKind::kT3, "2060101", &document);
  RemoveRow(TableKind::kT3, "2060102", &document);
  for (const FindingGroup& group : CheckDocument(document).summary.groups) {
    EXPECT_EQ(group.cause.zh.find("少了"), std::string::npos) << group.cause.zh;
  }
}

}  // namespace
}  // namespace yuheng::validation
