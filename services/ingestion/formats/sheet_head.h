#ifndef YUHENG_SERVICES_INGESTION_FORMATS_SHEET_HEAD_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_SHEET_HEAD_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// What stands behind a label in the head of a performance sheet.
enum class SheetHeadField : uint8_t {
  kUnit,
  kProject,
  kTotal,
  kFiscal,
  kCarried,
  kOther,
  kGoal,
  kIgnored
};

// Of a normalised label such as "年度预算总额:"; absent for what is none.
std::optional<SheetHeadField> SheetHeadFieldOf(absl::string_view normalised);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_SHEET_HEAD_H_
