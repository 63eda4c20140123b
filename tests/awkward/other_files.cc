// Files that are not read, and say what to do instead.
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"
#include "tests/support/compound_file.h"
#include "tests/support/document_twins.h"
#include "tests/support/package_xml.h"

namespace yuheng::awkward {
namespace {

AwkwardFile Refused(std::string name, std::string what, std::string bytes,
                    std::vector<std::string> zh, std::vector<std::string> en) {
  AwkwardFile file{std::move(name), std::move(what), std::move(bytes)};
  file.outcome = Outcome::kRefused;
  file.zh = std::move(zh);
  file.en = std::move(en);
  return file;
}

AwkwardFile Unreadable(AwkwardFile file) {
  file.reason = rpc::Reason::kDocumentUnreadable;
  return file;
}

AwkwardFile Empty(AwkwardFile file) {
  file.reason = rpc::Reason::kDocumentEmpty;
  return file;
}

std::string Noise() {
  std::string bytes(100'000, '\0');
  std::mt19937 random(5);
  for (char& c : bytes) c = static_cast<char>(random());
  bytes[0] = 'x';
  return bytes;
}

// An archive of which one entry is in secret: that bit is set in its headers.
std::string SecretArchive() {
  std::string zip = testing::Zip({{"表3.csv", DisclosureText()}});
  zip[6] = static_cast<char>(zip[6] | 1);
  const size_t directory = zip.find("PK\x01\x02");
  zip[directory + 8] = static_cast<char>(zip[directory + 8] | 1);
  return zip;
}

std::string BinaryWorkbook() {
  return testing::Zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
        "Target=\"xl/workbook.bin\"/></Relationships>"},
       {"xl/workbook.bin", "\x83"}});
}

std::string Slides() {
  return testing::Zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
        "Target=\"ppt/presentation.xml\"/></Relationships>"},
       {"ppt/presentation.xml", "<presentation/>"}});
}

// OpenDocument: what LibreOffice saves.
std::string OpenDocument(absl::string_view type) {
  return testing::Zip(
      {{"mimetype", absl::StrCat("application/vnd.oasis.opendocument.", type)},
       {"content.xml", "<office:document-content/>"},
       {"META-INF/manifest.xml", "<manifest/>"}},
      /*stored=*/true);
}

// What Excel and Word saved as XML in 2003.
constexpr char kSpreadsheetXml[] =
    "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
    "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"
    "<Worksheet ss:Name=\"表3\"><Table><Row><Cell><Data "
    "ss:Type=\"String\">部门支出总体情况表</Data></Cell></Row></Table>"
    "</Worksheet></Workbook>";
constexpr char kWordXml[] =
    "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>\n"
    "<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/"
    "wordml\"><w:body><w:p><w:r><w:t>部门支出总体情况表</w:t></w:r></w:p>"
    "</w:body></w:wordDocument>";

}  // namespace

std::vector<AwkwardFile> OtherFiles() {
  const std::string docx = testing::WordTwin(DisclosureText());
  return {
      Empty(Refused("空文件.xlsx", "no byte in it", "", {"文件是空的"},
                    {"the file is empty"})),
      Empty(Refused("空白.txt", "nothing but blanks", " \n\t\r\n　　\n",
                    {"文件是空的"}, {"the file is empty"})),
      Refused("旧版改名.xlsx", "an .xls called .xlsx",
              testing::CompoundFile({"Root Entry", "Workbook"}),
              {"旧版 Excel 文件（.xls）", "另存为 .xlsx"},
              {"old Excel file (.xls)", "save it as .xlsx"}),
      Refused("更旧.xls", "an .xls of Excel 5",
              testing::CompoundFile({"Root Entry", "Book"}),
              {"旧版 Excel 文件（.xls）", "另存为 .xlsx"},
              {"old Excel file (.xls)", "save it as .xlsx"}),
      Refused("旧版改名.docx", "a .doc called .docx",
              testing::CompoundFile({"Root Entry", "WordDocument"}),
              {"旧版 Word 文件（.doc）", "另存为 .docx"},
              {"old Word file (.doc)", "save it as .docx"}),
      Refused("演示.ppt", "old slides",
              testing::CompoundFile({"Root Entry", "PowerPoint Document"}),
              {"PowerPoint", "另存为"}, {"PowerPoint", "save it as"}),
      Refused("加密.xlsx", "a workbook with a password",
              testing::CompoundFile(
                  {"Root Entry", "EncryptionInfo", "EncryptedPackage"}),
              {"设有打开密码", "取消密码"},
              {"has a password", "remove the password"}),
      Refused("加密.docx", "a Word document with a password",
              testing::CompoundFile({"Root Entry", "EncryptedPackage"}),
              {"设有打开密码"}, {"has a password"}),
      Refused("二进制.xlsb", "a binary workbook", BinaryWorkbook(), {".xlsb"},
              {".xlsb", "save it as .xlsx"}),
      Refused("演示.pptx", "slides", Slides(), {"PowerPoint"}, {"PowerPoint"}),
      Refused("表格.ods", "a sheet of LibreOffice", OpenDocument("spreadsheet"),
              {"ODF", "另存为 .xlsx"}, {"OpenDocument", "save it as .xlsx"}),
      Refused("文本.odt", "a text of LibreOffice", OpenDocument("text"),
              {"ODF", ".docx"}, {"OpenDocument", ".docx"}),
      Refused("表格2003.xml", "a workbook as XML of 2003", kSpreadsheetXml,
              {"Excel 2003 XML", "另存为 .xlsx"},
              {"Excel 2003 XML", "save it as .xlsx"}),
      Refused("文档2003.xml", "a Word document as XML of 2003", kWordXml,
              {"Word 2003 XML", ".docx"}, {"Word 2003 XML", ".docx"}),
      Refused("富文本.doc", "RTF called .doc", "{\\rtf1\\ansi text}", {"RTF"},
              {"RTF", "save it as"}),
      Refused("扫描.pdf", "a PDF", "%PDF-1.7\n\xE2\xE3\xCF\xD3\n1 0 obj\n",
              {"PDF 文件", "请从原文档另存"},
              {"PDF file", "save the document it was made from"}),
      Refused("照片.jpg", "a picture",
              std::string("\xFF\xD8\xFF\xE0\0\x10JFIF", 10), {"图片", "原文档"},
              {"picture", "document it was made from"}),
      Refused("截图.docx", "a picture called .docx",
              std::string("\x89PNG\r\n\x1A\n\0\0", 10), {"图片"}, {"picture"}),
      Refused("压缩.rar", "an archive that is no zip",
              std::string("Rar!\x1A\x07\x01\0", 8), {".zip"}, {".zip"}),
      Refused("压缩.7z", "another one",
              std::string("7z\xBC\xAF\x27\x1C\0\x04", 8), {".zip"}, {".zip"}),
      Refused("噪声.bin", "noise", Noise(), {"不是文本文件"},
              {"not a text file"}),
      Refused("零.txt", "zeros, as a full disk leaves them",
              std::string(4'096, '\0'), {"不是文本文件"}, {"not a text file"}),
      Unreadable(Refused("截断.docx", "cut in the middle",
                         docx.substr(0, docx.size() / 2), {"已损坏或不完整"},
                         {"damaged or incomplete"})),
      Refused("加密.zip", "an archive with a password", SecretArchive(),
              {"表3.csv", "设有密码"}, {"表3.csv", "has a password"}),
      Refused("多份.zip", "two documents in an archive",
              testing::Zip({{"a.docx", docx}, {"b.docx", docx}}),
              {"不止一份文本", "“a.docx”和“b.docx”都有表1"},
              {"more than one document", "file by file"}),
      Refused("套娃.zip", "an archive in an archive in an archive",
              testing::Zip({{"a.zip", testing::Zip({{"b.zip", docx}})}}),
              {"1 个文件"}, {"1 files"}),
  };
}

}  // namespace yuheng::awkward
