#include "storage/format/window_record.h"

#include "absl/status/status.h"
#include "absl/strings/strip.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"
#include "storage/format/ledger_record.h"
#include "storage/format/record_type.h"
#include "storage/format/submission_record.h"

// Layout, version 1 (numbers as in coding.h):
//
//   window  u8(0xa1) bytes(department) zigzag(open_time_unix_us)
//           zigzag(deadline_unix_us) zigzag(grace_end_time_unix_us)
//           zigzag(set_time_unix_us) bytes(actor) bytes(reason)

namespace yuheng::storage {

std::string WindowKey(const WindowKeyParts& parts) {
  std::string key(kWindowKeyPrefix);
  AppendBigEndian32(key, parts.fiscal_year);
  AppendU8(key, parts.stage);
  AppendBigEndian32(key, parts.number);
  return key;
}

absl::StatusOr<WindowKeyParts> ParseWindowKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, kWindowKeyPrefix)) {
    return absl::DataLossError("not the key of a window");
  }
  Reader reader(key);
  WindowKeyParts parts;
  const uint32_t fiscal_year = reader.ReadBigEndian32();
  if (fiscal_year > kFiscalYearMax) reader.Fail("a year out of range");
  parts.fiscal_year = static_cast<int>(fiscal_year);
  parts.stage = reader.ReadU8();
  parts.number = reader.ReadBigEndian32();
  absl::Status status = reader.Finish("key of a window");
  if (!status.ok()) return status;
  return parts;
}

absl::StatusOr<std::string> EncodeWindow(const WindowRecord& record) {
  absl::Status status =
      CheckSize("department", record.department.size(), kDepartmentBytesMax);
  status.Update(CheckSize("actor", record.actor.size(), kActorBytesMax));
  status.Update(
      CheckSize("reason", record.reason.size(), kWindowReasonBytesMax));
  if (!status.ok()) return status;
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kWindow));
  AppendBytes(out, record.department);
  AppendZigzag(out, record.open_time_unix_us);
  AppendZigzag(out, record.deadline_unix_us);
  AppendZigzag(out, record.grace_end_time_unix_us);
  AppendZigzag(out, record.set_time_unix_us);
  AppendBytes(out, record.actor);
  AppendBytes(out, record.reason);
  return out;
}

absl::StatusOr<WindowRecord> DecodeWindow(absl::string_view value) {
  absl::Status status = CheckRecordType(value, RecordType::kWindow, "window");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  WindowRecord record;
  record.department = ReadString(reader, kDepartmentBytesMax);
  record.open_time_unix_us = reader.ReadZigzag();
  record.deadline_unix_us = reader.ReadZigzag();
  record.grace_end_time_unix_us = reader.ReadZigzag();
  record.set_time_unix_us = reader.ReadZigzag();
  record.actor = ReadString(reader, kActorBytesMax);
  record.reason = ReadString(reader, kWindowReasonBytesMax);
  status = reader.Finish("window");
  if (!status.ok()) return status;
  return record;
}

}  // namespace yuheng::storage
