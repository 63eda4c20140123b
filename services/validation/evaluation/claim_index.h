#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CLAIM_INDEX_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CLAIM_INDEX_H_

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

// The parts of a claim's address: N2:gen:share is section N2, subject gen,
// measure share. A subject may hold colons of a printed name; the first and the
// last colon divide.
struct ClaimParts {
  absl::string_view section;
  absl::string_view subject;
  absl::string_view measure;
};

// Parts are empty where the address has none: of N7:none the measure is none.
ClaimParts SplitClaim(absl::string_view address);

// The claims of a document by address. Holds views into it.
class ClaimIndex {
 public:
  explicit ClaimIndex(const budget::Document& document);

  // The first claim of that address; null when there is none.
  const budget::Claim* Find(absl::string_view address) const;
  // The same; null also when it states no figure.
  const budget::Claim* FindValue(absl::string_view address) const;

 private:
  absl::flat_hash_map<absl::string_view, const budget::Claim*> by_address_;
};

// Its address and line.
Place PlaceOf(const budget::Claim& claim);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CLAIM_INDEX_H_
