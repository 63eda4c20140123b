#include "services/validation/evaluation/claim_index.h"

namespace yuheng::validation {

ClaimParts SplitClaim(absl::string_view address) {
  const size_t first = address.find(':');
  if (first == absl::string_view::npos) return {address, "", ""};
  const size_t last = address.rfind(':');
  if (last == first) {
    return {address.substr(0, first), "", address.substr(first + 1)};
  }
  return {address.substr(0, first), address.substr(first + 1, last - first - 1),
          address.substr(last + 1)};
}

ClaimIndex::ClaimIndex(const budget::Document& document) {
  by_address_.reserve(document.claims.size());
  for (const budget::Claim& claim : document.claims) {
    by_address_.emplace(claim.address, &claim);
  }
}

const budget::Claim* ClaimIndex::Find(absl::string_view address) const {
  const auto it = by_address_.find(address);
  return it == by_address_.end() ? nullptr : it->second;
}

const budget::Claim* ClaimIndex::FindValue(absl::string_view address) const {
  const budget::Claim* claim = Find(address);
  return claim != nullptr && claim->value_micro.has_value() ? claim : nullptr;
}

Place PlaceOf(const budget::Claim& claim) {
  return {claim.address, {claim.line, ""}};
}

}  // namespace yuheng::validation
