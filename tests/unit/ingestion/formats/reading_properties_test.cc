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
  std::string facts = absl::StrCat(document->department, " ",
                                   document->fiscal_year, "\n");
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
              return absl::StrCat("\t", text, decimals == 0   ? ".00"
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
    EXPECT_EQ(Sorted(FactsIn(parts.before + head +
                             absl::StrJoin(tables, "\n") + parts.narrative +
                             parts.terms)),
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
  EXPECT_EQ(Sorted(FactsIn(parts.before + renumbered(parts.narrative, "三", "二") +
                           renumbered(parts.terms, "四", "三") +
                           renumbered(parts.tables, "二", "四"))),
            Sorted(SampleFacts()));
}

TEST(ReadingProperties, TitlesOfAUnit_ChangeNothing) {
  std::string unit = Replace(Sample(), "部门收支总体情况表", "单位收支总体情况表");
  unit = Replace(unit, "部门收入总体情况表", "单位收入总体情况表");
  unit = Replace(unit, "部门支出总体情况表", "单位支出总体情况表");
  unit = Replace(unit, "编制部门", "编制单位");
  unit = Replace(unit, "部门预算", "单位预算");
  EXPECT_EQ(FactsIn(unit), SampleFacts());
  EXPECT_EQ(Read(unit)->role, budget::DocumentRole::kUnit);
}

}  // namespace
}  // namespace yuheng::ingestion
