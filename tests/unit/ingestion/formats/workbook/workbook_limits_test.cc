// Workbooks that mean harm or went wrong are refused, and say what to do.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/package/limits.h"
#include "services/ingestion/formats/package/zip_archive.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/workbook/limits.h"
#include "services/rpc/reason.h"
#include "tests/support/workbook_xml.h"
#include "tests/unit/ingestion/formats/damage.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;
using testing::Grid;
using testing::RowsOf;
using testing::Table3Grid;
using testing::WorkbookXml;
using testing::Zip;
using Entries = std::vector<std::pair<std::string, std::string>>;

const Grid& Rows() {
  static const auto* const rows =
      new Grid{{"206", "", "", "科学技术支出", "30", "20", "10"},
               {"", "", "", "合计", "30", "20", "10"}};
  return *rows;
}

void ExpectTooLarge(const std::string& bytes, absl::string_view words) {
  ExpectRefused(Read(bytes, "a.xlsx"), Reason::kDocumentTooLarge, words);
}

void ExpectDamaged(const std::string& bytes, absl::string_view words) {
  ExpectRefused(Read(bytes, "a.xlsx"), Reason::kDocumentUnreadable, words);
}

// A workbook of one sheet, not deflated.
std::string Stored(const WorkbookXml& workbook) {
  return Zip(workbook.Entries(), /*stored=*/true);
}

WorkbookXml SheetWith(const std::string& rows) {
  return {.sheets = {{.name = "表3", .rows = rows}}};
}

// The same archive, one entry's inflated size declared as another in all
// headers.
std::string Declare(std::string archive, uint32_t size, uint32_t declared) {
  const auto bytes_of = [](uint32_t value) {
    return std::string{static_cast<char>(value), static_cast<char>(value >> 8),
                       static_cast<char>(value >> 16),
                       static_cast<char>(value >> 24)};
  };
  return Replace(archive, bytes_of(size), bytes_of(declared));
}

TEST(ZipLimits, Entries) {
  Entries entries;
  for (int i = 0; i <= kZipEntriesMax; ++i) {
    entries.emplace_back(absl::StrCat("x", i), "");
  }
  ExpectTooLarge(Zip(entries), "2001 parts");
}

TEST(ZipLimits, Bombs_AreRefusedByWhatTheyDeclare) {
  // 2 MiB of blanks take 2 KiB.
  Entries entries = SheetWith(RowsOf(Table3Grid(Rows()))).Entries();
  entries.emplace_back("xl/media/a.bin", std::string(2 << 20, ' '));
  ExpectTooLarge(Zip(entries), "xl/media/a.bin");
  // What none of them would take up.
  std::string noise(1'234'567, ' ');
  std::mt19937 random(7);
  for (char& c : noise) c = static_cast<char>(random());
  entries.back().second = noise;
  const std::string sound = Zip(entries);
  EXPECT_TRUE(Read(sound).ok());
  ExpectTooLarge(Declare(sound, 1'234'567, 0x7000'0000), "1879048192 bytes");
  // Each of them within the limit of one, but not together.
  entries.back().second = noise;
  for (int i = 0; i < 4; ++i) {
    entries.emplace_back(absl::StrCat("xl/media/b", i), noise);
  }
  ExpectTooLarge(Declare(Zip(entries), 1'234'567, 30 << 20),
                 "out of proportion");
}

TEST(ZipLimits, EntriesThatAreOtherThanDeclared) {
  const std::string text(1'234'567, 'x');
  std::string noise = text;
  std::mt19937 random(7);
  for (char& c : noise) c = static_cast<char>(random());
  const std::string sound = Zip({{"a", noise}});
  const auto open = [](const std::string& bytes) {
    return ZipArchive::Open(bytes).value()->Read("a").status();
  };
  EXPECT_TRUE(open(sound).ok());
  for (const uint32_t declared : {1'000'000u, 1'300'000u}) {
    const std::string lying = Declare(sound, 1'234'567, declared);
    EXPECT_EQ(rpc::ReasonOf(open(lying)), Reason::kDocumentUnreadable);
  }
}

TEST(XmlLimits, EntitiesAreRefused) {
  Entries entries = SheetWith(RowsOf(Table3Grid(Rows()))).Entries();
  for (auto& [name, bytes] : entries) {
    const std::string before = bytes;
    if (!absl::EndsWith(name, ".xml") || name[0] == '[') continue;
    bytes = Replace(bytes, "?>\n",
                    "?>\n<!DOCTYPE x [<!ENTITY a \"ha\">"
                    "<!ENTITY b \"&a;&a;&a;\">]>\n");
    ExpectDamaged(Zip(entries), name);
    bytes = before;
  }
}

TEST(XmlLimits, DepthAndMarks) {
  WorkbookXml workbook = SheetWith(RowsOf(Table3Grid(Rows())));
  workbook.sheets[0].behind =
      Repeat("<a>", kXmlDepthMax) + Repeat("</a>", kXmlDepthMax);
  ExpectTooLarge(workbook.Bytes(), "xl/worksheets/sheet1.xml");
  workbook.sheets[0].behind = Repeat("<a/>", kXmlMarksMax);
  ExpectTooLarge(Stored(workbook), "xl/worksheets/sheet1.xml");
}

TEST(XmlLimits, OtherEncodingsAndBrokenXml_AreDamaged) {
  ExpectDamaged(SheetWith("<row r=\"1\"><c r=\"A1\">").Bytes(), "sheet1.xml");
  ExpectDamaged(SheetWith(RowsOf({{"表3 \xFF\xFE"}})).Bytes(), "UTF-8");
  Entries entries = SheetWith(RowsOf(Table3Grid(Rows()))).Entries();
  for (auto& [name, bytes] : entries) {
    if (absl::EndsWith(name, "sheet1.xml")) bytes = "\xFF\xFE<\0?\0x\0";
  }
  ExpectDamaged(Zip(entries), "sheet1.xml");
}

TEST(WorkbookLimits, Sheets) {
  WorkbookXml workbook;
  for (size_t i = 0; i <= kWorkbookSheetsMax; ++i) {
    workbook.sheets.push_back({.name = absl::StrCat("s", i)});
  }
  ExpectTooLarge(workbook.Bytes(), "200 sheets");
}

// A part of 12 MB stands behind ten sheets.
TEST(WorkbookLimits, PartsReadOftenCountOften) {
  WorkbookXml workbook = SheetWith(
      Repeat(absl::StrCat("<!--", std::string(100'000, ' '), "-->"), 120));
  for (int i = 1; i < 10; ++i) {
    workbook.sheets.push_back({.name = absl::StrCat("s", i)});
  }
  Entries entries = workbook.Entries();
  for (auto& [name, bytes] : entries) {
    if (name != "xl/_rels/workbook.xml.rels") continue;
    for (int i = 2; i <= 10; ++i) {
      bytes = Replace(bytes, absl::StrCat("sheet", i, ".xml"), "sheet1.xml");
    }
  }
  ExpectTooLarge(Zip(entries, /*stored=*/true), "xl/worksheets/sheet1.xml");
}

TEST(WorkbookLimits, FarCells_TakeNoMemory) {
  const std::string table = RowsOf(Table3Grid(Rows()));
  const auto with = [&](const std::string& row) {
    return SheetWith(table + "<row r=\"1048576\">" + row + "</row>").Bytes();
  };
  ExpectTooLarge(with("<c r=\"XFD1048576\"><v>1</v></c>"), "表3!XFD1048576");
  EXPECT_TRUE(Read(with("<c r=\"XFD1048576\" s=\"1\"/>")).ok());
  const auto document = Read(with("<c r=\"A1048576\"><v>1</v></c>"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(At(*document, "T3:206:total"), "30");
  ExpectTooLarge(with("<c r=\"IW1048576\"><v>1</v></c>"), "column 256");
}

TEST(WorkbookLimits, CellsAndTexts) {
  const std::string cell = "<c><v>1</v></c>";
  ExpectTooLarge(Stored(SheetWith(
                     Repeat(absl::StrCat("<row>", Repeat(cell, 100), "</row>"),
                            kPrintedCellsMax / 100 + 1))),
                 "表3!A3001");
  ExpectTooLarge(
      Stored(SheetWith(RowsOf({{std::string(kCellBytesMax + 1, 'x')}}))),
      "表3!A1");
  // One text, shown often.
  WorkbookXml shared = SheetWith(Repeat("<row><c t=\"s\"><v>0</v></c></row>",
                                        kPrintedBytesMax / 100'000 + 1));
  shared.strings =
      absl::StrCat("<si><t>", std::string(100'000, 'x'), "</t></si>");
  ExpectTooLarge(Stored(shared), "bytes of text");
  shared.strings = Repeat("<si/>", kSharedStringsMax + 1);
  ExpectTooLarge(Stored(shared), "200000 texts");
}

TEST(WorkbookLimits, FormatsAndMerges) {
  WorkbookXml workbook = SheetWith(RowsOf(Table3Grid(Rows())));
  workbook.styles = absl::StrCat(
      "<cellXfs>", Repeat("<xf/>", kNumberFormatsMax + 1), "</cellXfs>");
  ExpectTooLarge(Stored(workbook), "cell formats");
  workbook.styles.clear();
  workbook.sheets[0].behind = absl::StrCat(
      "<mergeCells>", Repeat("<mergeCell ref=\"J1:K1\"/>", kMergesMax + 1),
      "</mergeCells>");
  ExpectDamaged(Stored(workbook), "表3");
  // Merged over each other without end.
  workbook.sheets[0].rows = RowsOf(Grid(2'000, {"甲", "1"}));
  workbook.sheets[0].behind = absl::StrCat(
      "<mergeCells>", Repeat("<mergeCell ref=\"A1:XFD1048576\"/>", 1'000),
      "</mergeCells>");
  ExpectDamaged(Stored(workbook), "表3");
}

TEST(WorkbookLimits, ScatteredParagraphs) {
  ExpectTooLarge(
      Stored(SheetWith(RowsOf(Grid(budget::kSourcePartsMax + 1, {"甲"})))),
      "scattered");
}

TEST(WorkbookDamage, CellsOutOfPlace_AreNamed) {
  for (const char* cell : {"B7", "A0", "A1048577", "XFE6", "6", "A", "A6A"}) {
    const std::string rows = Replace(RowsOf(Table3Grid(Rows())), "r=\"A6\"",
                                     absl::StrCat("r=\"", cell, "\""));
    ExpectDamaged(SheetWith(rows).Bytes(), absl::StrCat("表3!", cell));
  }
  ExpectDamaged(SheetWith("<row r=\"2\"/><row r=\"1\"/>").Bytes(), "表3");
  ExpectDamaged(SheetWith("<row r=\"1048577\"/>").Bytes(), "表3");
  ExpectDamaged(SheetWith("<row r=\"x\"/>").Bytes(), "表3");
}

TEST(WorkbookDamage, MissingParts_AreNamed) {
  const Entries entries = SheetWith(RowsOf(Table3Grid(Rows()))).Entries();
  for (size_t i = 0; i < entries.size(); ++i) {
    Entries rest = entries;
    rest.erase(rest.begin() + static_cast<int>(i));
    const auto document = Read(Zip(rest));
    EXPECT_FALSE(document.ok()) << entries[i].first;
  }
}

// Which of two a program shows is its own choice.
TEST(WorkbookDamage, SecondPartsOfAKind_AreRefused) {
  WorkbookXml workbook = SheetWith(RowsOf(Table3Grid(Rows())));
  workbook.styles = "<cellXfs/>";
  const Entries entries = workbook.Entries();
  ASSERT_TRUE(Read(Zip(entries)).ok());
  const auto with = [&](absl::string_view part, absl::string_view relation) {
    Entries changed = entries;
    for (auto& [name, bytes] : changed) {
      if (name != part) continue;
      bytes = Replace(
          bytes, "</Relationships>",
          absl::StrCat("<Relationship ", relation, "/></Relationships>"));
    }
    return Zip(changed);
  };
  ExpectDamaged(with("_rels/.rels",
                     "Id=\"second\" Type=\"http://x/officeDocument\" "
                     "Target=\"xl/workbook.xml\""),
                "_rels/.rels");
  for (const char* type : {"styles", "sharedStrings"}) {
    const std::string twice =
        absl::StrCat("Id=\"a\" Type=\"http://x/", type,
                     "\" Target=\"x.xml\"/><Relationship Id=\"b\" "
                     "Type=\"http://y/",
                     type, "\" Target=\"y.xml\"");
    ExpectDamaged(with("xl/_rels/workbook.xml.rels", twice),
                  "xl/_rels/workbook.xml.rels");
  }
  ExpectDamaged(with("xl/_rels/workbook.xml.rels",
                     "Id=\"same\" Type=\"http://x/theme\" Target=\"x.xml\"/>"
                     "<Relationship Id=\"same\" Type=\"http://x/theme\" "
                     "Target=\"y.xml\""),
                "xl/_rels/workbook.xml.rels");
  EXPECT_TRUE(Read(with("xl/_rels/workbook.xml.rels",
                        "Id=\"theme\" Type=\"http://x/theme\" "
                        "Target=\"x.xml\""))
                  .ok());
}

// Flipped bits and files cut short are read or refused.
TEST(WorkbookDamage, AnyBytes_AreReadOrRefused) {
  const std::string sound = SheetWith(RowsOf(Table3Grid(Rows()))).Bytes();
  for (size_t length = 4; length < sound.size(); ++length) {
    EXPECT_FALSE(Read(sound.substr(0, length)).ok()) << length;
  }
  ExpectFlippedIsReadOrRefused(sound);
}

}  // namespace
}  // namespace yuheng::ingestion
