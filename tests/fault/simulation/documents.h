#ifndef YUHENG_TESTS_FAULT_SIMULATION_DOCUMENTS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_DOCUMENTS_H_

#include <string>

#include "services/budget/document.h"
#include "tests/fault/simulation/world.h"

namespace yuheng::fault {

// What a bureau's document is like.
struct DocumentPlan {
  std::string department;  // As printed.
  int fiscal_year = 0;
  int error_count = 0;      // That checking finds.
  bool unbalanced = false;  // The ledger refuses it.
};

// A document of a few rows with amounts from `random`: T1, T2, T3 and T7 of
// two or three functions, with printed parents that are sometimes wrong.
budget::Document MakeDocument(const DocumentPlan& plan, Random& random);

// What is uploaded: the canonical document as protobuf.
std::string BytesOf(const budget::Document& document);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_DOCUMENTS_H_
