#include "services/validation/validator.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/reporter.h"
#include "tests/support/document_builder.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

constexpr char kTitle[] = "title { zh: 'a' en: 'b' }";

absl::StatusOr<std::unique_ptr<Validator>> Create(const std::string& rules) {
  const EmbeddedFile file{"x.textproto", rules};
  return Validator::Create(budget::StandardForm(), absl::MakeSpan(&file, 1));
}

std::string ErrorOf(const std::string& rules) {
  return std::string(Create(rules).status().message());
}

TEST(Validator, Create_NamesFileRuleAndPlace) {
  const std::string head =
      absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle, " ");
  EXPECT_EQ(ErrorOf(head + "formula: 'T5:ALL.totl = 1' }"),
            "x.textproto: rule A-1: formula 1:8: expected a column (total, "
            "basic, project), found 'totl'");
  EXPECT_EQ(ErrorOf(head + "check: 'nothing' }"),
            "x.textproto: rule A-1: no check is called nothing");
  EXPECT_EQ(ErrorOf(head + "}"),
            "x.textproto: rule A-1: expected a formula or a check");
  EXPECT_EQ(ErrorOf("rules { id: 'A-1' check: 'parts' }"),
            "x.textproto: rule A-1: expected a severity");
  EXPECT_EQ(
      ErrorOf("rules { id: 'A-1' severity: SEVERITY_NOTE check: 'parts' }"),
      "x.textproto: rule A-1: expected a title in zh and en");
  const std::string rule = head + "check: 'parts' }\n";
  EXPECT_EQ(ErrorOf(rule + rule), "x.textproto: rule A-1: the id stands twice");
  EXPECT_NE(ErrorOf("rules {\n nonsense").find("x.textproto:"),
            std::string::npos);
  EXPECT_EQ(Create(rule).status(), absl::OkStatus());
}

TEST(Validator, Years_DecideWhichRulesAreEvaluated) {
  const auto validator =
      Create(absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                          " first_year: 2024 formula: 'T1:in:ALL = 1' }",
                          "rules { id: 'A-2' severity: SEVERITY_ERROR ", kTitle,
                          " last_year: 2023 formula: 'T1:in:ALL = 2' }"));
  ASSERT_TRUE(validator.ok()) << validator.status();
  const auto rules_for = [&](int year) {
    DocumentBuilder builder;
    builder.document().fiscal_year = year;
    std::string found;
    const VerdictSummary summary =
        (*validator)->Check(builder.Build(), [&](Finding finding) {
          absl::StrAppend(&found, finding.rule, " ");
          return true;
        });
    return absl::StrCat(found, summary.rule_count);
  };
  EXPECT_EQ(rules_for(2023), "A-2 1");
  EXPECT_EQ(rules_for(2024), "A-1 1");
  EXPECT_EQ(rules_for(0), "A-1 A-2 2");
}

TEST(Validator, Summary_CountsAndJudges) {
  // The tables' rules alone: the document has no narrative.
  std::vector<EmbeddedFile> files;
  for (const EmbeddedFile& file : BuiltInRuleFiles()) {
    if (absl::StrContains(file.name, "table") ||
        absl::StrContains(file.name, "codes") ||
        absl::StrContains(file.name, "structure")) {
      files.push_back(file);
    }
  }
  ASSERT_EQ(files.size(), 3u);
  const auto validator = Validator::Create(budget::StandardForm(), files);
  ASSERT_TRUE(validator.ok()) << validator.status();
  const auto ignore = [](Finding) { return true; };
  DocumentBuilder builder;
  VerdictSummary summary = (*validator)->Check(builder.Build(), ignore);
  EXPECT_EQ(summary.verdict, Verdict::kClean);
  EXPECT_EQ(summary.catalogue_sha256.size(), 64u);
  EXPECT_EQ(summary.references_sha256, "");
  builder.Set("T6:301:total", "110.01").Set("T6:301:personnel", "110.01");
  summary = (*validator)->Check(builder.Build(), ignore);
  EXPECT_EQ(summary.verdict, Verdict::kNotes);
  EXPECT_GT(summary.note_count, 0);
  builder.RowAt("T3:20601").name = "别的";
  builder.RowAt("T2:20601").name = "别的";
  summary = (*validator)->Check(builder.Build(), ignore);
  EXPECT_EQ(summary.verdict, Verdict::kWarnings);
  builder.Set("T1:in:ALL", "1");
  summary = (*validator)->Check(builder.Build(), ignore);
  EXPECT_EQ(summary.verdict, Verdict::kErrors);
  EXPECT_GT(summary.error_count, 0);
}

TEST(Validator, SinkThatSaysNo_EndsTheCheck) {
  const auto validator =
      Validator::Create(budget::StandardForm(), BuiltInRuleFiles());
  ASSERT_TRUE(validator.ok());
  int calls = 0;
  (*validator)->Check(budget::Document(), [&](Finding) { return ++calls < 3; });
  EXPECT_EQ(calls, 3);
}

TEST(Validator, Summary_OfADocumentWithoutAnyFinding_IsClean) {
  const auto validator =
      Create(absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                          " formula: 'T1:in:ALL = T1:ex:ALL' }"));
  ASSERT_TRUE(validator.ok()) << validator.status();
  EXPECT_EQ((*validator)
                ->Check(DocumentBuilder().Build(), [](Finding) { return true; })
                .verdict,
            Verdict::kClean);
}

// A rule over many rows that are all right, so that no finding asks the sink.
TEST(Validator, Cancelled_EndsARuleThatFindsNothing) {
  const auto validator = Create(
      absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                   " formula: 'for r in T5[all]: T5[r].total = T5[r].basic' }",
                   "rules { id: 'A-2' severity: SEVERITY_ERROR ", kTitle,
                   " formula: 'T1:in:ALL = 1' }"));
  ASSERT_TRUE(validator.ok()) << validator.status();
  constexpr int kRows = 5000;
  constexpr int kAsked = 10;
  DocumentBuilder builder;
  builder.TableOf(5).rows.clear();
  for (int i = 0; i < kRows; ++i) builder.AddRow(5, "2069999", {"1", "1"});
  int asked = 0;
  int found = 0;
  const VerdictSummary summary =
      (*validator)
          ->Check(builder.Build(),
                  {.cancelled = [&] { return ++asked == kAsked; }},
                  [&](Finding) {
                    ++found;
                    return true;
                  });
  EXPECT_EQ(asked, kAsked);  // Not asked again, and long before the last row.
  EXPECT_EQ(found, 0);
  EXPECT_EQ(summary.rule_count, 1);
}

class CountingObserver : public RuleObserver {
 public:
  void OnRuleStart() override { ++running; }
  void OnRuleEnd(size_t rule) override {
    --running;
    ended.push_back(rule);
  }

  int running = 0;
  std::vector<size_t> ended;
};

TEST(Validator, Observer_SeesTheRulesThatHoldInTheYear) {
  const auto validator =
      Create(absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                          " first_year: 2099 check: 'parts' }",
                          "rules { id: 'A-2' severity: SEVERITY_ERROR ", kTitle,
                          " check: 'parts' }"));
  ASSERT_TRUE(validator.ok()) << validator.status();
  CountingObserver observer;
  (*validator)
      ->Check(DocumentBuilder().Build(), {.observer = &observer},
              [](Finding) { return true; });
  EXPECT_EQ(observer.running, 0);
  EXPECT_EQ(observer.ended, std::vector<size_t>{1});
}

// What a finding repeats of a document is cut to its limits.
TEST(Validator, HugeNames_MakeNoHugeFindings) {
  const auto validator = Create(
      absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                   " formula: 'for r in T7[project]: T7[r].total = 0' }"));
  ASSERT_TRUE(validator.ok()) << validator.status();
  std::string name;
  for (int i = 0; i < 20'000; ++i) name += "项目";
  DocumentBuilder builder;
  builder.AddRow(7, "2060102", {"1"}, name);
  bool found = false;
  (*validator)->Check(builder.Build(), [&](Finding finding) {
    found |= finding.places[0].address.size() > 500;
    EXPECT_LE(finding.message.zh.size(), kFindingMessageBytesMax);
    EXPECT_LE(finding.message.en.size(), kFindingMessageBytesMax);
    for (const Place& place : finding.places) {
      EXPECT_LE(place.address.size(), kPlaceAddressBytesMax);
      for (size_t at = 0; at < place.address.size();) {  // Whole characters.
        EXPECT_NE(budget::NextCodePoint(place.address, &at), 0xFFFDu);
      }
    }
    return true;
  });
  EXPECT_TRUE(found);
}

TEST(Validator, ExplanationAndSource_AreInBothLanguages) {
  const std::string head =
      absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                   " check: 'parts' ");
  EXPECT_EQ(ErrorOf(head + "explanation { zh: 'x' } }"),
            "x.textproto: rule A-1: expected explanation and source in zh and "
            "en");
  const auto validator = Create(
      absl::StrCat("source { zh: '甲' en: 'A' }", head,
                   "explanation { zh: '乙' en: 'B' } } rules { id: 'A-2' "
                   "severity: SEVERITY_ERROR ",
                   kTitle, " check: 'parts' source { zh: '丙' en: 'C' } }"));
  ASSERT_TRUE(validator.ok()) << validator.status();
  const std::vector<RuleDescription> rules = (*validator)->Rules();
  EXPECT_EQ(rules[0].explanation.zh, "乙");
  EXPECT_EQ(rules[0].source.en, "A");  // The file's.
  EXPECT_EQ(rules[1].source.en, "C");
}

TEST(Validator, EmptyDocument_GivesFindingsNotACrash) {
  const auto validator =
      Validator::Create(budget::StandardForm(), BuiltInRuleFiles());
  ASSERT_TRUE(validator.ok());
  std::set<std::string> rules;
  const VerdictSummary summary =
      (*validator)->Check(budget::Document(), [&](Finding finding) {
        EXPECT_FALSE(finding.places.empty());
        EXPECT_FALSE(finding.message.zh.empty());
        EXPECT_FALSE(finding.message.en.empty());
        rules.insert(finding.rule);
        return true;
      });
  EXPECT_EQ(summary.verdict, Verdict::kErrors);
  EXPECT_EQ(rules.count("S-02"), 1u);
}

TEST(Validator, Findings_AreTheSameEveryTime) {
  const auto validator =
      Validator::Create(budget::StandardForm(), BuiltInRuleFiles());
  ASSERT_TRUE(validator.ok());
  DocumentBuilder builder;
  builder.Set("T2:2050202:gen", "1").RemoveRow("T5:20502").RemoveTable(9);
  const auto run = [&] {
    std::string text;
    (*validator)->Check(builder.Build(), [&](Finding finding) {
      absl::StrAppend(&text, finding.rule, finding.message.zh, "\n");
      for (const Place& place : finding.places) {
        absl::StrAppend(&text, place.address, " ", place.location.line, "\n");
      }
      return true;
    });
    return text;
  };
  const std::string first = run();
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(run(), first);
}

TEST(Validator, ManyFindings_AreCutWithANote) {
  const auto validator = Create(absl::StrCat(
      "rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
      " formula: 'for r in T5[all]: T5[r].total = T5[r].basic' }"));
  ASSERT_TRUE(validator.ok());
  DocumentBuilder builder;
  for (size_t i = 0; i < kFindingsPerRuleMax + 50; ++i) {
    builder.AddRow(5, "2069999", {"2", "1"});
  }
  const VerdictSummary summary =
      (*validator)->Check(builder.Build(), [](Finding) { return true; });
  EXPECT_EQ(summary.error_count, static_cast<int>(kFindingsPerRuleMax));
  EXPECT_EQ(summary.note_count, 1);
}

TEST(Validator, Sha256_ChangesWithTheRules) {
  const auto sha = [](const std::string& rules) {
    return (*Create(rules))
        ->Check(budget::Document(), [](Finding) { return true; })
        .catalogue_sha256;
  };
  const std::string rule =
      absl::StrCat("rules { id: 'A-1' severity: SEVERITY_ERROR ", kTitle,
                   " check: 'parts' }");
  EXPECT_EQ(sha(rule), sha(rule));
  EXPECT_NE(sha(rule), sha(rule + "\n"));
}

}  // namespace
}  // namespace yuheng::validation
