// Small files that would take much memory or time to read.
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/disclosure.h"
#include "tests/support/package_xml.h"
#include "tests/support/word_xml.h"

namespace yuheng::awkward {
namespace {

using testing::PackageEntries;
using testing::Zip;

AwkwardFile Refused(std::string name, std::string what, std::string bytes,
                    rpc::Reason reason, std::vector<std::string> zh,
                    std::vector<std::string> en) {
  AwkwardFile file{std::move(name), std::move(what), std::move(bytes)};
  file.outcome = Outcome::kRefused;
  file.reason = reason;
  file.zh = std::move(zh);
  file.en = std::move(en);
  return file;
}

std::string Repeat(absl::string_view text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&out, text);
  return out;
}

std::string Sheet(absl::string_view content) {
  return absl::StrCat(
      "<?xml version=\"1.0\"?><worksheet xmlns=\"x\"><sheetData>", content,
      "</sheetData></worksheet>");
}

// The disclosure, with another sheet of table 3.
std::string WithSheet(std::string sheet) {
  PackageEntries entries = WorkbookOf(DisclosureSheets()).Entries();
  for (auto& [name, bytes] : entries) {
    if (name == "xl/worksheets/sheet4.xml") bytes = std::move(sheet);
  }
  return Zip(entries);
}

// As many marks as a part may have bytes, mixed with as much noise as keeps it
// from being out of proportion: 30 MiB in less than 200 KiB.
std::string SlowBomb() {
  std::string sheet;
  std::mt19937 random(3);
  const std::string cells = Repeat("<c/>", 5'000);
  while (sheet.size() < size_t{30} << 20) {
    absl::StrAppend(&sheet, cells, "<!--");
    for (int i = 0; i < 220; ++i) {
      sheet.push_back(static_cast<char>('!' + random() % 12));
    }
    sheet += "-->";
  }
  return WithSheet(Sheet(sheet));
}

// Ten entries that stand over each other in the archive: all headers but the
// first one point to the first one's bytes.
std::string Overlapping() {
  const std::string text = Repeat("收入 ", 1'500'000);
  PackageEntries entries = {{"0.csv", text}};
  for (int i = 1; i < 10; ++i) entries.push_back({absl::StrCat(i, ".csv"), ""});
  std::string zip = Zip(entries);
  const size_t first = zip.find("PK\x01\x02");
  size_t at = first;
  for (int i = 1; i < 10; ++i) {
    at = zip.find("PK\x01\x02", at + 4);
    // The method, the sum and the sizes, and where the bytes stand.
    zip.replace(at + 10, 2, zip.substr(first + 10, 2));
    zip.replace(at + 16, 12, zip.substr(first + 16, 12));
    zip.replace(at + 42, 4, zip.substr(first + 42, 4));
  }
  return zip;
}

// Says that it has 1,000 bytes, and has 48 MiB.
std::string Lying() {
  constexpr uint32_t kBytes = uint32_t{48} << 20;
  const auto bytes_of = [](uint32_t value) {
    return std::string{static_cast<char>(value), static_cast<char>(value >> 8),
                       static_cast<char>(value >> 16),
                       static_cast<char>(value >> 24)};
  };
  std::string zip = WithSheet(std::string(kBytes, ' '));
  return Swap(zip, bytes_of(kBytes), bytes_of(1'000));
}

constexpr char kLaughs[] =
    "<!DOCTYPE x [<!ENTITY a \"哈哈哈哈哈哈哈哈哈哈\">"
    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
    "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
    "<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
    "<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">"
    "<!ENTITY h SYSTEM \"file:///etc/passwd\">]>";

std::string LaughingWorkbook() {
  return WithSheet(Swap(
      Sheet("<row r=\"1\"><c t=\"inlineStr\"><is><t>&g;&h;</t></is></c></row>"),
      "?>", absl::StrCat("?>", kLaughs)));
}

std::string LaughingWord() {
  PackageEntries entries =
      testing::WordXml{.body = testing::WordParagraph("部门支出总体情况表")}
          .Entries();
  for (auto& [name, bytes] : entries) {
    if (name == "word/document.xml") {
      bytes = Swap(Swap(bytes, "部门支出", "&g;&h;"), "?>",
                   absl::StrCat("?>", kLaughs));
    }
  }
  return Zip(entries);
}

}  // namespace

std::vector<AwkwardFile> Bombs() {
  using rpc::Reason;
  return {
      Refused(
          "炸弹.xlsx", "48 MiB of blanks in 48 KiB",
          WithSheet(std::string(size_t{48} << 20, ' ')),
          Reason::kDocumentTooLarge,
          {"xl/worksheets/sheet4.xml", "大小异常", "另存"},
          {"xl/worksheets/sheet4.xml", "out of proportion", "save it again"}),
      Refused("慢炸弹.xlsx", "7 million marks, in proportion", SlowBomb(),
              Reason::kDocumentTooLarge, {"xl/worksheets/sheet4.xml", "标记"},
              {"xl/worksheets/sheet4.xml", "marks"}),
      Refused("谎报.xlsx", "declares other sizes than it has", Lying(),
              Reason::kDocumentUnreadable, {"xl/worksheets/sheet4.xml"},
              {"xl/worksheets/sheet4.xml"}),
      Refused("重叠.zip", "entries over each other", Overlapping(),
              Reason::kDocumentTooLarge, {"大小异常"}, {"out of proportion"}),
      Refused("套娃.zip", "archives in archives",
              Zip({{"a.zip",
                    Zip({{"b.zip",
                          Zip({{"c.txt", std::string(1 << 20, ' ')}})}})}}),
              Reason::kDocumentBinary, {"1 个文件"}, {"1 files"}),
      Refused("实体.xlsx", "entities of entities in a workbook",
              LaughingWorkbook(), Reason::kDocumentUnreadable,
              {"xl/worksheets/sheet4.xml (DOCTYPE)", "另存为新的 .xlsx"},
              {"xl/worksheets/sheet4.xml (DOCTYPE)", "save it as a new .xlsx"}),
      Refused("实体.docx", "entities of entities in a Word document",
              LaughingWord(), Reason::kDocumentUnreadable,
              {"word/document.xml (DOCTYPE)"}, {"word/document.xml (DOCTYPE)"}),
      Refused("实体.html", "entities of entities in a page",
              absl::StrCat(kLaughs, "<html><body><p>&g;&h;</p></body></html>"),
              Reason::kDocumentNotABudget, {"没有找到部门预算公开"},
              {"no table and no part"}),
      Refused("深层.html", "elements in each other without end",
              absl::StrCat("<html><body>", Repeat("<div>", 200'000)),
              Reason::kDocumentTooLarge, {"嵌套超过", "另存为 .docx"},
              {"nested deeper", "save the text as .docx"}),
      Refused("元素.html", "elements without end",
              absl::StrCat("<html><body>", Repeat("<b></b>", 1'000'000)),
              Reason::kDocumentTooLarge, {"个元素"}, {"elements"}),
      Refused("分号.csv", "cells without end", Repeat("1;2;3;4;5;6\n", 300'000),
              Reason::kDocumentTooLarge, {"单元格超过"}, {"more than"}),
  };
}

}  // namespace yuheng::awkward
