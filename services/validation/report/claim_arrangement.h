// The figures of the narrative arranged as a table: a row a subject, a column
// an amount, share, change, growth or words.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_CLAIM_ARRANGEMENT_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_CLAIM_ARRANGEMENT_H_

#include <array>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/validation/report/place_index.h"

namespace yuheng::validation {

enum ClaimColumn {
  kClaimAmount,  // Amounts, counts, areas.
  kClaimShare,
  kClaimDelta,
  kClaimGrowth,
  kClaimWords,  // Reasons, lists, and what has no column of its own.
  kClaimColumnCount
};

struct ClaimRow {
  budget::Text subject;
  int line = 0;  // Of its first claim.
  // Indexes of Document::claims.
  std::array<std::vector<int>, kClaimColumnCount> claims;
};

struct ClaimSection {
  std::string key;  // N2, G.
  budget::Text name;
  std::string heading;  // As printed; empty when it has none.
  std::vector<ClaimRow> rows;
};

// In the order of PlaceIndex::sections, rows in the order of their first claim.
std::vector<ClaimSection> ArrangeClaims(const budget::Form& form,
                                        const budget::Document& document,
                                        const PlaceIndex& index);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_CLAIM_ARRANGEMENT_H_
