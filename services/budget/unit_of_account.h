#ifndef YUHENG_SERVICES_BUDGET_UNIT_OF_ACCOUNT_H_
#define YUHENG_SERVICES_BUDGET_UNIT_OF_ACCOUNT_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "services/budget/decimal.h"

namespace yuheng::budget {

// What amounts are stated in.
struct UnitOfAccount {
  absl::string_view name;
  int64_t fen;
};

// No name begins another.
inline constexpr UnitOfAccount kUnitsOfAccount[] = {
    {"万元", kFenPerWanYuan},         {"元", kFenPerYuan},
    {"千元", 1'000 * kFenPerYuan},    {"百元", 100 * kFenPerYuan},
    {"百万元", 100 * kFenPerWanYuan}, {"亿元", 10'000 * kFenPerWanYuan},
};

// Empty when no unit is that large.
constexpr absl::string_view UnitName(int64_t fen) {
  for (const UnitOfAccount& unit : kUnitsOfAccount) {
    if (unit.fen == fen) return unit.name;
  }
  return "";
}

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_UNIT_OF_ACCOUNT_H_
