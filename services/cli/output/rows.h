#ifndef YUHENG_SERVICES_CLI_OUTPUT_ROWS_H_
#define YUHENG_SERVICES_CLI_OUTPUT_ROWS_H_

#include <memory>
#include <string>
#include <vector>

#include "services/budget/messages.h"
#include "services/cli/output/terminal.h"

namespace yuheng::cli {

enum class OutputFormat { kTable, kJson, kCsv };

enum class Align { kLeft, kRight };

struct OutputColumn {
  std::string key;     // In JSON and CSV.
  budget::Text title;  // In the table.
  Align align = Align::kLeft;
  // In JSON the value stands without quotes; it must be an integer or empty
  // (null).
  bool integer = false;
};

struct OutputCell {
  OutputCell(std::string text, Color color = Color::kNone)  // NOLINT: a cell is
      : text(std::move(text)), color(color) {}              // its text.
  OutputCell(const char* text) : text(text) {}              // NOLINT
  std::string text;
  Color color = Color::kNone;
};

// Prints rows of equal shape: an aligned table at Finish(), or a JSON object or
// CSV record a row at once.
class RowPrinter {
 public:
  static std::unique_ptr<RowPrinter> Create(const Terminal& terminal,
                                            OutputFormat format,
                                            std::vector<OutputColumn> columns);
  virtual ~RowPrinter() = default;
  virtual void Row(std::vector<OutputCell> cells) = 0;
  virtual void Finish() = 0;
};

// One CSV record with its line end; fields with separators, quotes or line ends
// are quoted.
std::string CsvRecord(const std::vector<std::string>& fields);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_OUTPUT_ROWS_H_
