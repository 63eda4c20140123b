#include "services/ingestion/formats/row_look.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/made_of_shape.h"

namespace yuheng::ingestion {
namespace {

using budget::NormaliseLabel;
using budget::RowSpace;

constexpr absl::string_view kTotalLabels[] = {
    "合计",     "总计",     "共计",     "总合计",       "合计数",
    "收入总计", "支出总计", "收入合计", "支出合计",     "收入总额",
    "支出总额", "收支总计", "项目合计", "项目支出合计",
};

constexpr absl::string_view kHeaderWords[] = {
    "类",
    "款",
    "项",
    "项目",
    "收入",
    "支出",
    "预算数",
    "功能分类",
    "科目编码",
    "科目名称",
    "科目",
    "名称",
    "项目名称",
    "科目代码",
    "功能分类科目编码",
    "功能分类科目名称",
    "经济分类科目编码",
    "经济分类科目名称",
    "支出预算",
    "资金来源",
    "三公支出内容",
    "财政拨款收入",
    "财政拨款支出",
    "财政拨款(补助)",
    "金额",
    "编码",
    "支出功能分类科目",
    "支出经济分类科目",
    "功能分类科目",
    "经济分类科目",
    "支出内容",
    "财政拨款(补助)小计",
    "本年预算数",
    "备注",
};

// No heading and no line's label is longer.
constexpr size_t kLabelBytesMax = 200;

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

bool IsTotal(const RawCell& cell) {
  return cell.look == CellLook::kText && cell.text.size() <= kLabelBytesMax &&
         IsTotalLabel(NormaliseLabel(cell.text));
}

bool IsCodeLook(const RawCell& cell) {
  return cell.look == CellLook::kFigure && !CodeDigits(cell.text).empty();
}

}  // namespace

bool IsTotalLabel(absl::string_view normal_label) {
  absl::ConsumeSuffix(&normal_label, ":");
  return std::find(std::begin(kTotalLabels), std::end(kTotalLabels),
                   normal_label) != std::end(kTotalLabels);
}

std::string CodeDigits(absl::string_view text) {
  if (text.empty() || text.size() > 40) return "";
  if (AllDigits(text)) return text.size() <= 7 ? std::string(text) : "";
  std::string normal = NormaliseLabel(text);
  return AllDigits(normal) && normal.size() <= 7 ? normal : "";
}

CodedLabel SplitCodedLabel(absl::string_view label) {
  CodedLabel result;
  std::string digits;
  size_t offset = 0;
  size_t end = 0;
  while (offset < label.size() && digits.size() <= 7) {
    const char32_t c = budget::NextCodePoint(label, &offset);
    if (c >= U'0' && c <= U'9') {
      digits += static_cast<char>(c);
    } else if (c >= U'０' && c <= U'９') {
      digits += static_cast<char>('0' + (c - U'０'));
    } else {
      break;
    }
    end = offset;
  }
  if (digits.size() != 3 && digits.size() != 5 && digits.size() != 7) {
    return result;
  }
  absl::string_view name = budget::TrimBlanks(label.substr(end));
  while (!name.empty() && (name[0] == '-' || name[0] == '.')) {
    name = budget::TrimBlanks(name.substr(1));
  }
  if (name.empty()) return result;
  result.code = digits;
  result.name = name;
  return result;
}

RowLook::Words::Words(const budget::TableShape& shape) {
  const auto add = [this](absl::string_view word) {
    if (!word.empty()) headers.insert(NormaliseLabel(word));
  };
  for (const absl::string_view word : kHeaderWords) add(word);
  for (const auto* columns : {&shape.columns, &shape.income_columns}) {
    for (const budget::Column& column : *columns) {
      add(column.heading);
      add(column.group);
      for (const std::string& alias : column.aliases) add(alias);
    }
  }
  for (const budget::Line& line : shape.lines) {
    last_labels = {NormaliseLabel(line.label)};
    for (const std::string& alias : line.aliases) {
      last_labels.insert(NormaliseLabel(alias));
    }
    line_labels.insert(last_labels.begin(), last_labels.end());
  }
}

RowLook::RowLook(const budget::TableShape& shape)
    : shape_(shape), words_(MadeOf<Words>(shape)) {}

bool RowLook::IsHeaderWord(const RawCell& cell) const {
  return cell.look == CellLook::kText && cell.text.size() <= kLabelBytesMax &&
         words_->headers.contains(NormaliseLabel(cell.text));
}

bool RowLook::IsLineLabel(const RawCell& cell) const {
  if (cell.look != CellLook::kText || cell.text.size() > kLabelBytesMax) {
    return false;
  }
  const std::string normal = NormaliseLabel(cell.text);
  return words_->line_labels.contains(normal) || IsTotalLabel(normal);
}

bool RowLook::IsHeader(absl::Span<const RawCell> cells) const {
  size_t words = 0;
  size_t printed = 0;
  for (const RawCell& cell : cells) {
    if (cell.look == CellLook::kFigure) return false;
    printed += !cell.blank();
    words += IsHeaderWord(cell);
  }
  return words > 0 && (words >= 2 || words == printed) && !IsData(cells);
}

bool RowLook::IsData(absl::Span<const RawCell> cells) const {
  if (cells.empty()) return false;
  if (shape_.coded()) {
    size_t texts = 0;
    bool total = false;
    bool code = false;
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool label = i < LabelCells();
      if (label && !code && texts == 0) {
        code = IsCodeLook(cells[i]) ||
               (cells[i].look == CellLook::kText &&
                !SplitCodedLabel(cells[i].text).code.empty());
      }
      if (cells[i].look != CellLook::kText) continue;
      ++texts;
      total = total || (label && IsTotal(cells[i]));
    }
    return code || (total && texts == 1 && cells.size() > 1);
  }
  // A heading in an amount column tells a header row from a data row.
  const size_t income = shape_.income_columns.size();
  const size_t second = shape_.two_sided() ? income + 1 : cells.size();
  for (size_t i = 1; i < cells.size(); ++i) {
    if (i != second && IsHeaderWord(cells[i]) && !IsLineLabel(cells[i])) {
      return false;
    }
    if (i != second && IsTotal(cells[i]) && cells.size() == cells_per_row()) {
      return false;
    }
  }
  if (IsLineLabel(cells[0])) return true;
  return std::any_of(cells.begin(), cells.end(), [](const RawCell& cell) {
    return cell.look == CellLook::kText &&
           SplitCodedLabel(cell.text).code.size() == 3;
  });
}

bool RowLook::BeginsLineRow(absl::Span<const RawCell> cells) const {
  if (cells.empty() || !IsLineLabel(cells[0])) return false;
  const size_t second =
      shape_.two_sided() ? shape_.income_columns.size() + 1 : cells.size();
  for (size_t i = 1; i < std::min(second, cells.size()); ++i) {
    if (cells[i].look == CellLook::kText) return false;
  }
  return !shape_.two_sided() ||
         (cells.size() > second &&
          (IsTotal(cells[second]) ||
           SplitCodedLabel(cells[second].text).code.size() == 3));
}

CodedCells RowLook::SplitFull(absl::Span<const RawCell> cells) const {
  CodedCells split;
  const size_t labels = LabelCells();
  const bool with_project = shape_.row_space == RowSpace::kProject;
  const size_t name = labels - (with_project ? 2 : 1);
  split.anchored = true;
  split.exact = true;
  split.codes = cells.subspan(0, name);
  split.name = &cells[name];
  if (with_project) split.project = &cells[name + 1];
  split.amounts = cells.subspan(labels);
  size_t texts = 0;
  for (size_t i = 0; i < labels; ++i) {
    if (cells[i].look == CellLook::kFigure) return split;
    texts += cells[i].look == CellLook::kText;
    if (IsTotal(cells[i])) {
      split.total = true;
      split.name = &cells[i];
    }
  }
  split.total = split.total && texts == 1;
  if (split.total) split.project = nullptr;
  return split;
}

CodedCells RowLook::SplitAnchored(absl::Span<const RawCell> cells) const {
  CodedCells split;
  const size_t columns = shape_.columns.size();
  size_t name = 0;
  while (name < cells.size() && name <= LabelCells() &&
         cells[name].look != CellLook::kText) {
    ++name;
  }
  if (name >= cells.size() || cells[name].look != CellLook::kText) {
    return split;
  }
  split.anchored = true;
  split.codes = cells.subspan(0, name);
  split.name = &cells[name];
  size_t next = name + 1;
  if (IsTotal(cells[name]) &&
      std::none_of(split.codes.begin(), split.codes.end(), IsCodeLook)) {
    split.total = true;
    // Label cells behind the label are blank: the amounts are at the end.
    while (cells.size() - next > columns && cells[next].blank()) ++next;
  } else if (shape_.row_space == RowSpace::kProject && next < cells.size()) {
    if (cells[next].look == CellLook::kText ||
        (cells.size() - next > columns) ||
        (cells[next].blank() && cells.size() - next == columns)) {
      split.project = &cells[next];
      ++next;
    }
  }
  split.amounts = cells.subspan(next);
  split.exact =
      split.amounts.size() == columns &&
      std::none_of(split.amounts.begin(), split.amounts.end(),
                   [](const RawCell& c) { return c.look == CellLook::kText; });
  return split;
}

CodedCells RowLook::Split(absl::Span<const RawCell> cells) const {
  return cells.size() == cells_per_row() ? SplitFull(cells)
                                         : SplitAnchored(cells);
}

bool RowLook::EndsTable(absl::Span<const RawCell> cells) const {
  if (shape_.coded()) return SplitAnchored(cells).total;
  return !cells.empty() && cells[0].look == CellLook::kText &&
         words_->last_labels.contains(NormaliseLabel(cells[0].text));
}

bool RowLook::IsCompleteThoughShort(absl::Span<const RawCell> cells) const {
  if (!shape_.coded() || cells.size() >= cells_per_row() ||
      cells.size() <= shape_.columns.size()) {
    return false;
  }
  const CodedCells split = SplitAnchored(cells);
  if (!split.anchored || !split.exact) return false;
  return split.total || IsData(cells);
}

}  // namespace yuheng::ingestion
