#include "services/validation/evaluation/figure_selector.h"

#include <string>

namespace yuheng::validation {

using budget::Row;

int FigureSelector::ColumnOf(const PlanFigures& figures) const {
  return figures.column >= 0
             ? figures.column
             : figures.column_of_choice[bindings[figures.column_slot].choice];
}

Figure FigureSelector::One(const PlanFigures& figures) const {
  Figure figure = figures.selection == Selection::kVariable ? OneOfLoop(figures)
                                                            : OneOfKey(figures);
  if (!IsTable(figures.table.source) && !figure.said && !figures.optional) {
    figure.readable = false;
  }
  return figure;
}

Figure FigureSelector::OneOfLoop(const PlanFigures& figures) const {
  const IndexedTable& table = index_.Of(figures.table.source);
  const int column = ColumnOf(figures);
  const Binding& binding = bindings[figures.slot];
  if (binding.row != nullptr && binding.source == figures.table.source &&
      binding.row->side == figures.table.side) {
    return FigureOf(table, *binding.row, column);
  }
  return FigureAt(table, figures.table.side, binding.code, column);
}

Figure FigureSelector::OneOfKey(const PlanFigures& figures) const {
  const IndexedTable& table = index_.Of(figures.table.source);
  const int column = ColumnOf(figures);
  const std::string& key =
      figures.selection == Selection::kChoice
          ? figures.key_of_choice[bindings[figures.slot].choice]
          : figures.key;
  const Row* row = table.Find(figures.table.side, key);
  if (row != nullptr) return FigureOf(table, *row, column);
  Figure figure = MissingFigure(table, figures.table.side, key, column);
  if (!IsTable(figures.table.source)) return figure;
  // A total or a line of the form must be printed; a code need not, and a
  // table that is declared empty may leave out its total.
  const bool line = table.shape().FindLine(figures.table.side, key) != nullptr;
  const bool declared_empty = !table.table()->nil_statement.empty();
  figure.readable = !line && (key != budget::kTotalKey || declared_empty);
  return figure;
}

void FigureSelector::Each(const PlanFigures& figures,
                          absl::FunctionRef<void(const Figure&)> take) const {
  const IndexedTable& table = index_.Of(figures.table.source);
  const int column = ColumnOf(figures);
  switch (figures.selection) {
    case Selection::kKey:
    case Selection::kChoice:
    case Selection::kVariable:
      take(One(figures));
      return;
    case Selection::kNamed: {
      const absl::string_view name = bindings[figures.slot].code;
      const auto& rows = table.RowsNamed(name);
      for (const Row* row : rows) take(FigureOf(table, *row, column));
      if (rows.empty()) {
        take(MissingFigure(table, figures.table.side, name, column));
      }
      return;
    }
    case Selection::kLevel:
      for (const Row& row : table.table()->rows) {
        if (figures.rows.Has(row)) take(FigureOf(table, row, column));
      }
      return;
    case Selection::kChildren: {
      const Binding& binding = bindings[figures.slot];
      const Row* row = binding.source == figures.table.source
                           ? binding.row
                           : table.Find(figures.table.side, binding.code);
      if (row == nullptr) return;
      for (const Row* child : table.ChildrenOf(*row)) {
        take(FigureOf(table, *child, column));
      }
      return;
    }
    case Selection::kProjects:
      for (const Row* row : table.ProjectsOf(bindings[figures.slot].code)) {
        take(FigureOf(table, *row, column));
      }
      return;
  }
}

}  // namespace yuheng::validation
