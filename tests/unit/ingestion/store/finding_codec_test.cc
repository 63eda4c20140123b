#include "services/ingestion/store/finding_codec.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "google/protobuf/util/message_differencer.h"

namespace yuheng::ingestion {
namespace {

using google::protobuf::util::MessageDifferencer;

validation::v1::Finding SampleFinding() {
  validation::v1::Finding finding;
  finding.set_rule("A6-02");
  finding.set_severity(validation::v1::SEVERITY_ERROR);
  finding.set_status(validation::v1::FINDING_STATUS_INCONSISTENT);
  validation::v1::Place* place = finding.add_places();
  place->set_address("T6:303:total");
  place->mutable_location()->set_line(300);
  place->mutable_location()->set_reference("");
  finding.set_expected_micro(19'460'000);
  finding.set_actual_micro(19'430'000);
  finding.set_difference_micro(-30'000);
  finding.mutable_message()->set_zh("差");
  finding.mutable_message()->set_en("off");
  return finding;
}

TEST(FindingCodecTest, Finding_ComesBackAsItWas) {
  validation::v1::Finding finding = SampleFinding();
  auto decoded = DecodeFinding(EncodeFinding(finding));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*decoded, finding));
  finding.clear_actual_micro();
  decoded = DecodeFinding(EncodeFinding(finding));
  ASSERT_TRUE(decoded.ok());
  EXPECT_FALSE(decoded->has_actual_micro());
}

// The layout of version 1 as it was first written; it never changes.
TEST(FindingCodecTest, Finding_HasTheGoldenBytes) {
  EXPECT_EQ(absl::BytesToHexString(EncodeFinding(SampleFinding())),
            "010541362d3032"
            "030101"
            "0c54363a3330333a746f74616cac0200"
            "01c0bec712"
            "01e0e9c312"
            "01dfd403"
            "03e5b7ae036f6666");
}

TEST(FindingCodecTest, Problem_ComesBackAsItWas) {
  budget::ReadingProblem problem;
  problem.id = "reader.row_incomplete";
  problem.location.line = 77;
  problem.table = budget::TableKind::kT6;
  problem.message = {"缺单元格", "a cell is missing"};
  const auto decoded = DecodeProblem(EncodeProblem(problem));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->id, problem.id);
  EXPECT_EQ(decoded->location, problem.location);
  EXPECT_EQ(decoded->table, problem.table);
  EXPECT_EQ(decoded->message, problem.message);
}

TEST(FindingCodecTest, Verdict_ComesBackAsItWas) {
  validation::v1::VerdictSummary verdict;
  verdict.set_verdict(validation::v1::VERDICT_ERRORS);
  verdict.set_error_count(3);
  verdict.set_warning_count(2);
  verdict.set_note_count(300);
  verdict.set_catalogue_sha256("cafe");
  verdict.set_rule_count(157);
  const auto decoded = DecodeVerdict(EncodeVerdict(verdict));
  ASSERT_TRUE(decoded.ok());
  EXPECT_TRUE(MessageDifferencer::Equals(*decoded, verdict));
  EXPECT_TRUE(MessageDifferencer::Equals(*DecodeVerdict(""),
                                         validation::v1::VerdictSummary()));
}

TEST(FindingCodecTest, Decode_CutOrExtendedBytes_IsDataLoss) {
  const std::string whole = EncodeFinding(SampleFinding());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(DecodeFinding(whole.substr(0, size)).status().code(),
              absl::StatusCode::kDataLoss)
        << size;
  }
  EXPECT_FALSE(DecodeFinding(whole + "x").ok());
  EXPECT_FALSE(DecodeFinding("\x02" + whole.substr(1)).ok());
  EXPECT_FALSE(DecodeVerdict("\x01").ok());
  EXPECT_FALSE(DecodeProblem("").ok());
}

}  // namespace
}  // namespace yuheng::ingestion
