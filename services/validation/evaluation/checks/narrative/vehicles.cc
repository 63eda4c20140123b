#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::TableKind;

// A cost of 表10, from its total column.
Figure CostOf(const CheckContext& context, absl::string_view key) {
  return FigureAt(context.index.Of(TableKind::kT10), budget::Side::kNone, key,
                  0);
}

void CheckRunning(const CheckContext& context) {
  const Figure running = CostOf(context, "car_run");
  if (!running.readable || running.fen <= 0) return;
  const budget::Claim* cars = context.claims.FindValue("N11c:cars:count");
  if (cars == nullptr) {
    context.reporter.Insufficient({{"N11c:cars:count", {}}},
                                  Message("prose.cars_unknown"));
    return;
  }
  if (*cars->value_micro > 0) return;
  context.reporter.Fail(
      {PlaceOf(*cars), PlaceOf(running)},
      Message("prose.cars_missing", {{"cost", WanYuanText(running.fen)}}));
}

void CheckPurchase(const CheckContext& context) {
  const Figure buying = CostOf(context, "car_buy");
  if (!buying.readable) return;
  const budget::Claim* amount = context.claims.FindValue("N11c:buy_car:amount");
  const budget::Claim* count = context.claims.FindValue("N11c:buy_car:count");
  const budget::Claim* none = context.claims.Find("N11c:buy_car:none");
  const budget::Claim* said = amount != nullptr  ? amount
                              : count != nullptr ? count
                                                 : none;
  if (said == nullptr) return;
  const bool buys = said != none && *said->value_micro > 0;
  if (buys == (buying.fen > 0)) return;
  context.reporter.Fail(
      {PlaceOf(*said), PlaceOf(buying)},
      Message(
          buys ? "prose.purchase_without_cost" : "prose.cost_without_purchase",
          {{"statement", said->printed}, {"cost", WanYuanText(buying.fen)}}));
}

// No fleet costs this much a vehicle, fire engines included: a point was lost,
// or the unit is another.
constexpr int64_t kVehicleFenMax = 1'000 * budget::kFenPerWanYuan;

void CheckValue(const CheckContext& context) {
  const budget::Claim* cars = context.claims.FindValue("N11c:cars:count");
  const budget::Claim* value = context.claims.FindValue("N11c:cars:amount");
  if (cars == nullptr || value == nullptr) return;
  const int64_t count = *cars->value_micro / budget::kMicroPerOne;
  if (count <= 0 || *value->value_micro / count <= kVehicleFenMax) return;
  context.reporter.Fail({PlaceOf(*value), PlaceOf(*cars)},
                        Message("prose.vehicle_value",
                                {{"count", absl::StrCat(count)},
                                 {"value", WanYuanText(*value->value_micro)}}));
}

}  // namespace

// N-30: who pays for running vehicles has some, and a purchase is stated in
// section 十一 exactly when 表10 has money for it. What vehicles are said to be
// worth is possible.
void CheckVehicles(const CheckContext& context) {
  CheckValue(context);
  const IndexedTable& spending = context.index.Of(TableKind::kT10);
  if (!spending.usable()) {
    if (!spending.shape().printed) return;
    context.reporter.Insufficient(
        {{"T10", {}}}, Message("finding.insufficient_tables",
                               {{"tables", TableText(spending.shape())}}));
    return;
  }
  CheckRunning(context);
  CheckPurchase(context);
}

}  // namespace yuheng::validation
