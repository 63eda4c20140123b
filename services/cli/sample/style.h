#ifndef YUHENG_SERVICES_CLI_SAMPLE_STYLE_H_
#define YUHENG_SERVICES_CLI_SAMPLE_STYLE_H_

#include <cstdint>
#include <string>

#include "services/budget/document.h"
#include "services/cli/sample/random.h"

namespace yuheng::cli {

// How one document is printed. The defaults are the layout of the published
// disclosures; every other value was seen somewhere.
struct Style {
  enum class Number { kStripped, kFixed, kFixedThousands };
  enum class Blank { kEmpty, kIdeographic, kMixed };

  Number number = Number::kStripped;
  Blank blank = Blank::kMixed;
  bool byte_order_mark = false;
  bool unit_yuan = false;          // Tables in 元; the texts stay in 万元.
  bool full_width_digits = false;  // In tables.
  bool zero_printed = false;       // 0 instead of a blank, in T2 to T7.
  bool amounts_padded = true;      // U+3000 behind amounts.
  bool codes_tight = false;        // 210卫生健康支出 everywhere.
  bool brackets_narrow = false;    // () instead of （） in labels.
  bool cells_split = true;         // Cells of several paragraphs.
  bool total_surplus_cell = true;  // The 8th cell of T4's total row.
  bool titles_inside = true;       // Titles of T5, T6, T7 and T9 are rows.
  int filler_rows = 13;            // Before the total of T5, T8 and T9.
  std::string total_label = "合  计";
  std::string entity = "部门";  // In titles: 部门 or 单位.
};

// Most documents keep most defaults. `exact` documents may also be in 元.
Style PickStyle(bool exact, Random* random);

// An amount as the tables print it.
std::string PrintAmount(const Style& style, int64_t fen);

// An amount in 万元 as sheets print it: 483.53, 30.
std::string PrintWan(int64_t fen);

// 1,234.5 for 1234.5.
std::string WithThousands(std::string digits);

// Digits from U+FF10.
std::string FullWidth(const std::string& digits);

// Sets unit, precision and the printed strings of a table's cells, which are
// those of `shape`.
void ApplyStyle(const Style& style, const budget::TableShape& shape,
                budget::Table* table);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_STYLE_H_
