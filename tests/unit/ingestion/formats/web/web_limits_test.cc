// Web pages that mean harm or went wrong are refused, or read as far as they
// go.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/printed_text.h"
#include "services/ingestion/formats/web/limits.h"
#include "services/rpc/reason.h"
#include "tests/support/document_twins.h"
#include "tests/unit/ingestion/formats/damage.h"
#include "tests/unit/ingestion/formats/document_places.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

void ExpectTooLarge(const std::string& page, absl::string_view words) {
  ExpectRefused(Read("<html>" + page, "a.html"), Reason::kDocumentTooLarge,
                words);
}

TEST(WebLimits, ElementsAndDepth) {
  ExpectTooLarge(Repeat("<i></i>", kPageElementsMax), "500000 elements");
  ExpectTooLarge(Repeat("<div>", kPageDepthMax), "deeper than 250");
  ExpectTooLarge(Repeat("<span><font>", 100'000), "deeper than 250");
  ExpectTooLarge(Repeat("<table><tr><td>", 20), "deeper than 16");
}

// The parser would compare each with all others.
TEST(WebLimits, AttributesWithoutEnd_TakeNoTime) {
  const std::string rest = "><p>通知</p>";
  std::string tag = "<html><!-- \" --><p";
  for (int i = 0; i < 1'000'000; ++i) absl::StrAppend(&tag, " a", i, "='>'");
  ExpectRefused(Read(tag + rest), Reason::kDocumentNotABudget, "");
  tag = "<html><p " + Repeat("style=a ", 1'000'000);
  ExpectRefused(Read(tag + rest), Reason::kDocumentNotABudget, "");
}

TEST(WebLimits, CellsThatGoOverEverything) {
  const std::string row =
      "<tr>" + Repeat("<td rowspan=65534 colspan=1000>x</td>", 1'000) + "</tr>";
  ExpectTooLarge("<table>" + row + Repeat("<tr></tr>", 1'000),
                 "rows and cells");
}

TEST(WebLimits, EntitiesAreNotDefined) {
  const auto document = Read(
      "<!DOCTYPE html [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c "
      "SYSTEM "
      "\"file:///etc/passwd\">]><html><p>第三部分 2023年部门预算情况说明</p>"
      "<p>&b;&c;。</p>",
      "a.html");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(SentencesOf(*document).find("ha"), std::string::npos);
  EXPECT_EQ(SentencesOf(*document).find("root"), std::string::npos);
}

// Pages cut short and flipped bits are read or refused.
TEST(WebDamage, AnyBytes_AreReadOrRefused) {
  const std::string sound =
      testing::WebTwin(Table3("\t206\n\t\n\t\n\t科学\n\t1\n"
                              "\t1\n\t\n\n"));
  ASSERT_TRUE(Read(sound).ok());
  for (size_t length = 0; length < sound.size(); ++length) {
    const auto document = Read(sound.substr(0, length));
    if (!document.ok()) {
      EXPECT_FALSE(document.status().message().empty());
    }
  }
  ExpectFlippedIsReadOrRefused(sound);
}

// What is left of a disclosure that was cut says so.
TEST(WebDamage, CutPages_AreTold) {
  const std::string page = testing::WebTwin(Sample());
  const auto document = Read(page.substr(0, page.find("第四部分")));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_NE(ProblemText(*document, "reader.document_cut_missing"), "")
      << ProblemsOf(*document);
}

}  // namespace
}  // namespace yuheng::ingestion
