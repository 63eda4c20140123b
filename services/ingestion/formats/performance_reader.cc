#include "services/ingestion/formats/performance_reader.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/sheet_columns.h"
#include "services/ingestion/formats/sheet_head.h"
#include "services/ingestion/formats/sheet_rows.h"

namespace yuheng::ingestion {
namespace {

using budget::TableKind;
using Row = std::vector<RawCell>;

// No label is longer, as printed.
constexpr size_t kHeadLabelBytesMax = 120;
// One row may lack cells for another reason than that blanks were trimmed.
constexpr int kBrokenRowsMin = 2;

constexpr absl::string_view kOperators[] = {
    ">=",       "<=",     "=>",     "=<",     "≥",      "≤",      "≧",
    "≦",        "⩾",      "⩽",      ">",      "<",      "=",      "大于等于",
    "小于等于", "不少于", "不低于", "不超过", "不高于", "不大于", "不小于",
    "大于",     "小于",   "等于",   "达到",   "约"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The year of a title row such as "(2023年)"; 0 when there is none.
int YearIn(absl::string_view text) {
  const std::string normal = budget::NormaliseLabel(text);
  const absl::string_view view = normal;
  const size_t at = view.find("年");
  if (at == absl::string_view::npos || at < 4) return 0;
  int year = 0;
  if (!absl::SimpleAtoi(view.substr(at - 4, 4), &year)) return 0;
  return year >= 1900 && year < 2200 ? year : 0;
}

class SheetReader {
 public:
  SheetReader(const SheetRows& rows, budget::Document* document)
      : rows_(rows), document_(*document) {}

  budget::PerformanceSheet Read() {
    sheet_.line = rows_.title.line;
    sheet_.fiscal_year = YearIn(rows_.title.text);
    for (budget::Cell* cell : {&sheet_.total, &sheet_.fiscal, &sheet_.other}) {
      cell->location = document_.source.Locate(sheet_.line);
    }
    const size_t header = HeaderRun();
    std::vector<RawCell> head;
    for (size_t i = 0; i < header; ++i) {
      const Row& run = rows_.runs[i];
      head.insert(head.end(), run.begin(), run.end());
      // A blank value behind the last label may not be printed.
      if (rows_.rows_in_lines) head.push_back(MakeRawCell("", run.back().line));
    }
    std::vector<Row> runs(rows_.runs.begin() + header, rows_.runs.end());
    if (!runs.empty()) SplitHeader(&head, &runs);
    ReadHead(head);
    AddCarried();
    if (columns_.empty()) {
      AddProblem("reader.sheet_header_missing", sheet_.line, TableKind::kNone,
                 {{"project", sheet_.project}}, &document_);
    } else {
      if (rows_.rows_in_lines) CompleteRows(&runs);
      ReadIndicators(runs);
    }
    return std::move(sheet_);
  }

 private:
  size_t HeaderRun() const {
    const auto at =
        std::find_if(rows_.runs.begin(), rows_.runs.end(), [](const Row& run) {
          return std::any_of(run.begin(), run.end(), OpensSheetHeader);
        });
    return at - rows_.runs.begin();
  }

  // Takes the header cells off the runs; what stands before them is head.
  void SplitHeader(std::vector<RawCell>* head, std::vector<Row>* runs) {
    Row& first = runs->front();
    auto begin = std::find_if(first.begin(), first.end(), OpensSheetHeader);
    if (begin != first.begin() && NumbersSheetRows(*std::prev(begin))) --begin;
    head->insert(head->end(), first.begin(), begin);
    first.erase(first.begin(), begin);
    // The header may itself be spread over runs.
    while (!runs->empty()) {
      Row& run = runs->front();
      const size_t taken = HeaderCells(run, columns_.empty());
      for (size_t i = 0; i < taken; ++i)
        columns_.push_back(SheetColumnOf(run[i]));
      run.erase(run.begin(), run.begin() + taken);
      if (!run.empty() || taken == 0) break;
      runs->erase(runs->begin());
    }
  }

  void ReadHead(absl::Span<const RawCell> head) {
    for (size_t i = 0; i < head.size(); ++i) {
      const RawCell& cell = head[i];
      const std::string normal = budget::NormaliseLabel(cell.text);
      if (sheet_.fiscal_year == 0) sheet_.fiscal_year = YearIn(cell.text);
      if (absl::StrContains(normal, "(元)")) unit_.unit_fen = kYuan;
      if (const auto field = SheetHeadFieldOf(normal)) {
        if (*field == SheetHeadField::kIgnored) continue;
        const bool missing =
            i + 1 >= head.size() ||
            SheetHeadFieldOf(budget::NormaliseLabel(head[i + 1].text))
                .has_value();
        if (missing) {
          AddProblem("reader.sheet_value_missing", cell.line, TableKind::kNone,
                     {{"label", cell.text}}, &document_);
          continue;
        }
        ++i;
        SetHead(*field, head[i]);
        continue;
      }
      ReadLabelAndValue(cell);
    }
  }

  // "项目名称：引智工作经费" in one cell.
  void ReadLabelAndValue(const RawCell& cell) {
    for (absl::string_view colon : {"：", ":"}) {
      for (size_t at = cell.text.find(colon.data(), 0, colon.size());
           at != std::string::npos && at <= kHeadLabelBytesMax;
           at = cell.text.find(colon.data(), at + 1, colon.size())) {
        const absl::string_view text = cell.text;
        const std::string name = budget::NormaliseLabel(text.substr(0, at));
        const auto field = SheetHeadFieldOf(name);
        if (!field.has_value() || *field == SheetHeadField::kIgnored) continue;
        SetHead(*field, MakeRawCell(text.substr(at + colon.size()), cell.line));
        return;
      }
    }
  }

  void SetHead(SheetHeadField field, const RawCell& cell) {
    switch (field) {
      case SheetHeadField::kUnit:
        sheet_.unit = cell.text;
        break;
      case SheetHeadField::kProject:
        sheet_.project = cell.text;
        break;
      case SheetHeadField::kTotal:
        sheet_.total = ReadMoney(cell);
        break;
      case SheetHeadField::kFiscal:
        sheet_.fiscal = ReadMoney(cell);
        break;
      case SheetHeadField::kCarried:
        carried_ = ReadMoney(cell);
        break;
      case SheetHeadField::kOther:
        sheet_.other = ReadMoney(cell);
        break;
      case SheetHeadField::kGoal:
        sheet_.goal = cell.text;
        sheet_.goal_line = cell.line;
        break;
      case SheetHeadField::kIgnored:
        break;
    }
  }

  // 上年结转 beside 财政拨款 is fiscal money too.
  void AddCarried() {
    if (carried_.state == budget::CellState::kBlank) return;
    budget::Cell& fiscal = sheet_.fiscal;
    if (!fiscal.stated() || !carried_.stated()) {
      if (fiscal.state != budget::CellState::kUnreadable) fiscal = carried_;
      return;
    }
    fiscal.amount_fen += carried_.amount_fen;
    absl::StrAppend(&fiscal.printed, "+", carried_.printed);
  }

  budget::Cell ReadMoney(const RawCell& cell) {
    // The amount may carry its unit.
    const std::string compact = budget::RemoveBlanks(cell.text);
    absl::string_view number = compact;
    AmountUnit unit = unit_;
    if (absl::ConsumeSuffix(&number, "万元")) {
      unit.unit_fen = budget::kFenPerWanYuan;
    } else if (absl::ConsumeSuffix(&number, "元")) {
      unit.unit_fen = kYuan;
    }
    budget::Cell money =
        ReadAmountCell(MakeRawCell(number, cell.line), unit, document_.source);
    money.printed = compact;
    money.location = document_.source.Locate(cell.line, cell.number);
    if (money.state == budget::CellState::kUnreadable) {
      AddProblem("reader.sheet_amount_unreadable", money.location,
                 TableKind::kNone, {{"printed", cell.text}}, &document_);
    }
    return money;
  }

  // Where no row ends with a blank cell, those at the end are not printed.
  void CompleteRows(std::vector<Row>* runs) const {
    const bool printed =
        std::any_of(runs->begin(), runs->end(),
                    [](const Row& run) { return run.back().text.empty(); });
    if (printed) return;
    for (Row& run : *runs) {
      run = Aligned(run);
      const RawCell blank = MakeRawCell("", run.front().line);
      run.resize(std::max(run.size(), columns_.size()), blank);
    }
  }

  void ReadIndicators(absl::Span<const Row> runs) {
    const std::vector<Row> rows = RowsOf(runs, columns_.size());
    if (!rows_.rows_in_lines && AreCellsLost(rows)) {
      AddProblem("reader.sheet_cells_lost", rows.front().front().line,
                 TableKind::kNone, {{"project", sheet_.project}}, &document_);
      return;
    }
    for (const Row& row : rows) {
      if (sheet_.indicators.size() >= budget::kIndicatorsPerSheetMax) {
        AddProblem("reader.sheet_indicators_too_many", row.front().line,
                   TableKind::kNone,
                   {{"limit", absl::StrCat(budget::kIndicatorsPerSheetMax)}},
                   &document_);
        return;
      }
      if (!IsWhole(row)) {
        AddProblem("reader.sheet_row_incomplete", row.front().line,
                   TableKind::kNone,
                   {{"cells", absl::StrCat(row.size())},
                    {"columns", absl::StrCat(columns_.size())}},
                   &document_);
      }
      ReadIndicator(Aligned(row));
    }
  }

  // Merged cells at the start of a row are lost without a trace.
  bool IsWhole(const Row& row) const {
    return row.size() == columns_.size() ||
           (Aligned(row).size() == columns_.size() && !row.front().blank());
  }

  // Several rows lack cells and no cell is blank: the blank ones were trimmed.
  bool AreCellsLost(absl::Span<const Row> rows) const {
    int broken = 0;
    for (const Row& row : rows) {
      if (std::any_of(row.begin(), row.end(),
                      [](const RawCell& cell) { return cell.text.empty(); })) {
        return false;
      }
      broken += !IsWhole(row);
    }
    return broken >= kBrokenRowsMin;
  }

  // A row that lacks cells at its start, told by where its target stands.
  Row Aligned(const Row& row) const {
    const size_t column =
        std::find(columns_.begin(), columns_.end(), SheetColumn::kTarget) -
        columns_.begin();
    const auto target =
        std::find_if(row.begin(), row.end(), [](const RawCell& cell) {
          return HasOperator(cell.text) && TargetMicro(cell.text).has_value();
        });
    const size_t at = target - row.begin();
    if (target == row.end() || at >= column ||
        row.size() + column - at != columns_.size()) {
      return row;
    }
    Row aligned(column - at, MakeRawCell("", row.front().line));
    aligned.insert(aligned.end(), row.begin(), row.end());
    return aligned;
  }

  static bool HasOperator(absl::string_view target) {
    return budget::StartsWithAny(budget::NormaliseLabel(target), kOperators);
  }

  void ReadIndicator(const Row& row) {
    budget::Indicator indicator;
    indicator.line = row.front().line;
    for (size_t i = 0; i < row.size() && i < columns_.size(); ++i) {
      SetIndicator(columns_[i], row[i], &indicator);
    }
    JoinTarget(row, &indicator);
    if (indicator.level1.empty()) {
      indicator.level1 = level1_;
      if (indicator.level2.empty()) indicator.level2 = level2_;
    }
    level1_ = indicator.level1;
    level2_ = indicator.level2;
    sheet_.indicators.push_back(std::move(indicator));
  }

  // >= and 20 and 人次 in columns of their own.
  void JoinTarget(const Row& row, budget::Indicator* indicator) const {
    std::string sign;
    std::string unit;
    for (size_t i = 0; i < row.size() && i < columns_.size(); ++i) {
      if (columns_[i] == SheetColumn::kOperator) sign = row[i].text;
      if (columns_[i] == SheetColumn::kUnit) unit = row[i].text;
    }
    if (sign.empty() && unit.empty()) return;
    const bool sign_is_one = HasOperator(sign);
    indicator->target =
        absl::StrCat(sign_is_one ? sign : "", indicator->target, unit);
    indicator->target_micro = TargetMicro(indicator->target);
  }

  void SetIndicator(SheetColumn column, const RawCell& cell,
                    budget::Indicator* indicator) {
    switch (column) {
      case SheetColumn::kLevel1:
        indicator->level1 = cell.text;
        break;
      case SheetColumn::kLevel2:
        indicator->level2 = cell.text;
        break;
      case SheetColumn::kName:
        indicator->name = cell.text;
        break;
      case SheetColumn::kTarget:
        indicator->target = cell.text;
        indicator->target_micro = TargetMicro(cell.text);
        indicator->line = cell.line;
        break;
      case SheetColumn::kBasis:
        indicator->basis = cell.text;
        break;
      case SheetColumn::kPrior:
        indicator->prior = cell.text;
        break;
      case SheetColumn::kWeight:
        indicator->weight = cell.text;
        indicator->weight_micro = WeightMicro(cell.text);
        break;
      case SheetColumn::kScoring:
        indicator->scoring = cell.text;
        break;
      case SheetColumn::kEvidence:
        indicator->evidence = cell.text;
        break;
      case SheetColumn::kOperator:
      case SheetColumn::kUnit:
      case SheetColumn::kUnknown:
        break;
    }
  }

  static std::optional<int64_t> WeightMicro(absl::string_view printed) {
    const std::string normal = budget::NormaliseLabel(printed);
    absl::string_view number = normal;
    for (absl::string_view unit : {"分", "%"}) {
      number = absl::StripSuffix(number, unit);
    }
    const auto decimal = budget::ParseDecimal(number);
    if (!decimal.ok()) return std::nullopt;
    return decimal->micro;
  }

  static constexpr int64_t kYuan = budget::kFenPerYuan;

  const SheetRows& rows_;
  budget::Document& document_;
  budget::PerformanceSheet sheet_;
  budget::Cell carried_;
  AmountUnit unit_ = {.unit_fen = budget::kFenPerWanYuan};
  std::vector<SheetColumn> columns_;
  std::string level1_;
  std::string level2_;
};

}  // namespace

std::optional<int64_t> TargetMicro(absl::string_view target) {
  const std::string normal = budget::NormaliseLabel(target);
  absl::string_view rest = normal;
  for (absl::string_view sign : kOperators) {
    if (absl::ConsumePrefix(&rest, sign)) break;
  }
  absl::ConsumePrefix(&rest, "=");
  size_t end = 0;
  while (end < rest.size() &&
         (IsDigit(rest[end]) || rest[end] == '.' || rest[end] == ',')) {
    ++end;
  }
  if (end == 0) return std::nullopt;
  const auto decimal = budget::ParseDecimal(rest.substr(0, end));
  if (!decimal.ok()) return std::nullopt;
  const absl::string_view unit = rest.substr(end);
  // A calendar year, a month, a date such as 2023-10-30, a ratio.
  const bool date = (absl::StartsWith(unit, "年") &&
                     decimal->micro / budget::kMicroPerOne >= 1900) ||
                    absl::StartsWith(unit, "月") ||
                    absl::StartsWith(unit, "日前") ||
                    absl::StartsWith(unit, ":") ||
                    (unit.size() > 1 && (unit[0] == '-' || unit[0] == '/') &&
                     IsDigit(unit[1]) && !absl::StrContains(unit, "%"));
  if (date) return std::nullopt;
  return decimal->micro;
}

namespace {

// A form that nobody filled in says nothing.
bool IsEmpty(const budget::PerformanceSheet& sheet) {
  return sheet.project.empty() && sheet.goal.empty() &&
         sheet.indicators.empty() && !sheet.total.stated() &&
         !sheet.fiscal.stated() && !sheet.other.stated();
}

}  // namespace

void ReadPerformanceSheets(absl::Span<const TextLine> lines,
                           budget::Document* document) {
  for (const SheetRows& rows : FindSheets(lines)) {
    if (document->sheets.size() >= budget::kSheetsMax) {
      AddProblem("reader.sheets_too_many", rows.title.line, TableKind::kNone,
                 {{"limit", absl::StrCat(budget::kSheetsMax)}}, document);
      return;
    }
    budget::PerformanceSheet sheet = SheetReader(rows, document).Read();
    if (!IsEmpty(sheet)) document->sheets.push_back(std::move(sheet));
  }
}

}  // namespace yuheng::ingestion
