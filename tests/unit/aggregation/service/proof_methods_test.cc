// What an auditor asks of the service.

#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/audit/checkpoint.h"
#include "storage/format/ledger_record.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::aggregation {
namespace {

TEST_F(ServiceTest, Checkpoint_IsSignedAndBindsVerification) {
  v1::PostResponse posted;
  ASSERT_TRUE(Post(testing::Simple("104", "request-1", 5), &posted).ok());
  ASSERT_TRUE(Post(testing::Simple("105", "request-2", 5), &posted).ok());
  const std::string text = Checkpoint();
  const auto checkpoint = audit::ReadCheckpoint(text);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->key, signer_.public_key());
  EXPECT_EQ(checkpoint->division, "652300");
  EXPECT_EQ(checkpoint->revision, 2u);
  EXPECT_EQ(checkpoint->heads.size(), 2u);

  v1::VerifyLedgersRequest request;
  request.set_parent(kPrefecture);
  request.set_checkpoint(text);
  v1::VerifyLedgersResponse response;
  ASSERT_TRUE(stub_->VerifyLedgers(Context().get(), request, &response).ok());
  EXPECT_EQ(response.differences_size(), 0);
  // Of another history.
  audit::Checkpoint other = *checkpoint;
  other.heads[1].hash[0] ^= 1;
  request.set_checkpoint(audit::SignCheckpoint(other, signer_));
  ASSERT_TRUE(stub_->VerifyLedgers(Context().get(), request, &response).ok());
  ASSERT_EQ(response.differences_size(), 1);
  EXPECT_EQ(response.differences(0).department(), "105");
  EXPECT_EQ(response.differences(0).seq(), 1);
  EXPECT_EQ(response.differences(0).field(), "checkpoint.hash");
  // Of another prefecture, and of nobody.
  other.division = "650100";
  request.set_checkpoint(audit::SignCheckpoint(other, signer_));
  EXPECT_EQ(
      stub_->VerifyLedgers(Context().get(), request, &response).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
  request.set_checkpoint("yuheng checkpoint 1\n");
  EXPECT_EQ(
      stub_->VerifyLedgers(Context().get(), request, &response).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServiceTest, EntryRecords_AreTheBytesThatWereHashed) {
  v1::PostResponse posted;
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(
        Post(testing::Simple("104", absl::StrCat("request-", i), i), &posted)
            .ok());
  }
  v1::ListEntryRecordsRequest request;
  request.set_parent(DepartmentOf("104"));
  request.set_first_seq(2);
  request.set_last_seq(3);
  v1::ListEntryRecordsResponse response;
  ASSERT_TRUE(
      stub_->ListEntryRecords(Context().get(), request, &response).ok());
  ASSERT_EQ(response.records_size(), 2);
  v1::GetEntryRequest get;
  get.set_name(DepartmentOf("104") + "/ledger/entries/3");
  ledger::v1::Entry entry;
  ASSERT_TRUE(stub_->GetEntry(Context().get(), get, &entry).ok());
  EXPECT_EQ(storage::ToHex(storage::EntryHash(response.records(1))),
            entry.hash());
  EXPECT_EQ(storage::ToHex(storage::EntryHash(response.records(0))),
            entry.previous_hash());
  for (const auto& [first, last, code] :
       {std::tuple(0, 3, grpc::StatusCode::INVALID_ARGUMENT),
        std::tuple(3, 2, grpc::StatusCode::INVALID_ARGUMENT),
        std::tuple(4, 9, grpc::StatusCode::NOT_FOUND)}) {
    request.set_first_seq(first);
    request.set_last_seq(last);
    EXPECT_EQ(stub_->ListEntryRecords(Context().get(), request, &response)
                  .error_code(),
              code)
        << first;
  }
}

}  // namespace
}  // namespace yuheng::aggregation
