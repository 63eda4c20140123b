#include "services/validation/evaluation/performance/project_money.h"

#include <algorithm>
#include <cstdlib>

#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/performance/sheet_figure.h"

namespace yuheng::validation {
namespace {

using budget::Row;
using budget::Side;
using budget::TableKind;

struct Amount {
  int64_t fen = 0;
  int64_t figures = 0;
  bool readable = true;

  void Add(const Amount& other) {
    fen = AddFen(fen, other.fen);
    figures += other.figures;
    readable &= other.readable;
  }
};

Amount AmountAt(const DocumentIndex& index, TableKind kind,
                absl::string_view code, absl::string_view column) {
  const IndexedTable& table = index.Of(kind);
  const Figure figure = FigureAt(
      table, Side::kNone, code, table.shape().ColumnIndex(Side::kNone, column));
  return {figure.fen, figure.fen != 0 ? 1 : 0, figure.readable};
}

Amount FiscalOf(const DocumentIndex& index, absl::string_view code,
                absl::string_view column) {
  Amount sum;
  for (const TableKind kind :
       {TableKind::kT5, TableKind::kT8, TableKind::kT9}) {
    sum.Add(AmountAt(index, kind, code, column));
  }
  return sum;
}

Amount ListedOf(const DocumentIndex& index, absl::string_view code) {
  const IndexedTable& table = index.Of(TableKind::kT7);
  const int column = table.shape().ColumnIndex(Side::kNone, "total");
  Amount sum;
  for (const Row* row : table.ProjectsOf(code)) {
    const Figure figure = FigureOf(table, *row, column);
    sum.Add({figure.fen, figure.fen != 0 ? 1 : 0, figure.readable});
  }
  return sum;
}

// Zero as far as two or three rounded figures can tell.
int64_t SnapToZero(const Amount& amount) {
  return MayBeEqual(amount.fen, 0, std::max<int64_t>(amount.figures, 2))
             ? 0
             : amount.fen;
}

ProjectMoney MoneyOf(const DocumentIndex& index, const Row& row) {
  const absl::string_view code = row.code;
  const Amount basic = AmountAt(index, TableKind::kT3, code, "basic");
  const Amount project = AmountAt(index, TableKind::kT3, code, "project");
  const Amount current_basic = FiscalOf(index, code, "basic");
  const Amount current = FiscalOf(index, code, "project");
  const Amount carry = AmountAt(index, TableKind::kT2, code, "carry_fiscal");
  Amount other;
  for (const absl::string_view source :
       {"special", "unit", "carry_nonfiscal"}) {
    other.Add(AmountAt(index, TableKind::kT2, code, source));
  }
  const Amount rest_basic{basic.fen - current_basic.fen,
                          basic.figures + current_basic.figures};
  const Amount rest_project{project.fen - current.fen,
                            project.figures + current.figures};
  Amount all = rest_basic;
  for (const Amount& each : {rest_project, carry, other}) all.Add(each);

  ProjectMoney money;
  money.row = &row;
  const Amount listed = ListedOf(index, code);
  const Amount general = AmountAt(index, TableKind::kT5, code, "project");
  money.basic_fen = basic.fen;
  money.project_fen = project.fen;
  money.current_fen = current.fen;
  money.listed_fen = listed.fen;
  money.unlisted_figures = project.figures + listed.figures;
  const int64_t free_basic = SnapToZero(rest_basic);
  const int64_t free_project = SnapToZero(rest_project);
  money.decided =
      all.readable && basic.readable && project.readable &&
      current_basic.readable && current.readable && listed.readable &&
      free_basic >= 0 && free_project >= 0 &&
      MayBeEqual(listed.fen, general.fen, listed.figures + general.figures) &&
      MayBeEqual(carry.fen + other.fen, rest_basic.fen + rest_project.fen,
                 all.figures);
  const auto low = [&](int64_t source) {
    return std::max<int64_t>(0, source - std::max<int64_t>(free_basic, 0));
  };
  const auto high = [&](int64_t source) {
    return free_basic == 0
               ? source
               : std::min(source, std::max<int64_t>(free_project, 0));
  };
  money.fiscal_low_fen = current.fen + low(carry.fen);
  money.fiscal_high_fen = current.fen + high(carry.fen);
  money.other_low_fen = low(other.fen);
  money.other_high_fen = high(other.fen);
  money.figures = current.figures + carry.figures + other.figures;
  if (free_basic != 0) money.figures += rest_basic.figures;
  return money;
}

}  // namespace

std::vector<ProjectMoney> ProjectMoneyOf(const DocumentIndex& index) {
  const IndexedTable& table = index.Of(TableKind::kT3);
  std::vector<ProjectMoney> all;
  for (const Row& row : table.table()->rows) {
    if (row.code.empty() || row.code == budget::kTotalKey ||
        table.Find(Side::kNone, row.code) != &row ||
        !table.ChildrenOf(row).empty()) {
      continue;
    }
    all.push_back(MoneyOf(index, row));
  }
  return all;
}

bool IsComplete(const std::vector<ProjectMoney>& entries,
                const DocumentIndex& index) {
  Amount basic;
  Amount project;
  Amount current;
  for (const ProjectMoney& each : entries) {
    basic.Add({each.basic_fen, each.basic_fen != 0});
    project.Add({each.project_fen, each.project_fen != 0});
    current.Add({each.current_fen, each.current_fen != 0});
  }
  const absl::string_view total = budget::kTotalKey;
  const auto adds_up = [](const Amount& sum, const Amount& printed) {
    return MayBeEqual(sum.fen, printed.fen, sum.figures + printed.figures);
  };
  return adds_up(basic, AmountAt(index, TableKind::kT3, total, "basic")) &&
         adds_up(project, AmountAt(index, TableKind::kT3, total, "project")) &&
         adds_up(current, FiscalOf(index, total, "project"));
}

}  // namespace yuheng::validation
