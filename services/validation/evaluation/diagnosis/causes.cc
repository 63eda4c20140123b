#include "services/validation/evaluation/diagnosis/causes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

// Figures that a reason names.
constexpr size_t kNamesMax = 6;

void Append(const Text& more, Text* text) {
  if (more.zh.empty()) return;
  absl::StrAppend(&text->zh, text->zh.empty() ? "" : "；", more.zh);
  absl::StrAppend(&text->en, text->en.empty() ? "" : "; ", more.en);
}

Text FiguresText(const std::vector<int>& facts, const IdentitySet& set) {
  Text text;
  for (size_t i = 0; i < facts.size() && i <= kNamesMax; ++i) {
    Text name{"…", "…"};
    if (i < kNamesMax) {
      const Figure& figure = set.facts()[static_cast<size_t>(facts[i])].figure;
      name = FigureText(figure);
      const std::string amount = ValueText(figure);
      const Text location = LocationText(PlaceOf(figure).location);
      absl::StrAppend(&name.zh, " ", amount, location.zh.empty() ? "" : "，",
                      location.zh);
      absl::StrAppend(&name.en, " ", amount, location.en.empty() ? "" : ", ",
                      location.en);
    }
    absl::StrAppend(&text.zh, i == 0 ? "" : "、", name.zh);
    absl::StrAppend(&text.en, i == 0 ? "" : "; ", name.en);
  }
  return text;
}

absl::string_view InexactMessage(const Suggestion& suggestion,
                                 const Figure& figure) {
  if (suggestion.basis == Basis::kPercentage) {
    return "diagnosis.settles_roughly";
  }
  return suggestion.suggested_fen > figure.fen ? "diagnosis.settles_at_least"
                                               : "diagnosis.settles_at_most";
}

}  // namespace

Text ReasonOf(const Suggestion& suggestion, Evidence& evidence) {
  const IdentitySet& set = evidence.identities();
  const Text count = {absl::StrCat(suggestion.failures.size()),
                      absl::StrCat(suggestion.failures.size())};
  if (!suggestion.certain()) {
    std::vector<int> all = {suggestion.fact};
    all.insert(all.end(), suggestion.rivals.begin(), suggestion.rivals.end());
    return Message("diagnosis.rivals",
                   {{"places", FiguresText(all, set)}, {"count", count}});
  }
  const Figure& figure =
      set.facts()[static_cast<size_t>(suggestion.fact)].figure;
  Text reason =
      SlipText(suggestion.resemblance, figure, suggestion.suggested_fen);
  if (!suggestion.exact()) {
    Append(Message(InexactMessage(suggestion, figure),
                   {{"rules", evidence.RulesText(suggestion.failures)},
                    {"count", count},
                    {"limit", TextAs(figure, suggestion.suggested_fen)}}),
           &reason);
    return reason;
  }
  Append(Message("diagnosis.settles",
                 {{"suggested", TextAs(figure, suggestion.suggested_fen)},
                  {"rules", evidence.RulesText(suggestion.failures)},
                  {"count", count}}),
         &reason);
  if (!suggestion.also.empty()) {
    Append(Message("diagnosis.also",
                   {{"places", FiguresText(suggestion.also, set)}}),
           &reason);
  }
  return reason;
}

}  // namespace yuheng::validation
