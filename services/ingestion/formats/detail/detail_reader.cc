#include "services/ingestion/formats/detail/detail_reader.h"

#include <cstdlib>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/location_text.h"
#include "services/budget/messages.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/detail/derived_tables.h"
#include "services/ingestion/formats/detail/detail_columns.h"
#include "services/ingestion/formats/detail/detail_list.h"
#include "services/ingestion/formats/detail/money_source.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/outline.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/table_notes.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

using budget::Document;
using budget::TableKind;

absl::Status Refuse(rpc::Reason reason, const budget::Text& text) {
  return rpc::MakeError(reason, text.zh, text.en);
}

std::vector<std::string> CellsOf(const TextLine& line) {
  std::vector<std::string> cells;
  EachCell(line.text,
           [&](absl::string_view cell) { cells.emplace_back(cell); });
  return cells;
}

// The digits at the front, as in "2060101 行政运行" or "2060101-行政运行".
absl::string_view LeadingDigits(absl::string_view text) {
  text = budget::TrimBlanks(text);
  size_t length = 0;
  while (length < text.size() && absl::ascii_isdigit(text[length])) ++length;
  return text.substr(0, length);
}

class DetailReader {
 public:
  DetailReader(const budget::Form& form, std::vector<TextLine> lines,
               const DetailHeadings& headings)
      : form_(form),
        lines_(std::move(lines)),
        headings_(headings),
        unit_fen_(headings.columns.unit_fen) {}

  void SetSource(std::vector<budget::SourcePart> parts,
                 std::vector<budget::ReadingProblem> problems) {
    document_.source.parts = std::move(parts);
    document_.problems = std::move(problems);
  }

  absl::StatusOr<Document> Read() {
    document_.kind = budget::DocumentKind::kDepartmentBudget;
    document_.role = budget::DocumentRole::kDepartment;
    for (size_t i = 0; i < headings_.line; ++i) ReadNote(lines_[i]);
    if (unit_fen_ == 0) {
      return Refuse(rpc::Reason::kDocumentUnreadable,
                    budget::Message("reader.detail_unit_missing"));
    }
    for (size_t i = headings_.line + 1; i < lines_.size(); ++i) {
      if (!IsBlank(lines_[i])) ReadRow(lines_[i]);
      if (detail_.size() > kDetailLinesMax ||
          gross_fen_ > budget::kFigureMicroMax) {
        return Refuse(
            rpc::Reason::kDocumentUnreadable,
            budget::Message("reader.detail_too_much",
                            {{"limit", absl::StrCat(kDetailLinesMax)}}));
      }
    }
    if (detail_.empty()) return RefuseEmpty();
    CompareTotals();
    document_.tables = DeriveTables(form_, document_.fiscal_year, detail_);
    for (budget::Table& table : document_.tables) {
      if (table.rows.size() > budget::kRowsPerTableMax) {
        return Refuse(rpc::Reason::kDocumentUnreadable,
                      budget::Message(
                          "reader.rows_too_many",
                          {{"table", TableName(form_.Table(table.kind))},
                           {"limit", absl::StrCat(budget::kRowsPerTableMax)}}));
      }
      table.prepared_by = document_.department;
    }
    return std::move(document_);
  }

 private:
  // No line was taken: why not the first, where there is one.
  absl::Status RefuseEmpty() const {
    const auto& problems = document_.problems;
    if (problems.empty()) {
      return Refuse(rpc::Reason::kDocumentNotABudget,
                    budget::Message("reader.detail_empty"));
    }
    return Refuse(
        rpc::Reason::kDocumentNotABudget,
        budget::Message(
            "reader.detail_none_taken",
            {{"count", absl::StrCat(problems.size())},
             {"place", budget::LocationText(problems.front().location)},
             {"reason", problems.front().message}}));
  }

  // A line that states the sum of others: of all, or of some above or below it.
  struct Total {
    bool part = false;
    int64_t fen = 0;
    int64_t above_fen = 0;  // The sum of all lines above it.
    budget::SourceLocation location;
  };

  // What stands above the headings.
  void ReadNote(const TextLine& line) {
    for (const std::string& cell : CellsOf(line)) {
      const TableNote note = ReadTableNote(cell);
      if (unit_fen_ == 0) unit_fen_ = note.unit_fen;
      if (document_.department.empty()) {
        document_.department = note.prepared_by;
        if (note.role == budget::DocumentRole::kUnit) {
          document_.role = note.role;
        }
      }
      if (document_.fiscal_year == 0) {
        document_.fiscal_year = YearIn(budget::NormaliseLabel(cell));
      }
    }
  }

  void ReadRow(const TextLine& line) {
    line_ = line.number;
    cells_ = CellsOf(line);
    // A TAB at the front is an empty cell, unless all rows have one.
    if (line.cell && !lines_[headings_.line].cell) {
      cells_.insert(cells_.begin(), "");
    }
    if (Cell(DetailField::kAmount).empty()) return;
    DetailLine detail;
    if (IsSum(&detail.amount_fen)) return;
    const bool taken =
        TakeParty() && TakeCode(DetailField::kFunction, 7, &detail.function) &&
        TakeEconomic(&detail.economic) && TakeSource(&detail.source) &&
        TakeProject(&detail.project) && TakeAmount(&detail.amount_fen);
    if (!taken) {
      whole_ = false;
      return;
    }
    detail.location = Locate(DetailField::kAmount);
    gross_fen_ += std::abs(detail.amount_fen);
    sum_fen_ += detail.amount_fen;
    sums_.insert(sum_fen_);
    detail_.push_back(std::move(detail));
  }

  // Whether the row is the sum of others, which is not counted once more.
  bool IsSum(int64_t* fen) {
    for (const std::string& cell : cells_) {
      const std::string label = budget::NormaliseLabel(cell);
      const bool part = label == "小计";
      if (!part && label != "合计" && label != "总计") continue;
      if (TakeAmount(fen)) {
        totals_.push_back({part, *fen, sum_fen_, Locate(DetailField::kAmount)});
      }
      return true;
    }
    return false;
  }

  // Whose it is, and of which year: the same in all lines.
  bool TakeParty() {
    const absl::string_view department = Cell(DetailField::kDepartment);
    if (document_.department.empty()) {
      document_.department = std::string(department);
    } else if (!department.empty() && department != document_.department) {
      Problem("reader.detail_department_other", DetailField::kDepartment,
              {{"printed", department}, {"department", document_.department}});
      return false;
    }
    int year = 0;
    if (!absl::SimpleAtoi(LeadingDigits(Cell(DetailField::kYear)), &year)) {
      return true;
    }
    if (document_.fiscal_year == 0) document_.fiscal_year = year;
    if (year == document_.fiscal_year) return true;
    Problem("reader.detail_year_other", DetailField::kYear,
            {{"printed", Cell(DetailField::kYear)},
             {"year", absl::StrCat(document_.fiscal_year)}});
    return false;
  }

  bool TakeCode(DetailField field, size_t digits, std::string* code) {
    *code = std::string(LeadingDigits(Cell(field)));
    if (code->size() == digits) return true;
    Problem("reader.detail_code_unreadable", field,
            {{"printed", Cell(field)}, {"digits", absl::StrCat(digits)}});
    return false;
  }

  // Of a class that has a column in table 7: another would be part of no total.
  bool TakeEconomic(std::string* code) {
    if (!TakeCode(DetailField::kEconomic, 5, code)) return false;
    const std::string column = absl::StrCat("e", code->substr(0, 3));
    if (form_.Table(TableKind::kT7).ColumnIndex(budget::Side::kNone, column) >=
        0) {
      return true;
    }
    Problem("reader.detail_economic_unknown", DetailField::kEconomic,
            {{"printed", Cell(DetailField::kEconomic)}});
    return false;
  }

  bool TakeSource(std::string* source) {
    const absl::string_view printed = Cell(DetailField::kSource);
    *source = std::string(MoneySourceOf(printed));
    if (!source->empty()) return true;
    Problem("reader.detail_source_unknown", DetailField::kSource,
            {{"printed", printed}});
    return false;
  }

  // Empty for basic expenditure: by its kind, or where no project is named.
  bool TakeProject(std::string* project) {
    const absl::string_view kind = Cell(DetailField::kKind);
    *project = std::string(Cell(DetailField::kProject));
    if (budget::ContainsAny(kind, {"基本", "人员", "公用"})) {
      project->clear();
    } else if (!kind.empty() && project->empty()) {
      Problem("reader.detail_project_missing", DetailField::kKind,
              {{"printed", kind}});
      return false;
    }
    return true;
  }

  bool TakeAmount(int64_t* fen) {
    const auto amount = budget::ParseDecimal(Cell(DetailField::kAmount));
    if (amount.ok()) {
      const __int128 micro_fen =
          static_cast<__int128>(amount->micro) * unit_fen_;
      const __int128 whole = micro_fen / budget::kMicroPerOne;
      if (whole * budget::kMicroPerOne == micro_fen &&
          whole <= budget::kFigureMicroMax &&
          whole >= -budget::kFigureMicroMax) {
        *fen = static_cast<int64_t>(whole);
        return true;
      }
    }
    Problem("reader.detail_amount_unreadable", DetailField::kAmount,
            {{"printed", Cell(DetailField::kAmount)}});
    whole_ = false;
    return false;
  }

  void CompareTotals() {
    if (!whole_) return;  // The lines that are missing have been told.
    for (const Total& total : totals_) {
      if (total.part) {
        ComparePart(total);
        continue;
      }
      if (total.fen == sum_fen_) continue;
      AddProblem("reader.detail_total_differs", total.location,
                 TableKind::kNone,
                 {{"printed", budget::FormatDecimal(total.fen)},
                  {"sum", budget::FormatDecimal(sum_fen_)}},
                 &document_);
    }
  }

  // The lines next to it, above or below, add up to it however many they are.
  void ComparePart(const Total& total) {
    if (sums_.contains(total.above_fen - total.fen) ||
        sums_.contains(total.above_fen + total.fen)) {
      return;
    }
    AddProblem("reader.detail_part_differs", total.location, TableKind::kNone,
               {{"printed", budget::FormatDecimal(total.fen)}}, &document_);
  }

  // Without blanks around it; empty where the row is shorter.
  absl::string_view Cell(DetailField field) const {
    const int at = headings_.columns.Of(field);
    if (at < 0 || static_cast<size_t>(at) >= cells_.size()) return "";
    return budget::TrimBlanks(cells_[static_cast<size_t>(at)]);
  }

  budget::SourceLocation Locate(DetailField field) const {
    return document_.source.Locate(line_, headings_.columns.Of(field) + 1);
  }

  void Problem(absl::string_view id, DetailField field,
               std::initializer_list<budget::MessageArgument> arguments) {
    AddProblem(id, Locate(field), TableKind::kNone, arguments, &document_);
  }

  const budget::Form& form_;
  const std::vector<TextLine> lines_;
  const DetailHeadings headings_;
  int64_t unit_fen_;
  Document document_;
  std::vector<DetailLine> detail_;
  int64_t gross_fen_ = 0;  // Without signs.
  int64_t sum_fen_ = 0;
  absl::flat_hash_set<int64_t> sums_ = {0};  // After each line.
  std::vector<Total> totals_;
  bool whole_ = true;  // Every line was taken.
  // Of the row that is read.
  int line_ = 0;
  std::vector<std::string> cells_;
};

}  // namespace

absl::StatusOr<Document> ReadDetailLines(const budget::Form& form,
                                         PrintedText printed) {
  auto lines = SplitLines(printed.text);
  if (!lines.ok()) return lines.status();
  const auto headings = FindDetailHeadings(*lines);
  if (!headings.has_value()) {
    return Refuse(rpc::Reason::kDocumentNotABudget,
                  budget::Message("reader.detail_empty"));
  }
  DetailReader reader(form, *std::move(lines), *headings);
  reader.SetSource(std::move(printed.parts), std::move(printed.problems));
  return reader.Read();
}

}  // namespace yuheng::ingestion
