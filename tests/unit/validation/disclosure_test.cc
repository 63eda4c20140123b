// The published disclosure of 2023, from text to findings.
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/validation/validator.h"
#include "tests/support/document_twins.h"
#include "tests/support/workbook_twin.h"
#include "tests/unit/validation/built_in_catalogue.h"

namespace yuheng::validation {
namespace {

std::vector<Finding> CheckText(const std::string& text) {
  const auto document = ingestion::ReadDocument(budget::StandardForm(), text,
                                                {.file_name = "a.txt"});
  EXPECT_TRUE(document.ok()) << document.status();
  std::vector<Finding> findings;
  if (!document.ok()) return findings;
  Catalogue().Check(*document, [&](Finding finding) {
    findings.push_back(std::move(finding));
    return true;
  });
  return findings;
}

std::string Published() {
  std::ifstream file(std::string(YUHENG_SOURCE_DIR) +
                     "/deploy/samples/changji-keji-2023.txt");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Line(const Finding& finding) {
  return absl::StrCat(finding.rule, " ", finding.places[0].address, " ",
                      finding.message.zh);
}

bool Above(const Finding& finding, Severity severity) {
  return finding.severity > severity;
}

TEST(Disclosure, PublishedDocument_GivesExactlyItsErrors) {
  std::set<std::string> above;
  std::set<std::string> notes;
  std::set<std::string> without;
  for (const Finding& finding : CheckText(Published())) {
    const std::string key =
        absl::StrCat(finding.rule, " ", finding.places[0].address);
    if (finding.status == FindingStatus::kInsufficient &&
        (finding.rule == "Y-12" || finding.rule == "B-36" ||
         finding.rule == "R-12")) {
      without.insert(finding.rule);  // Nothing was given to compare with.
      continue;
    }
    EXPECT_GT(finding.places[0].location.line, 0) << Line(finding);
    (Above(finding, Severity::kNote) ? above : notes).insert(key);
    if (finding.rule == "A6-02" && Above(finding, Severity::kNote)) {
      EXPECT_TRUE(absl::StrContains(
          finding.message.zh,
          "2.2 + 15.29 + 1.97 = 19.46，表中为 19.43，差 -0.03"))
          << Line(finding);
    }
  }
  EXPECT_EQ(without, (std::set<std::string>{"B-36", "R-12", "Y-12"}));
  EXPECT_EQ(
      above,
      (std::set<std::string>{
          "A6-02 T6:303:personnel", "A6-02 T6:303:total", "N-08 N2:unit:amount",
          "N-08 N3:project:reason", "N-16 N6:public:amount",
          "N-19 N7:专家顾问服务中心工作经费/e302:amount",
          "N-19 N7:专家顾问服务中心工作经费/e310:amount", "N-34 T6:30301:total",
          "P-06 T3:2060101:project", "P-06 T3:2060702:project",
          "P-07 T3:ALL:project", "P-08 T3:2060702:project",
          "P-08 T3:2060101:project", "P-10 P3:goal", "Y-03 N2:unit:growth",
          "Y-08 N2:gen:delta", "Y-09 N3:basic:delta"}));
  EXPECT_EQ(notes, (std::set<std::string>{
                       "A6-01 T6:ALL:total",          "A6-02 T6:302:public",
                       "A6-02 T6:302:total",          "A6-03 T6:ALL:total",
                       "B-32 T1:in:carry_fiscal",     "C-02 T6:30110:total",
                       "C-04 T4:ex:234:total",        "C-07 T3:2060101:project",
                       "N-05 N2:unit:amount",         "P-11 P2:ind4:target",
                       "P-11 P2:ind8:target",         "P-12 P2:ind9:target",
                       "P-12 P5:ind8:target",         "P-13 P4:ind4:target",
                       "P-14 P3:ind4:target",         "P-14 P3:ind5:target",
                       "P-17 P4:ind5:target",         "R-05 N11c:house:amount",
                       "R-09 T6:30108:total",         "S-12 N5c",
                       "Y-04 N2:carry_fiscal:growth", "Y-13 N2:unit:delta",
                       "Y-15 N10:reception:reason"}));
}

// Ids in the order of emission.
std::vector<std::string> IdsOf(const std::vector<Finding>& findings) {
  std::vector<std::string> ids;
  for (const Finding& finding : findings) ids.push_back(finding.id);
  return ids;
}

TEST(Disclosure, BlankLines_MoveFindingsAndChangeNoId) {
  const std::vector<Finding> findings = CheckText(Published());
  const std::vector<Finding> moved =
      CheckText(absl::StrReplaceAll(Published(), {{"第一部分", "\n第一部分"},
                                                  {"表1", "\n\n表1"},
                                                  {"第三部分", "\n第三部分"},
                                                  {"第四部分", "\n第四部分"}}));
  EXPECT_EQ(IdsOf(moved), IdsOf(findings));
  ASSERT_FALSE(moved.empty());
  EXPECT_NE(moved.front().places, findings.front().places);
}

// The same findings, and no place is said by a line that nobody can see.
TEST(Disclosure, OtherFormats_HaveTheFindingsOfTheText) {
  struct Twin {
    std::string file;
    std::string place;  // Of T6:303:total.
  };
  const std::vector<std::string> ids = IdsOf(CheckText(Published()));
  for (const Twin& twin :
       {Twin{testing::WorkbookTwin(Published()), "表6!D33"},
        Twin{testing::WordTwin(Published()), "table[6]/row[32]/cell[4]"},
        Twin{testing::WebTwin(Published()), "table[6]/row[32]/cell[4]"}}) {
    const std::vector<Finding> findings = CheckText(twin.file);
    EXPECT_EQ(IdsOf(findings), ids) << twin.place;
    bool cell_found = false;
    for (const Finding& finding : findings) {
      for (const Place& place : finding.places) {
        EXPECT_EQ(place.location.line > 0, !place.location.reference.empty())
            << Line(finding);
        cell_found = cell_found || (place.address == "T6:303:total" &&
                                    place.location.reference == twin.place);
      }
    }
    EXPECT_TRUE(cell_found) << twin.place;
  }
}

TEST(Disclosure, NoTwoFindings_ShareAnId) {
  std::set<std::string> ids;
  for (const Finding& finding : CheckText(Published())) {
    EXPECT_EQ(finding.id.size(), 16u) << Line(finding);
    EXPECT_TRUE(ids.insert(finding.id).second) << Line(finding);
  }
}

// The amount of section one differs from that of section two, then differs
// otherwise: the rule and the places are the same, what is wrong is not.
TEST(Disclosure, AnotherErrorAtThePlace_HasAnotherId) {
  const auto id_of = [](const std::string& text) {
    for (const Finding& finding : CheckText(text)) {
      if (finding.rule == "N-08" &&
          finding.places.front().address == "N2:unit:amount") {
        return finding.id;
      }
    }
    return std::string();
  };
  const std::string other = id_of(
      absl::StrReplaceAll(Published(), {{"单位资金30万元", "单位资金25万元"}}));
  EXPECT_FALSE(other.empty());
  EXPECT_NE(other, id_of(Published()));
}

}  // namespace
}  // namespace yuheng::validation
