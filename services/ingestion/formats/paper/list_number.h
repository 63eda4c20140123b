#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PAPER_LIST_NUMBER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PAPER_LIST_NUMBER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// `number` as a list shows it, in the format that Word calls so: decimal,
// chineseCounting (一, 十二), upperRoman and so on. In ASCII digits for a
// format we don't know and for a number beyond what the format is for; empty
// for "none" and "bullet".
std::string ListNumber(absl::string_view format, int number);

// The label in front of the text that it numbers: a figure may follow, so a
// label of ASCII is set off by a blank.
std::string BeforeText(std::string label);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PAPER_LIST_NUMBER_H_
