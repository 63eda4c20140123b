#include "services/validation/report/html_report.h"

#include <regex>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/validation/report/report_sample.h"

namespace yuheng::validation {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::set<std::string> Matches(const std::string& html, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator it(html.begin(), html.end(), regex), end; it != end;
       ++it) {
    found.insert((*it)[1]);
  }
  return found;
}

// Every link inside the page leads somewhere, and no id stands twice.
void ExpectLinked(const std::string& html) {
  const std::set<std::string> ids = Matches(html, " id=\"([^\"]*)\"");
  for (const std::string& target : Matches(html, "href=\"#([^\"]*)\"")) {
    EXPECT_TRUE(ids.count(target)) << target;
  }
  size_t count = 0;
  for (size_t at = html.find(" id=\""); at != std::string::npos;
       at = html.find(" id=\"", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, ids.size());
}

TEST(HtmlReport, TextsOfTheDocumentAreEscaped) {
  const std::string html = HtmlReport(ReportSample::Usual().checked());
  EXPECT_THAT(html, HasSubstr("某局&lt;&amp;&quot;&gt;"));
  EXPECT_THAT(html, HasSubstr("离休&lt;b&gt;&amp;&quot;费&quot;&lt;/b&gt;"));
  EXPECT_THAT(html, HasSubstr("19.46 &lt; 19.43"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("离休<b>")));
}

TEST(HtmlReport, ControlCharactersAndBrokenText_AreReplaced) {
  ReportSample sample;
  sample.Add(SampleFinding("A6-02", Severity::kError, {{"doc", {}}},
                           "a\x01"
                           "b\xFF"
                           "c"));
  EXPECT_THAT(HtmlReport(sample.checked()), HasSubstr("a\xEF\xBF\xBD"
                                                      "b\xEF\xBF\xBD"
                                                      "c"));
}

TEST(HtmlReport, FiguresAndFindingsAreLinkedBothWays) {
  const std::string html = HtmlReport(ReportSample::Usual().checked());
  ExpectLinked(html);
  // The error is the first finding; its first place is marked most.
  EXPECT_THAT(html, HasSubstr("<li id=\"f1\" class=\"finding error\">"));
  EXPECT_THAT(html, HasSubstr("href=\"#t1r1c1\""));
  EXPECT_THAT(html, HasSubstr("<td id=\"t1r1c1\" class=\"amount bold mark "
                              "error primary\" title=\"1 错误 A6-02：19.46 "
                              "&lt; 19.43\n"));
  EXPECT_THAT(html, HasSubstr("<a href=\"#f1\">19.43</a><sup>"));
  EXPECT_THAT(html,
              HasSubstr("<span id=\"c2\" class=\"mark warning primary\""));
  EXPECT_THAT(html, HasSubstr("类 = 各款之和"));
}

TEST(HtmlReport, SummaryStandsBeforeEverythingElse) {
  const std::string html = HtmlReport(ReportSample::Usual().checked());
  const size_t verdict = html.find("有错误");
  const size_t first = html.find("先改什么");
  const size_t finding = html.find("<li id=\"f1\"");
  const size_t table = html.find("<td id=\"t1r1c1\"");
  ASSERT_NE(table, std::string::npos);
  EXPECT_LT(verdict, first);
  EXPECT_LT(first, finding);
  EXPECT_LT(finding, table);
}

TEST(HtmlReport, NeedsNothingFromOutside) {
  const std::string html = HtmlReport(ReportSample::Usual().checked());
  for (const char* outside : {"http://", "https://", "src=", "@import", "url(",
                              "<link", "<script", "folder/"}) {
    EXPECT_THAT(html, Not(HasSubstr(outside))) << outside;
  }
  EXPECT_THAT(html, AllOf(HasSubstr("default-src 'none'"),
                          HasSubstr("lang=\"en\">has errors</span>"),
                          HasSubstr("@media print")));
}

TEST(HtmlReport, OpensInTheLanguageOfTheUser) {
  const ReportSample sample = ReportSample::Usual();
  EXPECT_THAT(HtmlReport(sample.checked()),
              AllOf(HasSubstr("<html lang=\"zh\">"),
                    HasSubstr("id=\"lang-zh\" checked")));
  EXPECT_THAT(HtmlReport(sample.checked(), ReportLanguage::kEn),
              AllOf(HasSubstr("<html lang=\"en\">"),
                    HasSubstr("id=\"lang-en\" checked"),
                    Not(HasSubstr("id=\"lang-zh\" checked"))));
}

TEST(HtmlReport, GroupShowsItsCauseCulpritAndSuggestion) {
  ReportSample sample = ReportSample::Usual();
  FindingGroup group;
  group.findings = {1, 2};
  group.cause = {"原因<1>", "cause"};
  group.culprit = Place{"N2:unit:delta", {201, ""}};
  group.printed_micro = 29'440'000;
  group.suggested_micro = 210'000'000;
  group.reason = {"占比抄到了增减", "the share was copied"};
  sample.summary.groups.push_back(group);
  const std::string html = HtmlReport(sample.checked());
  ExpectLinked(html);
  EXPECT_THAT(html, HasSubstr("原因&lt;1&gt;"));
  EXPECT_THAT(html, HasSubstr("原文 29.44，若改为 210 则相符"));
  EXPECT_THAT(html, HasSubstr("占比抄到了增减"));
  EXPECT_THAT(html, HasSubstr("可能同因的 2 个问题"));
  // What to fix first is the culprit, where the findings are or not.
  const std::string first = html.substr(html.find("先改什么"));
  EXPECT_THAT(first.substr(0, first.find("</ol>")), HasSubstr("第201行"));
}

TEST(HtmlReport, PlacesWithoutACell_AreNamedWithoutALink) {
  ReportSample sample;
  sample.document = budget::Document();
  sample.Add(SampleFinding("S-02", Severity::kError,
                           {{"T3", {}}, {"T5:ALL:total", {}}, {"doc", {}}},
                           "缺少表3"));
  sample.Add(SampleFinding("S-01", Severity::kError, {}, "没有位置"));
  const std::string html = HtmlReport(sample.checked());
  ExpectLinked(html);
  EXPECT_THAT(html, HasSubstr("表3 部门支出总体情况表"));
  EXPECT_THAT(html, HasSubstr("整个文本"));
}

TEST(HtmlReport, NoFinding_SaysSo) {
  ReportSample sample;
  const std::string html = HtmlReport(sample.checked());
  ExpectLinked(html);
  EXPECT_THAT(html, HasSubstr("无问题"));
  EXPECT_THAT(html, HasSubstr("没有要改的"));
  EXPECT_THAT(html, Not(HasSubstr("class=\"mark")));
}

TEST(HtmlReport, ThousandFindings_AreAllThereAndAllLinked) {
  ReportSample sample;
  for (int i = 0; i < 1000; ++i) {
    sample.Add(SampleFinding("A6-02", Severity::kError,
                             {{"T6:303:total", {100, ""}}},
                             absl::StrCat("问题", i, "。")));
  }
  const std::string html = HtmlReport(sample.checked());
  ExpectLinked(html);
  EXPECT_THAT(html, HasSubstr("<li id=\"f1000\""));
  EXPECT_THAT(html, HasSubstr("其余 990 处见下"));
  // The tooltip of the one figure stays readable.
  EXPECT_THAT(html, HasSubstr("…… +995"));
}

TEST(HtmlReport, SameInput_GivesTheSameBytes) {
  const ReportSample sample = ReportSample::Usual();
  EXPECT_EQ(HtmlReport(sample.checked()), HtmlReport(sample.checked()));
}

}  // namespace
}  // namespace yuheng::validation
