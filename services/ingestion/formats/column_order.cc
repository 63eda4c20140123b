#include "services/ingestion/formats/column_order.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/column_headings.h"
#include "services/ingestion/formats/heading_rows.h"
#include "services/ingestion/formats/row_look.h"

namespace yuheng::ingestion {
namespace {

using budget::Side;
using Kind = HeadingMeaning::Kind;
using Outcome = ColumnOrder::Outcome;

constexpr int kLeftOut = -1;
// Two printed columns have the same heading.
constexpr int kTwice = -2;

struct PrintedColumn {
  std::string heading;  // The lowest.
  std::string path;     // All of them.
  int line = 0;
  HeadingMeaning meaning;
  // What stands below the headings.
  size_t figures = 0;
  size_t texts = 0;
};

// A run of printed columns, and the places of one side of the form's row.
struct SideColumns {
  Side side = Side::kNone;
  size_t begin = 0;
  size_t end = 0;
  int label = 0;    // The place of the line's or account's name.
  int amounts = 0;  // That of the first amount.
};

class OrderReader {
 public:
  OrderReader(const budget::TableShape& shape, absl::Span<const TextLine> lines)
      : shape_(shape),
        lines_(lines),
        headings_(shape, Side::kExpenditure),
        income_headings_(shape, Side::kIncome) {}

  ColumnOrder Read(const TableAnchor& anchor, size_t limit) {
    found_ = FindHeadingRows(headings_, income_headings_, lines_,
                             anchor.title + 1, limit);
    if (found_.rows.empty()) return {};
    order_.first_row = found_.behind;
    TakeHeadings();
    std::vector<SideColumns> sides = FindSides();
    order_.printed.assign(shape_.cells_per_row, kLeftOut);
    for (const SideColumns& side : sides) PlaceColumns(side);
    if (IsForm() && columns_.size() == order_.printed.size()) return {};
    CountCells();
    if (!found_.complete && !Fits()) return {};
    GoOnWithCodes();
    bool any = false;
    for (const SideColumns& side : sides) {
      any = any || HasAmounts(side);
      if (!HasLabel(side)) FindLabel(side);
      if (!shape_.coded() && !HasLabel(side)) return AsPlaced();
    }
    if (sides.empty()) return AsPlaced();
    if (!any) return {};
    order_.outcome = Outcome::kOrdered;
    for (const SideColumns& side : sides) Settle(side);
    if (order_.outcome == Outcome::kUnclear) {
      // A surplus cell is its row's.
      const bool surplus = IsForm() && order_.missing.empty();
      if (!found_.complete || surplus) return {};
    }
    if (order_.outcome == Outcome::kOrdered && order_.stray.empty() &&
        IsForm() && !AnythingBehind()) {
      return {};
    }
    FindBeside(sides.front());
    order_.columns = columns_.size();
    return std::move(order_);
  }

 private:
  void TakeHeadings() {
    for (const std::vector<RawCell>& row : found_.rows) {
      if (columns_.size() < row.size()) columns_.resize(row.size());
      for (size_t i = 0; i < row.size(); ++i) {
        columns_[i].line = row[i].line;
        if (row[i].blank()) continue;
        columns_[i].heading = row[i].text;
        absl::StrAppend(&columns_[i].path, row[i].text, " ");
      }
    }
  }

  // The sides in which labels and amounts stand; none when they can't be told.
  std::vector<SideColumns> FindSides() const {
    SideColumns all{Side::kNone, 0, columns_.size(), 0, 1};
    if (shape_.coded()) {
      all.amounts =
          shape_.cells_per_row - static_cast<int>(shape_.columns.size());
      all.label = all.amounts -
                  (shape_.row_space == budget::RowSpace::kProject ? 2 : 1);
    }
    if (!shape_.two_sided()) return {all};
    std::vector<size_t> labels;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (headings_.MeaningOf(columns_[i].heading).kind == Kind::kName) {
        labels.push_back(i);
      }
    }
    if (labels.size() != 2) return {};
    const auto spends = [&](size_t column) {
      return !absl::StrContains(columns_[column].path, "收入") &&
             budget::ContainsAny(budget::RemoveBlanks(columns_[column].path),
                                 {"支出", "功能"});
    };
    const bool swapped = spends(labels[0]) && !spends(labels[1]);
    SideColumns income{Side::kIncome, 0, labels[1], 0, 1};
    SideColumns expenditure{Side::kExpenditure, labels[1], columns_.size()};
    if (swapped) {
      std::swap(income.begin, expenditure.begin);
      std::swap(income.end, expenditure.end);
    }
    expenditure.label = 1 + static_cast<int>(shape_.income_columns.size());
    expenditure.amounts = expenditure.label + 1;
    return {income, expenditure};
  }

  // Where the form has it; kLeftOut for what it has not.
  int PlaceOf(const SideColumns& side, const HeadingMeaning& meaning) const {
    switch (meaning.kind) {
      case Kind::kCode:
        return shape_.coded() ? 0 : kLeftOut;
      case Kind::kCodeLevel:
        return meaning.index < side.label ? meaning.index : kLeftOut;
      case Kind::kName:
        return side.label;
      case Kind::kProject:
        return side.label + 1;
      case Kind::kAmount:
        return side.amounts + meaning.index;
      default:
        return kLeftOut;
    }
  }

  void Place(const SideColumns& side, size_t column) {
    const int place = PlaceOf(side, columns_[column].meaning);
    if (place == kLeftOut) return;
    int& printed = order_.printed[place];
    if (printed == kLeftOut) {
      printed = static_cast<int>(column);
      return;
    }
    // Which of them is meant can't be told.
    if (printed >= 0) columns_[printed].meaning = {};
    columns_[column].meaning = {};
    printed = kTwice;
  }

  void PlaceColumns(const SideColumns& side) {
    const ColumnHeadings& headings =
        side.side == Side::kIncome ? income_headings_ : headings_;
    for (size_t i = side.begin; i < side.end; ++i) {
      columns_[i].meaning = headings.MeaningOf(columns_[i].heading);
      Place(side, i);
    }
  }

  bool IsForm() const {
    for (size_t i = 0; i < order_.printed.size(); ++i) {
      if (order_.printed[i] != static_cast<int>(i)) return false;
    }
    return true;
  }

  bool AnythingBehind() const {
    for (size_t i = order_.printed.size(); i < columns_.size(); ++i) {
      if (columns_[i].figures + columns_[i].texts > 0) return true;
    }
    return false;
  }

  void CountCells() {
    for (size_t i = order_.first_row; i < found_.end; ++i) {
      if (!lines_[i].row) continue;
      for (const RawCell& cell : CellsOf(lines_[i])) {
        const auto at = static_cast<size_t>(cell.number - 1);
        if (at >= columns_.size()) continue;
        columns_[at].figures += cell.look == CellLook::kFigure;
        columns_[at].texts += cell.look == CellLook::kText;
      }
    }
  }

  // Whether texts stand below what is of names, and figures below amounts.
  bool Fits() const {
    return std::all_of(
        columns_.begin(), columns_.end(), [](const PrintedColumn& column) {
          const Kind kind = column.meaning.kind;
          return kind == Kind::kAmount ? column.texts <= column.figures
                 : kind == Kind::kName || kind == Kind::kProject
                     ? column.figures <= column.texts
                     : true;
        });
  }

  // One heading may stand above the cells of 类, 款 and 项.
  void GoOnWithCodes() {
    if (!shape_.coded()) return;
    const SideColumns side = FindSides().front();
    for (size_t i = 1; i < columns_.size(); ++i) {
      const HeadingMeaning& left = columns_[i - 1].meaning;
      const bool code =
          left.kind == Kind::kCode || left.kind == Kind::kCodeLevel;
      if (!code || !columns_[i].heading.empty() || columns_[i].figures == 0) {
        continue;
      }
      columns_[i].meaning = {Kind::kCodeLevel, left.index + 1};
      Place(side, i);
    }
  }

  bool HasAmounts(const SideColumns& side) const {
    return std::any_of(columns_.begin() + side.begin,
                       columns_.begin() + side.end,
                       [](const PrintedColumn& column) {
                         return column.meaning.kind == Kind::kAmount;
                       });
  }

  bool HasLabel(const SideColumns& side) const {
    return order_.printed[side.label] >= 0;
  }

  // The only column of texts left of the amounts needs no known heading.
  void FindLabel(const SideColumns& side) {
    int found = kLeftOut;
    for (size_t i = side.begin; i < side.end; ++i) {
      const PrintedColumn& column = columns_[i];
      if (column.meaning.kind == Kind::kAmount) break;
      if (column.meaning.kind == Kind::kBeside ||
          column.texts <= column.figures) {
        continue;
      }
      if (found != kLeftOut) return;
      found = static_cast<int>(i);
    }
    if (found == kLeftOut) return;
    columns_[found].meaning = {Kind::kName, 0};
    order_.printed[side.label] = found;
  }

  // Whether the heading says nothing about a column of figures.
  static bool IsStray(const PrintedColumn& column) {
    return (column.meaning.kind == Kind::kUnknown ||
            column.meaning.kind == Kind::kGroup) &&
           column.figures > column.texts;
  }

  // Gives the columns without a known heading their places, where those of the
  // others leave no doubt.
  void Settle(const SideColumns& side) {
    const std::vector<budget::Column>& columns = shape_.ColumnsOf(side.side);
    std::vector<size_t> amounts;
    std::vector<size_t> stray;
    bool in_place = true;
    for (size_t i = FirstAmount(side); i < side.end; ++i) {
      const HeadingMeaning& meaning = columns_[i].meaning;
      if (IsStray(columns_[i])) {
        stray.push_back(i);
      } else if (meaning.kind != Kind::kAmount) {
        continue;
      } else {
        in_place =
            in_place && meaning.index == static_cast<int>(amounts.size());
      }
      amounts.push_back(i);
    }
    bool twice = false;
    std::vector<const budget::Column*> missing;
    for (size_t i = 0; i < columns.size(); ++i) {
      int& printed = order_.printed[side.amounts + i];
      if (printed >= 0) continue;
      twice = twice || printed == kTwice;
      printed = kLeftOut;
      missing.push_back(&columns[i]);
    }
    if (stray.empty()) return;
    if (!missing.empty() && in_place && !twice &&
        amounts.size() == columns.size()) {
      for (size_t i = 0; i < amounts.size(); ++i) {
        order_.printed[side.amounts + i] = static_cast<int>(amounts[i]);
      }
      return;
    }
    // Figures below no heading may be those of a cell that fell apart.
    bool unclear = !missing.empty();
    for (const size_t i : stray) {
      AddStray(i);
      unclear = unclear || columns_[i].heading.empty();
    }
    if (!unclear) return;
    order_.outcome = Outcome::kUnclear;
    order_.missing.insert(order_.missing.end(), missing.begin(), missing.end());
  }

  // Behind the labels; a number without a heading in front of them is none.
  size_t FirstAmount(const SideColumns& side) const {
    size_t first = side.begin;
    const int labels = shape_.coded() ? 0 : side.label;
    for (int place = labels; place < side.amounts; ++place) {
      const int printed = order_.printed[place];
      if (printed >= 0) {
        first = std::max(first, static_cast<size_t>(printed) + 1);
      }
    }
    for (size_t i = side.begin; i < first; ++i) {
      if (columns_[i].meaning.kind == Kind::kAmount) return side.begin;
    }
    return first;
  }

  void AddStray(size_t column) {
    order_.stray.push_back({columns_[column].heading, columns_[column].line,
                            static_cast<int>(column) + 1});
  }

  // Labels were not found: only the form's own places are believed.
  ColumnOrder AsPlaced() {
    if (columns_.size() != static_cast<size_t>(shape_.cells_per_row)) return {};
    const size_t income = shape_.income_columns.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      const bool left = shape_.two_sided() && i <= income;
      const HeadingMeaning meaning =
          (left ? income_headings_ : headings_).MeaningOf(columns_[i].heading);
      const size_t first = left || !shape_.two_sided() ? 1 : income + 2;
      if (meaning.kind == Kind::kAmount &&
          first + static_cast<size_t>(meaning.index) != i) {
        order_.outcome = Outcome::kUnclear;
        AddStray(i);
      }
    }
    if (order_.outcome == Outcome::kUnclear) return std::move(order_);
    return {};
  }

  void FindBeside(const SideColumns& side) {
    order_.label = side.label;
    for (int& printed : order_.printed) printed = std::max(printed, kLeftOut);
    for (size_t i = side.begin; i < side.end; ++i) {
      if (columns_[i].meaning.kind == Kind::kAmount) break;
      if (std::find(order_.printed.begin(), order_.printed.end(),
                    static_cast<int>(i)) == order_.printed.end()) {
        order_.beside.push_back(static_cast<int>(i));
      }
    }
  }

  const budget::TableShape& shape_;
  const absl::Span<const TextLine> lines_;
  const ColumnHeadings headings_;
  const ColumnHeadings income_headings_;
  HeadingRows found_;
  std::vector<PrintedColumn> columns_;
  ColumnOrder order_;
};

}  // namespace

bool ColumnOrder::FallsShort(absl::Span<const RawCell> cells,
                             bool trimmed) const {
  const auto is_figure = [](const RawCell& cell) {
    return cell.look == CellLook::kFigure;
  };
  if (cells.size() >= columns) return false;
  if (!trimmed) return std::any_of(cells.begin(), cells.end(), is_figure);
  // The label of a total may be merged: a figure stands where others have
  // names.
  size_t names = cells.size();
  for (size_t i = static_cast<size_t>(label) + 1; i < printed.size(); ++i) {
    if (printed[i] < 0) continue;
    names = std::min(names, static_cast<size_t>(printed[i]));
  }
  const auto total =
      std::find_if(cells.begin(), cells.begin() + names, [](const auto& cell) {
        return IsTotalLabel(budget::NormaliseLabel(cell.text));
      });
  return std::any_of(total, cells.begin() + names, is_figure);
}

std::vector<RawCell> ColumnOrder::Arrange(std::vector<RawCell> cells) const {
  const int line = cells.front().line;
  const auto take = [&](int at) {
    return at >= 0 && at < static_cast<int>(cells.size())
               ? std::move(cells[at])
               : MakeRawCell("", line);
  };
  std::vector<RawCell> arranged;
  arranged.reserve(printed.size());
  for (const int at : printed) arranged.push_back(take(at));
  if (AllBlank(absl::MakeConstSpan(arranged).subspan(0, label + 1))) {
    for (const int at : beside) {
      if (at < static_cast<int>(cells.size()) &&
          IsTotalLabel(budget::NormaliseLabel(cells[at].text))) {
        arranged[label] = take(at);
        break;
      }
    }
  }
  return arranged;
}

ColumnOrder ReadColumnOrder(const budget::TableShape& shape,
                            absl::Span<const TextLine> lines,
                            const TableAnchor& anchor, size_t limit) {
  const auto rows = lines.subspan(anchor.title, limit - anchor.title);
  if (std::none_of(rows.begin(), rows.end(),
                   [](const TextLine& line) { return line.row; })) {
    return {};
  }
  return OrderReader(shape, lines).Read(anchor, limit);
}

}  // namespace yuheng::ingestion
