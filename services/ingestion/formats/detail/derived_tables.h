#ifndef YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DERIVED_TABLES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DERIVED_TABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

// Money of one source for one purpose (明细): what every table is a sum of
// (domain.md section 4).
struct DetailLine {
  std::string function;  // 支出功能分类 项, seven digits.
  std::string economic;  // 部门预算支出经济分类 款, five digits.
  std::string source;    // Key of a leaf income line of T1, such as gen_own.
  std::string project;   // Empty for basic expenditure.
  int64_t amount_fen = 0;
  budget::SourceLocation location;
};

// The ten tables that the lines add up to, exact to the 分: a cell stands where
// the first of its lines does, and is blank where there is none. Names are the
// chart's of that year. A table without any money says so. All amounts together
// without their signs are at most kFigureMicroMax.
std::vector<budget::Table> DeriveTables(const budget::Form& form,
                                        int fiscal_year,
                                        absl::Span<const DetailLine> lines);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DERIVED_TABLES_H_
