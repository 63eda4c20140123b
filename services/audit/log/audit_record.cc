#include "services/audit/log/audit_record.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"

// Layout, version 2 (numbers as in storage/format/coding.h; list = varint
// number of elements, then the elements):
//
//   record  u8(2) varint(seq) zigzag(time_unix_us) previous (32 bytes)
//           bytes(subject) list(u8(role)) u8(proof) bytes(peer) bytes(method)
//           list(bytes(name)) bytes(request_id) u8(code) bytes(forwarded_for)
//
// Version 1 ends with the code.

namespace yuheng::audit {
namespace {

// At a character.
void AppendText(std::string& out, absl::string_view text) {
  size_t size = std::min(text.size(), kAuditTextBytesMax);
  while (size < text.size() && size > 0 &&
         (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  storage::AppendBytes(out, text.substr(0, size));
}

std::string ReadText(storage::Reader& reader) {
  return storage::ReadString(reader, kAuditTextBytesMax);
}

}  // namespace

std::string EncodeAuditRecord(const AuditRecord& record,
                              const storage::Sha256Digest& previous) {
  std::string out;
  storage::AppendU8(out, kAuditRecordVersion);
  storage::AppendVarint(out, record.seq);
  storage::AppendZigzag(out, record.time_unix_us);
  storage::AppendDigest(out, previous);
  AppendText(out, record.subject);
  const size_t roles = std::min(record.roles.size(), kAuditRolesMax);
  storage::AppendVarint(out, roles);
  for (size_t i = 0; i < roles; ++i) {
    storage::AppendU8(out, static_cast<uint8_t>(record.roles[i]));
  }
  storage::AppendU8(out, static_cast<uint8_t>(record.proof));
  AppendText(out, record.peer);
  AppendText(out, record.method);
  const size_t names = std::min(record.names.size(), kAuditNamesMax);
  storage::AppendVarint(out, names);
  for (size_t i = 0; i < names; ++i) AppendText(out, record.names[i]);
  AppendText(out, record.request_id);
  storage::AppendU8(out, static_cast<uint8_t>(record.code));
  AppendText(out, record.forwarded_for);
  return out;
}

absl::StatusOr<ChainedRecord> DecodeAuditRecord(absl::string_view bytes) {
  storage::Reader reader(bytes);
  const uint8_t version = reader.ReadU8();
  if (version > kAuditRecordVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "audit record: written by a newer version, layout ", version));
  }
  if (version == 0) reader.Fail("no version");
  ChainedRecord chained;
  AuditRecord& record = chained.record;
  record.seq = reader.ReadVarint();
  record.time_unix_us = reader.ReadZigzag();
  chained.previous = storage::ReadDigest(reader);
  record.subject = ReadText(reader);
  record.roles.resize(reader.ReadCount(kAuditRolesMax, 1));
  for (int& role : record.roles) role = reader.ReadU8();
  record.proof = reader.ReadU8();
  record.peer = ReadText(reader);
  record.method = ReadText(reader);
  record.names.resize(reader.ReadCount(kAuditNamesMax, 1));
  for (std::string& name : record.names) name = ReadText(reader);
  record.request_id = ReadText(reader);
  record.code = reader.ReadU8();
  if (version > 1) record.forwarded_for = ReadText(reader);
  const absl::Status status = reader.Finish("audit record");
  if (!status.ok()) return status;
  return chained;
}

}  // namespace yuheng::audit
