#include "services/validation/evaluation/diagnosis/missing_row.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Row;
using budget::RowLevel;
using budget::Text;

// Rows that are tried on the document at most: each is a check of all of it.
constexpr size_t kRowsTriedMax = 4;

// A row that a table may lack.
struct Gap {
  const IndexedTable* table = nullptr;
  const Row* parent = nullptr;
  Row row;
  std::vector<const IndexedTable*> witnesses;  // That have it.
  std::vector<int> failures;                   // That it explains, ascending.
};

bool HasAmount(const Row& row, int64_t fen) {
  return std::any_of(
      row.cells.begin(), row.cells.end(),
      [&](const budget::Cell& cell) { return cell.amount_fen == fen; });
}

// What the row has beyond its children, by column; empty when that is nothing,
// or in some column less than nothing.
std::vector<budget::Cell> BeyondChildren(const IndexedTable& table,
                                         const Row& row) {
  std::vector<budget::Cell> beyond(row.cells.size());
  bool any = false;
  for (size_t i = 0; i < beyond.size(); ++i) {
    __int128 fen = row.cells[i].amount_fen;
    for (const Row* child : table.ChildrenOf(row)) {
      if (i < child->cells.size()) fen -= child->cells[i].amount_fen;
    }
    if (fen < 0) return {};
    if (fen == 0) continue;
    any = true;
    beyond[i].state = budget::CellState::kStated;
    beyond[i].amount_fen = static_cast<int64_t>(fen);
  }
  return any ? beyond : std::vector<budget::Cell>{};
}

class GapSearch {
 public:
  GapSearch(const DocumentIndex& index, const Evidence& evidence,
            const Trial& trial, const std::vector<CommonCause>& found)
      : index_(index), failures_(evidence.failures()), trial_(trial) {
    for (const budget::TableShape& shape : budget::StandardForm().tables) {
      const IndexedTable& table = index.Of(shape.kind);
      if (table.usable() && shape.coded() &&
          shape.row_space != budget::RowSpace::kEconomic) {
        tables_.push_back(&table);
      }
    }
    for (const CommonCause& cause : found) {
      if (cause.change) made_.push_back(*cause.change);
      explained_.insert(cause.failures.begin(), cause.failures.end());
    }
    for (const KeptFinding& failure : failures_) {
      before_.insert(KeyOf(failure.finding));
    }
  }

  std::vector<Gap> Run() const {
    std::vector<Gap> gaps;
    for (const IndexedTable* table : tables_) {
      for (const Row& parent : table->table()->rows) {
        if (parent.level >= RowLevel::kItem) continue;
        Gap gap = GapUnder(*table, parent);
        if (gap.witnesses.empty()) continue;
        if (gaps.size() == kRowsTriedMax) return {};
        gaps.push_back(std::move(gap));
      }
    }
    for (Gap& gap : gaps) Try(&gap);
    gaps.erase(
        std::remove_if(gaps.begin(), gaps.end(),
                       [](const Gap& gap) { return gap.failures.empty(); }),
        gaps.end());
    return gaps;
  }

 private:
  // Without witnesses unless just one row can be what is missing.
  Gap GapUnder(const IndexedTable& table, const Row& parent) const {
    Gap gap{.table = &table, .parent = &parent};
    gap.row.cells = BeyondChildren(table, parent);
    if (gap.row.cells.empty()) return gap;
    std::vector<const IndexedTable*> witnesses;
    for (const IndexedTable* other : tables_) {
      const Row* above =
          other == &table ? nullptr : other->Find(parent.side, parent.code);
      if (above == nullptr) continue;
      for (const Row* row : other->ChildrenOf(*above)) {
        if (table.Find(row->side, row->code) != nullptr ||
            !Supplies(*row, gap.row) || StandsUnderOther(*other, *row)) {
          continue;
        }
        if (!witnesses.empty() && row->code != gap.row.code) return gap;
        if (!witnesses.empty() && witnesses.back() == other) continue;
        gap.row.side = row->side;
        gap.row.level = row->level;
        gap.row.code = row->code;
        gap.row.name = row->name;
        witnesses.push_back(other);
      }
    }
    if (witnesses.empty()) return gap;
    if (table.shape().row_space == budget::RowSpace::kProject) {
      gap.row.project = ProjectLeftOut(table);
      if (gap.row.project.empty()) return gap;
      gap.row.level = RowLevel::kProject;
    } else if (gap.row.level == RowLevel::kProject) {
      gap.row.level = RowLevel::kItem;
    }
    gap.witnesses = std::move(witnesses);
    return gap;
  }

  // Whether the row's code is one of those found wrong.
  bool StandsUnderOther(const IndexedTable& table, const Row& row) const {
    const auto position =
        static_cast<size_t>(&row - table.table()->rows.data());
    return std::any_of(made_.begin(), made_.end(), [&](const Change& change) {
      const auto* code = std::get_if<CodeChange>(&change);
      return code != nullptr && code->table == table.table()->kind &&
             code->row == position;
    });
  }

  // Some figure of what is missing stands in the row.
  static bool Supplies(const Row& row, const Row& missing) {
    return std::any_of(missing.cells.begin(), missing.cells.end(),
                       [&](const budget::Cell& cell) {
                         return cell.stated() &&
                                HasAmount(row, cell.amount_fen);
                       });
  }

  // The one project that the text describes and the table has not.
  std::string ProjectLeftOut(const IndexedTable& table) const {
    const IndexedTable& text = index_.Of(Source::kN7);
    std::string only;
    if (text.table() == nullptr) return only;
    for (const Row& row : text.table()->rows) {
      if (row.level != RowLevel::kProject ||
          !table.RowsNamed(budget::NormaliseLabel(row.project)).empty()) {
        continue;
      }
      if (!only.empty()) return "";
      only = row.project;
    }
    return only;
  }

  // Keeps the failures that disappear, unless others come.
  void Try(Gap* gap) const {
    std::vector<Change> changes = made_;
    changes.push_back(ChangeOf(*gap));
    const auto rest = trial_(changes);
    if (!rest) return;
    std::set<FailureKey> left;
    for (const Finding& finding : *rest) {
      if (before_.count(KeyOf(finding)) == 0) return;
      left.insert(KeyOf(finding));
    }
    for (size_t i = 0; i < failures_.size(); ++i) {
      const int failure = static_cast<int>(i);
      if (explained_.count(failure) == 0 &&
          left.count(KeyOf(failures_[i].finding)) == 0) {
        gap->failures.push_back(failure);
      }
    }
  }

  // In the order of codes.
  static RowChange ChangeOf(const Gap& gap) {
    const std::vector<Row>& rows = gap.table->table()->rows;
    const bool total = gap.parent->level == RowLevel::kTotal;
    size_t position =
        total ? 0 : static_cast<size_t>(gap.parent - rows.data()) + 1;
    for (size_t i = position; i < rows.size(); ++i) {
      if (rows[i].level != RowLevel::kTotal && rows[i].code < gap.row.code &&
          (total || absl::StartsWith(rows[i].code, gap.parent->code))) {
        position = i + 1;
      }
    }
    return {gap.table->table()->kind, position, gap.row};
  }

  const DocumentIndex& index_;
  const std::vector<KeptFinding>& failures_;
  const Trial& trial_;
  std::vector<const IndexedTable*> tables_;  // In the order of the form.
  std::vector<Change> made_;
  std::set<int> explained_;
  std::set<FailureKey> before_;
};

// 「合计 10、项目支出 10」.
Text AmountsText(const Gap& gap) {
  Text text;
  for (size_t i = 0; i < gap.row.cells.size(); ++i) {
    const budget::Cell& cell = gap.row.cells[i];
    if (!cell.stated()) continue;
    const Text column =
        ColumnText(FigureOf(*gap.table, *gap.parent, static_cast<int>(i)));
    const std::string amount = AmountText(*gap.table, cell.amount_fen);
    absl::StrAppend(&text.zh, text.zh.empty() ? "" : "、", column.zh, " ",
                    amount);
    absl::StrAppend(&text.en, text.en.empty() ? "" : ", ", column.en, " ",
                    amount);
  }
  return text;
}

// Whether the unprinted figure is one of the row's.
bool IsOf(const Gap& gap, const Figure& figure) {
  return figure.row == nullptr && figure.table == gap.table &&
         (figure.code == gap.row.code ||
          (!gap.row.project.empty() &&
           figure.code == budget::NormaliseLabel(gap.row.project)));
}

void Explain(const Gap& gap, const IdentitySet& set,
             std::vector<Breach>* breaches, std::vector<int64_t>* values) {
  const auto is_of = [&](int fact) {
    return IsOf(gap, set.facts()[static_cast<size_t>(fact)].figure);
  };
  for (Breach& breach : *breaches) {
    breach.settled |= std::binary_search(gap.failures.begin(),
                                         gap.failures.end(), breach.failure);
    breach.facts.erase(
        std::remove_if(breach.facts.begin(), breach.facts.end(), is_of),
        breach.facts.end());
  }
  for (size_t i = 0; i < set.facts().size(); ++i) {
    const Figure& figure = set.facts()[i].figure;
    if (!IsOf(gap, figure)) continue;
    (*values)[i] = gap.row.cells[static_cast<size_t>(figure.column)].amount_fen;
  }
}

}  // namespace

std::vector<CommonCause> FindMissingRows(const DocumentIndex& index,
                                         Evidence& evidence, const Trial& trial,
                                         const std::vector<CommonCause>& found,
                                         std::vector<Breach>* breaches,
                                         std::vector<int64_t>* values) {
  std::vector<CommonCause> causes;
  for (Gap& gap : GapSearch(index, evidence, trial, found).Run()) {
    CommonCause& cause = causes.emplace_back();
    const Place parent = PlaceOf(*gap.table, *gap.parent);
    const Figure figure =
        MissingFigure(*gap.table, gap.row.side, gap.row.code, 0);
    cause.culprit = {AddressOf(figure), parent.location};
    const std::string name =
        absl::StrCat(gap.row.code, " ", gap.row.name,
                     gap.row.project.empty() ? "" : " ", gap.row.project);
    cause.cause =
        Message("diagnosis.missing_row", {{"table", PlaceText(*gap.table)},
                                          {"row", name},
                                          {"amounts", AmountsText(gap)}});
    cause.reason =
        Message("diagnosis.row_settles",
                {{"tables", TablesText(gap.witnesses)},
                 {"parent", RowText(FigureOf(*gap.table, *gap.parent, 0))},
                 {"rules", evidence.RulesText(gap.failures)},
                 {"count", absl::StrCat(gap.failures.size())}});
    Explain(gap, evidence.identities(), breaches, values);
    cause.failures = std::move(gap.failures);
  }
  return causes;
}

}  // namespace yuheng::validation
