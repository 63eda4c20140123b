#include "services/cli/sample/planting/text_errors.h"

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/sample/planting/kind.h"
#include "services/cli/sample/planting/text_kind.h"

namespace yuheng::cli {

const std::vector<ErrorKind>& TextErrorKinds() {
  static const std::vector<ErrorKind>* const kinds = [] {
    auto* all = new std::vector<ErrorKind>;
    for (const auto* some :
         {&SectionKinds(), &DetailKinds(), &ProfileAndSheetKinds()}) {
      for (const TextKind& kind : *some) {
        all->push_back({kind.name, absl::StrSplit(kind.rules, ' ')});
      }
    }
    return all;
  }();
  return *kinds;
}

std::optional<PlantedError> TextErrors::Plant(absl::string_view name) {
  for (const auto* some :
       {&SectionKinds(), &DetailKinds(), &ProfileAndSheetKinds()}) {
    for (const TextKind& kind : *some) {
      if (kind.name != name) continue;
      std::optional<PlantedError> planted = kind.plant(kind, &edits_);
      if (!planted.has_value()) return std::nullopt;
      const std::string stem = StemOf(planted->address);
      for (absl::string_view place :
           absl::StrSplit(kind.seen_at, ' ', absl::SkipEmpty())) {
        planted->seen_at.push_back(absl::StrReplaceAll(place, {{"@", stem}}));
      }
      return planted;
    }
  }
  return std::nullopt;
}

}  // namespace yuheng::cli
