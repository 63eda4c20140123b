// What may differ between two prints of one document without changing what it
// says: the facts stay the same, only their lines may move.

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

// Every fact and text, in order, one a line.
std::string FactsIn(const std::string& text) {
  const auto document = Read(text);
  if (!document.ok()) return document.status().ToString();
  std::string facts =
      absl::StrCat(document->department, " ", document->fiscal_year, "\n");
  for (const budget::Fact& fact : budget::FactsOf(*document)) {
    absl::StrAppend(&facts, fact.address, "=",
                    budget::FormatDecimal(fact.value_micro), "\n");
  }
  for (const budget::TextFact& fact : budget::TextsOf(*document)) {
    absl::StrAppend(&facts, fact.address, "~",
                    budget::NormaliseLabel(fact.text), "\n");
  }
  for (const budget::ReadingProblem& problem : document->problems) {
    absl::StrAppend(&facts, "problem ", problem.id, "\n");
  }
  return facts;
}

const std::string& SampleFacts() {
  static const std::string* const facts = new std::string(FactsIn(Sample()));
  return *facts;
}

std::vector<std::string> Lines(const std::string& text) {
  return absl::StrSplit(text, '\n');
}

// The sample with each line replaced.
template <typename Change>
std::string EachLine(const Change& change) {
  std::vector<std::string> lines = Lines(Sample());
  for (std::string& line : lines) line = change(line);
  return absl::StrJoin(lines, "\n");
}

bool IsCell(absl::string_view line) { return absl::StartsWith(line, "\t"); }

TEST(ReadingProperties, LineEnds_ChangeNothing) {
  EXPECT_EQ(FactsIn(Replace(Sample(), "\n", "\r\n")), SampleFacts());
  EXPECT_EQ(FactsIn(Replace(Sample(), "\n", "\r")), SampleFacts());
}

TEST(ReadingProperties, Encodings_ChangeNothing) {
  EXPECT_EQ(FactsIn("\xEF\xBB\xBF" + Sample()), SampleFacts());
  UErrorCode error = U_ZERO_ERROR;
  std::string out(Sample().size() * 4, '\0');
  out.resize(ucnv_convert("gb18030", "UTF-8", out.data(), out.size(),
                          Sample().data(), Sample().size(), &error));
  ASSERT_TRUE(U_SUCCESS(error));
  EXPECT_EQ(FactsIn(out), SampleFacts());
}

TEST(ReadingProperties, WidthOfForms_ChangesNothing) {
  const std::vector<std::pair<std::string, std::string>> wide = {
      {"(", "（"}, {")", "）"}, {":", "："}, {";", "；"}, {",", "，"}};
  std::string narrow = Sample();
  std::string broad = Sample();
  for (const auto& [ascii, full] : wide) {
    narrow = Replace(narrow, full, ascii);
    broad = Replace(broad, ascii, full);
  }
  EXPECT_EQ(FactsIn(narrow), SampleFacts());
  EXPECT_EQ(FactsIn(broad), SampleFacts());
}

TEST(ReadingProperties, WidthOfDigits_ChangesNothing) {
  std::string full = Sample();
  for (int digit = 0; digit < 10; ++digit) {
    std::string wide = "\xEF\xBC";
    wide += static_cast<char>(0x90 + digit);
    full = Replace(full, std::to_string(digit), wide);
  }
  EXPECT_EQ(FactsIn(full), SampleFacts());
  EXPECT_EQ(FactsIn(Replace(full, ".", "．")), SampleFacts());
}

TEST(ReadingProperties, BlanksAroundLines_ChangeNothing) {
  EXPECT_EQ(FactsIn(EachLine([](const std::string& line) {
              return IsCell(line) ? "\t 　" + line.substr(1) + " 　 "
                                  : line + "   ";
            })),
            SampleFacts());
  EXPECT_EQ(FactsIn(EachLine([](const std::string& line) {
              return IsCell(line) ? line : "　　" + line;
            })),
            SampleFacts());
}

TEST(ReadingProperties, BlanksBesideFigures_ChangeNothing) {
  std::string spaced = Sample();
  for (const char* unit : {"万元", "%", "辆", "人", "年"}) {
    spaced = Replace(spaced, unit, absl::StrCat(" ", unit, " "));
  }
  EXPECT_EQ(FactsIn(spaced), SampleFacts());
}

TEST(ReadingProperties, DecimalsWithZeros_ChangeNothing) {
  // Amount cells: 30 and 19.8 as 30.00 and 19.80.
  bool amounts = false;
  EXPECT_EQ(FactsIn(EachLine([&](const std::string& line) {
              // A name stands in front of a row's amounts, codes do not.
              const std::string text = budget::RemoveBlanks(line);
              if (!IsCell(line) || text.empty()) {
                amounts = amounts && IsCell(line);
                return line;
              }
              const bool figure =
                  text.find_first_not_of("0123456789.") == std::string::npos;
              if (!figure) amounts = text.size() > 6;
              if (!figure || !amounts) return line;
              const size_t point = text.find('.');
              const size_t decimals =
                  point == std::string::npos ? 0 : text.size() - point - 1;
              return absl::StrCat("\t", text,
                                  decimals == 0   ? ".00"
                                  : decimals == 1 ? "0"
                                                  : "");
            })),
            SampleFacts());
}

TEST(ReadingProperties, FillerRows_ChangeNothing) {
  // Behind every row of a table with seven cells a row of blank ones.
  std::vector<std::string> out;
  int cells = 0;
  for (const std::string& line : Lines(Sample())) {
    out.push_back(line);
    if (IsCell(line)) {
      ++cells;
    } else {
      if (line.empty() && cells == 7) {
        for (int i = 0; i < 7; ++i) out.push_back(i % 2 == 0 ? "\t" : "\t　");
        out.push_back("");
      }
      cells = 0;
    }
  }
  // Performance sheets have rows of seven cells too, in front of the goal.
  const std::string changed = absl::StrJoin(out, "\n");
  EXPECT_EQ(FactsIn(changed), SampleFacts());
}

TEST(ReadingProperties, BlankLinesBetweenRows_ChangeNothing) {
  std::vector<std::string> out;
  for (const std::string& line : Lines(Sample())) {
    out.push_back(line);
    if (line.empty()) out.push_back("");
  }
  EXPECT_EQ(FactsIn(absl::StrJoin(out, "\n")), SampleFacts());
}

TEST(ReadingProperties, BlankLinesBetweenParagraphs_ChangeNothing) {
  std::vector<std::string> out;
  for (const std::string& line : Lines(Sample())) {
    if (!IsCell(line) && absl::EndsWith(line, "。")) {
      out.insert(out.end(), {line, "", ""});
    } else {
      out.push_back(line);
    }
  }
  EXPECT_EQ(FactsIn(absl::StrJoin(out, "\n")), SampleFacts());
}

// Part three of the sample and what is around it.
struct Parts {
  std::string before;
  std::string tables;
  std::string narrative;
  std::string terms;
};

Parts SampleParts() {
  const std::string text = Sample();
  const size_t tables = text.find("第二部分  ");
  const size_t narrative = text.find("第三部分  ");
  const size_t terms = text.find("第四部分  ");
  return {text.substr(0, tables), text.substr(tables, narrative - tables),
          text.substr(narrative, terms - narrative), text.substr(terms)};
}

// Paragraphs broken into lines of `width` characters, as text from PDF is.
std::string Wrapped(const std::string& text, size_t width, bool pages) {
  std::vector<std::string> out;
  int printed = 0;
  for (const std::string& line : Lines(text)) {
    if (IsCell(line)) {
      out.push_back(line);
      continue;
    }
    std::string rest = line;
    do {
      size_t end = 0;
      for (size_t i = 0; i < width && end < rest.size(); ++i) {
        budget::NextCodePoint(rest, &end);
      }
      out.push_back(rest.substr(0, end));
      rest = rest.substr(end);
      if (pages && ++printed % 9 == 0 && !rest.empty()) {
        out.insert(out.end(), {"", absl::StrCat(printed / 9), ""});
      }
    } while (!rest.empty());
  }
  return absl::StrJoin(out, "\n");
}

TEST(ReadingProperties, BrokenLinesOfTheNarrative_ChangeNothing) {
  const Parts parts = SampleParts();
  for (size_t width = 24; width < 48; ++width) {
    EXPECT_EQ(FactsIn(parts.before + parts.tables +
                      Wrapped(parts.narrative, width, false) + parts.terms),
              SampleFacts())
        << width;
  }
}

TEST(ReadingProperties, PageNumbersInTheNarrative_ChangeNothing) {
  const Parts parts = SampleParts();
  for (size_t width = 30; width < 48; ++width) {
    EXPECT_EQ(FactsIn(parts.before + parts.tables +
                      Wrapped(parts.narrative, width, true) + parts.terms),
              SampleFacts())
        << width;
  }
}

// Facts sorted, for documents whose parts stand in another order.
std::string Sorted(const std::string& facts) {
  std::vector<std::string> lines = Lines(facts);
  std::sort(lines.begin(), lines.end());
  return absl::StrJoin(lines, "\n");
}

TEST(ReadingProperties, OrderOfTables_ChangesNothing) {
  const Parts parts = SampleParts();
  std::vector<std::string> tables;
  std::string head;
  for (const std::string& line : Lines(parts.tables)) {
    const std::string bare = budget::RemoveBlanks(line);
    if (absl::StartsWith(bare, "表") && bare.size() <= 5) tables.emplace_back();
    absl::StrAppend(tables.empty() ? &head : &tables.back(), line, "\n");
  }
  ASSERT_EQ(tables.size(), 10u);
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(tables.begin(), tables.end(), random);
    EXPECT_EQ(Sorted(FactsIn(parts.before + head + absl::StrJoin(tables, "\n") +
                             parts.narrative + parts.terms)),
              Sorted(SampleFacts()))
        << round;
  }
}

TEST(ReadingProperties, TablesLast_ChangesNothing) {
  const Parts parts = SampleParts();
  const auto renumbered = [](std::string part, absl::string_view from,
                             absl::string_view to) {
    return Replace(part, absl::StrCat("第", from, "部分"),
                   absl::StrCat("第", to, "部分"));
  };
  EXPECT_EQ(
      Sorted(FactsIn(parts.before + renumbered(parts.narrative, "三", "二") +
                     renumbered(parts.terms, "四", "三") +
                     renumbered(parts.tables, "二", "四"))),
      Sorted(SampleFacts()));
}

using Replacements = std::vector<std::pair<std::string, std::string>>;

// The sample with each text replaced wherever it stands; every one must be
// there.
std::string Reworded(const Replacements& replacements) {
  std::string text = Sample();
  for (const auto& [from, to] : replacements) {
    EXPECT_TRUE(absl::StrContains(text, from)) << from;
    text = Replace(text, from, to);
  }
  return text;
}

TEST(ReadingProperties, OtherWordsInTables_ChangeNothing) {
  const struct {
    const char* what;
    Replacements replacements;
  } kCases[] = {
      {"titles with their number and the year",
       {{"表1\n\n部门收支总体情况表", "表1：2023年部门收支总体情况表"},
        {"表2\n\n部门收入总体情况表", "表二、部门收入总体情况表"},
        {"表3\n\n部门支出总体情况表", "附表3\n部门支出总体情况表"},
        {"表4\n\n财政拨款收支预算总体情况表",
         "（表4）\n\n2023年财政拨款收支预算总体情况表（单位：万元）"}}},
      {"titles with the name of the department",
       {{"\n部门收支总体情况表", "\n昌吉州科技局2023年部门收支总体情况表"},
        {"\n部门支出总体情况表", "\n昌吉州科技局部门支出总体情况表"}}},
      {"短 titles",
       {{"\n部门收支总体情况表", "\n部门收支总表"},
        {"\n部门收入总体情况表", "\n部门收入总表"},
        {"\n部门支出总体情况表", "\n部门支出总表"},
        {"\n财政拨款收支预算总体情况表", "\n财政拨款收支总表"},
        {"\t一般公共预算支出情况表", "\t一般公共预算支出表"},
        {"\t一般公共预算基本支出情况表", "\t一般公共预算基本支出表"},
        {"\t一般公共预算项目支出情况表", "\t一般公共预算项目支出表"}}},
      {"unit of account in other words",
       {{"单位：万元", "金额单位：人民币万元"}}},
      {"unit of account in brackets", {{"单位：万元", "（单位：万元）"}}},
      {"who prepared it in other words", {{"编制部门", "部门名称"}}},
      {"table 1 with other marks",
       {{"\t一、本年收入", "\t一、本年收入合计"},
        {"\t1.一般公共预算拨款", "\t（一）一般公共预算拨款收入"},
        {"\t2.基金预算拨款", "\t（二）政府性基金预算拨款收入"},
        {"\t3.国有资本经营预算拨款", "\t（三）国有资本经营预算拨款收入"},
        {"\t4.财政专户核拨", "\t（四）财政专户管理资金"},
        {"\t5.单位资金", "\t（五）单位资金收入"},
        {"\t二、上年结转结余", "\t二、上年结转和结余"}}},
      {"table 1 with colons and blanks",
       {{"\t其中：一般财力", "\t　其中: 一般财力"},
        {"\t1.财政拨款结转", "\t1、财政拨款结转结余"},
        {"\t2.非财政拨款结转结余", "\t2、非财政拨款结转"},
        {"\t其中：事业收入", "\t  事业收入"},
        {"\t收  入  总  计", "\t收入总计"},
        {"\t支  出  总  计", "\t支出合计"}}},
      {"names of classes without 支出 or with other blanks",
       {{"\t206 科学技术支出", "\t206科学技术支出"},
        {"\t210卫生健康支出", "\t210　卫生健康支出"},
        {"\t224灾害防治及应急管理支出", "\t224 灾害防治及应急管理"},
        {"\t230转移性支出", "\t230、转移性支出"},
        {"\t227 预备费", "\t227.预备费"}}},
      {"names of classes behind numbers of their own",
       {{"\t201 一般公共服务支出", "\t一、一般公共服务支出"},
        {"\t206 科学技术支出", "\t六、科学技术支出"},
        {"\t221 住房保障支出", "\t二十、住房保障支出"}}},
      {"names of classes alone",
       {{"\t206 科学技术支出", "\t科学技术支出"},
        {"\t208 社会保障和就业支出", "\t社会保障和就业支出"},
        {"\t229 其他支出", "\t其他支出"}}},
      {"table 4 with other marks",
       {{"\t一、财政拨款（补助）", "\t一、财政拨款"},
        {"\t 一般公共预算\n", "\t（一）一般公共预算拨款\n"},
        {"\t   政府性基金预算\n", "\t（二）政府性基金预算拨款\n"},
        {"\t   国有资本经营预算\n", "\t（三）国有资本经营预算拨款\n"}}},
      {"table 10 with other names",
       {{"\t因公出国（境）费\n", "\t1.因公出国（境）费用\n"},
        {"\t公务接待费\n", "\t2、公务接待费\n"},
        {"\t公务用车购置及运行费\n\n（小计）",
         "\t3.公务用车购置及运行维护费小计"},
        {"\t其中：公务用车购置费", "\t（1）公务用车购置费"},
        {"\t公务用车运行费\n", "\t（2）公务用车运行维护费\n"}}},
      {"totals in other words",
       {{"\t合  计\n", "\t总计\n"}, {"\t合 计\n", "\t共  计\n"}}},
      {"dashes and zeros for nothing", {{"\t　\n", "\t-\n"}}},
      {"headings of other years",
       {{"财政专户（教育收费）", "财政专户管理资金"},
        {"\t财政拨款结转\n", "\t上年财政拨款结转\n"}}},
      {"part titles with colons",
       {{"第二部分  ", "第二部分："}, {"第三部分  ", "第三部分："}}},
      {"part titles in lines of their own",
       {{"第二部分  ", "第二部分\n"}, {"第三部分  ", "第三部分\n"}}},
      {"repeated headings at the top of a page",
       {{"\t206\n\t05\n\t\n\t科技条件与服务\n",
         "\t类\n\t款\n\t项\n\t\n\t\n\t\n\t\n\n"
         "\t206\n\t05\n\t\n\t科技条件与服务\n"}}},
      {"page numbers between rows",
       {{"\n\t206\n\t05\n\t\n\t科技条件与服务\n",
         "\n— 7 —\n\n\t206\n\t05\n\t\n\t科技条件与服务\n"}}},
      {"bare page numbers between rows",
       {{"\n\t206\n\t05\n\t\n\t科技条件与服务\n",
         "\n7\n\n\t206\n\t05\n\t\n\t科技条件与服务\n"}}},
      {"names over two lines",
       {{"\t其他科技条件与服务支出\n", "\t其他科技条件与\n服务支出\n"}}},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(FactsIn(Reworded(c.replacements)), SampleFacts()) << c.what;
  }
}

TEST(ReadingProperties, TitlesOfAUnit_ChangeNothing) {
  std::string unit =
      Replace(Sample(), "部门收支总体情况表", "单位收支总体情况表");
  unit = Replace(unit, "部门收入总体情况表", "单位收入总体情况表");
  unit = Replace(unit, "部门支出总体情况表", "单位支出总体情况表");
  unit = Replace(unit, "编制部门", "编制单位");
  unit = Replace(unit, "部门预算", "单位预算");
  EXPECT_EQ(FactsIn(unit), SampleFacts());
  EXPECT_EQ(Read(unit)->role, budget::DocumentRole::kUnit);
}

}  // namespace
}  // namespace yuheng::ingestion
