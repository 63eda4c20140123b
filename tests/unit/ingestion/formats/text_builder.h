#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_TEXT_BUILDER_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_TEXT_BUILDER_H_

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"

namespace yuheng::ingestion {

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(YUHENG_SOURCE_DIR "/" + path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline std::string Sample() {
  return ReadFile("deploy/samples/changji-keji-2023.txt");
}

// A printed row: a line with TAB for each cell, and an empty line.
inline std::string PrintRow(std::initializer_list<const char*> cells) {
  std::string out;
  for (const char* cell : cells) out += std::string("\t") + cell + "\n";
  return out + "\n";
}

// Table 3 with the given rows.
inline std::string Table3(const std::string& rows,
                          const std::string& unit = "单位：万元") {
  return "表3\n\n部门支出总体情况表\n\n编制部门：测试局      " + unit + "\n" +
         PrintRow({"功能分类科目编码", "功能分类科目名称", "合  计", "基本支出",
                   "项目支出"}) +
         PrintRow({"类", "款", "项", "", "", "", ""}) + rows + "\n";
}

inline absl::StatusOr<budget::Document> Read(absl::string_view bytes,
                                             absl::string_view name = "a.txt") {
  ReadOptions options;
  options.file_name = name;
  return ReadDocument(budget::StandardForm(), bytes, options);
}

// What stands at an address: the amount in the unit of 万元, "blank", "nil",
// "unreadable", or "none" when there is no such cell.
inline std::string At(const budget::Document& document,
                      absl::string_view address) {
  const budget::Form& form = budget::StandardForm();
  const auto cell_address = budget::ParseCellAddress(form, address);
  if (!cell_address.ok()) return cell_address.status().ToString();
  const budget::Cell* cell = budget::FindCell(form, document, *cell_address);
  if (cell == nullptr) return "none";
  switch (cell->state) {
    case budget::CellState::kBlank:
      return "blank";
    case budget::CellState::kDeclaredNil:
      return "nil";
    case budget::CellState::kUnreadable:
      return "unreadable";
    case budget::CellState::kStated:
      return budget::FormatDecimal(cell->amount_fen);
  }
  return "none";
}

inline bool HasProblem(const budget::Document& document, absl::string_view id,
                       int line = 0) {
  for (const budget::ReadingProblem& problem : document.problems) {
    if (problem.id == id && (line == 0 || problem.location.line == line)) {
      return true;
    }
  }
  return false;
}

// Replaces exactly what the test means to change.
inline std::string Replace(const std::string& text, absl::string_view from,
                           absl::string_view to) {
  return absl::StrReplaceAll(text, {{from, to}});
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_TEXT_BUILDER_H_
