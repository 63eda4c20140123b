#include "services/cli/sample/style.h"

#include <array>

#include "services/budget/decimal.h"

namespace yuheng::cli {
using budget::TableKind;

std::string WithThousands(std::string digits) {
  size_t end = digits.find('.');
  if (end == std::string::npos) end = digits.size();
  const size_t first = !digits.empty() && digits[0] == '-' ? 1 : 0;
  while (end > first + 3) {
    end -= 3;
    digits.insert(end, 1, ',');
  }
  return digits;
}

std::string FullWidth(const std::string& digits) {
  std::string out;
  for (const char c : digits) {
    if (c >= '0' && c <= '9') {
      // U+FF10 is EF BC 90.
      out += "\xEF\xBC";
      out += static_cast<char>(0x90 + (c - '0'));
    } else {
      out += c;
    }
  }
  return out;
}

Style PickStyle(bool exact, Random* random) {
  static constexpr std::array<const char*, 4> kTotals = {"合  计", "合 计",
                                                         "合计", "合　计"};
  Style style;
  if (random->OneIn(5)) style.number = Style::Number::kFixed;
  if (random->OneIn(9)) style.number = Style::Number::kFixedThousands;
  if (random->OneIn(4)) style.blank = Style::Blank::kEmpty;
  if (random->OneIn(6)) style.blank = Style::Blank::kIdeographic;
  style.byte_order_mark = random->OneIn(20);
  style.unit_yuan = random->OneIn(14) && exact;
  style.full_width_digits = random->OneIn(20);
  style.zero_printed = random->OneIn(14);
  style.amounts_padded = random->Percent(60);
  style.codes_tight = random->OneIn(8);
  style.brackets_narrow = random->OneIn(6);
  style.cells_split = random->Percent(60);
  style.total_surplus_cell = random->Percent(60);
  style.titles_inside = random->Percent(70);
  style.filler_rows = static_cast<int>(random->Between(0, 14));
  if (random->OneIn(3)) style.total_label = kTotals[random->Index(4)];
  return style;
}

std::string PrintAmount(const Style& style, int64_t fen) {
  // 1 元 is 100 分 and 1 万元 a million: a decimal's micro units.
  const int64_t micro = style.unit_yuan ? fen * 10'000 : fen;
  std::string printed = style.number == Style::Number::kStripped
                            ? budget::FormatDecimal(micro)
                            : budget::FormatDecimalFixed(micro, 2);
  if (style.number == Style::Number::kFixedThousands) {
    printed = WithThousands(std::move(printed));
  }
  return style.full_width_digits ? FullWidth(printed) : printed;
}

std::string PrintWan(int64_t fen) { return budget::FormatDecimal(fen); }

void ApplyStyle(const Style& style, const budget::TableShape& shape,
                budget::Table* table) {
  if (style.unit_yuan) {
    table->unit_fen = budget::kFenPerYuan;
    table->precision_fen = 1;
  }
  const bool zeros = style.zero_printed && table->kind >= TableKind::kT2 &&
                     table->kind <= TableKind::kT7;
  for (budget::Row& row : table->rows) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      budget::Cell& cell = row.cells[i];
      if (zeros &&
          shape.ColumnsOf(row.side)[i].presence == budget::Presence::kPrinted) {
        cell.state = budget::CellState::kStated;
      }
      if (cell.stated()) cell.printed = PrintAmount(style, cell.amount_fen);
    }
  }
}

}  // namespace yuheng::cli
