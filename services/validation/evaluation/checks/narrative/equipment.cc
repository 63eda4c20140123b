#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
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

const budget::Claim* Find(const CheckContext& context,
                          absl::string_view subject,
                          absl::string_view measure) {
  return context.claims.FindValue(absl::StrCat("N11c:", subject, ":", measure));
}

// The larger pieces are some of all: by number and by value.
void CheckWithin(const CheckContext& context, absl::string_view measure) {
  const budget::Claim* all = Find(context, "equipment_50", measure);
  const budget::Claim* larger = Find(context, "equipment_100", measure);
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
void CheckValue(const CheckContext& context, const Threshold& threshold) {
  const budget::Claim* count = Find(context, threshold.subject, "count");
  const budget::Claim* value = Find(context, threshold.subject, "amount");
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

// N-31: equipment above 1,000,000 yuan is counted in that above 500,000, and n
// pieces are worth at least n times the threshold.
void CheckEquipment(const CheckContext& context) {
  CheckWithin(context, "count");
  CheckWithin(context, "amount");
  for (const Threshold& threshold : kThresholds) {
    CheckValue(context, threshold);
  }
}

}  // namespace yuheng::validation
