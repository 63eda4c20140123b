#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PROFILE_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PROFILE_READER_H_

#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Reads 机构设置及人员情况 of part one into the heading "profile" and the
// claims
//   G:units:count    subordinate budget units; 0 for 无下属预算单位
//   G:units:words    their names, as printed
//   G:offices:count, G:offices:words
//   G:staff:<posts|actual|in_post|retired|retired_cadre|…>     persons
//   G:staff/<the same>:delta    change against last year, signed
// `lines` may be the whole document.
void ReadProfile(absl::Span<const TextLine> lines, budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PROFILE_READER_H_
