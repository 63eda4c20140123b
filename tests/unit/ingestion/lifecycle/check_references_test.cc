#include "services/ingestion/lifecycle/check_references.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

class CheckReferencesTest : public ::testing::Test {
 protected:
  // Sends a document and lets the service do what it does by itself.
  std::string Send(absl::string_view department, int year, int errors = 0,
                   const std::string& unit = "", int stage = 4) {
    UploadHeader header =
        FakeDesk::Header(absl::StrCat("request-", ++requests_));
    header.unit = unit;
    header.stage = stage;
    header.department = department == kScience ? "206" : "205";
    const auto reception = desk_.Receive(
        header, FakeBytes(department, year, errors,
                          absl::StrCat("version ", requests_, unit)));
    EXPECT_TRUE(reception.ok()) << reception.status();
    EXPECT_TRUE(desk_.Advance(header.department).ok());
    return reception.ok() ? reception->record.id : "";
  }
  // What is kept of that.
  storage::ReferencesRecord KeptWith(const std::string& id) {
    const auto findings = desk_.store->ReadFindings("205", id);
    EXPECT_TRUE(findings.ok() && findings->references.has_value());
    return *findings->references;
  }
  // What the last document was compared with.
  std::string Last() { return desk_.checker.LastReferences(); }

  FakeDesk desk_;
  int requests_ = 0;
};

TEST_F(CheckReferencesTest, NothingStored_NothingIsGiven) {
  Send(kScience, 2023);
  EXPECT_EQ(Last(), "");
}

TEST_F(CheckReferencesTest, LastYearsAcceptedDocument_IsGiven) {
  Send(kScience, 2022);
  Send(kScience, 2023);
  EXPECT_EQ(Last(), "prior 2022\n");
}

TEST_F(CheckReferencesTest, ReturnedOrOtherYear_IsNot) {
  Send(kScience, 2021);
  Send(kScience, 2022, 1);
  Send(kScience, 2023);
  EXPECT_EQ(Last(), "");
}

TEST_F(CheckReferencesTest, ADraft_IsComparedWithTheApprovedBudget) {
  Send(kScience, 2022);
  Send(kScience, 2023, 0, "", 3);
  EXPECT_EQ(Last(), "prior 2022\nceiling 206/ 2023 stage 3:\n");
}

TEST_F(CheckReferencesTest, WithoutAnApprovedBudget_TheSameStageCounts) {
  Send(kScience, 2022, 0, "", 3);
  Send(kScience, 2023, 0, "", 3);
  EXPECT_EQ(Last(), "prior 2022\nceiling 206/ 2023 stage 3:\n");
  Send(kScience, 2023);
  EXPECT_EQ(Last(), "");
}

TEST_F(CheckReferencesTest, Units_AreGivenOnlyWhenAllAreThere) {
  // Returned, for what counts as a whole leaves no place for units.
  Send(kEducation, 2023, 1);
  EXPECT_EQ(Last(), "missing 本级\nmissing 一中\n");
  Send("教育局本级", 2023, 0, "205001");
  EXPECT_EQ(Last(), "");  // A unit is not compared with units.
  Send(kEducation, 2023, 1);
  EXPECT_EQ(Last(), "missing 一中\n");
  Send("教育局一中", 2023, 0, "205002");
  Send(kEducation, 2023);
  EXPECT_EQ(Last(), "unit 教育局本级\nunit 教育局一中\n");
}

TEST_F(CheckReferencesTest, WhatADocumentWasComparedWith_IsKept) {
  const std::string alone = Send(kEducation, 2022);
  EXPECT_EQ(KeptWith(alone),
            (storage::ReferencesRecord{.units_missing = {"本级", "一中"}}));
  const std::string office = Send("教育局本级", 2023, 0, "205001");
  const std::string school = Send("教育局一中", 2023, 0, "205002");
  EXPECT_EQ(KeptWith(Send(kEducation, 2023)),
            (storage::ReferencesRecord{.prior_budget = alone,
                                       .units = {office, school}}));
  desk_.checker.compares = false;
  EXPECT_EQ(KeptWith(Send(kEducation, 2023)), storage::ReferencesRecord());
}

TEST_F(CheckReferencesTest, AUnit_IsComparedWithItsOwnLastYear) {
  Send(kEducation, 2022, 1);
  Send("教育局本级", 2022, 0, "205001");
  Send("教育局本级", 2023, 0, "205001");
  EXPECT_EQ(Last(), "prior 2022\n");
}

}  // namespace
}  // namespace yuheng::ingestion
