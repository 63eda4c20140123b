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

// 「表6 30101 基本工资 合计 105.16，第1024行」.
Text PlacedText(const Figure& figure) {
  Text text = FigureText(figure);
  const std::string amount = ValueText(figure);
  const Text location = LocationText(PlaceOf(figure).location);
  absl::StrAppend(&text.zh, " ", amount, location.zh.empty() ? "" : "，",
                  location.zh);
  absl::StrAppend(&text.en, " ", amount, location.en.empty() ? "" : ", ",
                  location.en);
  return text;
}

// As many as a reason names.
Text ListOf(std::vector<Text> names) {
  if (names.size() > kNamesMax) {
    names.resize(kNamesMax);
    names.push_back({"…", "…"});
  }
  Text text;
  for (const Text& name : names) {
    absl::StrAppend(&text.zh, text.zh.empty() ? "" : "、", name.zh);
    absl::StrAppend(&text.en, text.en.empty() ? "" : "; ", name.en);
  }
  return text;
}

// Each with what it would have to be, where that is known.
Text RivalsText(const Suggestion& suggestion, const IdentitySet& set) {
  std::vector<Alternative> all = {
      {suggestion.fact, suggestion.suggested_fen, suggestion.basis}};
  all.insert(all.end(), suggestion.rivals.begin(), suggestion.rivals.end());
  std::vector<Text> names;
  for (const Alternative& each : all) {
    const Figure& figure = set.facts()[static_cast<size_t>(each.fact)].figure;
    const Text place = PlacedText(figure);
    names.push_back(each.basis == Basis::kExact
                        ? Message("diagnosis.rival",
                                  {{"place", place},
                                   {"suggested", TextAs(figure, each.fen)}})
                        : place);
  }
  return ListOf(std::move(names));
}

Text ChangesText(const std::vector<Alternative>& changes,
                 const IdentitySet& set) {
  std::vector<Text> names;
  for (const Alternative& each : changes) {
    const Figure& figure = set.facts()[static_cast<size_t>(each.fact)].figure;
    names.push_back(
        Message("diagnosis.change", {{"place", PlacedText(figure)},
                                     {"suggested", TextAs(figure, each.fen)}}));
  }
  return ListOf(std::move(names));
}

absl::string_view InexactMessage(const Suggestion& suggestion,
                                 const Figure& figure) {
  if (suggestion.basis == Basis::kPercentage) {
    return "diagnosis.settles_roughly";
  }
  return suggestion.suggested_fen > figure.fen ? "diagnosis.settles_at_least"
                                               : "diagnosis.settles_at_most";
}

// What a suggestion with a value settles, and as far as it was tried what comes
// with it.
Text SettlesText(const Suggestion& suggestion, const Figure& figure,
                 const Evidence& evidence) {
  const Text settles =
      Message("diagnosis.settles",
              {{"suggested", TextAs(figure, suggestion.suggested_fen)},
               {"rules", evidence.RulesText(suggestion.failures)},
               {"count", absl::StrCat(suggestion.failures.size())}});
  if (!suggestion.brings) return settles;
  if (suggestion.brings->empty()) {
    return Message("diagnosis.brings_none", {{"settles", settles}});
  }
  return Message(
      "diagnosis.brings",
      {{"settles", settles}, {"rules", RulesText(*suggestion.brings)}});
}

}  // namespace

Text ReasonOf(const Suggestion& suggestion, Evidence& evidence) {
  const IdentitySet& set = evidence.identities();
  const Text count = {absl::StrCat(suggestion.failures.size()),
                      absl::StrCat(suggestion.failures.size())};
  if (!suggestion.certain()) {
    return Message("diagnosis.rivals",
                   {{"places", RivalsText(suggestion, set)}, {"count", count}});
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
  Append(SettlesText(suggestion, figure, evidence), &reason);
  if (!suggestion.also.empty()) {
    Append(Message("diagnosis.also",
                   {{"places", ChangesText(suggestion.also, set)}}),
           &reason);
  }
  return reason;
}

}  // namespace yuheng::validation
