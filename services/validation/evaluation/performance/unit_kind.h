#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_UNIT_KIND_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_UNIT_KIND_H_

#include <cstdint>
#include <string_view>

namespace yuheng::validation {

// What a unit of measure counts. 个 counts nearly anything, so a unit has a set
// of kinds, and two units may count the same when their sets meet.
enum UnitKind : uint32_t {
  kUnitNone = 0,
  kUnitPeople = 1U << 0,         // 人 名 位 人次
  kUnitTimes = 1U << 1,          // 次 期 场 场次 班次 批
  kUnitThings = 1U << 2,         // 项 件 台 套 辆
  kUnitOrganisations = 1U << 3,  // 家 所
  kUnitPrints = 1U << 4,         // 份 篇 册 本 期
  kUnitPlaces = 1U << 5,         // 处 座 所
  kUnitHouseholds = 1U << 6,
  kUnitDays = 1U << 7,
  kUnitHours = 1U << 8,
  kUnitPercent = 1U << 9,
  kUnitMoney = 1U << 10,
  // Lengths, areas, weights: the same only when written the same.
  kUnitMeasure = 1U << 11,
};

// The unit `text` begins with, the longest one; empty when there is none.
std::u32string_view UnitAt(std::u32string_view text);

// The kinds of a whole unit; kUnitNone when it is none that is known.
uint32_t KindsOf(std::u32string_view unit);

// Whether figures in these units may count the same thing.
bool MayCountTheSame(std::u32string_view a, std::u32string_view b);

// Whether one counts heads and the other attendances (人, 人次).
bool HeadsBesideAttendances(std::u32string_view a, std::u32string_view b);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_UNIT_KIND_H_
