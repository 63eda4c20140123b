#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CLAIM_TABLE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CLAIM_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/language/source.h"

namespace yuheng::validation {

// The claims of one section (or the profile, or the performance sheets) laid
// out as a table: a row a subject, a column a measure, so that rules read both
// alike. Amounts are in 分; shares, growths and counts in millionths.
struct ClaimTable {
  Source source = Source::kNone;
  // Whether the document has that section at all.
  bool present = false;
  int line = 0;  // Of its heading; 0 when it is not known.
  budget::Table table;
  // Of each cell, row by row: where it comes from.
  struct Origin {
    std::string address;
    int64_t precision = 1;  // What the last printed place stands for.
  };
  std::vector<Origin> origins;

  const Origin& OriginOf(const budget::Row& row, int column) const {
    const size_t index = static_cast<size_t>(&row - table.rows.data());
    return origins[index * row.cells.size() + static_cast<size_t>(column)];
  }
};

// The tables of all sections, the first of kN1 and then in order of Source.
std::vector<ClaimTable> ClaimTablesOf(const budget::Form& form,
                                      const budget::Document& document);

// The address a claim would have that is not there.
std::string ClaimAddress(Source source, absl::string_view subject,
                         absl::string_view measure);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CLAIM_TABLE_H_
