#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_PLACES_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_PLACES_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/document.h"
#include "services/rpc/reason.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {

// Where the figure at the address stands; "none" when there is none.
inline std::string ReferenceOf(const budget::Document& document,
                               absl::string_view address) {
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    if (fact.address == address) return fact.location.reference;
  }
  return "none";
}

// The English text of a problem; empty when there is none.
inline std::string ProblemText(const budget::Document& document,
                               absl::string_view id) {
  for (const budget::ReadingProblem& problem : document.problems) {
    if (problem.id == id) return problem.message.en;
  }
  return "";
}

// All problems, for a test that expects none.
inline std::string ProblemsOf(const budget::Document& document) {
  std::string all;
  for (const budget::ReadingProblem& problem : document.problems) {
    absl::StrAppend(&all, problem.location.reference, ": ", problem.message.en,
                    "\n");
  }
  return all;
}

// The sentences, one a line.
inline std::string SentencesOf(const budget::Document& document) {
  std::string all;
  for (const budget::Sentence& sentence : document.sentences) {
    absl::StrAppend(&all, sentence.text, "\n");
  }
  return all;
}

// What table 3 holds in the tests of documents.
inline void ExpectTable3(const absl::StatusOr<budget::Document>& document) {
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  EXPECT_EQ(At(*document, "T3:20601:basic"), "20");
  EXPECT_EQ(At(*document, "T3:2060101:project"), "blank");
  EXPECT_EQ(At(*document, "T3:2060102:total"), "10");
  EXPECT_EQ(At(*document, "T3:ALL:project"), "10");
}

inline void ExpectRefused(const absl::StatusOr<budget::Document>& document,
                          rpc::Reason reason, absl::string_view words) {
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(rpc::ReasonOf(document.status()), reason) << document.status();
  const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
  EXPECT_TRUE(absl::StrContains(details.en, words)) << details.en;
  EXPECT_FALSE(details.zh.empty());
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_DOCUMENT_PLACES_H_
