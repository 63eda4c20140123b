#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_NARRATIVE_LEFT_OUT_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_NARRATIVE_LEFT_OUT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {

// The sentences of a section, normalised, with their lines.
struct SectionText {
  std::vector<std::pair<std::string, int>> sentences;

  bool Contains(absl::Span<const absl::string_view> words) const;
};

SectionText TextOf(const CheckContext& context, absl::string_view section);

// Whether a section states anything that is read.
bool HasClaims(const CheckContext& context, absl::string_view section);

// Tells at the heading of `section` that `what`, a message, is left out: a
// note, or the rule's finding where every department has to tell it.
enum class Asked { kOfMost, kOfAll };
void TellLeftOut(const CheckContext& context, absl::string_view section,
                 absl::string_view what, Asked asked = Asked::kOfMost);

// Part of S-17: what the form has part one and the sections tell, each in
// whatever words.
void CheckContentsLeftOut(const CheckContext& context);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_NARRATIVE_LEFT_OUT_H_
