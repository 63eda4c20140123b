#include "services/ingestion/store/finding_codec.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
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
  finding.set_id("0123456789abcdef");
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

// The layouts as they were first written; they never change.
constexpr char kFindingBody[] =
    "0541362d3032"
    "030101"
    "0c54363a3330333a746f74616cac0200"
    "01c0bec712"
    "01e0e9c312"
    "01dfd403"
    "03e5b7ae036f6666";

TEST(FindingCodecTest, Finding_HasTheGoldenBytes) {
  EXPECT_EQ(
      absl::BytesToHexString(EncodeFinding(SampleFinding())),
      absl::StrCat("02", kFindingBody, "1030313233343536373839616263646566"));
}

TEST(FindingCodecTest, Finding_OfTheFirstLayout_IsReadWithoutAnId) {
  validation::v1::Finding finding = SampleFinding();
  finding.clear_id();
  const auto decoded =
      DecodeFinding(absl::HexStringToBytes(absl::StrCat("01", kFindingBody)));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*decoded, finding));
}

TEST(FindingCodecTest, Verdict_HasTheGoldenBytes) {
  validation::v1::VerdictSummary verdict;
  verdict.set_verdict(validation::v1::VERDICT_ERRORS);
  verdict.set_error_count(3);
  verdict.set_note_count(300);
  verdict.set_catalogue_sha256("ca");
  verdict.set_rule_count(157);
  const std::string body =
      "04"
      "03"
      "00"
      "ac02"
      "026361"
      "9d01";
  const auto first = DecodeVerdict(absl::HexStringToBytes("01" + body));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*first, verdict));
  verdict.set_overlay_sha256("ov");
  verdict.set_charts_sha256("ch");
  verdict.set_canonical_sha256("dc");
  const std::string hashes =
      "026f76"
      "026368"
      "026463";
  const auto second =
      DecodeVerdict(absl::HexStringToBytes("02" + body + hashes));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*second, verdict));
  verdict.add_rules_off("N-08");
  validation::v1::RuleChange* change = verdict.add_rules_changed();
  change->set_rule("*");
  change->set_discipline(validation::v1::DISCIPLINE_EXACT);
  verdict.set_overlay_change_count(2);
  verdict.set_references_sha256("rf");
  const std::string overlay =
      "01044e2d3038"
      "01012a0002"
      "02"
      "027266";
  const auto third =
      DecodeVerdict(absl::HexStringToBytes("03" + body + hashes + overlay));
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*third, verdict));
  verdict.set_form("fm");
  verdict.set_ceiling_sha256("ce");
  EXPECT_EQ(absl::BytesToHexString(EncodeVerdict(verdict)),
            "04" + body + hashes + overlay + "02666d026365");
}

// Every field of the contract, however many there will be: a replay compares
// what was kept with what is found now.
void Fill(google::protobuf::Message* message) {
  using google::protobuf::FieldDescriptor;
  const auto& descriptor = *message->GetDescriptor();
  const auto& reflection = *message->GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const bool many = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Fill(many ? reflection.AddMessage(message, field)
                  : reflection.MutableMessage(message, field));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        many ? reflection.AddString(message, field, field->name())
             : reflection.SetString(message, field, field->name());
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        many ? reflection.AddEnumValue(message, field, 2)
             : reflection.SetEnumValue(message, field, 2);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        many ? reflection.AddInt32(message, field, 7 + i)
             : reflection.SetInt32(message, field, 7 + i);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        many ? reflection.AddInt64(message, field, -7 - i)
             : reflection.SetInt64(message, field, -7 - i);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        many ? reflection.AddBool(message, field, true)
             : reflection.SetBool(message, field, true);
        break;
      default:
        FAIL() << field->full_name() << ": teach this test its type";
    }
  }
}

TEST(FindingCodecTest, EveryFieldOfTheContract_IsKept) {
  validation::v1::Finding finding;
  Fill(&finding);
  const auto kept = DecodeFinding(EncodeFinding(finding));
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->DebugString(), finding.DebugString());
  validation::v1::VerdictSummary verdict;
  Fill(&verdict);
  const validation::v1::FindingGroup group = verdict.groups(0);
  const auto kept_group = DecodeGroup(EncodeGroup(group));
  ASSERT_TRUE(kept_group.ok()) << kept_group.status();
  EXPECT_EQ(kept_group->DebugString(), group.DebugString());
  verdict.clear_groups();  // As the codec says.
  const auto kept_verdict = DecodeVerdict(EncodeVerdict(verdict));
  ASSERT_TRUE(kept_verdict.ok()) << kept_verdict.status();
  EXPECT_EQ(kept_verdict->DebugString(), verdict.DebugString());
}

TEST(FindingCodecTest, Group_HasTheGoldenBytes) {
  validation::v1::FindingGroup group;
  group.add_findings(0);
  group.add_findings(300);
  group.mutable_cause()->set_zh("差");
  group.mutable_cause()->set_en("off");
  group.mutable_culprit()->set_address("T6:303");
  group.mutable_culprit()->mutable_location()->set_line(300);
  group.set_suggested_micro(19'460'000);
  EXPECT_EQ(absl::BytesToHexString(EncodeGroup(group)),
            "01"
            "0200ac02"
            "03e5b7ae036f6666"
            "010654363a333033ac0200"
            "00"
            "01c0bec712"
            "0000");
  group.clear_culprit();
  group.mutable_reason();
  const auto decoded = DecodeGroup(EncodeGroup(group));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_TRUE(MessageDifferencer::Equals(*decoded, group));
  EXPECT_FALSE(DecodeGroup("\x02").ok());
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
  EXPECT_FALSE(DecodeFinding("\x03" + whole.substr(1)).ok());
  EXPECT_FALSE(DecodeFinding(std::string(1, 0) + whole.substr(1)).ok());
  EXPECT_FALSE(DecodeVerdict("\x01").ok());
  EXPECT_FALSE(DecodeProblem("").ok());
}

}  // namespace
}  // namespace yuheng::ingestion
