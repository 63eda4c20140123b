#include "services/ingestion/formats/line_rows.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/amount_row.h"
#include "services/ingestion/formats/made_of_shape.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/table_anchor.h"

namespace yuheng::ingestion {
namespace {

using budget::NormaliseLabel;
using budget::Row;
using budget::RowLevel;
using budget::Side;

// How much farther away than its place a line may be found before a label
// without its number ("单位资金" for "5.单位资金") is preferred.
constexpr int kStrippedPenalty = 3;
constexpr int kCanonicalPenalty = 6;
constexpr int kBackwardPenalty = 100;
// What is left of a label without its last word: two characters.
constexpr size_t kLabelCoreBytesMin = 6;
// The total line of 表10.
constexpr absl::string_view kTotalLine = "total";

// A label without 一、 1. （一） and 其中：.
absl::string_view StripEnumeration(absl::string_view label) {
  absl::ConsumePrefix(&label, "(");
  for (const size_t length : {size_t{6}, size_t{3}, size_t{2}, size_t{1}}) {
    if (label.size() <= length || ReadOrdinal(label.substr(0, length)) == 0) {
      continue;
    }
    absl::string_view rest = label.substr(length);
    if (absl::ConsumePrefix(&rest, "、") || absl::ConsumePrefix(&rest, ".") ||
        absl::ConsumePrefix(&rest, ")")) {
      label = rest;
      break;
    }
  }
  if (absl::ConsumePrefix(&label, "其中")) absl::ConsumePrefix(&label, ":");
  return label;
}

// A label without what bureaus add or leave out: 一般公共预算拨款(收入),
// 结转(和结余), 运行(维护)费, 小计.
std::string CanonicalLabel(absl::string_view label) {
  std::string canonical = absl::StrReplaceAll(StripEnumeration(label),
                                              {{"结转和结余", "结转"},
                                               {"结转及结余", "结转"},
                                               {"结转与结余", "结转"},
                                               {"结转、结余", "结转"},
                                               {"结转结余", "结转"},
                                               {"结转(结余)", "结转"},
                                               {"政府性基金预算", "基金预算"},
                                               {"运行维护", "运行"},
                                               {"费用", "费"},
                                               {"经费", "费"},
                                               {"(补助)", ""},
                                               {"(小计)", ""},
                                               {"的", ""},
                                               {"及", "和"},
                                               {"与", "和"}});
  for (absl::string_view tail : {"小计", "合计", "收入", "支出"}) {
    if (canonical.size() > tail.size() + kLabelCoreBytesMin) {
      canonical = std::string(absl::StripSuffix(canonical, tail));
    }
  }
  return canonical;
}

// A line and what it is called: its label and aliases, normalised; without
// their numbers; and canonical.
struct LineLabels {
  const budget::Line* line = nullptr;
  std::vector<std::string> labels;
  std::vector<absl::string_view> stripped;
  std::vector<std::string> canonical;
};

// All lines of a shape.
struct LabelledLines {
  explicit LabelledLines(const budget::TableShape& shape)
      : lines(shape.lines.size()) {
    for (size_t i = 0; i < lines.size(); ++i) {
      const budget::Line& line = shape.lines[i];
      LineLabels& names = lines[i];
      names.line = &line;
      names.labels.push_back(NormaliseLabel(line.label));
      for (const std::string& alias : line.aliases) {
        names.labels.push_back(NormaliseLabel(alias));
      }
      for (const std::string& label : names.labels) {
        names.stripped.push_back(StripEnumeration(label));
        names.canonical.push_back(CanonicalLabel(label));
      }
    }
  }

  std::vector<LineLabels> lines;
};

template <typename List, typename Label>
bool Holds(const List& labels, const Label& label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

// Finds the lines of one side by the labels printed, in order.
class LineFinder {
 public:
  LineFinder(const budget::TableShape& shape, Side side)
      : all_(MadeOf<LabelledLines>(shape)) {
    for (const LineLabels& names : all_->lines) {
      if (names.line->side == side) lines_.push_back({&names});
    }
  }

  // nullptr when no line that is still free has that label. Rows that stand
  // twice are found by FindAgain.
  const budget::Line* Find(absl::string_view label) {
    const std::string normal = NormaliseLabel(label);
    const absl::string_view stripped = StripEnumeration(normal);
    int best = FreeLine([&](const LineLabels& names) {
      return LabelPenalty(names, normal, stripped);
    });
    if (best < 0) {
      const std::string canonical = CanonicalLabel(normal);
      best = FreeLine([&](const LineLabels& names) {
        return Holds(names.canonical, canonical) ? kCanonicalPenalty : -1;
      });
    }
    if (best < 0 && IsTotalLabel(normal)) best = FreeTotal();
    if (best < 0) return nullptr;
    lines_[best].used = true;
    next_ = best + 1;
    return lines_[best].names->line;
  }

  // The line above that has that label already; nullptr when there is none.
  const budget::Line* FindAgain(absl::string_view label) const {
    const std::string normal = NormaliseLabel(label);
    const absl::string_view stripped = StripEnumeration(normal);
    const LineLabels* found = nullptr;
    for (int i = 0; i < static_cast<int>(lines_.size()); ++i) {
      if (i >= next_ && found != nullptr) break;
      if (lines_[i].used &&
          LabelPenalty(*lines_[i].names, normal, stripped) >= 0) {
        found = lines_[i].names;
      }
    }
    return found == nullptr ? nullptr : found->line;
  }

 private:
  struct Place {
    const LineLabels* names = nullptr;
    bool used = false;
  };

  // -1 when the label is another's.
  static int LabelPenalty(const LineLabels& names, absl::string_view normal,
                          absl::string_view stripped) {
    if (Holds(names.labels, normal)) return 0;
    return Holds(names.stripped, stripped) ? kStrippedPenalty : -1;
  }

  // The nearest line that is still free and has a penalty of 0 or more.
  template <typename Penalty>
  int FreeLine(const Penalty& penalty_of) const {
    int best = -1;
    int best_distance = 0;
    for (int i = 0; i < static_cast<int>(lines_.size()); ++i) {
      if (lines_[i].used) continue;
      const int penalty = penalty_of(*lines_[i].names);
      if (penalty < 0) continue;
      const int distance =
          penalty + (i >= next_ ? i - next_ : kBackwardPenalty + (next_ - i));
      if (best < 0 || distance < best_distance) {
        best = i;
        best_distance = distance;
      }
    }
    return best;
  }

  int FreeTotal() const {
    for (int i = 0; i < static_cast<int>(lines_.size()); ++i) {
      const std::string& key = lines_[i].names->line->key;
      if (!lines_[i].used && (key == budget::kTotalKey || key == kTotalLine)) {
        return i;
      }
    }
    return -1;
  }

  const std::shared_ptr<const LabelledLines> all_;
  std::vector<Place> lines_;
  int next_ = 0;
};

bool AnyAmount(absl::Span<const RawCell> cells) {
  return std::any_of(cells.begin(), cells.end(), SaysAnything);
}

// One side of a printed row.
struct Half {
  const RawCell* label = nullptr;
  absl::Span<const RawCell> amounts;
};

class LineRowReader {
 public:
  LineRowReader(const RowLook& look, budget::Table* table,
                budget::Document* document)
      : shape_(look.shape()),
        table_(table),
        document_(document),
        income_(shape_, shape_.two_sided() ? Side::kIncome : Side::kNone),
        expenditure_(shape_, Side::kExpenditure) {}

  void Read(const RawRow& raw) {
    if (!raw.complete) AddRowProblem(shape_, raw, document_);
    const absl::Span<const RawCell> cells = raw.cells;
    if (!shape_.two_sided()) {
      ReadHalf(raw, {&cells[0], cells.subspan(1)}, Side::kNone, &income_);
      return;
    }
    const size_t second = SecondLabel(raw);
    if (second > 0) {
      ReadHalf(raw, {&cells[0], cells.subspan(1, second - 1)}, Side::kIncome,
               &income_);
    }
    if (second < cells.size()) {
      ReadHalf(raw, {&cells[second], cells.subspan(second + 1)},
               Side::kExpenditure, &expenditure_);
    }
  }

 private:
  // Where the right half begins: in its place, or in a broken row where a
  // label of the right half stands.
  size_t SecondLabel(const RawRow& raw) const {
    const size_t place = 1 + shape_.income_columns.size();
    if (raw.complete) return place;
    for (size_t i = 0; i < raw.cells.size(); ++i) {
      const RawCell& cell = raw.cells[i];
      if (cell.look != CellLook::kText) continue;
      if (SplitCodedLabel(cell.text).code.size() == 3) return i;
      const std::string normal = NormaliseLabel(cell.text);
      if (i > 0 &&
          (absl::StrContains(normal, "支出") || IsTotalLabel(normal))) {
        return i;
      }
    }
    return std::min(place, raw.cells.size());
  }

  void ReadHalf(const RawRow& raw, const Half& half, Side side,
                LineFinder* finder) {
    if (half.label->blank()) {
      if (AnyAmount(half.amounts)) Complain("reader.label_missing", raw);
      return;
    }
    Row row;
    row.side = side;
    row.line = half.label->line;
    row.name = half.label->text;
    if (side != Side::kExpenditure || !ReadClass(&row)) {
      const budget::Line* line = finder->Find(row.name);
      if (line == nullptr) {
        if (!AnyAmount(half.amounts)) return;
        line = finder->FindAgain(row.name);
        if (line == nullptr) {
          Complain("reader.label_unknown", raw);
          return;
        }
      }
      row.code = line->key;
    }
    row.level = LevelOf(row.code, side, *half.label);
    if (half.amounts.size() > shape_.ColumnsOf(side).size() &&
        !AnyAmount(half.amounts.subspan(shape_.ColumnsOf(side).size()))) {
      ReadAmounts(shape_, raw,
                  half.amounts.subspan(0, shape_.ColumnsOf(side).size()),
                  UnitOf(*table_), &row, document_);
    } else {
      ReadAmounts(shape_, raw, half.amounts, UnitOf(*table_), &row, document_);
    }
    table_->rows.push_back(std::move(row));
  }

  // A class line begins with its code: "210卫生健康支出".
  static bool ReadClass(Row* row) {
    const CodedLabel label = SplitCodedLabel(row->name);
    if (label.code.size() != 3) return false;
    row->code = label.code;
    row->name = std::string(label.name);
    return true;
  }

  RowLevel LevelOf(absl::string_view key, Side side,
                   const RawCell& label) const {
    if (key == budget::kTotalKey) return RowLevel::kTotal;
    if (side == Side::kExpenditure) return RowLevel::kClass;
    if (side == Side::kNone && IsTotalLabel(NormaliseLabel(label.text))) {
      return RowLevel::kTotal;
    }
    return RowLevel::kLine;
  }

  void Complain(absl::string_view id, const RawRow& raw) {
    AddProblem(
        id, raw.cells.front().line, shape_.kind,
        {{"table", TableName(shape_)}, {"printed", PrintedRow(raw.cells)}},
        document_);
  }

  const budget::TableShape& shape_;
  budget::Table* table_;
  budget::Document* document_;
  LineFinder income_;
  LineFinder expenditure_;
};

}  // namespace

void ReadLineRows(const RowLook& look, const std::vector<RawRow>& rows,
                  budget::Table* table, budget::Document* document) {
  LineRowReader reader(look, table, document);
  for (const RawRow& row : rows) reader.Read(row);
}

}  // namespace yuheng::ingestion
