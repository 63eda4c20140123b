// A workbook taken apart again, as far as tests need it.
#ifndef YUHENG_TESTS_UNIT_FORMS_UNZIPPED_H_
#define YUHENG_TESTS_UNIT_FORMS_UNZIPPED_H_

#include <map>
#include <set>
#include <string>
#include <vector>

namespace yuheng::forms {

class UnzippedWorkbook {
 public:
  // Fails the test when unzip finds the archive damaged.
  explicit UnzippedWorkbook(const std::string& bytes);
  ~UnzippedWorkbook();
  UnzippedWorkbook(const UnzippedWorkbook&) = delete;
  UnzippedWorkbook& operator=(const UnzippedWorkbook&) = delete;

  // The content of one file of the archive; empty when there is none.
  std::string Entry(const std::string& name) const;
  // Sheets count from 1.
  std::string SheetXml(int sheet) const;
  // Cell reference to its text or number; blank cells are left out.
  std::map<std::string, std::string> Cells(int sheet) const;
  // Such as A1:D1.
  std::set<std::string> Merges(int sheet) const;
  // The number format of a cell.
  std::string NumberFormat(int sheet, const std::string& reference) const;
  // Whether the cell is filled yellow.
  bool IsYellow(int sheet, const std::string& reference) const;
  std::vector<std::string> SheetNames() const;

 private:
  // The cell's <xf>: its numFmtId or fillId.
  int FormatPart(int sheet, const std::string& reference,
                 const std::string& attribute) const;

  std::string folder_;
};

}  // namespace yuheng::forms

#endif  // YUHENG_TESTS_UNIT_FORMS_UNZIPPED_H_
