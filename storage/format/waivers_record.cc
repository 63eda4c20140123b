#include "storage/format/waivers_record.h"

#include "absl/status/status.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"
#include "storage/format/record_type.h"
#include "storage/format/submission_record.h"

// Layout, version 1 (numbers as in coding.h; list = varint number of elements,
// then the elements):
//
//   waivers  u8(0x91) list(waiver)
//   waiver   bytes(finding_id) u8(state) bytes(text) bytes(actor)
//            zigzag(create_time_unix_us) bytes(origin_submission_id)
//            bytes(finding) bytes(delete_actor) zigzag(delete_time_unix_us)

namespace yuheng::storage {
namespace {

constexpr int kStateNumberMax = 255;
constexpr size_t kWaiverBytesMin = 9;

absl::Status AppendWaiver(std::string& out, const WaiverRecord& waiver) {
  absl::Status status =
      CheckSize("finding_id", waiver.finding_id.size(), kFindingIdBytesMax);
  status.Update(CheckRange("state", waiver.state, kStateNumberMax));
  status.Update(CheckSize("text", waiver.text.size(), kWaiverTextBytesMax));
  status.Update(CheckSize("actor", waiver.actor.size(), kActorBytesMax));
  status.Update(CheckSize("origin_submission_id",
                          waiver.origin_submission_id.size(),
                          kSubmissionIdBytesMax));
  status.Update(CheckSize("finding", waiver.finding.size(), kFindingBytesMax));
  status.Update(
      CheckSize("delete_actor", waiver.delete_actor.size(), kActorBytesMax));
  AppendBytes(out, waiver.finding_id);
  AppendU8(out, waiver.state);
  AppendBytes(out, waiver.text);
  AppendBytes(out, waiver.actor);
  AppendZigzag(out, waiver.create_time_unix_us);
  AppendBytes(out, waiver.origin_submission_id);
  AppendBytes(out, waiver.finding);
  AppendBytes(out, waiver.delete_actor);
  AppendZigzag(out, waiver.delete_time_unix_us);
  return status;
}

WaiverRecord ReadWaiver(Reader& reader) {
  WaiverRecord waiver;
  waiver.finding_id = ReadString(reader, kFindingIdBytesMax);
  waiver.state = reader.ReadU8();
  waiver.text = ReadString(reader, kWaiverTextBytesMax);
  waiver.actor = ReadString(reader, kActorBytesMax);
  waiver.create_time_unix_us = reader.ReadZigzag();
  waiver.origin_submission_id = ReadString(reader, kSubmissionIdBytesMax);
  waiver.finding = ReadString(reader, kFindingBytesMax);
  waiver.delete_actor = ReadString(reader, kActorBytesMax);
  waiver.delete_time_unix_us = reader.ReadZigzag();
  return waiver;
}

}  // namespace

absl::StatusOr<std::string> EncodeWaivers(const WaiversRecord& record) {
  absl::Status status =
      CheckSize("waivers", record.waivers.size(), kWaiversMax);
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kWaivers));
  AppendVarint(out, record.waivers.size());
  for (const WaiverRecord& waiver : record.waivers) {
    status.Update(AppendWaiver(out, waiver));
  }
  if (!status.ok()) return status;
  return out;
}

absl::StatusOr<WaiversRecord> DecodeWaivers(absl::string_view value) {
  absl::Status status = CheckRecordType(value, RecordType::kWaivers, "waivers");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  WaiversRecord record;
  const size_t count = reader.ReadCount(kWaiversMax, kWaiverBytesMin);
  record.waivers.reserve(count);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    record.waivers.push_back(ReadWaiver(reader));
  }
  status = reader.Finish("waivers");
  if (!status.ok()) return status;
  return record;
}

}  // namespace yuheng::storage
