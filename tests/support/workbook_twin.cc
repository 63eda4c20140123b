#include "tests/support/workbook_twin.h"

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/text.h"
#include "tests/support/temp_dir.h"
#include "tests/support/text_blocks.h"
#include "xlsxwriter.h"

namespace yuheng::testing {
namespace {

// Plain figures; a spreadsheet makes numbers of them.
bool IsFigure(const std::string& text, double* value) {
  return absl::ascii_isdigit(text.back()) &&
         (absl::ascii_isdigit(text.front()) || text.front() == '-') &&
         absl::SimpleAtod(text, value);
}

class TwinWriter {
 public:
  explicit TwinWriter(const std::string& path)
      : workbook_(workbook_new(path.c_str())) {
    OpenSheet("封面");
  }

  void Take(const TextBlock& block) {
    const std::string bare = budget::RemoveBlanks(block.paragraph);
    if (absl::StartsWith(bare, "表") && bare.size() <= 5) {
      OpenSheet(bare);
    } else if (absl::StartsWith(bare, "第") &&
               absl::StartsWith(bare.substr(bare.size() < 6 ? 0 : 6), "部分")) {
      OpenSheet(bare.substr(0, 12));
    }
    if (!block.paragraph.empty()) {
      Write(0, block.paragraph);
      ++next_row_;
    }
    for (const TextRow& row : block.rows) {
      lxw_col_t column = 0;
      for (const TextCell& cell : row) {
        Write(column, cell.text);
        column += static_cast<lxw_col_t>(cell.columns);
      }
      ++next_row_;
    }
  }

  void Close() { YUHENG_CHECK(workbook_close(workbook_) == LXW_NO_ERROR); }

 private:
  void OpenSheet(const std::string& name) {
    sheet_ = workbook_add_worksheet(workbook_, name.c_str());
    for (int k = 2; sheet_ == nullptr; ++k) {
      sheet_ =
          workbook_add_worksheet(workbook_, absl::StrCat(name, "-", k).c_str());
    }
    next_row_ = 0;
  }

  void Write(lxw_col_t column, const std::string& text) {
    double value = 0;
    if (text.empty()) return;
    if (IsFigure(text, &value)) {
      worksheet_write_number(sheet_, next_row_, column, value, FormatOf(text));
    } else {
      worksheet_write_string(sheet_, next_row_, column, text.c_str(), nullptr);
    }
  }

  // With the zeros in front and at the end that the text has; none for others.
  lxw_format* FormatOf(const std::string& text) {
    const size_t point = text.find('.');
    std::string code;
    if (point != std::string::npos && text.back() == '0') {
      code = absl::StrCat("0.", std::string(text.size() - point - 1, '0'));
    } else if (point == std::string::npos && text.size() > 1 &&
               text.front() == '0') {
      code = std::string(text.size(), '0');
    } else {
      return nullptr;
    }
    lxw_format*& format = formats_[code];
    if (format == nullptr) {
      format = workbook_add_format(workbook_);
      format_set_num_format(format, code.c_str());
    }
    return format;
  }

  lxw_workbook* const workbook_;
  std::map<std::string, lxw_format*> formats_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_row_t next_row_ = 0;
};

}  // namespace

std::string WorkbookTwin(absl::string_view text) {
  const TempDir folder;
  const std::string path = folder.path() + "/twin.xlsx";
  TwinWriter writer(path);
  for (const TextBlock& block : TextBlocksOf(text)) writer.Take(block);
  writer.Close();
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace yuheng::testing
