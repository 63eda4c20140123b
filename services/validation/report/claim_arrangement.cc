#include "services/validation/report/claim_arrangement.h"

#include <map>

#include "absl/strings/match.h"
#include "services/validation/report/place_name.h"

namespace yuheng::validation {
namespace {

ClaimColumn ColumnOf(absl::string_view measure) {
  if (measure == "amount" || measure == "count" || measure == "area") {
    return kClaimAmount;
  }
  if (measure == "share") return kClaimShare;
  if (absl::StartsWith(measure, "delta")) return kClaimDelta;
  if (absl::StartsWith(measure, "growth")) return kClaimGrowth;
  return kClaimWords;
}

}  // namespace

std::vector<ClaimSection> ArrangeClaims(const budget::Form& form,
                                        const budget::Document& document,
                                        const PlaceIndex& index) {
  std::vector<ClaimSection> sections;
  std::map<std::string, size_t> section_at;
  for (const std::string& key : index.sections()) {
    section_at[key] = sections.size();
    ClaimSection section{key, SectionName(key), "", {}};
    for (const budget::Heading& heading : document.headings) {
      const bool its_own = heading.key == key;
      if (its_own || (key == "G" && heading.key == "profile")) {
        section.heading = heading.text;
      }
    }
    sections.push_back(std::move(section));
  }
  std::map<std::string, size_t> row_at;  // By section and subject.
  for (size_t i = 0; i < document.claims.size(); ++i) {
    const budget::Claim& claim = document.claims[i];
    const ClaimAddress address = SplitClaimAddress(claim.address);
    ClaimSection& section = sections[section_at.at(
        claim.address.substr(0, claim.address.find(':')))];
    const auto [it, fresh] = row_at.try_emplace(
        section.key + ":" + address.subject, section.rows.size());
    if (fresh) {
      section.rows.push_back(
          {SubjectName(form, &document, section.key, address.subject),
           claim.line,
           {}});
    }
    // A head count of the profile has no measure of its own.
    const ClaimColumn column =
        address.measure.empty() && claim.value_micro.has_value()
            ? kClaimAmount
            : ColumnOf(address.measure);
    section.rows[it->second].claims[column].push_back(static_cast<int>(i));
  }
  return sections;
}

}  // namespace yuheng::validation
