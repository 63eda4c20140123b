// The published samples with errors in them, for the tests of diagnosis.
#ifndef YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_DIAGNOSIS_SAMPLE_TEXT_H_
#define YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_DIAGNOSIS_SAMPLE_TEXT_H_

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "services/budget/check.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/unit/validation/evaluation/diagnosis/checked.h"

namespace yuheng::validation {

inline budget::Document ReadText(const std::string& text) {
  auto document = ingestion::ReadDocument(budget::StandardForm(), text,
                                          {.file_name = "a.txt"});
  YUHENG_CHECK(document.ok());
  return *std::move(document);
}

inline std::string SampleText(const std::string& name) {
  std::ifstream file(std::string(YUHENG_SOURCE_DIR) + "/deploy/samples/" +
                     name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline const FindingGroup* GroupOf(const Checked& checked,
                                   const std::string& rule,
                                   const std::string& address) {
  for (const FindingGroup& group : checked.summary.groups) {
    for (const int i : group.findings) {
      const Finding& finding = checked.findings[static_cast<size_t>(i)];
      if (finding.rule == rule && finding.places[0].address == address) {
        return &group;
      }
    }
  }
  return nullptr;
}

// The corrected sample, which is free of errors, with each text replaced by the
// other where it stands first.
inline budget::Document Sample(
    const std::vector<std::pair<std::string, std::string>>& edits = {}) {
  std::string text = SampleText("changji-keji-2023-corrected.txt");
  for (const auto& [was, becomes] : edits) {
    const size_t at = text.find(was);
    YUHENG_CHECK(at != std::string::npos);
    text.replace(at, was.size(), becomes);
  }
  return ReadText(text);
}

inline Checked CheckSampleWith(
    const std::vector<std::pair<std::string, std::string>>& edits) {
  return CheckDocument(Sample(edits));
}

// The last row of that code: of T7 that of its project.
inline budget::Row& RowOf(budget::Document& document, budget::TableKind kind,
                          const std::string& code) {
  budget::Row* found = nullptr;
  for (budget::Table& table : document.tables) {
    if (table.kind != kind) continue;
    for (budget::Row& row : table.rows) {
      if (row.code == code) found = &row;
    }
  }
  YUHENG_CHECK(found != nullptr);
  return *found;
}

inline std::string CulpritOf(const FindingGroup& group) {
  return group.culprit ? group.culprit->address : "";
}

}  // namespace yuheng::validation

#endif  // YUHENG_TESTS_UNIT_VALIDATION_EVALUATION_DIAGNOSIS_SAMPLE_TEXT_H_
