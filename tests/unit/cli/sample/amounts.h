#ifndef YUHENG_TESTS_UNIT_CLI_SAMPLE_AMOUNTS_H_
#define YUHENG_TESTS_UNIT_CLI_SAMPLE_AMOUNTS_H_

#include <cstdint>
#include <map>
#include <string>

#include "services/budget/address.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"

namespace yuheng::cli {

// Every stated cell of a document under its address, in 分.
inline std::map<std::string, int64_t> AmountsOf(
    const budget::Document& document) {
  std::map<std::string, int64_t> amounts;
  for (const budget::Table& table : document.tables) {
    const budget::TableShape& shape = budget::StandardForm().Table(table.kind);
    for (const budget::Row& row : table.rows) {
      for (size_t c = 0; c < row.cells.size(); ++c) {
        if (!row.cells[c].stated()) continue;
        amounts[budget::AddressOf(shape, row, static_cast<int>(c))] =
            row.cells[c].amount_fen;
      }
    }
  }
  return amounts;
}

}  // namespace yuheng::cli

#endif  // YUHENG_TESTS_UNIT_CLI_SAMPLE_AMOUNTS_H_
