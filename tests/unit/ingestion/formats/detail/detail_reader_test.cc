// Detail lines, and the ten tables that they add up to.

#include "services/ingestion/formats/detail/detail_reader.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/detail/detail_list.h"
#include "services/ingestion/formats/detail/money_source.h"
#include "services/rpc/reason.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

constexpr char kTitle[] = "昌吉州科技局2023年部门预算明细表\n";
constexpr char kNote[] = "编制部门：昌吉州科技局\t单位：万元\n";
constexpr char kHeadings[] =
    "功能分类科目编码\t功能分类科目名称\t部门预算经济分类\t资金来源\t"
    "支出类型\t项目名称\t金额\n";

// What the published disclosure is the sum of. Which economic 款 its projects
// are spent for, and for what its other money is, it does not say: that is
// invented here.
std::string DisclosureLines() {
  std::string text = absl::StrCat(kTitle, kNote, kHeadings);
  const std::map<std::string, std::string> basic = {
      {"30101", "105.16"}, {"30102", "78.63"}, {"30103", "36.29"},
      {"30107", "24.63"},  {"30108", "38.79"}, {"30109", "19.39"},
      {"30110", "19.39"},  {"30111", "1.21"},  {"30112", "1.11"},
      {"30113", "30.59"},  {"30199", "8.14"},  {"30201", "7.31"},
      {"30202", "0.3"},    {"30207", "1.08"},  {"30211", "4.5"},
      {"30213", "0.3"},    {"30217", "0.48"},  {"30226", "3.6"},
      {"30227", "0.7"},    {"30228", "4.58"},  {"30229", "4.13"},
      {"30231", "4.3"},    {"30239", "2"},     {"30299", "7.49"},
      {"30301", "2.2"},    {"30307", "15.26"}, {"30309", "1.97"}};
  for (const auto& [economic, amount] : basic) {
    absl::StrAppend(&text, "2060101\t行政运行\t", economic,
                    "\t一般公共预算拨款\t基本支出\t\t", amount, "\n");
  }
  absl::StrAppend(
      &text,
      "2060102\t一般行政管理事务\t30299\t一般公共预算拨款\t项目支出\t"
      "引智工作经费\t10\n"
      "2060599\t其他科技条件与服务支出\t30299\t一般公共预算拨款\t项目支出\t"
      "专家顾问服务中心工作经费\t45.5\n"
      "2060599\t其他科技条件与服务支出\t31099\t一般公共预算拨款\t项目支出\t"
      "专家顾问服务中心工作经费\t4.5\n"
      "2060101\t行政运行\t30299\t其他收入\t基本支出\t\t10\n"
      "2060101\t行政运行\t30299\t其他收入\t项目支出\t科普\t20\n"
      "2060101\t行政运行\t30299\t上年结转（单位资金）\t项目支出\t科普\t100\n"
      "2060404\t科技成果转化与扩散\t30299\t上年结转一般公共预算\t项目支出\t"
      "成果转化\t15\n"
      "2060599\t其他科技条件与服务支出\t30299\t单位资金结转\t项目支出\t服务\t80"
      "\n"
      "2060702\t科普活动\t30299\t一般公共预算拨款结转\t项目支出\t活动\t4.8\n"
      "合计\t\t\t\t\t\t713.33\n");
  return text;
}

// A list with the given rows, in 元.
std::string Lines(const std::string& rows) {
  return absl::StrCat(kTitle,
                      "部门：测试局\n单位\t功能科目\t经济科目\t资金性质\t项目"
                      "\t金额（元）\n",
                      rows);
}

std::map<std::string, std::string> TableFacts(
    const budget::Document& document) {
  std::map<std::string, std::string> facts;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (fact.address.front() == 'T') {
      facts[fact.address] = budget::FormatDecimal(fact.value_micro);
    }
  }
  return facts;
}

TEST(ReadDetailLines, LinesOfTheDisclosure_GiveItsTables) {
  const auto printed =
      Read(ReadFile("deploy/samples/changji-keji-2023-corrected.txt"));
  ASSERT_TRUE(printed.ok()) << printed.status();
  const auto derived = Read(DisclosureLines());
  ASSERT_TRUE(derived.ok()) << derived.status();
  EXPECT_EQ(derived->department, "昌吉州科技局");
  EXPECT_EQ(derived->fiscal_year, 2023);
  EXPECT_TRUE(derived->problems.empty()) << derived->problems[0].message.zh;
  auto expected = TableFacts(*printed);
  EXPECT_GT(expected.size(), 150u);
  // The disclosure's own lines add up to 0.01 less than it prints.
  for (const char* address :
       {"T6:302:total", "T6:302:public", "T6:ALL:public"}) {
    EXPECT_EQ(expected[address], "40.78");
    expected[address] = "40.77";
  }
  EXPECT_EQ(TableFacts(*derived), expected);
  EXPECT_EQ(derived->FindTable(budget::TableKind::kT1)
                ->FindRow(budget::Side::kExpenditure, "206")
                ->level,
            budget::RowLevel::kClass);
  for (const char* empty : {"T8:ALL:total", "T9:ALL:total"}) {
    EXPECT_EQ(At(*derived, empty), "nil");
  }
  EXPECT_EQ(derived->FindTable(budget::TableKind::kT3)->rows[0].name,
            "科学技术支出");
}

TEST(ReadDetailLines, AsCsv_AreTheSameWithTheirCells) {
  const auto text = Read(DisclosureLines());
  const auto csv = Read(Replace(DisclosureLines(), "\t", ","), "明细.csv");
  ASSERT_TRUE(text.ok()) << text.status();
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_TRUE(csv->problems.empty()) << csv->problems[0].message.zh;
  EXPECT_EQ(TableFacts(*csv), TableFacts(*text));
  EXPECT_EQ(csv->department, "昌吉州科技局");
  EXPECT_EQ(budget::FactsOf(*csv)[0].location.reference, "'明细.csv'!G4");
}

TEST(ReadDetailLines, ColumnsInAnyOrderAndYuan_AreTheSame) {
  const auto document = Read(
      Lines("本级\t2060101 行政运行\t30101-基本工资\tgen_own\t\t1,234.56\n"
            "二级\t2060101\t30201\t一般公共预算\t\t-34.56\n"
            "本级\t2060199\t31013\t政府性基金（上级转移支付）\t买车\t100\n"));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_TRUE(document->problems.empty()) << document->problems[0].message.zh;
  EXPECT_EQ(document->department, "测试局");
  EXPECT_EQ(At(*document, "T5:2060101:basic"), "0.12");
  EXPECT_EQ(At(*document, "T6:30101:personnel"), "0.123456");
  EXPECT_EQ(At(*document, "T6:30201:public"), "-0.003456");
  EXPECT_EQ(At(*document, "T8:206:project"), "0.01");
  EXPECT_EQ(At(*document, "T10:car_buy:fund"), "0.01");
  EXPECT_EQ(At(*document, "T10:total:total"), "0.01");
  EXPECT_EQ(At(*document, "T1:in:fund_up"), "0.01");
  EXPECT_EQ(At(*document, "T4:in:fund"), "0.01");
  EXPECT_EQ(At(*document, "T1:ex:ALL"), "0.13");
  EXPECT_EQ(At(*document, "T7:ALL:total"), "nil");
  // The first of its lines.
  const auto facts = budget::FactsOf(*document);
  for (const budget::Fact& fact : facts) {
    if (fact.address == "T5:206:basic") {
      EXPECT_EQ(fact.location.line, 4);
    }
  }
}

// Each is told, and nothing of the line is counted.
TEST(ReadDetailLines, LinesThatCantBeTaken_AreProblems) {
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"\t20601\t30101\t一般公共预算\t\t1", "reader.detail_code_unreadable"},
      {"\t2060101\t301\t一般公共预算\t\t1", "reader.detail_code_unreadable"},
      {"\t行政运行\t30101\t一般公共预算\t\t1", "reader.detail_code_unreadable"},
      // Of 政府预算支出经济分类, and of none: no column is for them.
      {"\t2060101\t50101\t一般公共预算\t杂项\t1",
       "reader.detail_economic_unknown"},
      {"\t2060101\t50101\t一般公共预算\t\t1", "reader.detail_economic_unknown"},
      {"\t2060101\t99999\t一般公共预算\t杂项\t1",
       "reader.detail_economic_unknown"},
      {"\t2060101\t30101\t财政资金\t\t1", "reader.detail_source_unknown"},
      {"\t2060101\t30101\t\t\t1", "reader.detail_source_unknown"},
      {"\t2060101\t30101\t一般公共预算\t\t一",
       "reader.detail_amount_unreadable"},
      {"\t2060101\t30101\t一般公共预算\t\t1.001",
       "reader.detail_amount_unreadable"},
      {"合计\t\t\t\t\t一", "reader.detail_amount_unreadable"},
  };
  for (const auto& [line, problem] : lines) {
    const auto document = Read(Lines(
        absl::StrCat("\t2060101\t30101\t一般公共预算\t\t5\n", line, "\n")));
    ASSERT_TRUE(document.ok()) << line << document.status();
    EXPECT_TRUE(HasProblem(*document, problem, 5)) << line;
    EXPECT_EQ(document->problems.size(), 1u) << line;
    EXPECT_EQ(At(*document, "T1:ex:ALL"), "0.0005") << line;
  }
}

// Whatever seven digits the function is of: its class has a row or is given
// one.
TEST(ReadDetailLines, UnknownFunctions_AreSummed) {
  for (const char* function : {"0000000", "2180101", "9999999"}) {
    for (const char* source :
         {"一般公共预算", "政府性基金", "国有资本经营预算", "其他收入"}) {
      const auto document = Read(Lines(
          absl::StrCat("\t", function, "\t31399\t", source, "\ta|b\t5\n")));
      ASSERT_TRUE(document.ok()) << function << document.status();
      EXPECT_EQ(At(*document, "T1:ex:ALL"), "0.0005") << function << source;
      EXPECT_EQ(At(*document, "T3:ALL:project"), "0.0005");
    }
  }
}

TEST(ReadDetailLines, NoneThatCanBeTaken_SaysWhyAndWhere) {
  const absl::Status refused =
      Read(Lines("\t2060101\t50101\t一般公共预算\t杂项\t1\n")).status();
  EXPECT_EQ(rpc::ReasonOf(refused), rpc::Reason::kDocumentNotABudget);
  const std::string told = rpc::DetailsOf(refused).zh;
  EXPECT_TRUE(absl::StrContains(told, "第4行")) << told;
  EXPECT_TRUE(absl::StrContains(told, "50101")) << told;
}

TEST(ReadDetailLines, OtherPartiesAndKinds_AreProblems) {
  const std::string headings =
      "年度\t部门名称\t功能科目\t经济科目\t资金来源\t支出类型\t项目名称\t"
      "金额（元）\n2024\t甲局\t2060101\t30101\t一般公共预算\t人员类\t工资\t5\n";
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"2023\t甲局\t2060101\t30101\t一般公共预算\t人员类\t工资\t5",
       "reader.detail_year_other"},
      {"2024\t乙局\t2060101\t30101\t一般公共预算\t人员类\t工资\t5",
       "reader.detail_department_other"},
      {"2024\t甲局\t2060101\t30201\t一般公共预算\t特定目标类\t\t5",
       "reader.detail_project_missing"},
  };
  for (const auto& [line, problem] : lines) {
    const auto document = Read(absl::StrCat(headings, line, "\n"));
    ASSERT_TRUE(document.ok()) << line << document.status();
    EXPECT_TRUE(HasProblem(*document, problem, 3)) << line;
    EXPECT_EQ(document->fiscal_year, 2024);
    EXPECT_EQ(document->department, "甲局");
    // What personnel is paid is no project, whatever system names it.
    EXPECT_EQ(At(*document, "T3:ALL:basic"), "0.0005");
    EXPECT_EQ(At(*document, "T3:ALL:project"), "blank");
    EXPECT_EQ(At(*document, "T10:abroad:total"), "blank");
    EXPECT_EQ(At(*document, "T10:total:total"), "nil");
  }
}

TEST(ReadDetailLines, TotalThatIsAnother_IsAProblemWithBothFigures) {
  const std::string lines =
      "\t2060101\t30101\t一般公共预算\t\t5\n小计\t\t\t\t\t5\n合计\t\t\t\t\t";
  const auto right = Read(Lines(lines + "5\n"));
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_TRUE(right->problems.empty());
  const auto wrong = Read(Lines(lines + "6\n"));
  ASSERT_TRUE(wrong.ok()) << wrong.status();
  ASSERT_TRUE(HasProblem(*wrong, "reader.detail_total_differs", 6));
  EXPECT_EQ(wrong->problems[0].message.zh,
            "明细的合计为 0.0006 万元，各行相加为 0.0005 万元");
}

TEST(ReadDetailLines, WithoutUnitOfAccountOrLines_IsRefused) {
  const std::string line = "\t2060101\t30101\t一般公共预算\t\t5\n";
  EXPECT_EQ(rpc::ReasonOf(Read(Replace(Lines(line), "（元）", "")).status()),
            rpc::Reason::kDocumentUnreadable);
  EXPECT_EQ(rpc::ReasonOf(Read(Lines("")).status()),
            rpc::Reason::kDocumentNotABudget);
  // More than sums can hold, though they cancel out.
  const std::string large = Replace(line, "\t5\n", "\t1000000000\n") +
                            Replace(line, "\t5\n", "\t-1000000000\n");
  EXPECT_EQ(
      rpc::ReasonOf(Read(Replace(Lines(large), "（元）", "（万元）")).status()),
      rpc::Reason::kDocumentUnreadable);
}

TEST(LooksLikeDetailLines, OtherTablesAreNone) {
  const budget::Form& form = budget::StandardForm();
  EXPECT_TRUE(LooksLikeDetailLines(form, DisclosureLines()));
  EXPECT_FALSE(LooksLikeDetailLines(form, Sample()));
  EXPECT_FALSE(LooksLikeDetailLines(
      form, Table3(PrintRow({"206", "", "", "科学技术", "1", "1", ""}))));
  // Which of two amounts counts is not certain.
  EXPECT_FALSE(
      LooksLikeDetailLines(form, Replace(kHeadings, "金额", "金额\t金额")));
}

TEST(MoneySourceOf, NamesEveryLeafOfTable1) {
  for (const budget::Line& line :
       budget::StandardForm().Table(budget::TableKind::kT1).lines) {
    if (line.side == budget::Side::kIncome && line.leaf()) {
      EXPECT_EQ(MoneySourceOf(line.key), line.key);
    }
  }
  EXPECT_EQ(MoneySourceOf(" 一般公共预算 拨款"), "gen_own");
  EXPECT_EQ(MoneySourceOf("财政专户（教育收费）"), "special");
  EXPECT_EQ(MoneySourceOf("单位资金"), "");
  EXPECT_EQ(MoneySourceOf(""), "");
}

}  // namespace
}  // namespace yuheng::ingestion
