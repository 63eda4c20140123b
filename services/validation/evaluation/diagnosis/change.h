#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CHANGE_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CHANGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::validation {

// One figure of a document is another.
struct FigureChange {
  std::string address;
  int64_t fen = 0;
};

// A row of a document's table stands under another code.
struct CodeChange {
  budget::TableKind table = budget::TableKind::kNone;
  size_t row = 0;  // Its position in the table.
  std::string code;
};

// A document's table has one row more.
struct RowChange {
  budget::TableKind table = budget::TableKind::kNone;
  size_t position = 0;  // Of the new row; at most how many there are.
  budget::Row row;
};

using Change = std::variant<FigureChange, CodeChange, RowChange>;

// Whether the change could be made: the document has what is to be changed.
bool Make(const budget::Form& form, const Change& change,
          budget::Document* document);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_CHANGE_H_
