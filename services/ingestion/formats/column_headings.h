#ifndef YUHENG_SERVICES_INGESTION_FORMATS_COLUMN_HEADINGS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_COLUMN_HEADINGS_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

// What the column below a heading holds.
struct HeadingMeaning {
  enum class Kind : uint8_t {
    kUnknown,
    kGroup,      // Stands above several columns.
    kCode,       // A whole code.
    kCodeLevel,  // Its 类, 款 or 项; `index` 0 to 2.
    kName,       // Of an account, or the label of a line.
    kProject,
    kAmount,  // `index` of the shape's columns.
    kBeside,  // None of the form's: 序号, 备注.
  };
  Kind kind = Kind::kUnknown;
  int index = 0;
};

// The headings of one side of one table, however they are printed.
class ColumnHeadings {
 public:
  ColumnHeadings(const budget::TableShape& shape, budget::Side side);

  HeadingMeaning MeaningOf(absl::string_view heading) const;

 private:
  HeadingMeaning LabelMeaning(absl::string_view normal) const;

  const budget::TableShape& shape_;
  absl::flat_hash_map<std::string, HeadingMeaning> known_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_COLUMN_HEADINGS_H_
