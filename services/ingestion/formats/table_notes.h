#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TABLE_NOTES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TABLE_NOTES_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"

namespace yuheng::ingestion {

// What stands around a table besides its rows.
struct TableNote {
  std::string prepared_by;  // 编制部门; empty when the line names none.
  bool prepared_by_label = false;  // 编制部门： stands there, value or not.
  budget::DocumentRole role = budget::DocumentRole::kUnknown;
  // 分 a printed 1 stands for: 1000000 for 万元; 0 when the line names none.
  int64_t unit_fen = 0;
};

// Reads "编制部门：昌吉州科技局      单位：万元" or either half of it.
TableNote ReadTableNote(absl::string_view text);

// Whether the text says that a table is empty (…没有使用政府性基金预算拨款安排
// 的支出，政府性基金预算支出情况表为空表。).
bool IsNilStatement(absl::string_view text);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TABLE_NOTES_H_
