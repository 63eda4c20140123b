#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Message;

// A threshold of the form: equipment of at least so many 万元 apiece.
struct Threshold {
  int64_t wan_yuan;
  absl::string_view subject;
};
constexpr Threshold kThresholds[] = {{50, "equipment_50"},
                                     {100, "equipment_100"}};

// What there is, and what is to be bought.
constexpr absl::string_view kStocks[] = {"", "buy_"};

const budget::Claim* Find(const CheckContext& context, absl::string_view stock,
                          absl::string_view subject,
                          absl::string_view measure) {
  return context.claims.FindValue(
      absl::StrCat("N11c:", stock, subject, ":", measure));
}

// Whether the two thresholds are of different things, so that neither holds
// the other: 50万元以上通用设备 and 100万元以上专用设备, or 50万元以上100万元
// 以下.
bool AreApart(const CheckContext& context) {
  constexpr absl::string_view kBands[] = {"100万元以下", "不含100", "100万以下",
                                          "100万元(不含"};
  std::string text;
  for (const budget::Sentence& sentence : context.document.sentences) {
    if (sentence.section != "N11" && sentence.section != "N11c") continue;
    text += budget::NormaliseLabel(sentence.text);
  }
  return budget::ContainsAny(text, kBands) ||
         (absl::StrContains(text, "通用设备") &&
          absl::StrContains(text, "专用设备"));
}

// The larger pieces are some of all: by number and by value.
void CheckWithin(const CheckContext& context, absl::string_view stock,
                 absl::string_view measure) {
  const budget::Claim* all = Find(context, stock, "equipment_50", measure);
  const budget::Claim* larger = Find(context, stock, "equipment_100", measure);
  if (all == nullptr || larger == nullptr ||
      *larger->value_micro <= *all->value_micro) {
    return;
  }
  context.reporter.Fail(
      {PlaceOf(*larger), PlaceOf(*all)},
      Message("prose.equipment_beyond",
              {{"larger", larger->printed}, {"all", all->printed}}));
}

// So many pieces are worth at least so much.
void CheckValue(const CheckContext& context, absl::string_view stock,
                const Threshold& threshold) {
  const budget::Claim* count = Find(context, stock, threshold.subject, "count");
  const budget::Claim* value =
      Find(context, stock, threshold.subject, "amount");
  if (count == nullptr || value == nullptr) return;
  const int64_t pieces = *count->value_micro / budget::kMicroPerOne;
  // What is beyond the limit of figures no value can reach.
  constexpr int64_t kPiecesMax =
      budget::kFigureMicroMax / (100 * budget::kFenPerWanYuan);
  const int64_t least = std::min(pieces, kPiecesMax) * threshold.wan_yuan *
                        budget::kFenPerWanYuan;
  if (*value->value_micro >= least) return;
  context.reporter.Fail(
      {PlaceOf(*value), PlaceOf(*count)},
      Message("prose.equipment_value",
              {{"pieces", absl::StrCat(pieces)},
               {"threshold", absl::StrCat(threshold.wan_yuan)},
               {"least", WanYuanText(least)},
               {"value", WanYuanText(*value->value_micro)}}));
}

}  // namespace

// N-31: equipment above 1,000,000 yuan is counted in that above 500,000 where
// both are of one kind, and n pieces are worth at least n times the threshold;
// so is what is to be bought.
void CheckEquipment(const CheckContext& context) {
  const bool apart = AreApart(context);
  for (const absl::string_view stock : kStocks) {
    if (!apart) {
      CheckWithin(context, stock, "count");
      CheckWithin(context, stock, "amount");
    }
    for (const Threshold& threshold : kThresholds) {
      CheckValue(context, stock, threshold);
    }
  }
}

}  // namespace yuheng::validation
