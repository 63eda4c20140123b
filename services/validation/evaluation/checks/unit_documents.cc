#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/decimal.h"
#include "services/budget/regional_form.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/rounding.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Row;
using budget::Side;
using budget::TableKind;

// Units a message names one by one.
constexpr size_t kUnitsNamedMax = 20;

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size() && i <= kUnitsNamedMax; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : "、",
                    i == kUnitsNamedMax ? "…" : names[i]);
  }
  return text;
}

class UnitSum {
 public:
  explicit UnitSum(const CheckContext& context) : context_(context) {
    for (const budget::Document* unit : context.references->units) {
      names_.push_back(unit->department);
      units_.push_back(
          std::make_unique<DocumentIndex>(budget::FormOf(*unit), *unit));
      transfers_fen_ += TransferOf(*units_.back(), "unit_upsub") +
                        TransferOf(*units_.back(), "unit_aff");
    }
  }

  void Run() {
    for (const budget::TableShape& shape : context_.form.tables) {
      if (!InEveryForm(shape.kind)) continue;
      if (Usable(shape)) CompareTable(shape);
      if (context_.reporter.stopped()) return;
    }
    if (missing_count_ > 0) {
      context_.reporter.Insufficient(
          std::move(missing_),
          Message("finding.unit_figures_missing",
                  {{"place", missing_text_},
                   {"count", absl::StrCat(missing_count_)}}));
    }
    if (transferred_count_ > 0) {
      context_.reporter.Note(
          std::move(transferred_),
          Message("finding.unit_transfers",
                  {{"amount", budget::FormatDecimal(transfers_fen_)},
                   {"count", absl::StrCat(transferred_count_)}}));
    }
  }

 private:
  // What units receive from each other, as far as their table 1 says.
  static int64_t TransferOf(const DocumentIndex& unit, absl::string_view line) {
    const IndexedTable& table = unit.Of(TableKind::kT1);
    const Row* row = table.Find(Side::kIncome, line);
    return row == nullptr || !table.usable() ? 0 : FigureOf(table, *row, 0).fen;
  }

  void Miss(const Place& place, const budget::Text& text) {
    if (missing_count_++ == 0) missing_text_ = text;
    if (missing_.size() < kPlacesPerFindingMax) missing_.push_back(place);
  }

  // Calls test(shape) for the department's table and those of its units until
  // one fails.
  template <typename Test>
  bool Everywhere(TableKind kind, Test test) const {
    return test(context_.index.Of(kind).shape()) &&
           std::all_of(units_.begin(), units_.end(), [&](const auto& unit) {
             return test(unit->Of(kind).shape());
           });
  }

  bool InEveryForm(TableKind kind) const {
    return Everywhere(
        kind, [](const budget::TableShape& shape) { return shape.printed; });
  }

  // Whether all of them print that cell, or leave it to its row.
  bool IsPrinted(TableKind kind, const Row& row, int column) const {
    constexpr auto kPrinted = budget::Presence::kPrinted;
    return Everywhere(kind, [&](const budget::TableShape& shape) {
      const budget::Line* line = shape.FindLine(row.side, row.code);
      return shape.ColumnsOf(row.side)[static_cast<size_t>(column)].presence ==
                 kPrinted &&
             (line == nullptr || line->presence == kPrinted);
    });
  }

  // Whether the department and every unit have the table; if not, it is
  // remembered.
  bool Usable(const budget::TableShape& shape) {
    const TableKind kind = shape.kind;
    const auto check = [&](const IndexedTable& table, const std::string& who) {
      if (table.usable()) return true;
      const budget::Text name = TableText(shape);
      Miss({absl::StrCat("T", static_cast<int>(kind)), {}},
           {absl::StrCat(who, " ", name.zh), absl::StrCat(who, " ", name.en)});
      return false;
    };
    if (!check(context_.index.Of(kind), context_.document.department)) {
      return false;
    }
    for (size_t i = 0; i < units_.size(); ++i) {
      if (!check(units_[i]->Of(kind), names_[i])) return false;
    }
    return true;
  }

  void CompareTable(const budget::TableShape& shape) {
    absl::flat_hash_set<std::pair<int, absl::string_view>> seen;
    CompareRows(shape, context_.index.Of(shape.kind), &seen);
    for (const auto& unit : units_) {
      CompareRows(shape, unit->Of(shape.kind), &seen);
    }
  }

  void CompareRows(
      const budget::TableShape& shape, const IndexedTable& from,
      absl::flat_hash_set<std::pair<int, absl::string_view>>* seen) {
    for (const Row& row : from.table()->rows) {
      if (context_.reporter.stopped()) return;
      if (!seen->insert({static_cast<int>(row.side), row.code}).second ||
          IsTransferDetail(shape.kind, row)) {
        continue;
      }
      const int columns = static_cast<int>(shape.ColumnsOf(row.side).size());
      for (int column = 0; column < columns; ++column) {
        if (IsPrinted(shape.kind, row, column)) {
          CompareCell(shape.kind, row, column);
        }
      }
    }
  }

  // Money that passes from unit to unit is in their lines and not in the
  // department's.
  bool IsTransferDetail(TableKind kind, const Row& row) const {
    return kind == TableKind::kT1 && row.side == Side::kIncome &&
           transfers_fen_ > 0 &&
           absl::string_view(row.code).substr(0, 5) ==
               absl::string_view("unit_");
  }

  // The cell of a row. Of a 项 that has only rows of its projects, their sum:
  // projects are called otherwise in the department's table now and then.
  Figure CellOf(const IndexedTable& table, const Row& like, int column) {
    const Row* row = table.Find(like.side, like.code);
    if (row == nullptr) {
      return MissingFigure(table, like.side, like.code, column);
    }
    Figure figure = FigureOf(table, *row, column);
    if (row->level != budget::RowLevel::kProject) return figure;
    __int128 sum = 0;
    for (const Row* project : table.ProjectsOf(like.code)) {
      const Figure part = FigureOf(table, *project, column);
      figure.readable &= part.readable;
      sum += part.fen;
    }
    // kUnitsMax of them still add up.
    constexpr __int128 kLimit =
        INT64_MAX / (2 * static_cast<int64_t>(kUnitsMax));
    figure.fen = static_cast<int64_t>(std::clamp(sum, -kLimit, kLimit));
    return figure;
  }

  void CompareCell(TableKind kind, const Row& row, int column) {
    const Figure own = CellOf(context_.index.Of(kind), row, column);
    bool readable = own.readable;
    int64_t sum_fen = 0;
    int64_t precision_fen = own.precision;
    int64_t unit_precision_fen = 1;
    int64_t nonzero = 0;
    budget::Text sum;
    for (size_t i = 0; i < units_.size(); ++i) {
      const Figure part = CellOf(units_[i]->Of(kind), row, column);
      readable &= part.readable;
      if (part.fen == 0) continue;
      sum_fen += part.fen;
      precision_fen = std::max(precision_fen, part.precision);
      unit_precision_fen = part.precision;
      if (++nonzero > static_cast<int64_t>(kUnitsNamedMax)) continue;
      absl::StrAppend(&sum.zh, sum.zh.empty() ? "" : " + ", names_[i], " ",
                      budget::FormatDecimal(part.fen));
    }
    if (!readable) return Miss(PlaceOf(own), FigureText(own));
    Agreement agreement = Agreement::kExact;
    if (nonzero > 1) {
      agreement = JudgeSum(own.fen, sum_fen, nonzero, precision_fen);
    } else if (nonzero == 1 && own.fen != 0) {
      agreement =
          JudgePrints(own.fen, own.precision, sum_fen, unit_precision_fen);
    } else if (own.fen != sum_fen) {
      agreement = Agreement::kInconsistent;
    }
    if (agreement == Agreement::kExact) return;
    if (agreement == Agreement::kInconsistent &&
        ExplainedByTransfers(kind, own, sum_fen)) {
      return;
    }
    if (nonzero > static_cast<int64_t>(kUnitsNamedMax)) {
      absl::StrAppend(&sum.zh, " + …");
    }
    if (nonzero == 0) absl::StrAppend(&sum.zh, "0");
    sum.en = sum.zh;
    Report(own, sum_fen, agreement, sum);
  }

  // Totals that hold money passed between units may be smaller in the
  // department's document, by no more than that money.
  bool ExplainedByTransfers(TableKind kind, const Figure& own,
                            int64_t sum_fen) {
    if (kind > TableKind::kT3 || sum_fen < own.fen ||
        sum_fen - own.fen > transfers_fen_) {
      return false;
    }
    if (++transferred_count_ <= kPlacesPerFindingMax) {
      transferred_.push_back(PlaceOf(own));
    }
    return true;
  }

  void Report(const Figure& own, int64_t sum_fen, Agreement agreement,
              const budget::Text& sum) {
    Finding finding;
    finding.severity = context_.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    if (agreement == Agreement::kRounding) {
      finding.severity = Severity::kNote;
      finding.status = FindingStatus::kRounding;
    } else if (agreement == Agreement::kBoundary) {
      finding.status = FindingStatus::kBoundary;
    }
    finding.places = {PlaceOf(own)};
    finding.actual_micro = own.fen;
    finding.expected_micro = sum_fen;
    finding.difference_micro = own.fen - sum_fen;
    finding.message =
        Message("finding.unit_sum",
                {{"place", FigureText(own)},
                 {"actual", budget::FormatDecimal(own.fen)},
                 {"sum", sum},
                 {"expected", budget::FormatDecimal(sum_fen)},
                 {"difference", budget::FormatDecimal(own.fen - sum_fen)}});
    context_.reporter.Report(std::move(finding));
  }

  const CheckContext& context_;
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<DocumentIndex>> units_;
  int64_t transfers_fen_ = 0;
  std::vector<Place> missing_;
  size_t missing_count_ = 0;
  budget::Text missing_text_;
  std::vector<Place> transferred_;
  size_t transferred_count_ = 0;
};

// A unit's own document, or a department that says it has no units.
bool HasNoUnits(const CheckContext& context) {
  if (context.document.role == budget::DocumentRole::kUnit) return true;
  const budget::Claim* units = context.claims.Find("G:units:count");
  return units != nullptr && units->value_micro && *units->value_micro == 0;
}

}  // namespace

// L-04: every cell of the department's tables is the sum of its units' cells;
// money that units pay each other is eliminated. All units must be known.
void CheckUnitDocuments(const CheckContext& context) {
  const References* references = context.references;
  const bool given = references != nullptr && !references->units.empty();
  if (references != nullptr && !references->units_missing.empty()) {
    const std::string names = Joined(references->units_missing);
    context.reporter.Insufficient(
        {}, Message("finding.units_missing", {{"units", names}}));
    return;
  }
  if (!given) {
    if (HasNoUnits(context)) return;
    context.reporter.Insufficient({}, Message("finding.units_not_given"));
    return;
  }
  UnitSum(context).Run();
}

}  // namespace yuheng::validation
