#include "services/ingestion/formats/person_changes.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

struct Verb {
  absl::string_view word;
  int sign;
  bool net = false;
};
constexpr Verb kVerbs[] = {
    {"净增加", 1, true}, {"净增", 1, true}, {"净减少", -1, true},
    {"净减", -1, true},  {"增加", 1},       {"新增", 1},
    {"减少", -1},        {"增", 1},         {"减", -1}};

constexpr absl::string_view kJoints[] = {",", "、", "和", "及", "同时"};

// The longest verb that `text` ends with; nullptr when it is none.
const Verb* VerbAtEnd(absl::string_view text) {
  const auto verb = std::find_if(
      std::begin(kVerbs), std::end(kVerbs),
      [&](const Verb& each) { return absl::EndsWith(text, each.word); });
  return verb == std::end(kVerbs) ? nullptr : verb;
}

// The verb that is all that stands between two changes.
const Verb* VerbBetween(absl::string_view between) {
  const absl::string_view word = WithoutLeading(between, kJoints);
  const Verb* verb = VerbAtEnd(word);
  return verb != nullptr && verb->word == word ? verb : nullptr;
}

}  // namespace

void MergePersonChanges(absl::string_view text,
                        std::vector<Quantity>* quantities) {
  std::vector<Quantity> merged;
  for (size_t i = 0; i < quantities->size(); ++i) {
    Quantity change = (*quantities)[i];
    const Verb* first = VerbAtEnd(text.substr(0, change.begin));
    bool more = first != nullptr && !first->net && CountsPersons(text, change);
    for (; more && i + 1 < quantities->size(); ++i) {
      const Quantity& next = (*quantities)[i + 1];
      const Verb* verb =
          VerbBetween(text.substr(change.end, next.begin - change.end));
      if (verb == nullptr || !CountsPersons(text, next)) break;
      int64_t value = first->sign * verb->sign * next.value_micro;
      if (!verb->net) value += change.value_micro;
      if (std::abs(value) > budget::kFigureMicroMax) break;
      change.value_micro = value;
      change.end = next.end;
      more = !verb->net;
    }
    merged.push_back(change);
  }
  *quantities = std::move(merged);
}

}  // namespace yuheng::ingestion
