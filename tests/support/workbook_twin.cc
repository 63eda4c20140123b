#include "tests/support/workbook_twin.h"

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/budget/check.h"
#include "services/budget/text.h"
#include "tests/support/temp_dir.h"
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

  void Take(absl::string_view line) {
    const std::string bare = budget::RemoveBlanks(line);
    const bool cell = absl::StartsWith(line, "\t");
    if (!cell && absl::StartsWith(bare, "表") && bare.size() <= 5) {
      OpenSheet(bare);
    } else if (!cell && absl::StartsWith(bare, "第") &&
               absl::StartsWith(bare.substr(bare.size() < 6 ? 0 : 6), "部分")) {
      OpenSheet(bare.substr(0, 12));
    }
    if (cell) {
      row_.push_back(std::string(budget::TrimBlanks(line)));
      row_.resize(row_.size() + CoveredBeside(budget::NormaliseLabel(line)));
      return;
    }
    EndRow();
    if (!bare.empty()) {
      Write(0, std::string(budget::TrimBlanks(line)));
      ++next_row_;
    }
  }

  void Close() {
    EndRow();
    YUHENG_CHECK(workbook_close(workbook_) == LXW_NO_ERROR);
  }

 private:
  // How many cells a heading that goes over several columns covers.
  size_t CoveredBeside(absl::string_view label) const {
    if (row_.size() == 1 && absl::EndsWith(label, "编码")) {
      return absl::StrContains(label, "经济") ||
                     absl::StrContains(sheet_name_, "表6")
                 ? 1
                 : 2;
    }
    return label == "财政拨款(补助)" ? 6 : 0;
  }

  void OpenSheet(const std::string& name) {
    EndRow();
    sheet_name_ = name;
    sheet_ = workbook_add_worksheet(workbook_, name.c_str());
    for (int k = 2; sheet_ == nullptr; ++k) {
      sheet_ =
          workbook_add_worksheet(workbook_, absl::StrCat(name, "-", k).c_str());
    }
    next_row_ = 0;
  }

  void EndRow() {
    if (row_.empty()) return;
    for (size_t i = 0; i < row_.size(); ++i) {
      Write(static_cast<lxw_col_t>(i), row_[i]);
    }
    row_.clear();
    ++next_row_;
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
  std::string sheet_name_;
  lxw_row_t next_row_ = 0;
  std::vector<std::string> row_;
};

}  // namespace

std::string WorkbookTwin(absl::string_view text) {
  const TempDir folder;
  const std::string path = folder.path() + "/twin.xlsx";
  TwinWriter writer(path);
  // Where a cell of the text holds paragraphs, a row does not end.
  const std::string joined = absl::StrReplaceAll(
      text,
      {{"基金预算拨款\n\n\t", "基金预算拨款\n\t"},
       {"\t科目\n\n名称", "\t科目名称"},
       {"公务用车购置及运行费\n\n（小计）", "公务用车购置及运行费（小计）"},
       {"公务用车购置及运行费\n\n(小计)", "公务用车购置及运行费(小计)"}});
  for (const absl::string_view line : absl::StrSplit(joined, '\n')) {
    writer.Take(line);
  }
  writer.Close();
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace yuheng::testing
