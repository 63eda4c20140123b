#include "services/validation/evaluation/performance/unit_kind.h"

namespace yuheng::validation {
namespace {

struct Unit {
  std::u32string_view name;
  uint32_t kinds;
};

constexpr uint32_t kCountable =
    kUnitTimes | kUnitThings | kUnitOrganisations | kUnitPrints | kUnitPlaces;

constexpr Unit kUnits[] = {
    {U"%", kUnitPercent},
    {U"个工作日", kUnitDays},
    {U"工作日", kUnitDays},
    {U"天", kUnitDays},
    {U"个小时", kUnitHours},
    {U"小时", kUnitHours},
    {U"课时", kUnitHours},
    {U"学时", kUnitHours},
    {U"元", kUnitMoney},
    {U"人", kUnitPeople},
    {U"人次", kUnitPeople},
    {U"人/次", kUnitPeople},
    {U"人(次)", kUnitPeople},
    {U"名", kUnitPeople},
    {U"位", kUnitPeople},
    {U"次", kUnitTimes},
    {U"场", kUnitTimes},
    {U"场次", kUnitTimes},
    {U"场(次)", kUnitTimes},
    {U"期", kUnitTimes | kUnitPrints},
    {U"期次", kUnitTimes | kUnitPrints},
    {U"班", kUnitTimes},
    {U"班次", kUnitTimes},
    {U"届", kUnitTimes},
    {U"批", kUnitTimes},
    {U"批次", kUnitTimes},
    {U"轮", kUnitTimes},
    {U"轮次", kUnitTimes},
    {U"个", kCountable},
    {U"项", kUnitThings},
    {U"件", kUnitThings},
    {U"台", kUnitThings},
    {U"套", kUnitThings},
    {U"台(套)", kUnitThings},
    {U"台/套", kUnitThings},
    {U"台套", kUnitThings},
    {U"辆", kUnitThings},
    {U"家", kUnitOrganisations},
    {U"所", kUnitOrganisations | kUnitPlaces},
    {U"户", kUnitHouseholds},
    {U"户次", kUnitHouseholds},
    {U"处", kUnitPlaces},
    {U"座", kUnitPlaces},
    {U"间", kUnitPlaces},
    {U"份", kUnitPrints},
    {U"篇", kUnitPrints},
    {U"册", kUnitPrints},
    {U"本", kUnitPrints},
    {U"条", kUnitPrints | kUnitThings},
    {U"亩", kUnitMeasure},
    {U"公顷", kUnitMeasure},
    {U"平方米", kUnitMeasure},
    {U"平方公里", kUnitMeasure},
    {U"公里", kUnitMeasure},
    {U"米", kUnitMeasure},
    {U"吨", kUnitMeasure},
    {U"公斤", kUnitMeasure},
    {U"克", kUnitMeasure},
    {U"头", kUnitMeasure},
    {U"只", kUnitMeasure},
    {U"株", kUnitMeasure},
    {U"棵", kUnitMeasure},
};

bool Attendances(std::u32string_view unit) {
  return unit == U"人次" || unit == U"人/次" || unit == U"人(次)";
}

}  // namespace

std::u32string_view UnitAt(std::u32string_view text) {
  std::u32string_view best;
  for (const Unit& unit : kUnits) {
    if (unit.name.size() > best.size() &&
        text.substr(0, unit.name.size()) == unit.name) {
      best = unit.name;
    }
  }
  return best;
}

uint32_t KindsOf(std::u32string_view unit) {
  for (const Unit& known : kUnits) {
    if (known.name == unit) return known.kinds;
  }
  return kUnitNone;
}

bool MayCountTheSame(std::u32string_view a, std::u32string_view b) {
  if (a.empty() || b.empty()) return false;
  if (a == b) return true;
  const uint32_t shared = KindsOf(a) & KindsOf(b);
  return (shared & ~static_cast<uint32_t>(kUnitMeasure)) != 0;
}

bool HeadsBesideAttendances(std::u32string_view a, std::u32string_view b) {
  return (KindsOf(a) & KindsOf(b) & kUnitPeople) != 0 &&
         Attendances(a) != Attendances(b);
}

}  // namespace yuheng::validation
