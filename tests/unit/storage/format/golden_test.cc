// The bytes of every persisted layout against the files in golden/. A file is
// never changed or removed: it stands for data folders that exist.

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/format/ceiling_record.h"
#include "storage/format/ledger_record.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"
#include "storage/format/window_record.h"
#include "tests/unit/storage/support/records.h"

namespace yuheng::storage {
namespace {

// The bytes of a file of hexadecimal lines; lines that start with # are
// comments.
std::string ReadGolden(const std::string& name) {
  std::ifstream file(absl::StrCat(YUHENG_SOURCE_DIR,
                                  "/tests/unit/storage/golden/", name, ".hex"));
  EXPECT_TRUE(file.good()) << name;
  std::string hex;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] != '#') hex += line;
  }
  return absl::HexStringToBytes(hex);
}

template <typename Record, typename Encode, typename Decode>
void ExpectGolden(const std::string& name, const Record& sample, Encode encode,
                  Decode decode) {
  const std::string golden = ReadGolden(name);
  const absl::StatusOr<std::string> encoded = encode(sample);
  ASSERT_TRUE(encoded.ok()) << encoded.status();
  EXPECT_EQ(absl::BytesToHexString(*encoded), absl::BytesToHexString(golden));
  const auto decoded = decode(golden);
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_TRUE(*decoded == sample);
  const absl::StatusOr<std::string> again = encode(*decoded);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(absl::BytesToHexString(*again), absl::BytesToHexString(golden));
}

TEST(GoldenTest, Entry_Version1_IsUnchanged) {
  ExpectGolden("entry_1", SampleEntry(), EncodeEntry, DecodeEntry);
}

TEST(GoldenTest, Entry_Version2_IsUnchanged) {
  ExpectGolden("entry_2", SampleElimination(), EncodeEntry, DecodeEntry);
}

TEST(GoldenTest, EntryHash_Version1_IsUnchanged) {
  EXPECT_EQ(ToHex(EntryHash(ReadGolden("entry_1"))),
            "6a275787dd11f7de2fa46c6a5143152d3be702d4b5b8f199bffe5570e20b2751");
}

TEST(GoldenTest, Contribution_Version1_IsUnchanged) {
  ExpectGolden("contribution_1", SampleContribution(), EncodeContribution,
               DecodeContribution);
}

TEST(GoldenTest, Outcome_Version1_IsUnchanged) {
  ExpectGolden("outcome_1", SampleOutcome(), EncodeOutcome, DecodeOutcome);
}

TEST(GoldenTest, LedgerHead_Version1_IsUnchanged) {
  const auto encode = [](const LedgerHeadRecord& record) {
    return absl::StatusOr<std::string>(EncodeLedgerHead(record));
  };
  ExpectGolden("ledger_head_1", SampleLedgerHead(), encode, DecodeLedgerHead);
}

TEST(GoldenTest, Submission_Version1_IsUnchanged) {
  ExpectGolden("submission_1", SampleSubmission(), EncodeSubmission,
               DecodeSubmission);
}

TEST(GoldenTest, Submission_Version2_IsUnchanged) {
  ExpectGolden("submission_2", SampleSubmissionInPeriod(), EncodeSubmission,
               DecodeSubmission);
}

TEST(GoldenTest, Submission_Version3_IsUnchanged) {
  ExpectGolden("submission_3", SampleSubmissionInForm(), EncodeSubmission,
               DecodeSubmission);
}

TEST(GoldenTest, Submission_Version4_IsUnchanged) {
  ExpectGolden("submission_4", SampleSubmissionDecided(), EncodeSubmission,
               DecodeSubmission);
}

TEST(GoldenTest, Findings_Version1_IsUnchanged) {
  ExpectGolden("findings_1", SampleFindingsFirst(), EncodeFindings,
               DecodeFindings);
}

TEST(GoldenTest, Findings_Version2_IsUnchanged) {
  ExpectGolden("findings_2", SampleFindings(), EncodeFindings, DecodeFindings);
}

TEST(GoldenTest, SubmissionRequest_Version1_IsUnchanged) {
  ExpectGolden("submission_request_1", SampleSubmissionRequest(),
               EncodeSubmissionRequest, DecodeSubmissionRequest);
}

TEST(GoldenTest, SubmissionVersion_Version1_IsUnchanged) {
  ExpectGolden("submission_version_1", SampleSubmissionVersion(),
               EncodeSubmissionVersion, DecodeSubmissionVersion);
}

TEST(GoldenTest, Waivers_Version1_IsUnchanged) {
  ExpectGolden("waivers_1", SampleWaivers(), EncodeWaivers, DecodeWaivers);
}

TEST(GoldenTest, Window_Version1_IsUnchanged) {
  ExpectGolden("window_1", SampleWindow(), EncodeWindow, DecodeWindow);
}

TEST(GoldenTest, Ceiling_Version1_IsUnchanged) {
  ExpectGolden("ceiling_1", SampleCeiling(), EncodeCeiling, DecodeCeiling);
}

}  // namespace
}  // namespace yuheng::storage
