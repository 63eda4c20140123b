#ifndef YUHENG_SERVICES_VALIDATION_FINDING_H_
#define YUHENG_SERVICES_VALIDATION_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/budget/messages.h"

namespace yuheng::validation {

// The values are those of yuheng.validation.v1.
enum class Severity { kNote = 1, kWarning = 2, kError = 3 };
enum class FindingStatus {
  kInconsistent = 1,
  kBoundary = 2,
  kRounding = 3,
  kInsufficient = 4,
  kInfo = 5,
};
enum class Discipline { kIntervals = 1, kExact = 2 };
enum class Verdict { kClean = 1, kNotes = 2, kWarnings = 3, kErrors = 4 };

struct Place {
  std::string address;
  budget::SourceLocation location;

  friend bool operator==(const Place&, const Place&) = default;
};

// See yuheng.validation.v1.Finding for each field.
struct Finding {
  std::string rule;
  Severity severity = Severity::kNote;
  FindingStatus status = FindingStatus::kInfo;
  std::vector<Place> places;
  std::optional<int64_t> expected_micro;
  std::optional<int64_t> actual_micro;
  std::optional<int64_t> difference_micro;
  budget::Text message;
  std::string id;  // Set by the Reporter.
};

// What is in force, as SHA-256 in hexadecimal; see catalogue_hash.h.
struct RulesInForce {
  std::string catalogue_sha256;
  std::string overlay_sha256;  // Empty when there is no overlay.
  std::string charts_sha256;

  friend bool operator==(const RulesInForce&, const RulesInForce&) = default;
};

// Findings with one likely cause, the ones to be looked at together.
struct FindingGroup {
  std::vector<int> findings;  // Indexes in order of emission.
  budget::Text cause;
  std::optional<Place> culprit;
  // What is printed there and what would close the most rules.
  std::optional<int64_t> printed_micro, suggested_micro;
  budget::Text reason;
};

// See yuheng.validation.v1.RuleChange.
struct RuleChange {
  std::string rule;
  std::optional<Severity> severity;
  std::optional<Discipline> discipline;

  friend bool operator==(const RuleChange&, const RuleChange&) = default;
};

// See yuheng.validation.v1.VerdictSummary for each field.
struct VerdictSummary {
  Verdict verdict = Verdict::kClean;
  int error_count = 0;
  int warning_count = 0;
  int note_count = 0;
  std::string catalogue_sha256;
  int rule_count = 0;
  std::string overlay_sha256;
  std::string charts_sha256;
  std::vector<FindingGroup> groups;
  std::vector<std::string> rules_off;
  std::vector<RuleChange> rules_changed;
  int overlay_change_count = 0;
  std::string references_sha256;
  std::string form;
  std::string ceiling_sha256;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_FINDING_H_
