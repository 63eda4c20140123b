#include "services/audit/log/log_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "storage/format/coding.h"
#include "storage/format/field.h"

namespace yuheng::audit {
namespace {

constexpr absl::string_view kSuffix = ".audit";
constexpr int kSeqDigits = 20;

absl::Status Lost(const budget::Text& text) {
  return rpc::StatusWithTexts(absl::StatusCode::kDataLoss, text.zh, text.en);
}

absl::Status Unreadable(const std::string& path, absl::string_view why) {
  const budget::Text text =
      budget::Message("audit_log.unreadable", {{"path", path}, {"why", why}});
  return rpc::StatusWithTexts(absl::StatusCode::kUnavailable, text.zh, text.en);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? std::streamoff{file.tellg()} : -1;
  std::string bytes(size > 0 ? static_cast<size_t>(size) : 0, '\0');
  file.seekg(0);
  if (size < 0 ||
      !file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return Unreadable(path, std::strerror(errno));
  }
  return bytes;
}

// One frame off the front of `bytes`.
struct Frame {
  absl::string_view record;
  storage::Sha256Digest hash{};
  size_t size_bytes = 0;
};

// False when it is not whole.
bool TakeFrame(absl::string_view bytes, Frame* frame) {
  storage::Reader reader(bytes);
  const uint32_t size = reader.ReadBigEndian32();
  if (size > kAuditRecordBytesMax) return false;
  frame->record = reader.ReadFixed(size);
  frame->hash = storage::ReadDigest(reader);
  frame->size_bytes = kFrameBytes + size;
  return reader.ok() && storage::Sha256(frame->record) == frame->hash;
}

// Whether any whole frame begins behind the front: then what stands there was
// not the last thing written.
bool FrameFollows(absl::string_view bytes) {
  Frame frame;
  for (size_t i = 1; i + kFrameBytes <= bytes.size(); ++i) {
    const auto version = static_cast<unsigned char>(bytes[i + 4]);
    if (version >= 1 && version <= kAuditRecordVersion &&
        TakeFrame(bytes.substr(i), &frame)) {
      return true;
    }
  }
  return false;
}

absl::Status Missing(const std::string& dir, uint64_t seq) {
  return Lost(budget::Message("audit_log.record_lost",
                              {{"seq", absl::StrCat(seq)}, {"path", dir}}));
}

// Reads a log from its first record on.
class Prover {
 public:
  Prover(const std::string& dir, const RecordVisitor& visit)
      : dir_(dir), visit_(visit) {}

  // False in `more` when the visitor has enough.
  absl::Status ReadSegment(uint64_t segment, bool newest, bool* more) {
    const std::string path = SegmentPath(dir_, segment);
    if (segment != end_.seq + 1) {
      return Lost(budget::Message("audit_log.records_missing",
                                  {{"first", absl::StrCat(end_.seq + 1)},
                                   {"last", absl::StrCat(segment - 1)},
                                   {"path", path}}));
    }
    const auto bytes = ReadFile(path);
    if (!bytes.ok()) return bytes.status();
    end_.segment = segment;
    end_.segment_bytes = 0;
    absl::string_view rest = *bytes;
    while (!rest.empty() && *more) {
      Frame frame;
      if (!TakeFrame(rest, &frame)) {
        if (newest && !FrameFollows(rest)) {
          end_.torn_bytes = rest.size();
          return absl::OkStatus();
        }
        return Broken(path, "audit_log.record_changed");
      }
      const auto chained = DecodeAuditRecord(frame.record);
      if (absl::IsFailedPrecondition(chained.status())) return chained.status();
      if (!chained.ok()) return Broken(path, "audit_log.record_changed");
      if (chained->record.seq != end_.seq + 1) {
        return Broken(path, "audit_log.record_lost");
      }
      if (chained->previous != end_.hash) {
        return Broken(path, "audit_log.record_unchained");
      }
      end_.seq = chained->record.seq;
      end_.hash = frame.hash;
      end_.segment_bytes += frame.size_bytes;
      rest.remove_prefix(frame.size_bytes);
      if (visit_) *more = visit_(chained->record, frame.hash);
    }
    return absl::OkStatus();
  }

  const LogEnd& end() const { return end_; }

 private:
  // The next record, told by a message.
  absl::Status Broken(const std::string& path, absl::string_view id) const {
    return Lost(budget::Message(
        id, {{"seq", absl::StrCat(end_.seq + 1)}, {"path", path}}));
  }

  const std::string& dir_;
  const RecordVisitor& visit_;
  LogEnd end_;
};

}  // namespace

std::string FrameOf(absl::string_view record) {
  std::string out;
  storage::AppendBigEndian32(out, static_cast<uint32_t>(record.size()));
  out.append(record.data(), record.size());
  storage::AppendDigest(out, storage::Sha256(record));
  return out;
}

std::string SegmentPath(const std::string& dir, uint64_t seq) {
  const std::string digits = absl::StrCat(seq);
  return absl::StrCat(dir, "/", std::string(kSeqDigits - digits.size(), '0'),
                      digits, kSuffix);
}

absl::StatusOr<std::vector<uint64_t>> ListSegments(const std::string& dir) {
  std::vector<uint64_t> seqs;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(dir, error), end;
       !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    absl::string_view digits = name;
    uint64_t seq = 0;
    if (absl::ConsumeSuffix(&digits, kSuffix) && digits.size() == kSeqDigits &&
        absl::SimpleAtoi(digits, &seq)) {
      seqs.push_back(seq);
    }
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return Unreadable(dir, error.message());
  }
  std::sort(seqs.begin(), seqs.end());
  return seqs;
}

absl::StatusOr<LogEnd> ReadLog(const std::string& dir,
                               const RecordVisitor& visit) {
  const auto segments = ListSegments(dir);
  if (!segments.ok()) return segments.status();
  Prover prover(dir, visit);
  bool more = true;
  for (size_t i = 0; i < segments->size() && more; ++i) {
    const absl::Status status = prover.ReadSegment(
        (*segments)[i], /*newest=*/i + 1 == segments->size(), &more);
    if (!status.ok()) return status;
  }
  return prover.end();
}

absl::Status ReadRecords(const std::string& dir, uint64_t after, uint64_t last,
                         const RecordVisitor& visit) {
  if (after >= last) return absl::OkStatus();
  const auto segments = ListSegments(dir);
  if (!segments.ok()) return segments.status();
  auto segment =
      std::upper_bound(segments->begin(), segments->end(), after + 1);
  if (segment != segments->begin()) --segment;
  // The number that comes next; what is known to be there and is not is told.
  uint64_t next = segment == segments->end() ? after + 1 : *segment;
  for (; segment != segments->end() && *segment <= last; ++segment) {
    if (*segment != next) return Missing(dir, next);
    const auto bytes = ReadFile(SegmentPath(dir, *segment));
    if (!bytes.ok()) return bytes.status();
    Frame frame;
    for (absl::string_view rest = *bytes; TakeFrame(rest, &frame);
         rest.remove_prefix(frame.size_bytes)) {
      const auto chained = DecodeAuditRecord(frame.record);
      if (!chained.ok()) return chained.status();
      if (chained->record.seq != next) return Missing(dir, next);
      ++next;
      if (chained->record.seq <= after) continue;
      if (chained->record.seq > last || !visit(chained->record, frame.hash)) {
        return absl::OkStatus();
      }
    }
  }
  return next > last ? absl::OkStatus() : Missing(dir, next);
}

}  // namespace yuheng::audit
