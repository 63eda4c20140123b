#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_SCOPE_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_SCOPE_H_

#include <bitset>
#include <string>
#include <utility>

#include "services/budget/table_shape.h"

namespace yuheng::aggregation {

// The year and stage that totals are never mixed across.
struct Period {
  int fiscal_year = 0;
  int stage = 0;

  friend bool operator==(const Period&, const Period&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Period& p) {
    return H::combine(std::move(h), p.fiscal_year, p.stage);
  }
};

// What totals are about: a department, whether it reported as a whole or by
// units; with a unit only that; without a department the group's departments
// together; without any name the prefecture. A group has no department beside
// it.
struct Scope {
  Period period;
  std::string department;
  std::string unit;
  std::string group = {};

  friend bool operator==(const Scope&, const Scope&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Scope& s) {
    return H::combine(std::move(h), s.period, s.department, s.unit, s.group);
  }
};

// Which tables are asked for, by number; none set means all.
using TableSet = std::bitset<budget::kTableCount + 1>;

inline bool Wants(const TableSet& tables, int table) {
  return tables.none() ||
         (table >= 0 && table <= budget::kTableCount && tables.test(table));
}

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_SCOPE_H_
