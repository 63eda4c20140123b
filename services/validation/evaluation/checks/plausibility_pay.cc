#include <algorithm>
#include <string>
#include <utility>
#include <vector>

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

// Rates of Chinese public employment, in per mille of the wage base: pension
// 16%, annuity 8%, medical about 8%, housing fund 5 to 12%.
constexpr int64_t kPensionPerMille = 160;

Figure EconomicFigure(const CheckContext& context, absl::string_view code) {
  const IndexedTable& table = context.index.Of(TableKind::kT6);
  return FigureAt(table, budget::Side::kNone, code,
                  table.shape().ColumnIndex(budget::Side::kNone, "total"));
}

bool MissesEconomicTable(const CheckContext& context) {
  return ReportUnusable({SourceOf(TableKind::kT6)}, context.index,
                        context.reporter);
}

// Whether part : whole lies within the bounds. No floating point.
bool Within(int64_t part, int64_t whole, int64_t low_per_mille,
            int64_t high_per_mille) {
  const __int128 scaled = static_cast<__int128>(part) * 1000;
  return scaled >= static_cast<__int128>(whole) * low_per_mille &&
         scaled <= static_cast<__int128>(whole) * high_per_mille;
}

// part / whole with one decimal, as a percentage.
std::string PercentText(int64_t part, int64_t whole) {
  constexpr __int128 kTenthsMax = 10'000'000;
  const auto tenths = static_cast<int64_t>(
      std::min(static_cast<__int128>(part) * 1000 / whole, kTenthsMax));
  return absl::StrCat(budget::FormatDecimal(tenths * budget::kMicroPerOne / 10),
                      "%");
}

// A code of table 6 beside another: their ratio and what is usual for it.
struct Ratio {
  absl::string_view part;
  absl::string_view whole;
  int64_t low_per_mille;
  int64_t high_per_mille;
  absl::string_view usual;
};

void CheckRatio(const CheckContext& context, const Ratio& ratio) {
  if (MissesEconomicTable(context)) return;
  const Figure part = EconomicFigure(context, ratio.part);
  const Figure whole = EconomicFigure(context, ratio.whole);
  if (part.fen <= 0 || whole.fen <= 0 ||
      Within(part.fen, whole.fen, ratio.low_per_mille, ratio.high_per_mille)) {
    return;
  }
  context.reporter.Fail(
      {PlaceOf(part), PlaceOf(whole)},
      Message("plausibility.ratio",
              {{"part", FigureText(part)},
               {"amount", AmountText(*part.table, part.fen)},
               {"whole", FigureText(whole)},
               {"whole_amount", AmountText(*whole.table, whole.fen)},
               {"percent", PercentText(part.fen, whole.fen)},
               {"usual", ratio.usual}}));
}

int64_t CountOf(const CheckContext& context, absl::string_view address) {
  const budget::Claim* claim = context.claims.Find(address);
  if (claim == nullptr || !claim->value_micro.has_value()) return 0;
  return *claim->value_micro / budget::kMicroPerOne;
}

}  // namespace

// annuity (30109) is half of the pension contribution (30108).
void CheckAnnuity(const CheckContext& context) {
  CheckRatio(context, {"30109", "30108", 400, 600, "50%"});
}

// the housing fund (30113) is 5 to 12% of a wage base of which the
// pension contribution is 16%; its base may be somewhat wider.
void CheckHousingFund(const CheckContext& context) {
  CheckRatio(context, {"30113", "30108", 300, 1000, "31%–75%"});
}

// medical insurance (30110) is about half of the pension contribution.
void CheckMedical(const CheckContext& context) {
  CheckRatio(context, {"30110", "30108", 300, 800, "38%–63%"});
}

// union dues (30228) are about 2% of wages, welfare (30229) up to 2.5%.
// The wage base is told by the pension contribution.
void CheckUnionDues(const CheckContext& context) {
  if (MissesEconomicTable(context)) return;
  const Figure pension = EconomicFigure(context, "30108");
  if (pension.fen <= 0) return;
  const int64_t base = pension.fen / kPensionPerMille * 1000;
  struct Usual {
    absl::string_view code;
    int64_t low_per_mille;
    int64_t high_per_mille;
  };
  for (const Usual& usual : {Usual{"30228", 10, 30}, Usual{"30229", 8, 35}}) {
    const Figure part = EconomicFigure(context, usual.code);
    if (part.fen <= 0 || base == 0 ||
        Within(part.fen, base, usual.low_per_mille, usual.high_per_mille)) {
      continue;
    }
    context.reporter.Fail(
        {PlaceOf(part), PlaceOf(pension)},
        Message("plausibility.share_of_wages",
                {{"part", FigureText(part)},
                 {"amount", AmountText(*part.table, part.fen)},
                 {"base", AmountText(*part.table, base)},
                 {"percent", PercentText(part.fen, base)}}));
  }
}

// basic expenditure a head must not leap from one year to the next.
// Counts only where part one says how many work there and how many did.
void CheckPayGrowth(const CheckContext& context) {
  const budget::Claim* amount = context.claims.Find("N5a:basic:amount");
  const budget::Claim* delta = context.claims.Find("N5a:basic:delta");
  const budget::Claim* change = context.claims.Find("G:staff/in_post:delta");
  const int64_t heads = CountOf(context, "G:staff:in_post");
  if (amount == nullptr || delta == nullptr || change == nullptr ||
      !amount->value_micro.has_value() || !delta->value_micro.has_value()) {
    return;
  }
  const int64_t heads_before =
      heads - CountOf(context, "G:staff/in_post:delta");
  const int64_t before = *amount->value_micro - *delta->value_micro;
  if (heads <= 0 || heads_before <= 0 || before <= 0) return;
  const int64_t each = *amount->value_micro / heads;
  const int64_t each_before = before / heads_before;
  if (each_before == 0 || Within(each, each_before, 700, 1400)) return;
  context.reporter.Fail({PlaceOf(*amount), PlaceOf(*delta), PlaceOf(*change)},
                        Message("plausibility.pay_growth",
                                {{"heads", absl::StrCat(heads)},
                                 {"heads_before", absl::StrCat(heads_before)},
                                 {"amount", WanText(*amount->value_micro)},
                                 {"before", WanText(before)},
                                 {"percent", PercentText(each, each_before)}}));
}

// operating cost a head between 0.2 and 10 万元.
void CheckOperatingCost(const CheckContext& context) {
  constexpr int64_t kLowFen = budget::kFenPerWanYuan / 5;
  constexpr int64_t kHighFen = 10 * budget::kFenPerWanYuan;
  const budget::Claim* amount = context.claims.Find("N11a:operating:amount");
  const budget::Claim* staff = context.claims.Find("G:staff:in_post");
  const int64_t heads = CountOf(context, "G:staff:in_post");
  if (amount == nullptr || heads <= 0 || amount->value_micro.value_or(0) <= 0) {
    return;
  }
  const int64_t each = *amount->value_micro / heads;
  if (each >= kLowFen && each <= kHighFen) return;
  // To the second decimal.
  const int64_t shown = each / kSheetPrecisionFen * kSheetPrecisionFen;
  context.reporter.Fail({PlaceOf(*amount), PlaceOf(*staff)},
                        Message("plausibility.operating_cost",
                                {{"amount", WanText(*amount->value_micro)},
                                 {"heads", absl::StrCat(heads)},
                                 {"each", WanText(shown)}}));
}

// not many times as many posts as people in post. A typing error adds a
// digit; few posts may well be vacant.
void CheckPosts(const CheckContext& context) {
  constexpr int64_t kPostsMin = 50;
  constexpr int64_t kTimesMax = 5;
  const int64_t posts = CountOf(context, "G:staff:posts");
  const int64_t heads = CountOf(context, "G:staff:in_post");
  if (heads <= 0 || posts < kPostsMin || posts / kTimesMax < heads) return;
  context.reporter.Fail(
      {PlaceOf(*context.claims.Find("G:staff:posts")),
       PlaceOf(*context.claims.Find("G:staff:in_post"))},
      Message("plausibility.posts", {{"posts", absl::StrCat(posts)},
                                     {"heads", absl::StrCat(heads)},
                                     {"times", absl::StrCat(kTimesMax)}}));
}

// who pays pension, medical insurance or housing fund has, as a rule,
// function codes for them; without them the money stands under another code.
void CheckSocialCodes(const CheckContext& context) {
  if (ReportUnusable({SourceOf(TableKind::kT5), SourceOf(TableKind::kT6)},
                     context.index, context.reporter)) {
    return;
  }
  struct Pair {
    std::vector<absl::string_view> economic;
    absl::string_view function;
  };
  const std::vector<Pair> pairs = {{{"30108", "30109"}, "20805"},
                                   {{"30110", "30111"}, "21011"},
                                   {{"30113"}, "22102"}};
  const IndexedTable& functions = context.index.Of(TableKind::kT5);
  std::vector<Place> places;
  budget::Text items;
  std::string codes;
  for (const Pair& pair : pairs) {
    bool paid = false;
    bool stated = false;
    for (const budget::Row& row : functions.table()->rows) {
      stated |= absl::string_view(row.code).substr(0, 5) == pair.function;
    }
    for (const absl::string_view code : pair.economic) {
      const Figure figure = EconomicFigure(context, code);
      if (stated || figure.fen <= 0) continue;
      paid = true;
      places.push_back(PlaceOf(figure));
      const std::string amount = AmountText(*figure.table, figure.fen);
      const budget::Text row = RowText(figure);
      absl::StrAppend(&items.zh, items.zh.empty() ? "" : "、", row.zh, " ",
                      amount);
      absl::StrAppend(&items.en, items.en.empty() ? "" : ", ", row.en, " ",
                      amount);
    }
    if (paid) absl::StrAppend(&codes, codes.empty() ? "" : ", ", pair.function);
  }
  if (places.empty()) return;
  context.reporter.Fail(std::move(places),
                        Message("plausibility.social_codes",
                                {{"items", items}, {"codes", codes}}));
}

}  // namespace yuheng::validation
