#include "tests/unit/forms/unzipped.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <system_error>

namespace yuheng::forms {
namespace {

std::string Output(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "";
  std::string output;
  char buffer[4096];
  for (size_t size; (size = fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
    output.append(buffer, size);
  }
  pclose(pipe);
  return output;
}

// All first groups of the pattern.
std::vector<std::string> FindAll(const std::string& text,
                                 const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end;
       ++it) {
    found.push_back((*it)[1]);
  }
  return found;
}

// What stands between the first `begin` and the `end` behind it.
std::string Between(const std::string& text, const std::string& begin,
                    const std::string& end) {
  const size_t from = text.find(begin);
  if (from == std::string::npos) return "";
  const size_t to = text.find(end, from);
  return text.substr(from, to - from);
}

std::string Unescape(std::string text) {
  const std::pair<std::string, std::string> kEscapes[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}};
  for (const auto& [escaped, plain] : kEscapes) {
    for (size_t at; (at = text.find(escaped)) != std::string::npos;) {
      text.replace(at, escaped.size(), plain);
    }
  }
  return text;
}

}  // namespace

UnzippedWorkbook::UnzippedWorkbook(const std::string& bytes)
    : folder_(testing::TempDir() + "/yuheng-workbook-XXXXXX") {
  EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  std::ofstream(folder_ + "/workbook.xlsx", std::ios::binary) << bytes;
  const std::string command = "unzip -tqq '" + folder_ + "/workbook.xlsx' 2>&1";
  EXPECT_EQ(Output(command), "");
}

UnzippedWorkbook::~UnzippedWorkbook() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

std::string UnzippedWorkbook::Entry(const std::string& name) const {
  return Output("unzip -p '" + folder_ + "/workbook.xlsx' '" + name +
                "' 2>/dev/null");
}

std::string UnzippedWorkbook::SheetXml(int sheet) const {
  return Entry("xl/worksheets/sheet" + std::to_string(sheet) + ".xml");
}

std::map<std::string, std::string> UnzippedWorkbook::Cells(int sheet) const {
  const std::vector<std::string> texts =
      FindAll(Entry("xl/sharedStrings.xml"), "<si><t[^>]*>([^<]*)</t></si>");
  const std::string xml = SheetXml(sheet);
  const std::regex cell(
      R"re(<c r="([A-Z]+[0-9]+)"[^>/]*?( t="s")?><v>([^<]*)</v></c>)re");
  std::map<std::string, std::string> cells;
  for (std::sregex_iterator it(xml.begin(), xml.end(), cell), end; it != end;
       ++it) {
    const bool shared = (*it)[2].matched;
    cells[(*it)[1]] =
        shared ? Unescape(texts.at(std::stoul((*it)[3]))) : (*it)[3].str();
  }
  return cells;
}

std::set<std::string> UnzippedWorkbook::Merges(int sheet) const {
  const auto found =
      FindAll(SheetXml(sheet), R"re(<mergeCell ref="([^"]*)"/>)re");
  return {found.begin(), found.end()};
}

int UnzippedWorkbook::FormatPart(int sheet, const std::string& reference,
                                 const std::string& attribute) const {
  const auto style = FindAll(
      SheetXml(sheet), R"re(<c r=")re" + reference + R"re(" s="([0-9]+)")re");
  if (style.size() != 1) return -1;
  const std::string formats =
      Between(Entry("xl/styles.xml"), "<cellXfs", "</cellXfs>");
  const auto parts =
      FindAll(formats, "<xf [^>]*" + attribute + R"re(="([0-9]+)")re");
  return std::stoi(parts.at(std::stoul(style[0])));
}

std::string UnzippedWorkbook::NumberFormat(int sheet,
                                           const std::string& reference) const {
  const int id = FormatPart(sheet, reference, "numFmtId");
  if (id == 4) return "#,##0.00";  // Built in.
  if (id == 49) return "@";
  const auto codes = FindAll(Entry("xl/styles.xml"),
                             "<numFmt numFmtId=\"" + std::to_string(id) +
                                 R"re(" formatCode="([^"]*)")re");
  return codes.size() == 1 ? codes[0] : "";
}

bool UnzippedWorkbook::IsYellow(int sheet, const std::string& reference) const {
  const int id = FormatPart(sheet, reference, "fillId");
  const std::string fills =
      Between(Entry("xl/styles.xml"), "<fills", "</fills>");
  size_t at = 0;
  for (int i = 0; i <= id; ++i) at = fills.find("<fill>", at) + 1;
  const std::string fill = fills.substr(at, fills.find("</fill>", at) - at);
  return id > 0 && fill.find("FFFFFF00") != std::string::npos;
}

std::vector<std::string> UnzippedWorkbook::SheetNames() const {
  return FindAll(Entry("xl/workbook.xml"), R"re(<sheet name="([^"]*)")re");
}

}  // namespace yuheng::forms
