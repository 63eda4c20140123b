#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "storage/format/ceiling_record.h"
#include "storage/format/ledger_keys.h"
#include "storage/format/submission_keys.h"
#include "storage/format/window_record.h"

namespace yuheng::storage {
namespace {

TEST(LedgerKeysTest, Keys_OfEveryKind_HaveTheWrittenBytes) {
  EXPECT_EQ(absl::BytesToHexString(EntryKey(258)), "650000000000000102");
  EXPECT_EQ(absl::BytesToHexString(ContributionKey(2023, 4, "001")),
            "63000007e704303031");
  EXPECT_EQ(OutcomeKey("post-1"), "rpost-1");
  EXPECT_EQ(kLedgerHeadKey, "h");
}

TEST(LedgerKeysTest, Parse_OwnKeys_GivesTheParts) {
  EXPECT_EQ(*ParseEntryKey(EntryKey(UINT64_MAX)), UINT64_MAX);
  EXPECT_EQ(*ParseContributionKey(ContributionKey(2023, 4, "")),
            (ContributionKeyParts{2023, 4, ""}));
  EXPECT_EQ(*ParseOutcomeKey(OutcomeKey("post-1")), "post-1");
}

TEST(LedgerKeysTest, Parse_KeyOfAnotherKind_IsDataLoss) {
  EXPECT_TRUE(absl::IsDataLoss(ParseEntryKey("h").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseEntryKey(EntryKey(1) + "x").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseContributionKey("c123").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseOutcomeKey("h").status()));
}

TEST(LedgerKeysTest, EntryKeys_SortBySeq) {
  EXPECT_LT(EntryKey(9), EntryKey(10));
  EXPECT_LT(EntryKey(255), EntryKey(256));
  EXPECT_LT(EntryKey(UINT64_MAX), KeyAfterPrefix(kEntryKeyPrefix));
}

TEST(SubmissionKeysTest, Keys_OfEveryKind_HaveTheWrittenBytes) {
  EXPECT_EQ(SubmissionKey("a1"), "sa1");
  EXPECT_EQ(absl::BytesToHexString(DocumentKey("a1", 2)), "6261310000000002");
  EXPECT_EQ(FindingsKey("a1"), "fa1");
  EXPECT_EQ(WaiversKey("a1"), "wa1");
  EXPECT_EQ(SubmissionRequestKey("u1"), "qu1");
  EXPECT_EQ(absl::BytesToHexString(SubmissionVersionKey(2023, 4, "001")),
            "76000007e704303031");
}

TEST(SubmissionKeysTest, Parse_OwnKeys_GivesTheParts) {
  EXPECT_EQ(*ParseSubmissionKey(SubmissionKey("a1")), "a1");
  EXPECT_EQ(*ParseDocumentKey(DocumentKey("a1", 7)),
            (DocumentKeyParts{"a1", 7}));
  EXPECT_EQ(*ParseFindingsKey(FindingsKey("a1")), "a1");
  EXPECT_EQ(*ParseWaiversKey(WaiversKey("a1")), "a1");
  EXPECT_EQ(*ParseSubmissionRequestKey(SubmissionRequestKey("u1")), "u1");
  EXPECT_EQ(*ParseSubmissionVersionKey(SubmissionVersionKey(2023, 4, "001")),
            (SubmissionVersionKeyParts{2023, 4, "001"}));
}

TEST(SubmissionKeysTest, Parse_KeyOfAnotherKind_IsDataLoss) {
  EXPECT_TRUE(absl::IsDataLoss(ParseSubmissionKey("fa1").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseDocumentKey("ba1").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseWaiversKey("fa1").status()));
  EXPECT_TRUE(
      absl::IsDataLoss(ParseDocumentKey(DocumentKey("a1", 7) + "x").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseSubmissionVersionKey("v").status()));
}

TEST(WindowKeysTest, Key_HasTheWrittenBytesAndGivesItsParts) {
  const WindowKeyParts parts{.fiscal_year = 2023, .stage = 4, .number = 258};
  EXPECT_EQ(absl::BytesToHexString(WindowKey(parts)), "64000007e70400000102");
  EXPECT_EQ(*ParseWindowKey(WindowKey(parts)), parts);
  EXPECT_TRUE(absl::IsDataLoss(ParseWindowKey("d").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseWindowKey(SubmissionKey("a1")).status()));
}

TEST(CeilingKeysTest, Key_HasTheWrittenBytesAndGivesItsParts) {
  const CeilingKeyParts parts{.fiscal_year = 2023, .number = 258};
  EXPECT_EQ(absl::BytesToHexString(CeilingKey(parts)), "6b000007e700000102");
  EXPECT_EQ(*ParseCeilingKey(CeilingKey(parts)), parts);
  EXPECT_TRUE(absl::IsDataLoss(ParseCeilingKey("k").status()));
  EXPECT_TRUE(absl::IsDataLoss(ParseCeilingKey(WindowKey({})).status()));
}

TEST(SubmissionKeysTest, DocumentKeys_OfAnIdThatBeginsAlike_LieElsewhere) {
  const std::string prefix = DocumentKeyPrefix("a1");
  const std::string other = DocumentKey("a10", 0);
  EXPECT_FALSE(other >= prefix && other < KeyAfterPrefix(prefix));
}

}  // namespace
}  // namespace yuheng::storage
