#ifndef YUHENG_SERVICES_VALIDATION_OVERLAY_H_
#define YUHENG_SERVICES_VALIDATION_OVERLAY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/embedded_file.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// Changes of one overlay at most, and what a verdict lists of each kind.
inline constexpr size_t kOverridesMax = 1000;
inline constexpr size_t kOverlayChangesShownMax = 200;
// An overlay file at most.
inline constexpr size_t kOverlaySizeBytesMax = 1 << 20;

// What an overlay does to one rule in one year.
struct OverlayEffect {
  bool off = false;
  std::optional<Severity> severity;
  std::optional<Discipline> discipline;

  bool any() const { return off || severity || discipline; }
};

// A bureau's changes to the catalogue; yuheng.validation.v1.Overlay says what
// they mean. Immutable.
class Overlay {
 public:
  // Nothing changed.
  Overlay() = default;

  // Reads files of yuheng.validation.v1.Overlay in text format, which count as
  // one. INVALID_ARGUMENT names file and place: malformed, a rule that is not
  // in `rule_ids`, an override that changes nothing or too much, two for the
  // same rule and year, too many.
  static absl::StatusOr<Overlay> Parse(
      absl::Span<const EmbeddedFile> files,
      const absl::flat_hash_set<std::string>& rule_ids);

  // Over the files' bytes, in hexadecimal; empty when there are none.
  const std::string& sha256() const { return sha256_; }

  // `fiscal_year` 0: not known, so that only changes without a range count.
  OverlayEffect EffectOn(absl::string_view rule, int fiscal_year) const;

  // States in a verdict what was switched off or changed for a year.
  void Describe(int fiscal_year, VerdictSummary* summary) const;

 private:
  struct Override {
    int first_year = 0;
    int last_year = 0;
    OverlayEffect effect;

    bool Holds(int fiscal_year) const;
    bool Overlaps(const Override& other) const;
  };

  const Override* Find(absl::string_view rule, int fiscal_year) const;

  absl::flat_hash_map<std::string, std::vector<Override>> overrides_;
  std::vector<std::string> rules_;  // Keys of overrides_, ascending.
  std::string sha256_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_OVERLAY_H_
