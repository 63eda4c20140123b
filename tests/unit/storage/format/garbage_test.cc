// Decoders against bytes nobody wrote, and round trips of random records. The
// seeds are fixed and printed, so a failure repeats.

#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "storage/format/ceiling_record.h"
#include "storage/format/ledger_record.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"
#include "storage/format/window_record.h"
#include "tests/unit/storage/support/records.h"

namespace yuheng::storage {
namespace {

constexpr uint64_t kSeed = 20230215;

// Decodes with every decoder. What is accepted must encode to the same bytes:
// one record has one encoding.
template <typename Decode, typename Encode>
bool AcceptsOnlyItsOwn(const std::string& bytes, Decode decode, Encode encode) {
  const auto record = decode(bytes);
  if (!record.ok()) {
    return absl::IsDataLoss(record.status()) ||
           absl::IsFailedPrecondition(record.status());
  }
  const auto again = encode(*record);
  return again.ok() && *again == bytes;
}

testing::AssertionResult SurvivesEverywhere(const std::string& bytes) {
  const auto encode_head = [](const LedgerHeadRecord& record) {
    return absl::StatusOr<std::string>(EncodeLedgerHead(record));
  };
  const bool good =
      AcceptsOnlyItsOwn(bytes, DecodeEntry, EncodeEntry) &&
      AcceptsOnlyItsOwn(bytes, DecodeContribution, EncodeContribution) &&
      AcceptsOnlyItsOwn(bytes, DecodeOutcome, EncodeOutcome) &&
      AcceptsOnlyItsOwn(bytes, DecodeLedgerHead, encode_head) &&
      AcceptsOnlyItsOwn(bytes, DecodeSubmission, EncodeSubmission) &&
      AcceptsOnlyItsOwn(bytes, DecodeFindings, EncodeFindings) &&
      AcceptsOnlyItsOwn(bytes, DecodeSubmissionRequest,
                        EncodeSubmissionRequest) &&
      AcceptsOnlyItsOwn(bytes, DecodeSubmissionVersion,
                        EncodeSubmissionVersion) &&
      AcceptsOnlyItsOwn(bytes, DecodeWaivers, EncodeWaivers) &&
      AcceptsOnlyItsOwn(bytes, DecodeWindow, EncodeWindow) &&
      AcceptsOnlyItsOwn(bytes, DecodeCeiling, EncodeCeiling);
  if (good) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << "seed " << kSeed << ": " << testing::PrintToString(bytes);
}

TEST(GarbageTest, Decode_RandomBytes_NeverAcceptsWhatNobodyWrote) {
  Random random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    if (!bytes.empty())
      bytes[0] = static_cast<char>((1 + i % 13) << 4 | (1 + i % 2));
    ASSERT_TRUE(SurvivesEverywhere(bytes));
  }
}

TEST(GarbageTest, Decode_OneByteChanged_NeverAcceptsWhatNobodyWrote) {
  const std::string values[] = {
      *EncodeEntry(SampleEntry()),
      *EncodeContribution(SampleContribution()),
      *EncodeOutcome(SampleOutcome()),
      EncodeLedgerHead(SampleLedgerHead()),
      *EncodeSubmission(SampleSubmission()),
      *EncodeSubmission(SampleSubmissionInPeriod()),
      *EncodeSubmission(SampleSubmissionInForm()),
      *EncodeSubmission(SampleSubmissionDecided()),
      *EncodeFindings(SampleFindings()),
      *EncodeFindings(SampleFindingsFirst()),
      *EncodeSubmissionRequest(SampleSubmissionRequest()),
      *EncodeSubmissionVersion(SampleSubmissionVersion()),
      *EncodeWaivers(SampleWaivers()),
      *EncodeWindow(SampleWindow()),
      *EncodeCeiling(SampleCeiling())};
  for (const std::string& value : values) {
    for (size_t at = 0; at < value.size(); ++at) {
      for (const int change : {0x01, 0x80, 0x7f, 0xff}) {
        std::string damaged = value;
        damaged[at] = static_cast<char>(damaged[at] ^ change);
        ASSERT_TRUE(SurvivesEverywhere(damaged));
      }
    }
  }
}

TEST(GarbageTest, DecodeEntry_CutOffAnywhere_IsDataLoss) {
  const std::string value = *EncodeEntry(SampleEntry());
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeEntry(value.substr(0, size)).status()))
        << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeEntry(value + '\0').status()));
}

TEST(GarbageTest, DecodeEntry_NewerLayout_IsFailedPrecondition) {
  std::string value = *EncodeEntry(SampleEntry());
  value[0] = '\x13';
  EXPECT_TRUE(absl::IsFailedPrecondition(DecodeEntry(value).status()));
}

TEST(GarbageTest, Entry_RandomRecords_ComeBackEqual) {
  Random random(kSeed);
  for (int i = 0; i < 500; ++i) {
    const EntryRecord record = RandomEntry(random);
    const absl::StatusOr<std::string> value = EncodeEntry(record);
    ASSERT_TRUE(value.ok()) << "seed " << kSeed << " round " << i;
    const absl::StatusOr<EntryRecord> again = DecodeEntry(*value);
    ASSERT_TRUE(again.ok())
        << again.status() << " seed " << kSeed << " round " << i;
    ASSERT_TRUE(*again == record) << "seed " << kSeed << " round " << i;
  }
}

TEST(GarbageTest, Submission_RandomRecords_ComeBackEqual) {
  Random random(kSeed);
  for (int i = 0; i < 500; ++i) {
    const SubmissionRecord record = RandomSubmission(random);
    const absl::StatusOr<std::string> value = EncodeSubmission(record);
    ASSERT_TRUE(value.ok()) << "seed " << kSeed << " round " << i;
    const absl::StatusOr<SubmissionRecord> again = DecodeSubmission(*value);
    ASSERT_TRUE(again.ok())
        << again.status() << " seed " << kSeed << " round " << i;
    ASSERT_TRUE(*again == record) << "seed " << kSeed << " round " << i;
  }
}

TEST(GarbageTest, EncodeWaivers_BeyondALimit_IsRefused) {
  WaiversRecord record = SampleWaivers();
  record.waivers[0].text.assign(kWaiverTextBytesMax, 'x');
  EXPECT_TRUE(EncodeWaivers(record).ok());
  record.waivers[0].text += 'x';
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeWaivers(record).status()));
  record = SampleWaivers();
  record.waivers.resize(kWaiversMax + 1);
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeWaivers(record).status()));
}

}  // namespace
}  // namespace yuheng::storage
