#include "services/cli/commands/finding_list.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/validation/report/report_sample.h"

namespace yuheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using validation::Finding;
using validation::FindingGroup;
using validation::ReportSample;
using validation::SampleFinding;
using validation::Severity;

std::string Print(const ReportSample& sample, const ShownFindings& shown = {},
                  Language language = Language::kZh) {
  std::ostringstream out;
  Terminal terminal;
  terminal.out = &out;
  terminal.err = &out;
  terminal.language = language;
  PrintFindings(terminal,
                {.findings = sample.findings,
                 .groups = sample.summary.groups,
                 .document = &sample.document},
                shown);
  return out.str();
}

TEST(PrintFindings, ErrorsStandFirstWithPlaceAndLine) {
  EXPECT_EQ(Print(ReportSample::Usual()),
            "归并后要改或要说明的有 2 处\n"
            "错误（须改正）\n"
            " 1. 错误 A6-02  表6 303 对个人和家庭的补助 合计  第100行  "
            "T6:303:total\n"
            "    19.46 < 19.43\n"
            "警告（须改正或说明）\n"
            " 2. 警告 Y-03  说明二（收入） 单位资金 比上年增减额  第201行  "
            "N2:unit:delta\n"
            "    增长率\n"
            "提示（供参考，不必改）\n"
            " 3. 提示 C-02  表6 30301 离休<b>&\"费\"</b> 合计  第110行  "
            "T6:30301:total\n"
            "    别称\n");
}

TEST(PrintFindings, LanguageAndLeastSeverityAreTheUsers) {
  const std::string text =
      Print(ReportSample::Usual(), {.least = Severity::kError}, Language::kEn);
  EXPECT_THAT(text, HasSubstr("error A6-02"));
  EXPECT_THAT(text, HasSubstr("19.46 < 19.43 (en)"));
  EXPECT_THAT(text, Not(HasSubstr("Y-03")));
}

TEST(PrintFindings, GroupSaysCauseCulpritAndSuggestionOnce) {
  ReportSample sample = ReportSample::Usual();
  FindingGroup group;
  group.findings = {1, 2};
  group.cause = {"说明二（收入） 单位资金 比上年增减额疑为 210", "cause"};
  group.culprit = validation::Place{"N2:unit:delta", {201, ""}};
  group.printed_micro = 29'440'000;
  group.suggested_micro = 210'000'000;
  group.reason = {"与占比相同", "same as the share"};
  sample.summary.groups.push_back(group);
  EXPECT_THAT(
      Print(sample),
      HasSubstr(" 1. 说明二（收入） 单位资金 比上年增减额疑为 210  "
                "可能同因的 2 个问题\n"
                "    最可能出错：第201行  N2:unit:delta\n"
                "    理由：与占比相同\n"
                "    - 错误 A6-02  表6 303 对个人和家庭的补助 合计  第100行  "
                "T6:303:total\n"
                "      19.46 < 19.43\n"
                "    - 警告 Y-03"));
}

TEST(PrintFindings, EachRuleIsCappedUnlessAllAreWanted) {
  ReportSample sample;
  for (int i = 0; i < 1000; ++i) {
    sample.Add(SampleFinding("N-13", Severity::kError, {{"doc", {}}},
                             absl::StrCat("问题", i, "。")));
  }
  sample.Add(SampleFinding("N-14", Severity::kError, {{"doc", {}}}, "另一条"));
  sample.Add(
      SampleFinding("N-13", Severity::kWarning, {{"doc", {}}}, "警告也要看"));
  const std::string capped = Print(sample);
  EXPECT_THAT(capped, HasSubstr("问题4。"));
  EXPECT_THAT(capped, Not(HasSubstr("问题5。")));
  EXPECT_THAT(capped, HasSubstr("另一条"));
  EXPECT_THAT(capped, HasSubstr("警告也要看"));
  EXPECT_THAT(capped, HasSubstr("…… N-13 另有 995 条，用 --all 全部列出\n"));
  const std::string all = Print(sample, {.all = true});
  EXPECT_THAT(all, HasSubstr("问题999。"));
  EXPECT_THAT(all, Not(HasSubstr("另有")));
}

TEST(PrintFindings, WhatIsExplained_IsMarkedAndNotLeftToDo) {
  ReportSample sample = ReportSample::Usual();
  sample.findings[2].id = "0907287b35ad58f8";
  std::ostringstream out;
  Terminal terminal;
  terminal.out = &out;
  PrintFindings(terminal,
                {.findings = sample.findings,
                 .groups = sample.summary.groups,
                 .document = &sample.document,
                 .explained = {sample.findings[2].id}},
                {});
  EXPECT_EQ(sample.findings[2].severity, Severity::kWarning);
  EXPECT_THAT(out.str(), HasSubstr("要改或要说明的有 1 处"));
  EXPECT_THAT(out.str(), HasSubstr("警告 Y-03（已说明）"));
  EXPECT_THAT(out.str(), Not(HasSubstr("A6-02（已说明）")));
}

TEST(LeaveOutBelow, GroupsKeepWhatIsLeftOfThem) {
  ReportSample sample;
  for (const Severity severity : {Severity::kNote, Severity::kError,
                                  Severity::kWarning, Severity::kError}) {
    sample.findings.push_back({.severity = severity});
  }
  sample.summary.groups = {
      {.findings = {0}}, {.findings = {0, 3}}, {.findings = {1, 2}}};
  std::vector<Finding> findings = sample.findings;
  std::vector<FindingGroup> groups = sample.summary.groups;
  LeaveOutBelow(Severity::kNote, &findings, &groups);
  EXPECT_EQ(findings.size(), 4u);
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_EQ(groups[1].findings, (std::vector<int>{0, 3}));
  LeaveOutBelow(Severity::kError, &findings, &groups);
  EXPECT_EQ(findings.size(), 2u);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].findings, std::vector<int>{1});
  EXPECT_EQ(groups[1].findings, std::vector<int>{0});
}

TEST(PrintFindings, NoFinding_PrintsNothing) {
  EXPECT_EQ(Print(ReportSample()), "");
}

}  // namespace
}  // namespace yuheng::cli
