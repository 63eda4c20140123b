#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
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
struct Stock {
  absl::string_view prefix;  // Of its subjects.
  bool bought;
};
constexpr Stock kStocks[] = {{"", false}, {"buy_", true}};

const budget::Claim* Find(const CheckContext& context, absl::string_view stock,
                          absl::string_view subject,
                          absl::string_view measure) {
  return context.claims.FindValue(
      absl::StrCat("N11c:", stock, subject, ":", measure));
}

// What section 十一 says of the pieces there are, or of those to be bought: in
// a sentence, all that stands behind a word of buying.
std::string TextOf(const CheckContext& context, bool bought) {
  constexpr absl::string_view kBuying[] = {"购置", "拟购", "购买"};
  std::string text;
  for (const budget::Sentence& sentence : context.document.sentences) {
    if (sentence.section != "N11" && sentence.section != "N11c") continue;
    const std::string normal = budget::NormaliseLabel(sentence.text);
    size_t buying = normal.size();
    for (const absl::string_view word : kBuying) {
      buying = std::min(buying, absl::string_view(normal).find(word));
    }
    text += bought ? normal.substr(buying) : normal.substr(0, buying);
  }
  return text;
}

// Whether the two thresholds are of different things, so that neither holds
// the other: 50万元以上通用设备 and 100万元以上专用设备, or 50万元以上100万元
// 以下.
bool AreApart(absl::string_view text) {
  constexpr absl::string_view kBands[] = {"100万元以下", "不含100", "100万以下",
                                          "100万元(不含"};
  return budget::ContainsAny(text, kBands) ||
         (absl::StrContains(text, "通用设备") &&
          absl::StrContains(text, "专用设备"));
}

// 单价57万元以上的大型设备: forms ask for pieces above round amounts.
void CheckPrintedThresholds(const CheckContext& context) {
  constexpr absl::string_view kAbove[] = {"万元以上", "万元及以上",
                                          "万元(含)以上", "万以上"};
  constexpr int kKnown[] = {1, 2, 3, 5, 10, 15, 20, 30, 50, 80, 100, 150, 200};
  for (const budget::Sentence& sentence : context.document.sentences) {
    if (sentence.section != "N11" && sentence.section != "N11c") continue;
    const std::string text = budget::NormaliseLabel(sentence.text);
    if (!absl::StrContains(text, "设备")) continue;
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < text.size() && absl::ascii_isdigit(text[end])) ++end;
      if (end == at) {
        ++at;
        continue;
      }
      const absl::string_view number =
          absl::string_view(text).substr(at, end - at);
      const bool decimals = at > 0 && text[at - 1] == '.';
      at = end;
      int threshold = 0;
      if (decimals ||
          !budget::StartsWithAny(absl::string_view(text).substr(end), kAbove) ||
          !absl::SimpleAtoi(number, &threshold) ||
          absl::c_linear_search(kKnown, threshold)) {
        continue;
      }
      context.reporter.Fail(
          {{sentence.section, {sentence.line, ""}}},
          Message("prose.equipment_threshold", {{"threshold", number}}));
      break;
    }
  }
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
// so is what is to be bought. The thresholds are those of a form.
void CheckEquipment(const CheckContext& context) {
  for (const Stock& stock : kStocks) {
    if (!AreApart(TextOf(context, stock.bought))) {
      CheckWithin(context, stock.prefix, "count");
      CheckWithin(context, stock.prefix, "amount");
    }
    for (const Threshold& threshold : kThresholds) {
      CheckValue(context, stock.prefix, threshold);
    }
  }
  CheckPrintedThresholds(context);
}

}  // namespace yuheng::validation
