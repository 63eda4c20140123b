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

// With what it would have to be, as far as that is known.
Text RivalText(const Rival& rival, const IdentitySet& set) {
  const Alternative& first = rival.first;
  const Figure& figure = set.facts()[static_cast<size_t>(first.fact)].figure;
  const Text place = PlacedText(figure);
  if (first.basis == Basis::kBound) return place;
  const std::string suggested = TextAs(figure, first.fen);
  if (first.basis == Basis::kPercentage) {
    return Message("diagnosis.rival_rough",
                   {{"place", place}, {"suggested", suggested}});
  }
  if (rival.also.empty()) {
    return Message("diagnosis.rival",
                   {{"place", place}, {"suggested", suggested}});
  }
  return Message("diagnosis.rival_with",
                 {{"place", place},
                  {"suggested", suggested},
                  {"also", ChangesText(rival.also, set)}});
}

Text RivalsText(const Suggestion& suggestion, const IdentitySet& set) {
  std::vector<Text> names = {
      RivalText({{suggestion.fact, suggestion.suggested_fen, suggestion.basis},
                 suggestion.also},
                set)};
  for (const Rival& rival : suggestion.rivals) {
    names.push_back(RivalText(rival, set));
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
    if (suggestion.rivals.empty()) return Message("diagnosis.undecided");
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
