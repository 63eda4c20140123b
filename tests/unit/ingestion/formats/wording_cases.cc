#include "tests/unit/ingestion/formats/wording_cases.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/unit/ingestion/formats/claims_of.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kCaseMark = "=== ";
constexpr absl::string_view kExpectationMark = "---";

struct SectionHeading {
  absl::string_view key;
  absl::string_view text;
};

constexpr SectionHeading kHeadings[] = {
    {"N1", "一、关于某局2023年收支预算情况的总体说明\n"},
    {"N2", "二、关于某局2023年收入预算情况说明\n"},
    {"N3", "三、关于某局2023年支出预算情况说明\n"},
    {"N4", "四、关于某局2023年财政拨款收支预算情况的总体说明\n"},
    {"N5a",
     "五、关于某局2023年一般公共预算当年拨款情况说明\n"
     "（一）一般公共预算当年拨款规模变化情况\n"},
    {"N5b",
     "五、关于某局2023年一般公共预算当年拨款情况说明\n"
     "（二）一般公共预算当年拨款结构情况\n"},
    {"N5c",
     "五、关于某局2023年一般公共预算当年拨款情况说明\n"
     "（三）一般公共预算当年拨款具体使用情况\n"},
    {"N6", "六、关于某局2023年一般公共预算基本支出情况说明\n"},
    {"N7", "七、关于某局2023年一般公共预算项目支出情况说明\n"},
    {"N8", "八、关于某局2023年政府性基金预算拨款情况说明\n"},
    {"N9", "九、关于某局2023年国有资本经营预算拨款情况说明\n"},
    {"N10", "十、关于某局2023年财政拨款“三公”经费预算情况说明\n"},
    {"N11a", "十一、其他重要事项的情况说明\n（一）机关运行经费情况\n"},
    {"N11b", "十一、其他重要事项的情况说明\n（二）政府采购情况\n"},
    {"N11c", "十一、其他重要事项的情况说明\n（三）国有资产占用使用情况\n"},
    {"N11d", "十一、其他重要事项的情况说明\n（四）预算绩效情况\n"},
    {"G", "二、机构设置及人员情况\n"},
    {"raw", ""},
};

struct WordingCase {
  std::string key;
  std::string title;
  std::string text;
  std::vector<std::string> expected;
};

std::vector<WordingCase> SplitCases(absl::string_view cases) {
  std::vector<WordingCase> found;
  bool expecting = false;
  for (absl::string_view line : absl::StrSplit(cases, '\n')) {
    if (absl::StartsWith(line, kCaseMark)) {
      const absl::string_view head = line.substr(kCaseMark.size());
      found.push_back({.key = std::string(head.substr(0, head.find(' '))),
                       .title = std::string(head),
                       .text = {},
                       .expected = {}});
      expecting = false;
    } else if (line == kExpectationMark) {
      expecting = true;
    } else if (found.empty()) {
      continue;
    } else if (!expecting) {
      absl::StrAppend(&found.back().text, line, "\n");
    } else if (!line.empty()) {
      found.back().expected.push_back(std::string(line));
    }
  }
  return found;
}

// The claims that a case speaks about.
std::vector<std::string> Relevant(const std::vector<std::string>& claims,
                                  const std::vector<std::string>& expected) {
  std::vector<std::string> relevant;
  for (const std::string& claim : claims) {
    const absl::string_view address =
        absl::string_view(claim).substr(0, claim.find('~'));
    if (address.size() == claim.size()) {
      relevant.push_back(claim);
    } else if (absl::EndsWith(address, ":none")) {
      relevant.push_back(std::string(address));
    } else if (std::any_of(expected.begin(), expected.end(),
                           [&](const std::string& line) {
                             return absl::StartsWith(
                                 line, absl::StrCat(address, "~"));
                           })) {
      relevant.push_back(claim);
    }
  }
  return relevant;
}

}  // namespace

void CheckWording(absl::string_view cases) {
  const std::vector<WordingCase> all = SplitCases(cases);
  EXPECT_GE(all.size(), 6u);
  for (const WordingCase& wording : all) {
    const auto heading =
        std::find_if(std::begin(kHeadings), std::end(kHeadings),
                     [&](const auto& h) { return h.key == wording.key; });
    ASSERT_NE(heading, std::end(kHeadings)) << wording.title;
    const std::string text = absl::StrCat(heading->text, wording.text);
    const std::vector<std::string> claims =
        wording.key == "G" ? ProfileClaims(text) : NarrativeClaims(text);
    EXPECT_EQ(absl::StrJoin(wording.expected, "\n"),
              absl::StrJoin(Relevant(claims, wording.expected), "\n"))
        << wording.title << "\n"
        << wording.text;
  }
}

}  // namespace yuheng::ingestion
