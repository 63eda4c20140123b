#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_TWIN_DIFFERENCE_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_TWIN_DIFFERENCE_H_

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "tests/unit/ingestion/formats/document_message.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {

// The first line in which the document of another format differs from that of
// the text, but for where things stand; empty when there is none.
inline std::string DifferenceFrom(const std::string& text,
                                  const std::string& twin,
                                  absl::string_view twin_name) {
  const auto expected = Read(text);
  const auto actual = Read(twin, twin_name);
  if (!expected.ok()) return expected.status().ToString();
  if (!actual.ok()) return actual.status().ToString();
  const std::string expected_text = WithoutPlaces(*expected);
  const std::string actual_text = WithoutPlaces(*actual);
  const std::vector<std::string> expected_lines =
      absl::StrSplit(expected_text, '\n');
  const std::vector<std::string> actual_lines =
      absl::StrSplit(actual_text, '\n');
  for (size_t i = 0; i < std::min(expected_lines.size(), actual_lines.size());
       ++i) {
    if (expected_lines[i] != actual_lines[i]) {
      return absl::StrCat(i, ": ", actual_lines[i], " and not ",
                          expected_lines[i]);
    }
  }
  return expected_lines.size() == actual_lines.size() ? "" : "more lines";
}

// The first figure, statement, row or sentence of a file that has no reference;
// empty when all have one.
inline std::string WithoutReference(const std::string& bytes,
                                    absl::string_view name) {
  const auto document = Read(bytes, name);
  if (!document.ok()) return document.status().ToString();
  for (const budget::Fact& fact : budget::FactsOf(*document)) {
    if (fact.location.reference.empty()) return fact.address;
  }
  for (const budget::TextFact& text : budget::TextsOf(*document)) {
    if (text.location.reference.empty()) return text.address;
  }
  for (const budget::Table& table : document->tables) {
    for (const budget::Row& row : table.rows) {
      for (const budget::Cell& cell : row.cells) {
        if (cell.location.reference.empty()) return row.name;
      }
    }
  }
  for (const budget::Sentence& sentence : document->sentences) {
    if (document->source.Locate(sentence.line).reference.empty()) {
      return sentence.text;
    }
  }
  return "";
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_TWIN_DIFFERENCE_H_
