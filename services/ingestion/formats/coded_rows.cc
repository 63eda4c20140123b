#include "services/ingestion/formats/coded_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/amount_row.h"
#include "services/ingestion/formats/reading_problems.h"

namespace yuheng::ingestion {
namespace {

using budget::Row;
using budget::RowLevel;
using budget::RowSpace;

constexpr size_t kClassDigits = 3;
constexpr size_t kGroupDigits = 5;
constexpr size_t kItemDigits = 7;

// What the code cells of a row say.
struct CodeReading {
  enum class Outcome { kNone, kRead, kUnreadable };
  Outcome outcome = Outcome::kNone;
  std::string code;
};

// Reads codes from 类, 款 and 项 cells that hold their own two digits or the
// code up to there. Vertically merged cells leave blanks: the row above tells
// what belongs there.
class CodeReader {
 public:
  CodeReading Read(absl::Span<const RawCell> cells) {
    std::string code;
    bool printed = false;
    for (size_t level = 0; level < cells.size() && level < 3; ++level) {
      if (cells[level].text.empty() || cells[level].blank()) continue;
      const std::string digits = CodeDigits(cells[level].text);
      if (digits.empty()) return Unreadable();
      printed = true;
      if (!Extend(level, digits, &code)) return Unreadable();
    }
    if (!printed) return {};
    return Remember(code);
  }

  CodeReading Remember(absl::string_view code) {
    if (code.size() != kClassDigits && code.size() != kGroupDigits &&
        code.size() != kItemDigits) {
      return Unreadable();
    }
    last_ = std::string(code);
    return {CodeReading::Outcome::kRead, last_};
  }

  // The code of the row above.
  const std::string& last() const { return last_; }

 private:
  static CodeReading Unreadable() {
    return {CodeReading::Outcome::kUnreadable, ""};
  }

  bool Extend(size_t level, const std::string& digits, std::string* code) {
    const size_t start = level == 0 ? 0 : kClassDigits + 2 * (level - 1);
    if (digits.size() >= kClassDigits) {
      // A whole code, in whatever cell it stands.
      if (!code->empty() && !absl::StartsWith(digits, *code)) return false;
      if (digits.size() % 2 == 0) return false;
      *code = digits;
      return true;
    }
    if (level == 0) return false;
    if (code->size() < start) {
      if (last_.size() < start || !absl::StartsWith(last_, *code)) return false;
      *code = last_.substr(0, start);
    }
    if (code->size() != start) return false;
    absl::StrAppend(code, digits.size() == 1 ? "0" : "", digits);
    return true;
  }

  std::string last_;
};

RowLevel LevelOf(absl::string_view code) {
  return code.size() == kClassDigits   ? RowLevel::kClass
         : code.size() == kGroupDigits ? RowLevel::kGroup
                                       : RowLevel::kItem;
}

bool AnyPrinted(absl::Span<const RawCell> cells) {
  return std::any_of(cells.begin(), cells.end(), SaysAnything);
}

// What stands in the code cells, one behind the other.
std::string JoinedDigits(absl::Span<const RawCell> codes) {
  std::string digits;
  for (const RawCell& cell : codes) {
    if (!cell.blank()) digits += CodeDigits(cell.text);
  }
  return digits;
}

// The text of a label cell; a cell with only a dash has none.
std::string LabelOf(const RawCell* cell) {
  return cell == nullptr || cell->blank() ? "" : cell->text;
}

class CodedRowReader {
 public:
  CodedRowReader(const RowLook& look, budget::Table* table,
                 budget::Document* document)
      : look_(look), shape_(look.shape()), table_(table), document_(document) {}

  // Whether some rows with codes have all cells of the form: a shorter one may
  // then have lost one.
  void SetFullRows(bool full_rows) { full_rows_ = full_rows; }

  // `next` is the row below; nullptr for the last.
  void Read(const RawRow& raw, const RawRow* next) {
    if (!raw.complete) AddRowProblem(shape_, raw, document_);
    const CodedCells cells = look_.Split(raw.cells);
    if (raw.complete && MayLackACode(raw, cells, next)) {
      AddRowProblem(shape_, raw, document_);
      return;
    }
    if (!cells.anchored) {
      // A row without a name: a broken one was reported already.
      if (raw.complete) Complain("reader.label_missing", raw);
      return;
    }
    Row row;
    row.line = raw.cells.front().line;
    row.name = LabelOf(cells.name);
    row.project = LabelOf(cells.project);
    if (cells.total) {
      row.code = std::string(budget::kTotalKey);
      row.level = RowLevel::kTotal;
      row.project.clear();
    } else if (!ReadCode(cells, raw, &row)) {
      return;
    }
    ReadAmounts(shape_, raw, cells.amounts, UnitOf(*table_), &row, document_);
    table_->rows.push_back(std::move(row));
  }

 private:
  // A row with merged label cells is told from one that lost a code cell by
  // the row below: its code goes on from this one's.
  bool MayLackACode(const RawRow& raw, const CodedCells& cells,
                    const RawRow* next) const {
    if (!full_rows_ || raw.cells.size() >= look_.cells_per_row() ||
        cells.total || !cells.anchored) {
      return false;
    }
    // With a blank code cell behind the last code, only blanks were merged.
    if (!cells.codes.empty() && cells.codes.back().blank()) return false;
    const std::string digits = JoinedDigits(cells.codes);
    if (digits.size() == kItemDigits) return false;
    const bool seen =
        std::any_of(table_->rows.begin(), table_->rows.end(),
                    [&](const Row& row) { return row.code == digits; });
    if (seen || next == nullptr) return true;
    const std::string below = JoinedDigits(look_.Split(next->cells).codes);
    return below.size() <= digits.size() || !absl::StartsWith(below, digits);
  }

  bool ReadCode(const CodedCells& cells, const RawRow& raw, Row* row) {
    CodeReading reading = codes_.Read(cells.codes);
    if (reading.outcome == CodeReading::Outcome::kUnreadable) {
      reading = ReadCodeWithName(cells, row);
    } else if (reading.outcome == CodeReading::Outcome::kNone) {
      const CodedLabel label = SplitCodedLabel(row->name);
      if (!label.code.empty()) {
        reading = codes_.Remember(label.code);
        row->name = std::string(label.name);
      } else if (!row->project.empty() && !codes_.last().empty() &&
                 row->name.empty()) {
        // A further project under the 项 of the row above.
        reading = codes_.Remember(codes_.last());
        if (!table_->rows.empty()) row->name = table_->rows.back().name;
      }
    }
    if (reading.outcome == CodeReading::Outcome::kUnreadable) {
      Complain("reader.code_unreadable", raw);
      return false;
    }
    if (reading.outcome == CodeReading::Outcome::kNone) {
      Complain(
          row->name.empty() ? "reader.label_missing" : "reader.code_missing",
          raw);
      return false;
    }
    if (shape_.row_space == RowSpace::kEconomic &&
        reading.code.size() == kItemDigits) {
      Complain("reader.code_unreadable", raw);
      return false;
    }
    row->code = reading.code;
    row->level = row->project.empty() ? LevelOf(row->code) : RowLevel::kProject;
    return true;
  }

  // "206 科学技术支出" in the first code cell.
  CodeReading ReadCodeWithName(const CodedCells& cells, Row* row) {
    const CodeReading unreadable = {CodeReading::Outcome::kUnreadable, ""};
    if (cells.codes.empty() || AnyPrinted(cells.codes.subspan(1))) {
      return unreadable;
    }
    const CodedLabel label = SplitCodedLabel(cells.codes.front().text);
    if (label.code.empty()) return unreadable;
    if (row->name.empty()) row->name = std::string(label.name);
    return codes_.Remember(label.code);
  }

  void Complain(absl::string_view id, const RawRow& raw) {
    if (!AnyPrinted(raw.cells)) return;
    AddProblem(
        id, raw.cells.front().line, shape_.kind,
        {{"table", TableName(shape_)}, {"printed", PrintedRow(raw.cells)}},
        document_);
  }

  const RowLook& look_;
  const budget::TableShape& shape_;
  budget::Table* table_;
  budget::Document* document_;
  CodeReader codes_;
  bool full_rows_ = false;
};

}  // namespace

void ReadCodedRows(const RowLook& look, const std::vector<RawRow>& rows,
                   budget::Table* table, budget::Document* document) {
  CodedRowReader reader(look, table, document);
  reader.SetFullRows(
      std::any_of(rows.begin(), rows.end(), [&](const RawRow& row) {
        return row.complete &&
               row.cells.size() == static_cast<size_t>(look.cells_per_row()) &&
               !look.Split(row.cells).total;
      }));
  for (size_t i = 0; i < rows.size(); ++i) {
    reader.Read(rows[i], i + 1 < rows.size() ? &rows[i + 1] : nullptr);
  }
}

}  // namespace yuheng::ingestion
