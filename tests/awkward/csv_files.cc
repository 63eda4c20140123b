// Folders of csv files, as they are sent: packed into a zip archive.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/document_reader.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"
#include "tests/support/csv_text.h"
#include "tests/support/form_grid.h"
#include "tests/support/package_xml.h"

namespace yuheng::awkward {
namespace {

using testing::Csv;
using testing::Grid;
using testing::Zip;
using Files = testing::PackageEntries;

const budget::Document& Published() {
  static const auto* const document = [] {
    auto read =
        ingestion::ReadDocument(budget::StandardForm(), DisclosureText(), {});
    YUHENG_CHECK(read.ok());
    return new budget::Document(*std::move(read));
  }();
  return *document;
}

// The rows of a table below its title.
Grid RowsOf(const budget::Table& table) {
  Grid rows = {
      {absl::StrCat("编制部门：", Published().department), "单位：万元"}};
  const auto grid = testing::FormGridOf(budget::StandardForm(), table);
  rows.insert(rows.end(), grid.rows.begin(), grid.rows.end());
  if (!table.nil_statement.empty()) rows.push_back({table.nil_statement});
  return rows;
}

// A file a table, its name the title.
Files Tables(char separator = ',') {
  Files files;
  for (const budget::Table& table : Published().tables) {
    const auto& shape = budget::StandardForm().Table(table.kind);
    files.emplace_back(absl::StrCat(shape.number, ".", shape.title, ".csv"),
                       Csv(RowsOf(table), separator));
  }
  return files;
}

Files Encoded(const char* encoding, absl::string_view mark) {
  Files files = Tables();
  for (auto& [name, bytes] : files) {
    bytes = absl::StrCat(mark, Encode(bytes, encoding));
  }
  return files;
}

// 1,234.50 as spreadsheets show it; the disclosure has hundreds only, so that
// the thousands are zeros.
std::string Thousands() {
  std::string bytes;
  Files files = Tables();
  for (auto& [name, text] : files) {
    text = absl::StrReplaceAll(
        text, {{",713.33", ",\"0,713.33\""}, {",433.53", ",\"0,433.53\""}});
    absl::StrAppend(&bytes, text);
  }
  YUHENG_CHECK(absl::StrContains(bytes, "\"0,713.33\""));
  return Zip(files);
}

std::string CodesAsFormulas() {
  Files files = Tables();
  for (auto& [name, bytes] : files) {
    bytes = absl::StrReplaceAll(
        bytes, {{"\r\n206,", "\r\n=\"206\","}, {",01,", ",=\"01\","}});
  }
  return Zip(files);
}

std::string OneFile() {
  std::string all;
  for (const budget::Table& table : Published().tables) {
    Grid rows = RowsOf(table);
    rows.insert(rows.begin(), {budget::StandardForm().Table(table.kind).title});
    absl::StrAppend(&all, Csv(rows), "\r\n");
  }
  return all;
}

std::string LongForm(absl::string_view head, absl::string_view more) {
  std::string csv = absl::StrCat(head, "\n");
  for (const budget::Fact& fact : budget::FactsOf(Published())) {
    if (!absl::StartsWith(fact.address, "T")) continue;
    absl::StrAppend(&csv, "\"", fact.address, "\",",
                    budget::FormatDecimal(fact.value_micro), "\n");
  }
  return absl::StrCat(csv, more);
}

// Has no place for sentences that say that a table is empty.
AwkwardFile OneFigureARow() {
  return {.name = "逐项.csv",
          .what = "one figure a row",
          .bytes = LongForm("地址,金额", ""),
          .outcome = Outcome::kTables,
          .left_out = {"T8:none", "T9:none"}};
}

AwkwardFile AddressesWrong() {
  AwkwardFile file{"地址错误.csv", "one figure a row, two at no cell",
                   LongForm("address,value",
                            "T3:206:nothing,1\nT11:206:total,2\nT3:206:total,"
                            "9\n"),
                   Outcome::kTables};
  file.left_out = {"T8:none", "T9:none"};
  const size_t last = static_cast<size_t>(
      std::count(file.bytes.begin(), file.bytes.end(), '\n'));
  const auto row = [&](size_t back) {
    return absl::StrCat("'地址错误.csv'!", last - back);
  };
  file.told = {
      {"reader.long_address", row(2), "T3:206:nothing", "no cell of the form"},
      {"reader.long_address", row(1), "应为 T3:206:basic 这样的地址",
       "T11:206:total"},
      {"reader.long_twice", row(0), "T3:206:total", "stands above"}};
  return file;
}

AwkwardFile FileMissing() {
  AwkwardFile file{"缺一张表.zip", "no file for table 7", "", Outcome::kTables};
  Files files = Tables();
  files.erase(std::remove_if(files.begin(), files.end(),
                             [](const auto& each) {
                               return absl::StartsWith(each.first, "7.");
                             }),
              files.end());
  file.bytes = Zip(files);
  file.left_out = {"T7:"};
  return file;
}

AwkwardFile TwoFilesOfATable() {
  AwkwardFile file{"一表两份.zip", "table 3 twice, the copy with other figures",
                   "", Outcome::kTables};
  Files files = Tables();
  const auto third = std::find_if(
      files.begin(), files.end(),
      [](const auto& each) { return absl::StartsWith(each.first, "3."); });
  const std::string copy = Swap(third->second, "713.33", "700");
  files.emplace_back("3.部门支出总体情况表 (2).csv", copy);
  file.bytes = Zip(files);
  // The first by name counts; that it stands twice is told below.
  file.instead = {"T3:206:total=700", "T3:ALL:total=700"};
  return file;
}

AwkwardFile PicturesBeside() {
  Files files = Tables();
  files.emplace_back("盖章扫描件.jpg", "\xFF\xD8\xFF");
  files.emplace_back("空.csv", " ");
  AwkwardFile file{"附带图片.zip", "a picture and an empty file beside", "",
                   Outcome::kTables};
  file.bytes = Zip(files);
  file.told = {
      {"reader.archive_left_out", "盖章扫描件.jpg", "没有读入", "was not read"},
      {"reader.archive_unreadable", "空.csv", "文件是空的",
       "the file is empty"}};
  return file;
}

AwkwardFile NoTables() {
  AwkwardFile file{"只有图片.zip", "an archive of pictures",
                   Zip({{"1.jpg", "\xFF\xD8\xFF"}, {"2.jpg", "\xFF\xD8\xFF"}})};
  file.outcome = Outcome::kRefused;
  file.zh = {"2 个文件", "可以放 .xlsx、.csv 表格"};
  file.en = {"2 files", "it may hold tables as .xlsx"};
  return file;
}

// Names as Windows writes them: in GBK, not marked as UTF-8.
std::string NamesOfWindows() {
  Files files = Tables();
  std::vector<std::pair<std::string, std::string>> swaps;
  for (auto& [name, bytes] : files) {
    const std::string encoded = Encode(name, "gbk");
    // As long as its name in GBK, in ASCII.
    std::string marker(encoded.size(), static_cast<char>('a' + swaps.size()));
    swaps.emplace_back(marker, encoded);
    name = marker;
  }
  std::string zip = Zip(files, /*stored=*/true);
  for (const auto& [marker, encoded] : swaps) zip = Swap(zip, marker, encoded);
  return zip;
}

}  // namespace

std::vector<AwkwardFile> CsvFiles() {
  const auto tables = [](const char* name, const char* what,
                         std::string bytes) {
    return AwkwardFile{name, what, std::move(bytes), Outcome::kTables};
  };
  return {
      tables("带BOM.zip", "UTF-8 with a mark",
             Zip(Encoded("utf-8", "\xEF\xBB\xBF"))),
      tables("国标.zip", "GB18030", Zip(Encoded("gb18030", ""))),
      tables("Unicode.zip", "UTF-16, as Excel calls Unicode text",
             Zip(Encoded("UTF-16LE", "\xFF\xFE"))),
      tables("分号.zip", "semicolons", Zip(Tables(';'))),
      tables("制表符.zip", "TABs", Zip(Tables('\t'))),
      tables("千分位.zip", "thousands in quotes", Thousands()),
      tables("文本编码.zip", "codes kept from becoming numbers",
             CodesAsFormulas()),
      tables("一个文件.csv", "all tables below each other", OneFile()),
      OneFigureARow(),
      tables("表格.xlsx", "a csv called .xlsx", OneFile()),
      tables("中文名.zip", "names in the code page of Windows",
             NamesOfWindows()),
      AddressesWrong(),
      FileMissing(),
      TwoFilesOfATable(),
      PicturesBeside(),
      NoTables(),
  };
}

}  // namespace yuheng::awkward
