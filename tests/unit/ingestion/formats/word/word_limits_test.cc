// Word documents that mean harm or went wrong are refused.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/package/limits.h"
#include "services/ingestion/formats/paper/paper.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/word/word_numbering.h"
#include "services/rpc/reason.h"
#include "tests/support/word_xml.h"
#include "tests/unit/ingestion/formats/damage.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;
using testing::PackageEntries;
using testing::WordParagraph;
using testing::WordRow;
using testing::WordTable3;
using testing::WordXml;
using testing::Zip;

WordXml Sound() {
  return {.body = WordTable3(
              WordRow({"206", "", "", "科学技术支出", "30", "20", "10"}) +
              WordRow({"", "", "", "合计", "30", "20", "10"}))};
}

std::string Stored(const WordXml& word) { return Zip(word.Entries(), true); }

TEST(WordLimits, Bombs_AreRefusedByWhatTheyDeclare) {
  PackageEntries entries = Sound().Entries();
  entries.emplace_back("word/media/a.bin", std::string(2 << 20, ' '));
  ExpectRefused(Read(Zip(entries)), Reason::kDocumentTooLarge,
                "word/media/a.bin");
}

TEST(WordLimits, EntitiesAreRefused) {
  PackageEntries entries = Sound().Entries();
  for (auto& [name, bytes] : entries) {
    if (name != "word/document.xml") continue;
    bytes = Replace(bytes, "?>\n",
                    "?>\n<!DOCTYPE x [<!ENTITY a \"ha\">"
                    "<!ENTITY b SYSTEM \"file:///etc/passwd\">]>\n");
  }
  ExpectRefused(Read(Zip(entries)), Reason::kDocumentUnreadable, "DOCTYPE");
}

TEST(WordLimits, CellsTextsAndDepth) {
  WordXml word;
  word.body = absl::StrCat(
      "<w:tbl>",
      Repeat(absl::StrCat("<w:tr>", Repeat("<w:tc/>", 1'000), "</w:tr>"),
             kPrintedCellsMax / 1'000 + 1),
      "</w:tbl>");
  ExpectRefused(Read(Stored(word)), Reason::kDocumentTooLarge, "300000");
  word = {.body = Repeat("<w:tbl><w:tr><w:tc>", kTablesDeepMax + 1) +
                  Repeat("</w:tc></w:tr></w:tbl>", kTablesDeepMax + 1)};
  ExpectRefused(Read(Stored(word)), Reason::kDocumentTooLarge,
                "deeper than 16");
  word = {.body = Repeat("<w:ins>", kXmlDepthMax) +
                  Repeat("</w:ins>", kXmlDepthMax)};
  ExpectRefused(Read(Stored(word)), Reason::kDocumentTooLarge,
                "word/document.xml");
  word = {.body = Repeat(WordParagraph("甲"), budget::kSourcePartsMax + 1)};
  ExpectRefused(Read(Stored(word)), Reason::kDocumentTooLarge, "scattered");
}

// A number is short in the file, and long where it is shown; one that no text
// follows takes as long to put together.
TEST(WordLimits, Numbers) {
  for (const char* text : {"x", ""}) {
    const auto numbered = [&](const std::string& number) {
      WordXml word{
          .body = Repeat(WordParagraph(text,
                                       "<w:numPr><w:numId w:val=\"1\"/>"
                                       "</w:numPr>"),
                         40'000),
          .numbering = absl::StrCat(
              "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">"
              "<w:lvlText w:val=\"",
              number,
              "\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\">"
              "<w:abstractNumId w:val=\"0\"/></w:num>")};
      return Read(Stored(word));
    };
    const size_t longest = WordNumbering::kLabelBytesMax;
    ExpectRefused(numbered(std::string(longest, 'x')),
                  Reason::kDocumentTooLarge, "bytes of text");
    ExpectRefused(numbered(std::string(longest + 1, 'x')),
                  Reason::kDocumentTooLarge, "1000 bytes");
  }
}

TEST(WordDamage, MissingParts_AreNamedOrNotNeeded) {
  WordXml word = Sound();
  word.styles = "<w:style/>";
  const PackageEntries entries = word.Entries();
  for (size_t i = 0; i < entries.size(); ++i) {
    PackageEntries rest = entries;
    rest.erase(rest.begin() + static_cast<int>(i));
    EXPECT_EQ(Read(Zip(rest)).ok(),
              absl::StrContains(entries[i].first, "document.xml.rels"))
        << entries[i].first;
  }
}

// Flipped bits and files cut short are read or refused.
TEST(WordDamage, AnyBytes_AreReadOrRefused) {
  const std::string sound = Sound().Bytes();
  ASSERT_TRUE(Read(sound).ok());
  for (size_t length = 4; length < sound.size(); ++length) {
    EXPECT_FALSE(Read(sound.substr(0, length)).ok()) << length;
  }
  ExpectFlippedIsReadOrRefused(sound);
}

}  // namespace
}  // namespace yuheng::ingestion
