#ifndef YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_COLUMNS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_COLUMNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace yuheng::ingestion {

// What a column of a list of detail lines holds.
enum class DetailField : size_t {
  kDepartment,
  kYear,
  kFunction,  // Required.
  kEconomic,  // Required; of 部门预算支出经济分类.
  kSource,    // Required.
  kKind,      // 基本支出 or 项目支出.
  kProject,
  kAmount,  // Required.
};
inline constexpr size_t kDetailFieldCount = 8;

// Which cell of a row is which.
struct DetailColumns {
  // Indexes from 0; -1 for a column that is not there.
  std::array<int, kDetailFieldCount> cells;
  // 分 a printed 1 stands for, by the heading (金额（元）); 0 when it is not
  // told.
  int64_t unit_fen = 0;

  int Of(DetailField field) const { return cells[static_cast<size_t>(field)]; }
};

// The columns by their headings; empty when it is no row of headings, or when
// two columns might be the same.
absl::optional<DetailColumns> FindDetailColumns(
    absl::Span<const std::string> headings);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_DETAIL_DETAIL_COLUMNS_H_
