#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_KIND_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_KIND_H_

#include <optional>
#include <string>
#include <vector>

#include "services/cli/sample/planting/text_edits.h"

namespace yuheng::cli {

// A kind of error in the texts: what it is called, which rules see it, at which
// statements it can be made and how.
struct TextKind {
  using Planted = std::optional<PlantedError>;
  using Plant = Planted (*)(const TextKind& kind, TextEdits* edits);

  const char* name;
  const char* rules;     // Separated by blanks.
  const char* patterns;  // See TextEdits::Pick.
  Plant plant;
  // Where else it may show, separated by blanks; @ stands for the stem.
  const char* seen_at = "";
};

// Sections 一 to 六 and what all have; 七 to 十一; the profile and the sheets.
const std::vector<TextKind>& SectionKinds();
const std::vector<TextKind>& DetailKinds();
const std::vector<TextKind>& ProfileAndSheetKinds();

// Ways of erring that serve many kinds.

// Another figure.
TextKind::Planted ChangeAmount(const TextKind& kind, TextEdits* edits);
TextKind::Planted ChangeCount(const TextKind& kind, TextEdits* edits);
TextKind::Planted ChangeYear(const TextKind& kind, TextEdits* edits);
TextKind::Planted ChangeShare(const TextKind& kind, TextEdits* edits);
TextKind::Planted ChangeGrowth(const TextKind& kind, TextEdits* edits);
// Another change; its rate no longer fits.
TextKind::Planted ChangeDelta(const TextKind& kind, TextEdits* edits);
// Another change with the rate that fits it.
TextKind::Planted ShiftChange(const TextKind& kind, TextEdits* edits);
// A change that leaves less than nothing for last year.
TextKind::Planted ExceedAmount(const TextKind& kind, TextEdits* edits);
// 增加…，下降…; 减少…，下降… where there is more.
TextKind::Planted ReverseOne(const TextKind& kind, TextEdits* edits);
TextKind::Planted ReverseBoth(const TextKind& kind, TextEdits* edits);
// A sentence left out; one with an amount, which is where it shows.
TextKind::Planted DropPart(const TextKind& kind, TextEdits* edits);
TextKind::Planted DropOtherPart(const TextKind& kind, TextEdits* edits);
// A name too few or too many in a list.
TextKind::Planted DropName(const TextKind& kind, TextEdits* edits);
TextKind::Planted AddName(const TextKind& kind, TextEdits* edits);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_KIND_H_
