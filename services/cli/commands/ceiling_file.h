#ifndef YUHENG_SERVICES_CLI_COMMANDS_CEILING_FILE_H_
#define YUHENG_SERVICES_CLI_COMMANDS_CEILING_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/ceiling.h"
#include "services/budget/messages.h"

namespace yuheng::cli {

// Ceilings as a csv file states them: a row a figure, below a row of headings.
// `ceilings.import_examples` tells the columns. UTF-8 with or without its mark,
// GB18030, commas, semicolons or tabs; amounts with or without thousands.

// Beyond this a file is refused.
inline constexpr size_t kCeilingFileBytesMax = size_t{16} << 20;
inline constexpr size_t kCeilingFileCellsMax = 1'000'000;
// Errors that are told of one file; those beyond are counted.
inline constexpr size_t kCeilingFileErrorsMax = 1'000;

// What a file may leave to who reads it.
inline constexpr int kYearOpen = -1;
struct CeilingFileDefaults {
  // 0: the file must say it. kYearOpen: where it does not, that is the year.
  int fiscal_year = 0;
  int64_t unit_fen = 0;  // Of amounts without one; 0: 万元.
};

// The rows about one department or unit and year.
struct CeilingRows {
  budget::Ceiling ceiling;
  std::string name;  // Whose it is, where the file says so.
  int line = 0;      // Of the first of them.
};

struct CeilingFileError {
  int line = 0;
  std::string column;  // D (amount); empty for a row as a whole.
  budget::Text message;
};

struct CeilingFile {
  std::vector<CeilingRows> ceilings;  // In the order of their first rows.
  // All that is wrong, by line; without any the file is good.
  std::vector<CeilingFileError> errors;
  size_t errors_left_out = 0;
};

// An error is a text for people, in both languages by its details: what keeps
// the file from being read at all.
absl::StatusOr<CeilingFile> ReadCeilingFile(
    const budget::Form& form, absl::string_view bytes,
    const std::string& file_name, const CeilingFileDefaults& defaults);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_CEILING_FILE_H_
