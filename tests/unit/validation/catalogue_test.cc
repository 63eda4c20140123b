// Every rule of the catalogue: a document that is right gives nothing, and for
// each rule at least one that is wrong in one place gives that rule there.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/validation/validator.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/built_in_catalogue.h"
#include "tests/unit/validation/example.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

// Rules that compare with more than the document; references_test.cc has their
// examples. Here, where nothing else is given, they only say so.
bool NeedsReferences(const std::string& id) {
  for (const RuleDescription& rule : Catalogue().Rules()) {
    if (rule.id == id) return rule.compares_references;
  }
  return false;
}

std::vector<Finding> Check(const budget::Document& document) {
  std::vector<Finding> findings;
  Catalogue().Check(document, [&](Finding finding) {
    if (NeedsReferences(finding.rule)) {
      EXPECT_EQ(finding.status, FindingStatus::kInsufficient) << finding.rule;
    } else {
      findings.push_back(std::move(finding));
    }
    return true;
  });
  return findings;
}

std::string Listing(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    absl::StrAppend(&text, finding.rule, " ", finding.places[0].address, " ",
                    finding.message.en, "\n");
  }
  return text;
}

// Sets one cell.
Example Cell(const std::string& rule, const std::string& address,
             const std::string& cell, const std::string& printed) {
  return {rule, address,
          [=](DocumentBuilder& builder) { builder.Set(cell, printed); }};
}
// Sets the cell the finding is reported at.
Example Cell(const std::string& rule, const std::string& address,
             const std::string& printed) {
  return Cell(rule, address, address, printed);
}

std::vector<Example> StructureExamples() {
  return {
      {"S-01", "doc", [](auto& b) { b.RemoveHeading("part4"); }},
      {"S-01", "doc",
       [](auto& b) {
         std::swap(b.document().headings.front(), b.document().headings.back());
       }},
      {"S-02", "T9", [](auto& b) { b.RemoveTable(9); }},
      {"S-02", "T5",
       [](auto& b) { b.document().tables.push_back(b.TableOf(5)); }},
      {"S-02", "T5", [](auto& b) { b.TableOf(5).printed_number = 6; }},
      {"S-03", "T3",
       [](auto& b) { b.TableOf(3).prepared_by = "云上州水利局"; }},
      {"S-03", "T3", [](auto& b) { b.TableOf(3).prepared_by = ""; }},
      {"S-04", "T6", [](auto& b) { b.TableOf(6).unit_fen = 0; }},
      {"S-05", "N3",
       [](auto& b) { b.HeadingOf("N3").text = "关于2022 年支出预算的说明"; }},
      {"S-05", "P1:year", [](auto& b) { b.SheetAt(0).fiscal_year = 2022; }},
      {"S-05", "doc", [](auto& b) { b.document().fiscal_year = 0; }},
      {"S-06", "N7", [](auto& b) { b.RemoveHeading("N7"); }},
      {"S-07", "T8:none",
       [](auto& b) { b.TableOf(8).nil_statement = "本表为空表。"; }},
      {"S-07", "N8:fund:none",
       [](auto& b) {
         b.document().claims.push_back(
             {.address = "N8:fund:none", .printed = "为空表"});
       }},
      {"S-07", "T9", [](auto& b) { b.TableOf(9).rows.clear(); }},
      Cell("S-08", "T5:20601:basic", "五十"),
      {"S-11", "T7:2060102|XX经费:total",
       [](auto& b) { b.TableOf(7).rows[6].project = "XX经费"; }},
      {"S-14", "T2:ALL:total", [](auto& b) { b.RemoveRow("T2:ALL"); }},
      {"S-14", "T10:total:total", [](auto& b) { b.RemoveRow("T10:total"); }},
      {"S-14", "T1:in:gen", [](auto& b) { b.RemoveRow("T1:in:gen"); }},
      {"S-14", "T5", [](auto& b) { b.RowAt("T5:206").cells.pop_back(); }},
      {"S-14", "T5",
       [](auto& b) {
         b.document().problems.push_back({.id = "reader.row_incomplete",
                                          .table = budget::TableKind::kT5,
                                          .message = {"缺", "missing"}});
       }},
  };
}

std::vector<Example> CodeExamples() {
  return {
      {"C-01", "T3:20601:total",
       [](auto& b) { b.RowAt("T3:20601").name = "科学技术普及"; }},
      {"C-01", "T5:218:total", [](auto& b) { b.AddRow(5, "218", {}); }},
      {"C-02", "T6:30101:total",
       [](auto& b) { b.RowAt("T6:30101").name = "办公费"; }},
      {"C-03", "T5:20601:total", [](auto& b) { b.RemoveRow("T5:20601"); }},
      {"C-03", "T5:2060101:total",
       [](auto& b) {
         b.AddRow(5, "2060101", {"50", "50"});
       }},
      {"C-04", "T4:ex:205:total",
       [](auto& b) { b.RowAt("T4:ex:205").name = "教育"; }},
      {"C-05", "T5:21208:total", [](auto& b) { b.AddRow(5, "21208", {}); }},
      {"C-05", "T8:223:total", [](auto& b) { b.AddRow(8, "223", {}); }},
      Cell("C-06", "T6:30101:public", "1"),
      Cell("C-06", "T6:30201:personnel", "1"),
      Cell("C-07", "T3:2060101:project", "1"),
      Cell("C-07", "T3:2060102:basic", "1"),
      {"C-08", "T5:2060101:total",
       [](auto& b) {
         std::swap(b.RowAt("T5:2060101"), b.RowAt("T5:2060102"));
       }},
  };
}

std::vector<Example> TableExamples() {
  std::vector<Example> examples = {
      Cell("A1-01", "T1:in:gen", "179"),
      Cell("A1-01", "T1:in:gen", "T1:in:gen_own", ""),
      Cell("A1-02", "T1:in:fund", "47"),
      Cell("A1-03", "T1:in:soe", "11"),
      Cell("A1-04", "T1:in:unit", "T1:in:unit_biz", "4.5"),
      Cell("A1-05", "T1:in:cur", "T1:in:special", "31"),
      Cell("A1-06", "T1:in:carry_fiscal", "T1:in:carry_fund", "1"),
      Cell("A1-07", "T1:in:carry_nonfiscal", "T1:in:carry_unit", ""),
      Cell("A1-08", "T1:in:carry", "9"),
      Cell("A1-09", "T1:in:ALL", "281"),
      Cell("A1-10", "T1:ex:ALL", "T1:ex:206", "57"),
      Cell("A1-11", "T1:in:ALL", "T1:ex:ALL", "283"),
      Cell("A1-12", "T1:in:special", "-30"),
      Cell("A2-01", "T2:2050202:fiscal", "T2:2050202:gen", "99"),
      Cell("A2-02", "T2:2050202:total", "T2:2050202:special", "33"),
      Cell("A2-03", "T2:20502:gen", "99"),
      Cell("A2-04", "T2:205:gen", "99"),
      Cell("A2-05", "T2:ALL:gen", "99"),
      Cell("A4-01", "T4:in:fiscal", "233"),
      Cell("A4-02", "T4:ex:205:total", "T4:ex:205:gen", "121"),
      Cell("A4-03", "T4:ex:ALL:gen", "T4:ex:205:gen", "121"),
      Cell("A4-04", "T4:in:ALL", "235"),
      Cell("A4-05", "T4:in:ALL", "235"),
      Cell("A4-06", "T4:in:fund", "T4:ex:ALL:fund", "47"),
      Cell("A6-01", "T6:30101:total", "T6:30101:personnel", "81"),
      Cell("A6-02", "T6:301:personnel", "T6:30101:personnel", "81"),
      Cell("A6-03", "T6:ALL:total", "151"),
      Cell("A7-01", "T7:2060102|引智工作经费:total",
           "T7:2060102|引智工作经费:e302", "9"),
      Cell("A7-03", "T7:20502:e302", "T7:2050202|校舍维修:e302", "6"),
      Cell("A7-04", "T7:206:e302", "9"),
      Cell("A7-05", "T7:ALL:e310", "9"),
      {"A7-06", "T7:2060102:total",
       [](auto& b) {
         budget::Row& row = b.TableOf(7).rows[6];
         row.project.clear();
         row.level = budget::RowLevel::kItem;
       }},
      {"A7-06", "T7:2050202|校舍维修:total",
       [](auto& b) {
         b.AddRow(7, "2050202", {"1", "", "1"}, "校舍维修");
       }},
      Cell("A10-01", "T10:reception:total", "T10:reception:gen", "3"),
      Cell("A10-02", "T10:car:gen", "T10:car_buy:gen", "3"),
      Cell("A10-03", "T10:total:gen", "6"),
  };
  const std::map<int, std::vector<std::string>> functions = {
      {3, {"206", "20601", "2060101"}},
      {5, {"206", "20601", "2060101"}},
      {8, {"212", "21208", "2120801"}},
      {9, {"223", "22301", "2230105"}}};
  for (const auto& [number, codes] : functions) {
    const std::string table = absl::StrCat("T", number, ":");
    const std::string id = absl::StrCat("A", number, "-");
    examples.push_back(Cell(id + "01", table + codes[2] + ":total",
                            table + codes[2] + ":basic", "4321"));
    examples.push_back(Cell(id + "03", table + codes[1] + ":total", "4321"));
    examples.push_back(Cell(id + "04", table + codes[0] + ":total", "4321"));
    examples.push_back(Cell(id + "05", table + "ALL:total", "4321"));
  }
  return examples;
}

std::vector<Example> CrossExamples() {
  std::vector<Example> examples = {
      Cell("B-01", "T2:ALL:total", "283"),
      Cell("B-02", "T2:ALL:special", "T1:in:special", "31"),
      Cell("B-02", "T2:ALL:gen", "T1:in:gen_own", "157"),
      Cell("B-12", "T3:ALL:total", "283"),
      Cell("B-13", "T3:206:total", "59"),
      Cell("B-13", "T3:207:total", "T1:ex:207", "1"),
      Cell("B-14", "T2:206:total", "T3:206:total", "59"),
      {"B-14", "T3:2060102:total", [](auto& b) { b.RemoveRow("T3:2060102"); }},
      {"B-14", "T2:20601:total",
       [](auto& b) { b.RowAt("T3:20601").name = "科学技术普及"; }},
      Cell("B-15", "T4:in:ALL", "235"),
      Cell("B-16", "T4:in:gen", "179"),
      Cell("B-17", "T4:ex:206:total", "59"),
      Cell("B-18", "T4:ex:206:gen", "T5:206:total", "59"),
      Cell("B-18", "T4:ex:ALL:gen", "179"),
      Cell("B-19", "T4:ex:212:fund", "T8:212:total", "47"),
      Cell("B-20", "T4:ex:223:soe", "T9:223:total", "11"),
      Cell("B-21", "T5:2050202:total", "121"),
      {"B-21", "T5:2060102:total", [](auto& b) { b.RemoveRow("T5:2060102"); }},
      Cell("B-22", "T5:2050202:basic", "131"),
      Cell("B-22", "T8:2120801:project", "47"),
      Cell("B-23", "T3:2050202:basic", "149"),
      Cell("B-23", "T3:ALL:total", "283"),
      Cell("B-24", "T6:ALL:total", "151"),
      Cell("B-25", "T7:ALL:total", "29"),
      Cell("B-26", "T5:2060102:project", "9"),
      Cell("B-26", "T5:2050202:project", "T7:2050202|教师培训:total", "8"),
      Cell("B-28", "T8:2120801:total", "47"),
      Cell("B-29", "T9:2230105:total", "11"),
      Cell("B-30", "T6:30217:total", "3"),
      Cell("B-31", "T10:total:fund", "47"),
      {"B-34", "T10:total:gen",
       [](auto& b) { b.Set("T10:total:gen", "99").Set("T10:car:gen", "97"); }},
  };
  return examples;
}

std::vector<Example> TogetherExamples() {
  return {
      {"X-01", "T6:ALL:public",
       [](auto& b) {
         b.Set("T6:302:total", "25.02").Set("T6:302:public", "25.02");
         b.Set("T6:ALL:public", "28.03").Set("T6:ALL:personnel", "121.99");
         b.Set("T6:ALL:total", "150.01").Set("T5:ALL:basic", "150.01");
       }},
  };
}

std::vector<Example> AllExamples() {
  std::vector<Example> all;
  for (const auto& part :
       {StructureExamples(), CodeExamples(), TableExamples(), CrossExamples(),
        PerformanceExamples(), PlausibilityExamples(), TogetherExamples()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// What is above a note.
std::vector<Finding> Failures(const budget::Document& document) {
  std::vector<Finding> findings = Check(document);
  std::erase_if(findings, [](const Finding& finding) {
    return finding.severity == Severity::kNote;
  });
  return findings;
}

TEST(Catalogue, RightDocument_GivesNoFailure) {
  const std::vector<Finding> findings = Failures(DocumentBuilder().Build());
  EXPECT_TRUE(findings.empty()) << Listing(findings);
}

// Rule files of a folder come in the order of their names.
TEST(Catalogue, FilesInAnotherOrder_ShowTogetherTheSame) {
  std::vector<EmbeddedFile> files(BuiltInRuleFiles().begin(),
                                  BuiltInRuleFiles().end());
  std::reverse(files.begin(), files.end());
  const auto validator = Validator::Create(budget::StandardForm(), files);
  ASSERT_TRUE(validator.ok()) << validator.status();
  DocumentBuilder builder;
  TogetherExamples()[0].break_it(builder);
  bool found = false;
  (*validator)->Check(builder.Build(), [&](const Finding& finding) {
    found |= finding.rule == "X-01" &&
             finding.status == FindingStatus::kInconsistent;
    return true;
  });
  EXPECT_TRUE(found);
}

TEST(Catalogue, EveryExample_IsFoundAtItsPlace) {
  for (const Example& example : AllExamples()) {
    DocumentBuilder builder;
    example.break_it(builder);
    const std::vector<Finding> findings = Check(builder.Build());
    bool found = false;
    for (const Finding& finding : findings) {
      // Where the first figure is blank, the printed ones stand in front.
      for (const Place& place : finding.places) {
        found |= finding.rule == example.rule &&
                 finding.status != FindingStatus::kInsufficient &&
                 finding.status != FindingStatus::kRounding &&
                 place.address == example.address;
      }
    }
    EXPECT_TRUE(found) << example.rule << " not at " << example.address
                       << ", but\n"
                       << Listing(findings);
  }
}

// `yuheng rules test` tries them; rule_examples_test does so for these.
TEST(Catalogue, EveryRule_CarriesAFailingExample) {
  std::string without;
  for (const RuleDescription& rule : Catalogue().Rules()) {
    if (rule.compares_references) continue;
    if (std::none_of(rule.examples.begin(), rule.examples.end(),
                     [](const RuleExample& each) { return each.fails; })) {
      absl::StrAppend(&without, rule.id, " ");
    }
  }
  EXPECT_EQ(without, "");
}

TEST(Catalogue, EveryExampleHere_IsOfARule) {
  std::set<std::string> with;
  for (const Example& example : AllExamples()) with.insert(example.rule);
  for (const RuleDescription& rule : Catalogue().Rules()) with.erase(rule.id);
  EXPECT_TRUE(with.empty()) << *with.begin();
}

TEST(Catalogue, EveryRule_HasItsTextsAndOneDecision) {
  EXPECT_GE(Catalogue().Rules().size(), 80u);
  for (const RuleDescription& rule : Catalogue().Rules()) {
    EXPECT_FALSE(rule.title.zh.empty()) << rule.id;
    EXPECT_FALSE(rule.title.en.empty()) << rule.id;
    EXPECT_NE(rule.formula.empty(), rule.check.empty()) << rule.id;
    EXPECT_FALSE(rule.explanation.zh.empty()) << rule.id;
    EXPECT_FALSE(rule.explanation.en.empty()) << rule.id;
    EXPECT_FALSE(rule.source.zh.empty()) << rule.id;
    EXPECT_FALSE(rule.source.en.empty()) << rule.id;
  }
}

TEST(Catalogue, UnknownItemOfKnownGroup_IsOneNote) {
  DocumentBuilder builder;
  builder.document().tables.clear();
  DocumentBuilder other;
  for (const int number : {2, 3}) {
    other.AddRow(number, "2050297", {});
    other.RowAt(absl::StrCat("T", number, ":2050297")).name = "新科目";
  }
  int notes = 0;
  for (const Finding& finding : Check(other.Build())) {
    if (finding.rule != "C-01") continue;
    EXPECT_EQ(finding.severity, Severity::kNote);
    ++notes;
  }
  EXPECT_EQ(notes, 1);
}

TEST(Catalogue, Alias_IsANote) {
  DocumentBuilder builder;
  builder.RowAt("T6:30101").code = "30110";
  builder.RowAt("T6:30110").name = "城镇职工基本医疗保险缴费";
  for (const Finding& finding : Check(builder.Build())) {
    if (finding.rule != "C-02") continue;
    EXPECT_EQ(finding.severity, Severity::kNote);
    EXPECT_EQ(finding.status, FindingStatus::kInfo);
    return;
  }
  ADD_FAILURE() << "no C-02";
}

TEST(Catalogue, CarryOverCountedIntoTable4_IsANoteOnly) {
  DocumentBuilder builder;
  for (const char* address : {"T4:in:ALL", "T4:in:fiscal", "T4:ex:ALL:total"}) {
    builder.Set(address, "239");
  }
  for (const char* address : {"T4:in:gen", "T4:ex:ALL:gen"}) {
    builder.Set(address, "183");
  }
  builder.Set("T4:ex:205:total", "125").Set("T4:ex:205:gen", "125");
  bool convention = false;
  const std::vector<Finding> findings = Check(builder.Build());
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.severity, Severity::kNote) << Listing({finding});
    convention |= finding.rule == "B-15";
  }
  EXPECT_TRUE(convention) << Listing(findings);
}

TEST(Catalogue, MissingTable_IsOneErrorAndOneInsufficientARule) {
  DocumentBuilder builder;
  builder.RemoveTable(8);
  std::map<std::string, int> insufficient;
  for (const Finding& finding : Check(builder.Build())) {
    if (finding.severity != Severity::kNote) {
      EXPECT_EQ(finding.rule, "S-02") << Listing({finding});
      continue;
    }
    if (finding.status != FindingStatus::kInsufficient) continue;
    ++insufficient[finding.rule];
  }
  EXPECT_EQ(insufficient.count("B-19"), 1u);
  EXPECT_EQ(insufficient.count("A8-01"), 1u);
  for (const auto& [rule, count] : insufficient) EXPECT_EQ(count, 1) << rule;
}

TEST(Catalogue, UnreadableCell_LeavesTheRestDecided) {
  DocumentBuilder builder;
  builder.Set("T5:2060101:basic", "五十").Set("T5:2050202:total", "121");
  bool open = false;
  bool decided = false;
  for (const Finding& finding : Check(builder.Build())) {
    if (finding.rule != "A5-01") continue;
    open |= finding.status == FindingStatus::kInsufficient &&
            finding.places[0].address == "T5:2060101:basic";
    decided |= finding.status == FindingStatus::kInconsistent &&
               finding.places[0].address == "T5:2050202:total";
  }
  EXPECT_TRUE(open);
  EXPECT_TRUE(decided);
}

TEST(Catalogue, MissingParentRow_DoesNotBreakTheSumsAbove) {
  DocumentBuilder builder;
  builder.RemoveRow("T5:20601");
  for (const Finding& finding : Failures(builder.Build())) {
    EXPECT_EQ(finding.rule, "C-03") << Listing({finding});
  }
}

TEST(Catalogue, ShortDepartmentName_IsTheSameDepartment) {
  DocumentBuilder builder;
  builder.document().department = "昌吉州科技局";
  for (budget::Table& table : builder.document().tables) {
    table.prepared_by = "昌吉回族自治州科学技术局（本级）";
  }
  for (budget::PerformanceSheet& sheet : builder.document().sheets) {
    sheet.unit = "昌吉回族自治州科学技术局本级";
  }
  for (budget::Heading& heading : builder.document().headings) {
    heading.text = absl::StrReplaceAll(heading.text,
                                       {{"云上州教育局", "昌吉州科学技术局"}});
  }
  const std::vector<Finding> findings = Failures(builder.Build());
  EXPECT_TRUE(findings.empty()) << Listing(findings);
}

}  // namespace
}  // namespace yuheng::validation
