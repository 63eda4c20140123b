#ifndef YUHENG_TESTS_BENCHMARK_DOCUMENT_POSTING_H_
#define YUHENG_TESTS_BENCHMARK_DOCUMENT_POSTING_H_

#include "absl/strings/string_view.h"
#include "services/aggregation/posting/posting.h"
#include "services/budget/document.h"

namespace yuheng::aggregation {

// The normalised posting of a document's tables, as the first submission of
// that department.
Posting PostingOf(const budget::Document& document,
                  absl::string_view department);

}  // namespace yuheng::aggregation

#endif  // YUHENG_TESTS_BENCHMARK_DOCUMENT_POSTING_H_
