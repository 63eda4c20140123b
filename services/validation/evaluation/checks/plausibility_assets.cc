#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/formula_evaluator.h"
#include "services/validation/evaluation/performance/sheet_figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::TableKind;

// To the second decimal of 万元 or 元.
std::string Shown(int64_t micro) {
  constexpr int64_t kPlace = budget::kMicroPerOne / 100;
  return budget::FormatDecimal(micro / kPlace * kPlace);
}

Figure FigureIn(const CheckContext& context, TableKind kind,
                absl::string_view code, absl::string_view column) {
  const IndexedTable& table = context.index.Of(kind);
  return FigureAt(table, budget::Side::kNone, code,
                  table.shape().ColumnIndex(budget::Side::kNone, column));
}

}  // namespace

// running a car costs 1 to 5 万元 a year.
void CheckCarRunning(const CheckContext& context) {
  constexpr int64_t kLowFen = budget::kFenPerWanYuan;
  constexpr int64_t kHighFen = 5 * budget::kFenPerWanYuan;
  if (ReportUnusable({SourceOf(TableKind::kT10)}, context.index,
                     context.reporter)) {
    return;
  }
  const Figure running = FigureIn(context, TableKind::kT10, "car_run", "total");
  const budget::Claim* cars = context.claims.FindValue("N11c:cars:count");
  if (cars == nullptr || running.fen <= 0) return;
  const int64_t count = *cars->value_micro / budget::kMicroPerOne;
  if (count <= 0) return;
  const int64_t each = running.fen / count;
  if (each >= kLowFen && each <= kHighFen) return;
  context.reporter.Fail(
      {PlaceOf(running), PlaceOf(*cars)},
      Message("plausibility.car_running",
              {{"place", FigureText(running)},
               {"amount", AmountText(*running.table, running.fen)},
               {"count", absl::StrCat(count)},
               {"each", Shown(each)}}));
}

// a square metre of a building stands in the books at 300 to 20,000 元.
void CheckHousePrice(const CheckContext& context) {
  constexpr int64_t kLowYuan = 300;
  constexpr int64_t kHighYuan = 20'000;
  const budget::Claim* area = context.claims.FindValue("N11c:house:area");
  const budget::Claim* value = context.claims.FindValue("N11c:house:amount");
  if (area == nullptr || value == nullptr || *area->value_micro <= 0 ||
      *value->value_micro <= 0) {
    return;
  }
  // 分 to millionths of a yuan, over square metres in millionths.
  const auto micro_yuan = static_cast<int64_t>(
      std::min<__int128>(static_cast<__int128>(*value->value_micro) *
                             (budget::kMicroPerOne / budget::kFenPerYuan) *
                             budget::kMicroPerOne / *area->value_micro,
                         budget::kFigureMicroMax));
  if (micro_yuan >= kLowYuan * budget::kMicroPerOne &&
      micro_yuan <= kHighYuan * budget::kMicroPerOne) {
    return;
  }
  context.reporter.Fail({PlaceOf(*value), PlaceOf(*area)},
                        Message("plausibility.house_price",
                                {{"area", area->printed},
                                 {"amount", WanText(*value->value_micro)},
                                 {"each", Shown(micro_yuan)}}));
}

// one source or class is never more than everything.
void CheckShares(const CheckContext& context) {
  constexpr int64_t kAll = 100 * budget::kMicroPerOne;
  for (const budget::Claim& claim : context.document.claims) {
    if (!absl::EndsWith(claim.address, ":share") ||
        claim.value_micro.value_or(0) <= kAll) {
      continue;
    }
    context.reporter.Fail(
        {PlaceOf(claim)},
        Message("plausibility.share", {{"printed", claim.printed}}));
    if (context.reporter.stopped()) return;
  }
}

// goods are bought from 302 and 310 money. What those are in carry-over
// and own money is not disclosed, so all of that may be.
void CheckProcuredGoods(const CheckContext& context) {
  if (ReportUnusable({SourceOf(TableKind::kT3), SourceOf(TableKind::kT5),
                      SourceOf(TableKind::kT6), SourceOf(TableKind::kT7)},
                     context.index, context.reporter)) {
    return;
  }
  const budget::Claim* goods = context.claims.FindValue("N11b:goods:amount");
  if (goods == nullptr) return;
  const auto total = budget::kTotalKey;
  const Figure all = FigureIn(context, TableKind::kT3, total, "total");
  const Figure general = FigureIn(context, TableKind::kT5, total, "total");
  int64_t possible = all.fen - general.fen;
  if (possible < 0 || all.row == nullptr || general.row == nullptr) return;
  for (const absl::string_view code : {"302", "309", "310"}) {
    possible += FigureIn(context, TableKind::kT6, code, "total").fen;
    possible +=
        FigureIn(context, TableKind::kT7, total, absl::StrCat("e", code)).fen;
  }
  if (*goods->value_micro <= possible ||
      MayBeEqual(*goods->value_micro, possible, 8)) {
    return;
  }
  context.reporter.Fail({PlaceOf(*goods)},
                        Message("plausibility.procured_goods",
                                {{"amount", WanText(*goods->value_micro)},
                                 {"possible", WanText(possible)}}));
}

}  // namespace yuheng::validation
