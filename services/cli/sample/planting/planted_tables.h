#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_PLANTED_TABLES_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_PLANTED_TABLES_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/sample.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {

// No sum of a table has so many parts that rounding explains this difference:
// 0.5 万元.
inline constexpr int64_t kDifferenceFenMin = 50 * kPrintedFen;

// A cell by its indexes.
struct Spot {
  size_t table = 0;
  size_t row = 0;
  size_t column = 0;
};

// The tables of one document while errors are planted: what kind of row stands
// where, which rows were touched, what depends on a cell. Keeps references to
// what it is given.
class PlantedTables {
 public:
  PlantedTables(const budget::Form& form, const Style& style,
                std::vector<budget::Table>* tables, Random* random)
      : form_(form), style_(style), tables_(*tables), random_(*random) {}

  Random& random() { return random_; }

  std::vector<budget::Table>& tables() { return tables_; }
  const budget::TableShape& ShapeOf(const budget::Table& table) const {
    return form_.Table(table.kind);
  }

  bool IsTotal(const budget::Table& table, const budget::Row& row) const;
  bool IsLeaf(const budget::Table& table, const budget::Row& row) const;
  bool IsCodedLeaf(const budget::Table& table, const budget::Row& row) const {
    return ShapeOf(table).coded() && IsLeaf(table, row);
  }
  // Whether another leaf row stands under the same parent.
  bool HasSibling(const budget::Table& table, const budget::Row& row) const;

  // The code above a coded row; the total row above a class.
  static std::string ParentKey(const budget::Row& row);

  budget::Row& RowAt(const Spot& spot) {
    return tables_[spot.table].rows[spot.row];
  }
  budget::Cell& CellAt(const Spot& spot) {
    return RowAt(spot).cells[spot.column];
  }
  std::string AddressAt(const Spot& spot);

  // A random amount cell of a row that nobody has touched; none when there is
  // none. The amount is at least kDifferenceFenMin, so any rule sees a change.
  using RowTest = std::function<bool(const budget::Table&, const budget::Row&)>;
  std::optional<Spot> Pick(const RowTest& wanted);

  // The address of `column` in the row of that key beside `spot`, when there
  // is such a row.
  void AppendSeen(const Spot& spot, const std::string& key, size_t column,
                  std::vector<std::string>* seen);

  // The parents of a cell: the rows it is part of, and its row's sums.
  std::vector<std::string> ParentsOf(const Spot& spot);

  void Touch(const Spot& spot) { touched_.insert(RowName(spot)); }
  bool touched(const Spot& spot) { return touched_.count(RowName(spot)) > 0; }
  bool touched(budget::TableKind kind) const;
  bool untouched() const { return touched_.empty(); }

  // A table that has an error as a whole.
  void Take(budget::TableKind kind) { taken_.insert(kind); }
  bool taken(budget::TableKind kind) const { return taken_.count(kind) > 0; }

  // The error that is about to be made at a cell, which counts as touched.
  PlantedError Describe(const Spot& spot, std::vector<std::string> seen);
  // Prints another amount in a cell.
  void SetAmount(const Spot& spot, int64_t fen);
  // Both, for an error that is one cell alone.
  PlantedError Change(const Spot& spot, int64_t fen);
  // What no rounding explains.
  int64_t Difference() { return random_.Between(50, 990) * kPrintedFen; }

  // The cell of that row and column; none when the table lacks the row.
  std::optional<Spot> Find(budget::TableKind kind, budget::Side side,
                           absl::string_view key, absl::string_view column);
  // Adds to a cell, touched or not, and appends its address to `shifted`;
  // nothing when the table lacks the row.
  void Shift(budget::TableKind kind, budget::Side side, absl::string_view key,
             absl::string_view column, int64_t fen,
             std::vector<std::string>* shifted);

 private:
  std::string RowName(const Spot& spot);

  const budget::Form& form_;
  const Style& style_;
  std::vector<budget::Table>& tables_;
  Random& random_;
  std::set<std::string> touched_;
  std::set<budget::TableKind> taken_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_PLANTED_TABLES_H_
