#include "storage/format/ceiling_record.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/strip.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"
#include "storage/format/ledger_record.h"
#include "storage/format/record_type.h"
#include "storage/format/submission_record.h"

// Layout, version 1 (numbers as in coding.h):
//
//   ceiling  u8(0xd1) bytes(department) bytes(unit) varint(figures)
//            { bytes(source) u8(kind) zigzag(amount_fen) }
//            zigzag(set_time_unix_us) bytes(actor) bytes(reason)

namespace yuheng::storage {
namespace {

constexpr int kKindMax = 255;
// Of an empty source.
constexpr size_t kFigureBytesMin = 3;

}  // namespace

std::string CeilingKey(const CeilingKeyParts& parts) {
  std::string key(kCeilingKeyPrefix);
  AppendBigEndian32(key, parts.fiscal_year);
  AppendBigEndian32(key, parts.number);
  return key;
}

absl::StatusOr<CeilingKeyParts> ParseCeilingKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, kCeilingKeyPrefix)) {
    return absl::DataLossError("not the key of a ceiling");
  }
  Reader reader(key);
  CeilingKeyParts parts;
  const uint32_t fiscal_year = reader.ReadBigEndian32();
  if (fiscal_year > kFiscalYearMax) reader.Fail("a year out of range");
  parts.fiscal_year = static_cast<int>(fiscal_year);
  parts.number = reader.ReadBigEndian32();
  absl::Status status = reader.Finish("key of a ceiling");
  if (!status.ok()) return status;
  return parts;
}

absl::StatusOr<std::string> EncodeCeiling(const CeilingRecord& record) {
  absl::Status status =
      CheckSize("department", record.department.size(), kDepartmentBytesMax);
  status.Update(CheckSize("unit", record.unit.size(), kUnitBytesMax));
  status.Update(
      CheckSize("figures", record.figures.size(), kCeilingFigureRecordsMax));
  status.Update(CheckSize("actor", record.actor.size(), kActorBytesMax));
  status.Update(
      CheckSize("reason", record.reason.size(), kCeilingReasonBytesMax));
  std::string out;
  AppendU8(out, static_cast<uint8_t>(RecordType::kCeiling));
  AppendBytes(out, record.department);
  AppendBytes(out, record.unit);
  AppendVarint(out, record.figures.size());
  for (const CeilingFigureRecord& figure : record.figures) {
    status.Update(
        CheckSize("source", figure.source.size(), kCeilingSourceBytesMax));
    status.Update(CheckRange("kind", figure.kind, kKindMax));
    AppendBytes(out, figure.source);
    AppendU8(out, static_cast<uint8_t>(figure.kind));
    AppendZigzag(out, figure.amount_fen);
  }
  AppendZigzag(out, record.set_time_unix_us);
  AppendBytes(out, record.actor);
  AppendBytes(out, record.reason);
  if (!status.ok()) return status;
  return out;
}

absl::StatusOr<CeilingRecord> DecodeCeiling(absl::string_view value) {
  absl::Status status = CheckRecordType(value, RecordType::kCeiling, "ceiling");
  if (!status.ok()) return status;
  Reader reader(value.substr(1));
  CeilingRecord record;
  record.department = ReadString(reader, kDepartmentBytesMax);
  record.unit = ReadString(reader, kUnitBytesMax);
  const size_t count =
      reader.ReadCount(kCeilingFigureRecordsMax, kFigureBytesMin);
  record.figures.reserve(count);
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    CeilingFigureRecord figure;
    figure.source = ReadString(reader, kCeilingSourceBytesMax);
    figure.kind = reader.ReadU8();
    figure.amount_fen = reader.ReadZigzag();
    record.figures.push_back(std::move(figure));
  }
  record.set_time_unix_us = reader.ReadZigzag();
  record.actor = ReadString(reader, kActorBytesMax);
  record.reason = ReadString(reader, kCeilingReasonBytesMax);
  status = reader.Finish("ceiling");
  if (!status.ok()) return status;
  return record;
}

}  // namespace yuheng::storage
