#include "services/ingestion/store/finding_codec.h"

#include <climits>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "services/rpc/reason.h"
#include "storage/format/coding.h"

// Layouts (numbers as in storage/format/coding.h; list = varint number of
// elements, then the elements; optional = u8 0, or u8 1 and the value):
//
//   finding   u8(2) bytes(rule) u8(severity) u8(status) list(place)
//             optional(zigzag expected_micro) optional(zigzag actual_micro)
//             optional(zigzag difference_micro) bytes(zh) bytes(en) bytes(id)
//   place     bytes(address) varint(line) bytes(reference)
//   group     u8(1) list(varint finding) bytes(cause zh) bytes(cause en)
//             optional(place culprit) optional(zigzag printed_micro)
//             optional(zigzag suggested_micro) bytes(reason zh)
//             bytes(reason en)
//   problem   u8(1) bytes(id) varint(line) bytes(reference) u8(table)
//             bytes(zh) bytes(en)
//   verdict   u8(4) u8(verdict) varint(errors) varint(warnings) varint(notes)
//             bytes(catalogue_sha256) varint(rules) bytes(overlay_sha256)
//             bytes(charts_sha256) bytes(canonical_sha256)
//             list(bytes(rule off)) list(change) varint(overlay changes)
//             bytes(references_sha256) bytes(form) bytes(ceiling_sha256)
//   change    bytes(rule) u8(severity) u8(discipline), 0 for what was kept
//
// Version 1 of the finding ended before its id; of the verdict, version 1 ended
// before overlay_sha256, version 2 before the rules that are off and version 3
// before the form and the ceiling. All are still read.

namespace yuheng::ingestion {
namespace {

using storage::Reader;

constexpr uint8_t kFindingVersion = 2;
constexpr uint8_t kGroupVersion = 1;
constexpr uint8_t kProblemVersion = 1;
constexpr uint8_t kVerdictVersion = 4;
constexpr size_t kTextBytesMax = storage::kFindingBytesMax;
constexpr size_t kPlacesMax = 100'000;
constexpr size_t kGroupFindingsMax = 100'000;
constexpr size_t kOverlayChangesMax = 1'000;
constexpr size_t kPlaceBytesMin = 3;

template <typename T>
absl::StatusOr<T> Finish(const Reader& reader, absl::string_view record,
                         T value) {
  absl::Status status = reader.Finish(record);
  if (!status.ok()) return status;
  return value;
}

uint8_t ReadVersion(Reader& reader, uint8_t newest) {
  const uint8_t version = reader.ReadU8();
  if (version == 0 || version > newest) reader.Fail("unknown layout");
  return version;
}

std::string ReadText(Reader& reader) {
  return std::string(reader.ReadBytes(kTextBytesMax));
}

int ReadNumber(Reader& reader) {
  return static_cast<int>(reader.ReadVarint(INT_MAX));
}

void AppendNumber(std::string& out, int value) {
  storage::AppendVarint(out, value < 0 ? 0 : static_cast<uint64_t>(value));
}

void AppendOptional(std::string& out, bool present, int64_t value) {
  storage::AppendU8(out, present ? 1 : 0);
  if (present) storage::AppendZigzag(out, value);
}

bool ReadPresence(Reader& reader) {
  const uint8_t presence = reader.ReadU8();
  if (presence > 1) reader.Fail("presence is neither 0 nor 1");
  return presence == 1;
}

void AppendPlace(std::string& out, const validation::v1::Place& place) {
  storage::AppendBytes(out, place.address());
  AppendNumber(out, place.location().line());
  storage::AppendBytes(out, place.location().reference());
}

void ReadPlace(Reader& reader, validation::v1::Place* place) {
  place->set_address(ReadText(reader));
  place->mutable_location()->set_line(ReadNumber(reader));
  place->mutable_location()->set_reference(ReadText(reader));
}

void AppendText(std::string& out, const budget::v1::LocalizedText& text) {
  storage::AppendBytes(out, text.zh());
  storage::AppendBytes(out, text.en());
}

void ReadText(Reader& reader, budget::v1::LocalizedText* text) {
  text->set_zh(ReadText(reader));
  text->set_en(ReadText(reader));
}

}  // namespace

std::string EncodeFinding(const validation::v1::Finding& finding) {
  std::string out;
  storage::AppendU8(out, kFindingVersion);
  storage::AppendBytes(out, finding.rule());
  storage::AppendU8(out, static_cast<uint8_t>(finding.severity()));
  storage::AppendU8(out, static_cast<uint8_t>(finding.status()));
  storage::AppendVarint(out, finding.places_size());
  for (const validation::v1::Place& place : finding.places()) {
    AppendPlace(out, place);
  }
  AppendOptional(out, finding.has_expected_micro(), finding.expected_micro());
  AppendOptional(out, finding.has_actual_micro(), finding.actual_micro());
  AppendOptional(out, finding.has_difference_micro(),
                 finding.difference_micro());
  AppendText(out, finding.message());
  storage::AppendBytes(out, finding.id());
  return out;
}

absl::StatusOr<validation::v1::Finding> DecodeFinding(absl::string_view bytes) {
  Reader reader(bytes);
  const uint8_t version = ReadVersion(reader, kFindingVersion);
  validation::v1::Finding finding;
  finding.set_rule(ReadText(reader));
  finding.set_severity(static_cast<validation::v1::Severity>(reader.ReadU8()));
  finding.set_status(
      static_cast<validation::v1::FindingStatus>(reader.ReadU8()));
  const size_t place_count = reader.ReadCount(kPlacesMax, kPlaceBytesMin);
  for (size_t i = 0; i < place_count; ++i) {
    ReadPlace(reader, finding.add_places());
  }
  if (ReadPresence(reader)) finding.set_expected_micro(reader.ReadZigzag());
  if (ReadPresence(reader)) finding.set_actual_micro(reader.ReadZigzag());
  if (ReadPresence(reader)) finding.set_difference_micro(reader.ReadZigzag());
  ReadText(reader, finding.mutable_message());
  if (version >= 2) finding.set_id(ReadText(reader));
  return Finish(reader, "finding", std::move(finding));
}

std::string EncodeGroup(const validation::v1::FindingGroup& group) {
  std::string out;
  storage::AppendU8(out, kGroupVersion);
  storage::AppendVarint(out, group.findings_size());
  for (const int finding : group.findings()) AppendNumber(out, finding);
  AppendText(out, group.cause());
  storage::AppendU8(out, group.has_culprit() ? 1 : 0);
  if (group.has_culprit()) AppendPlace(out, group.culprit());
  AppendOptional(out, group.has_printed_micro(), group.printed_micro());
  AppendOptional(out, group.has_suggested_micro(), group.suggested_micro());
  AppendText(out, group.reason());
  return out;
}

absl::StatusOr<validation::v1::FindingGroup> DecodeGroup(
    absl::string_view bytes) {
  Reader reader(bytes);
  ReadVersion(reader, kGroupVersion);
  validation::v1::FindingGroup group;
  const size_t finding_count = reader.ReadCount(kGroupFindingsMax, 1);
  for (size_t i = 0; i < finding_count; ++i) {
    group.add_findings(ReadNumber(reader));
  }
  ReadText(reader, group.mutable_cause());
  if (ReadPresence(reader)) ReadPlace(reader, group.mutable_culprit());
  if (ReadPresence(reader)) group.set_printed_micro(reader.ReadZigzag());
  if (ReadPresence(reader)) group.set_suggested_micro(reader.ReadZigzag());
  ReadText(reader, group.mutable_reason());
  return Finish(reader, "group of findings", std::move(group));
}

std::string EncodeProblem(const budget::ReadingProblem& problem) {
  std::string out;
  storage::AppendU8(out, kProblemVersion);
  storage::AppendBytes(out, problem.id);
  AppendNumber(out, problem.location.line);
  storage::AppendBytes(out, problem.location.reference);
  storage::AppendU8(out, static_cast<uint8_t>(problem.table));
  storage::AppendBytes(out, problem.message.zh);
  storage::AppendBytes(out, problem.message.en);
  return out;
}

absl::StatusOr<budget::ReadingProblem> DecodeProblem(absl::string_view bytes) {
  Reader reader(bytes);
  ReadVersion(reader, kProblemVersion);
  budget::ReadingProblem problem;
  problem.id = ReadText(reader);
  problem.location.line = ReadNumber(reader);
  problem.location.reference = ReadText(reader);
  const uint8_t table = reader.ReadU8();
  if (table > budget::kTableCount) reader.Fail("unknown table");
  problem.table = static_cast<budget::TableKind>(table);
  problem.message.zh = ReadText(reader);
  problem.message.en = ReadText(reader);
  return Finish(reader, "reading problem", std::move(problem));
}

std::string EncodeVerdict(const validation::v1::VerdictSummary& verdict) {
  std::string out;
  storage::AppendU8(out, kVerdictVersion);
  storage::AppendU8(out, static_cast<uint8_t>(verdict.verdict()));
  AppendNumber(out, verdict.error_count());
  AppendNumber(out, verdict.warning_count());
  AppendNumber(out, verdict.note_count());
  storage::AppendBytes(out, verdict.catalogue_sha256());
  AppendNumber(out, verdict.rule_count());
  storage::AppendBytes(out, verdict.overlay_sha256());
  storage::AppendBytes(out, verdict.charts_sha256());
  storage::AppendBytes(out, verdict.canonical_sha256());
  storage::AppendVarint(out, verdict.rules_off_size());
  for (const std::string& rule : verdict.rules_off()) {
    storage::AppendBytes(out, rule);
  }
  storage::AppendVarint(out, verdict.rules_changed_size());
  for (const validation::v1::RuleChange& change : verdict.rules_changed()) {
    storage::AppendBytes(out, change.rule());
    storage::AppendU8(out, static_cast<uint8_t>(change.severity()));
    storage::AppendU8(out, static_cast<uint8_t>(change.discipline()));
  }
  AppendNumber(out, verdict.overlay_change_count());
  storage::AppendBytes(out, verdict.references_sha256());
  storage::AppendBytes(out, verdict.form());
  storage::AppendBytes(out, verdict.ceiling_sha256());
  return out;
}

absl::StatusOr<validation::v1::VerdictSummary> DecodeVerdict(
    absl::string_view bytes) {
  validation::v1::VerdictSummary verdict;
  if (bytes.empty()) return verdict;
  Reader reader(bytes);
  const uint8_t version = ReadVersion(reader, kVerdictVersion);
  verdict.set_verdict(static_cast<validation::v1::Verdict>(reader.ReadU8()));
  verdict.set_error_count(ReadNumber(reader));
  verdict.set_warning_count(ReadNumber(reader));
  verdict.set_note_count(ReadNumber(reader));
  verdict.set_catalogue_sha256(ReadText(reader));
  verdict.set_rule_count(ReadNumber(reader));
  if (version >= 2) {
    verdict.set_overlay_sha256(ReadText(reader));
    verdict.set_charts_sha256(ReadText(reader));
    verdict.set_canonical_sha256(ReadText(reader));
  }
  if (version >= 3) {
    const size_t off_count = reader.ReadCount(kOverlayChangesMax, 1);
    for (size_t i = 0; i < off_count; ++i) {
      verdict.add_rules_off(ReadText(reader));
    }
    const size_t change_count = reader.ReadCount(kOverlayChangesMax, 3);
    for (size_t i = 0; i < change_count; ++i) {
      validation::v1::RuleChange* change = verdict.add_rules_changed();
      change->set_rule(ReadText(reader));
      change->set_severity(
          static_cast<validation::v1::Severity>(reader.ReadU8()));
      change->set_discipline(
          static_cast<validation::v1::Discipline>(reader.ReadU8()));
    }
    verdict.set_overlay_change_count(ReadNumber(reader));
    verdict.set_references_sha256(ReadText(reader));
  }
  if (version >= 4) {
    verdict.set_form(ReadText(reader));
    verdict.set_ceiling_sha256(ReadText(reader));
  }
  return Finish(reader, "verdict", std::move(verdict));
}

absl::StatusOr<validation::v1::VerdictSummary> VerdictOf(
    const storage::SubmissionRecord& record) {
  absl::StatusOr<validation::v1::VerdictSummary> verdict =
      DecodeVerdict(record.verdict);
  if (verdict.ok()) return verdict;
  return rpc::WithReason(verdict.status(), rpc::Reason::kStorageFailed);
}

}  // namespace yuheng::ingestion
