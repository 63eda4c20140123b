#include "tests/support/word_xml.h"

#include "absl/strings/str_cat.h"

namespace yuheng::testing {
namespace {

constexpr absl::string_view kMain =
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr absl::string_view kType =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.";

std::string RootOf(absl::string_view name, absl::string_view content) {
  return XmlPartOf(absl::StrCat(
      "<w:", name, " xmlns:w=\"", kMain,
      "\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/"
      "2006\" xmlns:v=\"urn:schemas-microsoft-com:vml\" "
      "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/"
      "wordprocessingShape\" xmlns:m=\"http://schemas.openxmlformats.org/"
      "officeDocument/2006/math\">",
      content, "</w:", name, ">"));
}

}  // namespace

PackageEntries WordXml::Entries() const {
  std::string relations;
  std::string types =
      "<Default Extension=\"rels\" ContentType=\"application/"
      "vnd.openxmlformats-package.relationships+xml\"/>"
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>";
  const auto declare = [&](absl::string_view file, absl::string_view type) {
    absl::StrAppend(&types, "<Override PartName=\"/word/", file,
                    ".xml\" ContentType=\"", kType, type, "+xml\"/>");
  };
  declare("document", "document.main");
  PackageEntries parts;
  const auto add = [&](absl::string_view name, absl::string_view content) {
    if (content.empty()) return;
    declare(name, name);
    absl::StrAppend(&relations,
                    XmlRelation(name, name, absl::StrCat(name, ".xml")));
    parts.emplace_back(absl::StrCat("word/", name, ".xml"),
                       RootOf(name, content));
  };
  add("numbering", numbering);
  add("styles", styles);
  PackageEntries entries = PackageFront("word/document.xml", types);
  entries.insert(entries.end(), parts.begin(), parts.end());
  if (!relations.empty()) {
    entries.emplace_back("word/_rels/document.xml.rels",
                         XmlRelations(relations));
  }
  entries.emplace_back(
      "word/document.xml",
      RootOf("document", absl::StrCat("<w:body>", body, "</w:body>")));
  return entries;
}

std::string WordRun(absl::string_view text, absl::string_view properties) {
  return absl::StrCat("<w:r><w:rPr>", properties,
                      "</w:rPr><w:t xml:space=\"preserve\">", XmlText(text),
                      "</w:t></w:r>");
}

std::string WordParagraph(absl::string_view text,
                          absl::string_view properties) {
  return absl::StrCat("<w:p><w:pPr>", properties, "</w:pPr>",
                      text.empty() ? "" : WordRun(text), "</w:p>");
}

std::string WordCell(absl::string_view text, absl::string_view properties) {
  return absl::StrCat("<w:tc><w:tcPr>", properties, "</w:tcPr>",
                      WordParagraph(text), "</w:tc>");
}

std::string WordRow(const std::vector<std::string>& texts) {
  std::string cells;
  for (const std::string& text : texts) cells += WordCell(text);
  return absl::StrCat("<w:tr>", cells, "</w:tr>");
}

std::string WordTable(absl::string_view rows) {
  return absl::StrCat("<w:tbl><w:tblPr/>", rows, "</w:tbl>");
}

std::string WordTable3(absl::string_view rows) {
  return absl::StrCat(
      WordParagraph("表3"), WordParagraph("部门支出总体情况表"),
      WordParagraph("编制部门：测试局          单位：万元"),
      WordTable(absl::StrCat(
          "<w:tr>", WordCell("功能分类科目编码", "<w:gridSpan w:val=\"3\"/>"),
          WordCell("功能分类科目名称"), WordCell("合计"), WordCell("基本支出"),
          WordCell("项目支出"), "</w:tr>",
          WordRow({"类", "款", "项", "", "", "", ""}), rows)));
}

}  // namespace yuheng::testing
