#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {
namespace {

// Shorter sentences are phrases that forms repeat, in bytes: 20 characters.
constexpr size_t kRepeatedBytesMin = 60;

// 七 gives the same particulars of every project.
bool MayNotRepeat(absl::string_view section) {
  return (absl::StartsWith(section, "N") && section != "N7") ||
         section == "profile" || section == "part1";
}

}  // namespace

// S-18: no sentence stands twice in one section. What follows a repeated
// sentence and is repeated too is one finding with it.
void CheckRepeatedText(const CheckContext& context) {
  absl::flat_hash_map<std::string, const budget::Sentence*> first;
  bool repeating = false;
  absl::string_view section_before;
  for (const budget::Sentence& sentence : context.document.sentences) {
    if (!MayNotRepeat(sentence.section)) continue;
    const std::string text = budget::NormaliseLabel(sentence.text);
    if (text.size() < kRepeatedBytesMin) continue;
    if (sentence.section != section_before) repeating = false;
    section_before = sentence.section;
    const auto [before, added] =
        first.try_emplace(sentence.section + "\n" + text, &sentence);
    if (!added && !repeating) {
      const bool section = absl::StartsWith(sentence.section, "N");
      const std::string address = section ? sentence.section : "doc";
      context.reporter.Fail(
          {{address, {sentence.line, ""}},
           {address, {before->second->line, ""}}},
          budget::Message("prose.text_repeated", {{"text", sentence.text}}));
    }
    repeating = !added;
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
