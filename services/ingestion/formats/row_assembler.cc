#include "services/ingestion/formats/row_assembler.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "services/budget/decimal.h"

namespace yuheng::ingestion {
namespace {

// A further paragraph of a cell is a few words; longer ones are prose.
constexpr size_t kParagraphBytesMax = 240;
// A lone cell with more than that is a remark under the table.
constexpr size_t kRemarkBytesMin = 60;
// No form numbers more columns.
constexpr int64_t kColumnNumberMax = 40;

bool IsRemark(absl::Span<const RawCell> cells) {
  size_t printed = 0;
  bool remark = false;
  for (const RawCell& cell : cells) {
    printed += !cell.blank();
    remark = remark || cell.text.size() > kRemarkBytesMin ||
             absl::StartsWith(cell.text, "备注") ||
             absl::StartsWith(cell.text, "注：") ||
             absl::StartsWith(cell.text, "说明");
  }
  return printed == 1 && remark;
}

// A lone figure is a surplus cell; the beginning of a row is a label or a code
// with more behind it.
bool StartsWithLabel(absl::Span<const RawCell> cells) {
  return !cells.empty() && cells.front().look == CellLook::kText;
}

}  // namespace

void RowAssembler::AddCell(absl::string_view text, int line) {
  pending_.push_back(MakeRawCell(text, line));
}

void RowAssembler::AddRow(std::vector<RawCell> cells, bool trimmed) {
  const size_t width = look_.cells_per_row();
  EndRun();
  if (!pending_.empty()) {
    if (pending_.size() + cells.size() == width + 1 &&
        pending_.back().look == CellLook::kText &&
        cells.front().look == CellLook::kText) {
      // The line ended inside a cell.
      AppendParagraph(cells.front().text, &pending_.back());
      cells.erase(cells.begin());
    } else {
      EmitBroken(pending_.size(), /*cut=*/false);
    }
  }
  if (AllBlank(cells) || IsRemark(cells)) return;
  if (trimmed && (in_data_ || look_.IsData(cells)) && !look_.IsHeader(cells) &&
      !look_.IsCompleteThoughShort(cells)) {
    const int line = cells.front().line;
    while (cells.size() < width) cells.push_back(MakeRawCell("", line));
  }
  std::move(cells.begin(), cells.end(), std::back_inserter(pending_));
  EndRun();
}

void RowAssembler::EndRun() {
  if (pending_.size() > run_) SettleRun();
}

bool RowAssembler::TakeParagraph(absl::string_view text,
                                 bool followed_by_cell) {
  if (pending_.empty() || !followed_by_cell ||
      text.size() > kParagraphBytesMax) {
    return false;
  }
  if (pending_.size() >= look_.cells_per_row()) {
    // Rows end with an amount: behind a text the row can't be over yet.
    if (pending_.back().look != CellLook::kText) return false;
  } else if (!in_data_ && !look_.IsData(pending_)) {
    return false;
  }
  AppendParagraph(text, &pending_.back());
  return true;
}

void RowAssembler::Finish(bool at_end) {
  EndRun();
  if (pending_.empty()) return;
  if (at_end && look_.EndsTable(pending_)) {
    const int line = pending_.back().line;
    while (pending_.size() < look_.cells_per_row()) AddCell("", line);
    EmitComplete(pending_.size());
    return;
  }
  EmitBroken(pending_.size(), /*cut=*/at_end);
}

void RowAssembler::EmitComplete(size_t count) {
  const size_t width = std::min(count, look_.cells_per_row());
  const absl::Span<const RawCell> cells(pending_.data(), width);
  if (!AllBlank(cells) && !look_.IsHeader(cells)) {
    in_data_ = true;
    RawRow row;
    row.complete = true;
    row.cells.assign(std::make_move_iterator(pending_.begin()),
                     std::make_move_iterator(pending_.begin() + width));
    rows_.push_back(std::move(row));
  }
  pending_.erase(pending_.begin(), pending_.begin() + count);
  run_ = 0;
}

void RowAssembler::EmitBroken(size_t count, bool cut) {
  const absl::Span<const RawCell> cells(pending_.data(), count);
  if (!AllBlank(cells) && !look_.IsHeader(cells) &&
      (in_data_ || look_.IsData(cells)) && !IsRemark(cells)) {
    in_data_ = true;
    RawRow row;
    row.cut = cut;
    row.cells.assign(std::make_move_iterator(pending_.begin()),
                     std::make_move_iterator(pending_.begin() + count));
    rows_.push_back(std::move(row));
  } else if (!in_data_) {
    Drop(cells);
  }
  pending_.erase(pending_.begin(), pending_.begin() + count);
  run_ = 0;
}

void RowAssembler::Drop(absl::Span<const RawCell> cells) {
  // A row of figures under the headings numbers the columns.
  const bool figures =
      std::any_of(cells.begin(), cells.end(), [](const RawCell& cell) {
        return cell.look == CellLook::kFigure &&
               (cell.micro % budget::kMicroPerOne != 0 ||
                cell.micro > kColumnNumberMax * budget::kMicroPerOne);
      });
  if (!figures) return;
  for (const RawCell& cell : cells) {
    if (cell.blank()) continue;
    if (unread_lines_.empty() || unread_lines_.back() != cell.line) {
      unread_lines_.push_back(cell.line);
    }
  }
}

bool RowAssembler::SettleRun() {
  const size_t width = look_.cells_per_row();
  const size_t before = run_;
  const absl::Span<const RawCell> run =
      absl::MakeConstSpan(pending_).subspan(before);
  if (before == 0) {
    if (look_.IsHeader(run)) {
      pending_.clear();
      return true;
    }
    if (!in_data_ && (run.size() > width || !look_.IsData(run))) {
      if (run.size() > width) {
        SplitSurplus();
      } else {
        Drop(run);
        pending_.clear();
      }
      return true;
    }
  }
  if (run.size() == width || look_.IsCompleteThoughShort(run)) {
    const size_t count = run.size();
    if (before > 0) EmitBroken(before, /*cut=*/false);
    EmitComplete(count);
    return true;
  }
  if (pending_.size() == width) {
    EmitComplete(width);
    return true;
  }
  if (pending_.size() < width) {
    run_ = pending_.size();
    return false;
  }
  // What waits is broken when the run begins with a row of its own; else the
  // run goes on from it.
  const absl::Span<const RawCell> first =
      run.subspan(0, std::min(width, run.size()));
  const bool begins =
      look_.shape().coded() ? look_.IsData(first) : look_.BeginsLineRow(first);
  if (before > 0 && (run.size() <= width || begins)) {
    EmitBroken(before, /*cut=*/false);
    return SettleRun();
  }
  SplitSurplus();
  return true;
}

void RowAssembler::SplitSurplus() {
  // Rows without an empty line between them, headings perhaps among them; or
  // one row with surplus cells.
  std::vector<RawCell> cells = std::move(pending_);
  pending_.clear();
  run_ = 0;
  const size_t width = look_.cells_per_row();
  const auto part = [&](size_t from) {
    return absl::MakeConstSpan(cells).subspan(
        from, std::min(width, cells.size() - from));
  };
  size_t from = 0;
  if (!in_data_ && (look_.shape().coded() ? !look_.IsData(part(0))
                                          : !look_.BeginsLineRow(part(0)))) {
    size_t first = cells.size();
    for (size_t i = 1; i < cells.size(); ++i) {
      const bool begins =
          look_.shape().coded()
              ? CodeDigits(cells[i].text).size() == 3 && look_.IsData(part(i))
              : look_.BeginsLineRow(part(i));
      if (!begins) continue;
      if ((cells.size() - i) % width == 0) {
        first = i;
        break;
      }
      first = std::min(first, i);
    }
    Drop(absl::MakeConstSpan(cells).subspan(0, first));
    from = first;
  }
  const auto emit = [&](size_t count, bool complete) {
    pending_.assign(std::make_move_iterator(cells.begin() + from),
                    std::make_move_iterator(cells.begin() + from + count));
    if (complete) {
      EmitComplete(count);
    } else {
      EmitBroken(count, /*cut=*/false);
    }
    from += count;
  };
  while (from < cells.size()) {
    const size_t rest = cells.size() - from;
    if (rest == width) {
      emit(rest, true);
    } else if (rest < width && look_.IsCompleteThoughShort(part(from))) {
      emit(rest, true);
    } else if (rest < width) {
      // The row goes on behind the empty line.
      pending_.assign(std::make_move_iterator(cells.begin() + from),
                      std::make_move_iterator(cells.end()));
      run_ = rest;
      return;
    } else if (const auto surplus =
                   absl::MakeConstSpan(cells).subspan(from + width);
               look_.IsData(part(from)) && AllBlank(surplus)) {
      emit(rest, true);
    } else if (const bool row_follows =
                   AllBlank(part(from + width)) ||
                   (look_.IsData(part(from + width)) &&
                    (rest >= 2 * width || StartsWithLabel(part(from + width)) ||
                     look_.IsCompleteThoughShort(part(from + width))));
               AllBlank(part(from)) ||
               (look_.IsData(part(from)) && row_follows)) {
      emit(width, true);
    } else {
      // What lies behind the next row's width can't be told apart.
      emit(rest, false);
    }
  }
}

}  // namespace yuheng::ingestion
