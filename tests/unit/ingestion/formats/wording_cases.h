#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_WORDING_CASES_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_WORDING_CASES_H_

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// Reads each case of `cases` and compares what was read with what a person
// reads there. A case is
//
//   === KEY what is unusual about it
//   the text of section KEY (N1..N10, N5a.., N11a.., G); its heading is put
//   before it, except for the KEY "raw"
//   ---
//   every figure in order, one a line: N2:gen:amount=483.53
//   statements that there is none: N2:fund:none
//   optionally words, exactly as printed: N2:gen:reason~政策性增资
//
// The document is that of DocumentWithTables().
void CheckWording(absl::string_view cases);

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_WORDING_CASES_H_
