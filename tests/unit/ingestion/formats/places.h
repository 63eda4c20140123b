#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_PLACES_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_PLACES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"

namespace yuheng::ingestion {

// Where a figure stands, such as 表3!D7; "none" when there is none.
inline std::string ReferenceAt(const budget::Document& document,
                               absl::string_view address) {
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (fact.address == address) return fact.location.reference;
  }
  return "none";
}

// Where the first problem of that id stands; "none" when there is none.
inline std::string ProblemAt(const budget::Document& document,
                             absl::string_view id) {
  for (const budget::ReadingProblem& problem : document.problems) {
    if (problem.id == id) return problem.location.reference;
  }
  return "none";
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_PLACES_H_
