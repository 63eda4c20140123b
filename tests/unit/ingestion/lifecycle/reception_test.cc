#include "services/ingestion/lifecycle/reception.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/ingestion/lifecycle/step.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

absl::optional<Reason> ReasonOf(const absl::StatusOr<Reception>& reception) {
  return rpc::ReasonOf(reception.status());
}

class ReceptionTest : public ::testing::Test {
 protected:
  void ExpectNothingStored() {
    EXPECT_EQ(desk_.engine.commit_count(), 0);
    EXPECT_TRUE(desk_.store->index().List({}, {}, 10).empty());
  }

  FakeDesk desk_;
};

TEST_F(ReceptionTest, Receive_Document_IsStoredWithItsBytesBeforeTheAnswer) {
  const std::string bytes = FakeBytes("昌吉州科学技术局本级", 2023);
  const auto reception = desk_.Receive("request-1", bytes);
  ASSERT_TRUE(reception.ok()) << reception.status();
  EXPECT_FALSE(reception->replayed);

  desk_.Restart();
  const auto record = desk_.Get(reception->record.id);
  EXPECT_EQ(record, reception->record);
  EXPECT_EQ(record.version, 1);
  EXPECT_EQ(record.fiscal_year, 2023);
  EXPECT_EQ(record.stage, 4);
  ASSERT_EQ(record.history.size(), 1u);
  EXPECT_EQ(record.history[0].actor, "clerk");
  EXPECT_FALSE(record.history[0].reason_zh.empty());
  EXPECT_EQ(desk_.store->ReadDocument("206", record).value(), bytes);
}

TEST_F(ReceptionTest, Receive_UnreadableBytes_StoreNothing) {
  EXPECT_EQ(ReasonOf(desk_.Receive("request-1", "")), Reason::kDocumentEmpty);
  EXPECT_EQ(ReasonOf(desk_.Receive("request-2", "noise")),
            Reason::kDocumentNotABudget);
  EXPECT_EQ(ReasonOf(desk_.Receive("request-3", std::string(1001, 'x'))),
            Reason::kDocumentTooLarge);
  ExpectNothingStored();
}

TEST_F(ReceptionTest, Receive_OtherYearOrNone_StoresNothing) {
  UploadHeader header = FakeDesk::Header("request-1");
  header.fiscal_year = 2024;
  EXPECT_EQ(ReasonOf(desk_.Receive(header, FakeBytes(kScience, 2023))),
            Reason::kDocumentOtherYear);
  EXPECT_EQ(ReasonOf(desk_.Receive("request-2", FakeBytes(kScience, 0))),
            Reason::kDocumentOtherYear);
  ExpectNothingStored();
}

TEST_F(ReceptionTest, Receive_WrongDepartment_StoresNothing) {
  EXPECT_EQ(ReasonOf(desk_.Receive("request-1", FakeBytes("水利局", 2023))),
            Reason::kDepartmentUnknown);
  EXPECT_EQ(ReasonOf(desk_.Receive("request-2", FakeBytes("", 2023))),
            Reason::kDepartmentUnknown);
  UploadHeader header = FakeDesk::Header("request-3");
  header.department = "205";
  EXPECT_EQ(ReasonOf(desk_.Receive(header, FakeBytes(kScience, 2023))),
            Reason::kDepartmentMismatch);
  EXPECT_EQ(ReasonOf(desk_.Receive(header, FakeBytes("水利局", 2023))),
            Reason::kDepartmentMismatch);
  header.department = "999";
  EXPECT_EQ(ReasonOf(desk_.Receive(header, FakeBytes(kScience, 2023))),
            Reason::kDepartmentUnknown);
  ExpectNothingStored();
}

TEST_F(ReceptionTest, Receive_Unit_MustBeInTheList) {
  UploadHeader header = FakeDesk::Header("request-1");
  header.department = "205";
  header.unit = "205009";
  EXPECT_EQ(ReasonOf(desk_.Receive(header, FakeBytes("昌吉州教育局", 2023))),
            Reason::kFieldInvalid);
  header.unit = "205002";
  const auto unit = desk_.Receive(header, FakeBytes("昌吉州第一中学", 2023));
  ASSERT_TRUE(unit.ok()) << unit.status();
  EXPECT_EQ(unit->record.unit, "205002");
}

TEST_F(ReceptionTest, Receive_SameIdSameBytes_IsTheFirstSubmission) {
  const auto first = desk_.Receive("request-1", FakeBytes(kScience, 2023));
  desk_.Restart();
  const auto again = desk_.Receive("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->record.id, first->record.id);
  EXPECT_TRUE(again->reason.zh.empty());
  EXPECT_EQ(desk_.store->index().List({}, {}, 10).size(), 1u);
}

TEST_F(ReceptionTest, Receive_InAForm_IsReadInItEverAfter) {
  UploadHeader header = FakeDesk::Header("request-1");
  header.printed_form = "guangxi-2022";
  const auto first = desk_.Receive(header, FakeBytes(kScience, 2023));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->record.printed_form, "guangxi-2022");
  desk_.Restart();
  const auto record = desk_.Get(first->record.id);
  EXPECT_EQ(record, first->record);
  EXPECT_EQ(
      ReadStoredDocument(desk_.parts, "206", record, ServiceTurn("206"))->form,
      "guangxi-2022");
  EXPECT_TRUE(desk_.Receive(header, FakeBytes(kScience, 2023))->replayed);
}

TEST_F(ReceptionTest, Receive_SameBytesInAnotherForm_AreAnotherVersion) {
  ASSERT_TRUE(desk_.Receive("request-1", FakeBytes(kScience, 2023)).ok());
  UploadHeader header = FakeDesk::Header("request-1");
  header.printed_form = "guangxi-2022";
  EXPECT_EQ(ReasonOf(desk_.Receive(header, FakeBytes(kScience, 2023))),
            Reason::kRequestIdReused);
  header.request_id = "request-2";
  const auto other = desk_.Receive(header, FakeBytes(kScience, 2023));
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_FALSE(other->replayed);
  EXPECT_EQ(other->record.version, 2);
  header.request_id = "request-3";
  EXPECT_EQ(desk_.Receive(header, FakeBytes(kScience, 2023))->record.id,
            other->record.id);
}

TEST_F(ReceptionTest, Receive_SameIdOtherBytes_IsRefused) {
  ASSERT_TRUE(desk_.Receive("request-1", FakeBytes(kScience, 2023)).ok());
  EXPECT_EQ(
      ReasonOf(desk_.Receive("request-1", FakeBytes(kScience, 2023, 0, "b"))),
      Reason::kRequestIdReused);
  EXPECT_EQ(desk_.store->index().List({}, {}, 10).size(), 1u);
}

TEST_F(ReceptionTest, Receive_SameIdSameBytesOtherSlot_IsRefused) {
  const std::string bytes = FakeBytes("昌吉州教育局", 2023);
  UploadHeader header = FakeDesk::Header("request-1");
  ASSERT_TRUE(desk_.Receive(header, bytes).ok());
  // A second id of the same submission.
  header.request_id = "request-2";
  ASSERT_TRUE(desk_.Receive(header, bytes)->replayed);
  for (const char* id : {"request-1", "request-2"}) {
    UploadHeader other_stage = FakeDesk::Header(id);
    other_stage.stage = 2;
    EXPECT_EQ(ReasonOf(desk_.Receive(other_stage, bytes)),
              Reason::kRequestIdReused);
    UploadHeader other_unit = FakeDesk::Header(id);
    other_unit.department = "205";
    other_unit.unit = "205002";
    EXPECT_EQ(ReasonOf(desk_.Receive(other_unit, bytes)),
              Reason::kRequestIdReused);
  }
  EXPECT_EQ(desk_.store->index().List({}, {}, 10).size(), 1u);
}

TEST_F(ReceptionTest, Receive_SameBytesOtherId_MakesNothingNewWhileLive) {
  const std::string bytes = FakeBytes(kScience, 2023);
  const auto first = desk_.Receive("request-1", bytes);
  ASSERT_TRUE(desk_.Advance().ok());
  const auto again = desk_.Receive("request-2", bytes);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->replayed);
  EXPECT_FALSE(again->reason.zh.empty());
  EXPECT_EQ(again->record.id, first->record.id);
  // The second id is remembered too.
  EXPECT_EQ(
      ReasonOf(desk_.Receive("request-2", FakeBytes(kScience, 2023, 0, "b"))),
      Reason::kRequestIdReused);
  EXPECT_EQ(desk_.ledger.applied().size(), 1u);
}

TEST_F(ReceptionTest, Receive_SameBytesAfterAReturn_IsANewVersion) {
  const std::string bytes = FakeBytes(kScience, 2023, 1);
  const auto first = desk_.Receive("request-1", bytes);
  ASSERT_TRUE(desk_.Advance().ok());
  ASSERT_EQ(desk_.StateOfId(first->record.id), State::kReturned);
  const auto second = desk_.Receive("request-2", bytes);
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(second->replayed);
  EXPECT_EQ(second->record.version, 2);
}

TEST_F(ReceptionTest, Receive_AnswerLost_SameIdFindsIt) {
  desk_.engine.FailNextCommit(storage::CommitFault::kUnknownApplied);
  EXPECT_EQ(ReasonOf(desk_.Receive("request-1", FakeBytes(kScience, 2023))),
            Reason::kStorageFailed);
  desk_.Restart();
  const auto again = desk_.Receive("request-1", FakeBytes(kScience, 2023));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->replayed);
}

TEST_F(ReceptionTest, Receive_ClockGoesBack_NewestStaysFirst) {
  ASSERT_TRUE(desk_.Receive("request-1", FakeBytes(kScience, 2023)).ok());
  desk_.now_unix_us = 5;
  const auto second = desk_.Receive("request-2", FakeBytes(kScience, 2024));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(desk_.store->index().List({}, {}, 1).at(0).id, second->record.id);
}

}  // namespace
}  // namespace yuheng::ingestion
