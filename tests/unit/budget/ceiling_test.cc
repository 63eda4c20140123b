#include "services/budget/ceiling.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/budget/ceiling_codec.h"
#include "services/budget/decimal.h"
#include "yuheng/budget/v1/ceiling.pb.h"

namespace yuheng::budget {
namespace {

using enum ExpenditureKind;

std::string CellOf(absl::string_view source, ExpenditureKind kind) {
  const auto cell = CellUnderCeiling(StandardForm(), source, kind);
  return cell ? FormatAddress(*cell) : "none";
}

TEST(CeilingTest, CellUnderCeiling_IsWhereTheTablesStateIt) {
  EXPECT_EQ(CellOf("gen", kAll), "T1:in:gen");
  EXPECT_EQ(CellOf("ALL", kAll), "T1:in:ALL");
  EXPECT_EQ(CellOf("carry_unit", kAll), "T1:in:carry_unit");
  EXPECT_EQ(CellOf("ALL", kBasic), "T3:ALL:basic");
  EXPECT_EQ(CellOf("gen", kProject), "T5:ALL:project");
  EXPECT_EQ(CellOf("gen", kPersonnel), "T6:ALL:personnel");
  EXPECT_EQ(CellOf("gen", kPublic), "T6:ALL:public");
  EXPECT_EQ(CellOf("fund", kProject), "T8:ALL:project");
  EXPECT_EQ(CellOf("soe", kBasic), "T9:ALL:basic");
}

TEST(CeilingTest, CellUnderCeiling_WhatNoTableStates_IsNone) {
  EXPECT_EQ(CellOf("unit", kBasic), "none");
  EXPECT_EQ(CellOf("gen_up", kProject), "none");
  EXPECT_EQ(CellOf("fund", kPersonnel), "none");
  EXPECT_EQ(CellOf("ALL", kPublic), "none");
  EXPECT_EQ(CellOf("201", kAll), "none") << "a line of the other side";
  EXPECT_EQ(CellOf("", kAll), "none");
}

TEST(CeilingTest, SourceByName_TakesKeysLabelsAndShortNames) {
  const auto key = [](absl::string_view name) {
    return SourceByName(StandardForm(), name).value_or("none");
  };
  EXPECT_EQ(key("gen_up"), "gen_up");
  EXPECT_EQ(key("一般公共预算"), "gen");
  EXPECT_EQ(key("1.一般公共预算拨款"), "gen");
  EXPECT_EQ(key(" 一般公共预算 拨款 "), "gen");
  EXPECT_EQ(key("一般财力"), "gen_own");
  EXPECT_EQ(key("政府性基金"), "fund");
  EXPECT_EQ(key("5.单位资金"), "unit");
  EXPECT_EQ(key("二、上年结转结余"), "carry");
  EXPECT_EQ(key("合计"), "ALL");
  EXPECT_EQ(key("收入总计"), "ALL");
  EXPECT_EQ(key("教育支出"), "none");
  EXPECT_EQ(key(""), "none");
}

TEST(CeilingTest, EverySource_HasAShownNameOfItsOwn) {
  std::set<std::string> names;
  for (const Line& line : StandardForm().Table(TableKind::kT1).lines) {
    if (line.side != Side::kIncome) continue;
    const Text text = SourceText(StandardForm(), line.key);
    EXPECT_FALSE(text.en.empty()) << line.key;
    EXPECT_TRUE(names.insert(text.zh).second) << line.key << " " << text.zh;
  }
}

TEST(CeilingTest, KindByName_TakesKeysAndNames) {
  EXPECT_EQ(KindByName(""), kAll);
  EXPECT_EQ(KindByName("total"), kAll);
  EXPECT_EQ(KindByName("人员经费"), kPersonnel);
  EXPECT_EQ(KindByName("project"), kProject);
  EXPECT_EQ(KindByName("基建"), std::nullopt);
}

TEST(CeilingTest, Sha256_IsOfAllOfIt) {
  const Ceiling ceiling{"206", "", 2024, {{"gen", kAll, 100}}};
  const std::string sha256 = CeilingSha256(ceiling);
  EXPECT_EQ(sha256.size(), 64u);
  for (const Ceiling& other :
       {Ceiling{"207", "", 2024, {{"gen", kAll, 100}}},
        Ceiling{"206", "206001", 2024, {{"gen", kAll, 100}}},
        Ceiling{"206", "", 2023, {{"gen", kAll, 100}}},
        Ceiling{"206", "", 2024, {{"gen", kAll, 101}}},
        Ceiling{"206", "", 2024, {{"gen", kBasic, 100}}},
        Ceiling{"206", "", 2024, {{"fund", kAll, 100}}}}) {
    EXPECT_NE(CeilingSha256(other), sha256);
  }
  EXPECT_EQ(CeilingSha256({"206", "", 2024, {}}), "");
}

class CeilingCodecTest : public ::testing::Test {
 protected:
  void Add(const std::string& source, int kind, int64_t amount_fen) {
    auto* figure = messages_.Add();
    figure->set_source(source);
    figure->set_kind(static_cast<v1::ExpenditureKind>(kind));
    figure->set_amount_fen(amount_fen);
  }
  std::string Refusal() {
    std::string zh;
    const auto figures =
        CeilingFiguresFromProto(StandardForm(), messages_, &zh);
    EXPECT_EQ(figures.ok(), zh.empty());
    return std::string(figures.status().message());
  }

  CeilingFigureMessages messages_;
};

TEST_F(CeilingCodecTest, Figures_ComeBackInTheOrderOfTheForm) {
  Add("unit", 0, 7);
  Add("gen", 4, 3);
  Add("gen", 1, 2);
  Add("ALL", 0, kFigureMicroMax);
  const auto figures = CeilingFiguresFromProto(StandardForm(), messages_);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_EQ(*figures,
            (std::vector<CeilingFigure>{{"gen", kBasic, 2},
                                        {"gen", kProject, 3},
                                        {"unit", kAll, 7},
                                        {"ALL", kAll, kFigureMicroMax}}));
  CeilingFigureMessages again;
  CeilingFiguresToProto(*figures, &again);
  EXPECT_EQ(*CeilingFiguresFromProto(StandardForm(), again), *figures);
}

TEST_F(CeilingCodecTest, WhatIsWrong_IsSaid) {
  Add("gen", 9, 1);
  EXPECT_NE(Refusal().find("gen/?"), std::string::npos) << Refusal();
  messages_.Clear();
  Add("unit", 1, 1);
  EXPECT_NE(Refusal().find("unit/basic"), std::string::npos) << Refusal();
  messages_.Clear();
  Add("gen", 0, 1);
  Add("gen", 0, 1);
  EXPECT_NE(Refusal().find("more than once"), std::string::npos) << Refusal();
  for (const int64_t amount : {int64_t{-1}, kFigureMicroMax + 1}) {
    messages_.Clear();
    Add("gen", 0, amount);
    EXPECT_NE(Refusal().find("ten trillion"), std::string::npos) << Refusal();
  }
}

TEST_F(CeilingCodecTest, OneFigureTooMany_IsRefused) {
  for (size_t i = 0; i <= kCeilingFiguresMax; ++i) Add("gen", 0, 1);
  EXPECT_NE(Refusal().find("at most 64"), std::string::npos) << Refusal();
}

}  // namespace
}  // namespace yuheng::budget
