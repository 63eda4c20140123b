#include "services/ingestion/lifecycle/ceiling_setter.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/store/finding_codec.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

CeilingSetting Setting(const std::string& department, int64_t gen_fen,
                       const std::string& unit = "", int year = 2023) {
  return {year,
          {.department = department,
           .unit = unit,
           .figures = {{.source = "gen", .kind = 0, .amount_fen = gen_fen}},
           .actor = "budget",
           .reason = "notice 18"}};
}

class CeilingSetterTest : public ::testing::Test {
 protected:
  CeilingImported Import(std::vector<CeilingSetting> settings,
                         bool validate_only = false) {
    CeilingImport import;
    import.validate_only = validate_only;
    for (CeilingSetting& setting : settings) {
      import.settings.emplace_back(std::move(setting));
    }
    const auto imported = CeilingSetter(&desk_.parts).Set(std::move(import));
    EXPECT_TRUE(imported.ok()) << imported.status();
    return imported.ok() ? *imported : CeilingImported();
  }
  // 206=100, 205/205001=7: what is in force, or all that was ever set.
  std::string Listed(const CeilingFilter& filter = {}) {
    std::string text;
    for (const ListedCeiling& listed :
         desk_.store->ceilings().List(filter, absl::nullopt, 1000)) {
      const storage::CeilingRecord& record = listed.setting.record;
      absl::StrAppend(
          &text, listed.in_force ? "" : "-", listed.setting.fiscal_year, " ",
          record.department, record.unit.empty() ? "" : "/", record.unit, "=",
          record.figures.empty() ? 0 : record.figures[0].amount_fen, " ");
    }
    return text;
  }
  static absl::optional<Reason> ReasonOf(const CeilingOutcome& outcome) {
    return rpc::ReasonOf(outcome.setting.status());
  }

  FakeDesk desk_;
};

TEST_F(CeilingSetterTest, Import_SetsAll_AndOutlivesARestart) {
  const CeilingImported imported =
      Import({Setting("206", 100), Setting("205", 50),
              Setting("205", 7, "205001"), Setting("206", 90, "", 2024)});
  EXPECT_TRUE(imported.applied);
  ASSERT_EQ(imported.outcomes.size(), 4u);
  EXPECT_FALSE(imported.outcomes[0].unchanged);
  EXPECT_GT(imported.outcomes[0].setting->record.set_time_unix_us, 0);
  const std::string all =
      "2023 205=50 2023 205/205001=7 2023 206=100 2024 206=90 ";
  EXPECT_EQ(Listed(), all);
  desk_.Restart();
  EXPECT_EQ(Listed(), all);
  EXPECT_EQ(Listed({.department = "205"}), "2023 205=50 2023 205/205001=7 ");
  EXPECT_EQ(Listed({.fiscal_year = 2024}), "2024 206=90 ");
}

TEST_F(CeilingSetterTest, List_ForUnits_TellsNothingOfOthers) {
  Import({Setting("205", 50), Setting("206", 3), Setting("205", 7, "205001"),
          Setting("205", 8, "205002")});
  EXPECT_EQ(Listed({.department = "205", .units = {"205001"}}),
            "2023 205/205001=7 ");
  const auto own = desk_.store->ceilings().List(
      {.department = "205", .units = {"205001"}}, absl::nullopt, 1000);
  ASSERT_EQ(own.size(), 1u);
  // How many of others were set before.
  EXPECT_EQ(own[0].position.number, 0u);
}

// Policy does not accept under a ceiling that was replaced while it checked.
TEST_F(CeilingSetterTest, SetWhileADraftIsChecked_ItIsCheckedAgain) {
  UploadHeader header = FakeDesk::Header("request-1");
  header.stage = 3;
  const auto draft = desk_.Receive(header, FakeBytes(kScience, 2023));
  ASSERT_TRUE(draft.ok()) << draft.status();
  Import({Setting("206", 100)});
  desk_.checker.meanwhile = [this] { Import({Setting("206", 50)}); };
  EXPECT_TRUE(absl::IsUnavailable(desk_.Advance()));
  EXPECT_EQ(desk_.StateOfId(draft->record.id), State::kReceived);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(draft->record.id), State::kPosted);
  EXPECT_EQ(VerdictOf(desk_.Get(draft->record.id))->ceiling_sha256(),
            desk_.store->ceilings().Sha256InForce("206", "", 2023));
}

TEST_F(CeilingSetterTest, NewerOne_IsInForce_TheOlderStaysListed) {
  Import({Setting("206", 100), Setting("205", 50)});
  const std::string before =
      desk_.store->ceilings().Sha256InForce("206", "", 2023);
  Import({Setting("206", 120)});
  EXPECT_EQ(Listed(), "2023 205=50 2023 206=120 ");
  desk_.Restart();
  EXPECT_EQ(Listed({.department = "206", .history = true}),
            "-2023 206=100 2023 206=120 ");
  const std::string now =
      desk_.store->ceilings().Sha256InForce("206", "", 2023);
  EXPECT_EQ(now.size(), 64u);
  EXPECT_NE(now, before);
}

TEST_F(CeilingSetterTest, WithoutFigures_TakesItAway) {
  Import({Setting("206", 100)});
  CeilingSetting none = Setting("206", 0);
  none.record.figures.clear();
  EXPECT_TRUE(Import({none}).applied);
  EXPECT_EQ(Listed(), "");
  EXPECT_EQ(Listed({.history = true}), "-2023 206=100 -2023 206=0 ");
  EXPECT_EQ(desk_.store->ceilings().Sha256InForce("206", "", 2023), "");
  // There is nothing to take away any more.
  EXPECT_TRUE(Import({none}).outcomes[0].unchanged);
  EXPECT_EQ(desk_.store->ceilings().CountOf(2023), 2u);
}

TEST_F(CeilingSetterTest, SameFigures_AreNotKeptAgain) {
  Import({Setting("206", 100)});
  CeilingSetting again = Setting("206", 100);
  again.record.reason = "notice 19";
  const CeilingImported imported = Import({again, Setting("205", 1)});
  EXPECT_TRUE(imported.applied);
  EXPECT_TRUE(imported.outcomes[0].unchanged);
  EXPECT_EQ(imported.outcomes[0].setting->record.reason, "notice 18");
  EXPECT_FALSE(imported.outcomes[1].unchanged);
  EXPECT_EQ(desk_.store->ceilings().CountOf(2023), 2u);
}

TEST_F(CeilingSetterTest, OneThatIsRefused_KeepsAllFromBeingSet) {
  const CeilingImported imported =
      Import({Setting("206", 100), Setting("999", 1),
              Setting("205", 1, "205009"), Setting("206", 2)});
  EXPECT_FALSE(imported.applied);
  ASSERT_EQ(imported.outcomes.size(), 4u);
  EXPECT_TRUE(imported.outcomes[0].setting.ok());
  for (int i : {1, 2, 3}) {
    EXPECT_EQ(ReasonOf(imported.outcomes[i]), Reason::kFieldInvalid) << i;
  }
  EXPECT_EQ(Listed({.history = true}), "");
}

TEST_F(CeilingSetterTest, WhatCouldNotBeRead_KeepsItsReason) {
  CeilingImport import;
  import.settings.emplace_back(rpc::MakeError(Reason::kNotFound));
  import.settings.emplace_back(Setting("206", 1));
  const auto imported = CeilingSetter(&desk_.parts).Set(std::move(import));
  ASSERT_TRUE(imported.ok());
  EXPECT_FALSE(imported->applied);
  EXPECT_EQ(ReasonOf(imported->outcomes[0]), Reason::kNotFound);
  EXPECT_EQ(Listed(), "");
}

TEST_F(CeilingSetterTest, ValidateOnly_SetsNothing) {
  const CeilingImported imported = Import({Setting("206", 100)}, true);
  EXPECT_FALSE(imported.applied);
  EXPECT_TRUE(imported.outcomes[0].setting.ok());
  EXPECT_EQ(Listed({.history = true}), "");
}

TEST_F(CeilingSetterTest, FullYear_TakesNoMore_AnotherDoes) {
  constexpr size_t kAtOnce = 1000;
  for (size_t i = 0; i < kCeilingSettingsMax; i += kAtOnce) {
    std::vector<CeilingSetting> settings;
    for (size_t j = 0; j < kAtOnce; ++j) {
      settings.push_back(Setting("206", static_cast<int64_t>(i + j + 1)));
    }
    ASSERT_TRUE(desk_.store->CommitCeilings(settings).ok());
  }
  const CeilingImported full = Import({Setting("206", 0)});
  EXPECT_FALSE(full.applied);
  EXPECT_EQ(ReasonOf(full.outcomes[0]), Reason::kFieldInvalid);
  // What is there already takes no room.
  EXPECT_TRUE(
      Import({Setting("206", static_cast<int64_t>(kCeilingSettingsMax))})
          .applied);
  EXPECT_TRUE(Import({Setting("206", 1, "", 2024)}).applied);
}

TEST_F(CeilingSetterTest, WriteThatFails_SetsNothing) {
  desk_.engine.FailNextCommit(storage::CommitFault::kRefused);
  CeilingImport import;
  import.settings.emplace_back(Setting("206", 1));
  const auto imported = CeilingSetter(&desk_.parts).Set(std::move(import));
  EXPECT_EQ(rpc::ReasonOf(imported.status()), Reason::kStorageFailed);
  EXPECT_EQ(Listed({.history = true}), "");
  Import({Setting("206", 1)});
  EXPECT_EQ(Listed(), "2023 206=1 ");
}

TEST_F(CeilingSetterTest, WriteOfUnknownOutcome_IsListedWhenItIsThere) {
  desk_.engine.FailNextCommit(storage::CommitFault::kUnknownApplied);
  CeilingImport import;
  import.settings.emplace_back(Setting("206", 1));
  import.settings.emplace_back(Setting("205", 2));
  EXPECT_FALSE(CeilingSetter(&desk_.parts).Set(std::move(import)).ok());
  EXPECT_EQ(Listed(), "2023 205=2 2023 206=1 ");
}

TEST_F(CeilingSetterTest, List_PagesGoOnWhereTheLastEnded) {
  Import({Setting("206", 1), Setting("205", 2), Setting("205", 3, "205001"),
          Setting("206", 4, "", 2024)});
  Import({Setting("206", 5)});
  std::string text;
  absl::optional<CeilingPosition> after;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = desk_.store->ceilings().List({.history = true}, after, 1);
    if (page.empty()) break;
    absl::StrAppend(&text, page[0].setting.record.figures[0].amount_fen, " ");
    after = page[0].position;
  }
  EXPECT_EQ(text, "2 3 1 5 4 ");
}

// What a document is checked with.
class CheckedUnderCeilingTest : public CeilingSetterTest {
 protected:
  std::string ComparedWith(const std::string& department, int stage,
                           const std::string& unit = "") {
    UploadHeader header =
        FakeDesk::Header(absl::StrCat("request-", ++requests_));
    header.unit = unit;
    header.stage = stage;
    header.department = department;
    const auto reception = desk_.Receive(
        header, FakeBytes(department == "206" ? kScience : "昌吉州教育局", 2023,
                          0, absl::StrCat("version ", requests_)));
    EXPECT_TRUE(reception.ok()) << reception.status();
    EXPECT_TRUE(desk_.Advance(department).ok());
    for (const absl::string_view line :
         absl::StrSplit(desk_.checker.LastReferences(), '\n')) {
      if (absl::StartsWith(line, "ceiling ")) return std::string(line);
    }
    return "";
  }
  int requests_ = 0;
};

TEST_F(CheckedUnderCeilingTest, Stages_DraftAndApproved) {
  EXPECT_EQ(ComparedWith("206", 3), "ceiling 206/ 2023 stage 3:");
  EXPECT_EQ(ComparedWith("206", 4), "");
  Import({Setting("206", 100)});
  EXPECT_EQ(ComparedWith("206", 3), "ceiling 206/ 2023 stage 3: gen=100");
  EXPECT_EQ(ComparedWith("206", 4), "ceiling 206/ 2023 stage 4: gen=100");
  for (const int stage : {1, 5, 6}) EXPECT_EQ(ComparedWith("206", stage), "");
}

TEST_F(CheckedUnderCeilingTest, Unit_HasItsOwn) {
  Import({Setting("205", 100), Setting("205", 7, "205001")});
  EXPECT_EQ(ComparedWith("205", 3, "205001"),
            "ceiling 205/205001 2023 stage 3: gen=7");
  EXPECT_EQ(ComparedWith("205", 3, "205002"),
            "ceiling 205/205002 2023 stage 3:");
}

}  // namespace
}  // namespace yuheng::ingestion
