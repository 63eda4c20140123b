#include "services/ingestion/store/submission_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "storage/format/ceiling_record.h"
#include "storage/format/submission_keys.h"
#include "storage/format/window_record.h"

namespace yuheng::ingestion {
namespace {

using storage::CommitOutcome;

absl::Status StorageError(absl::string_view doing, absl::string_view detail) {
  return rpc::WithReason(absl::InternalError(absl::StrCat(doing, ": ", detail)),
                         rpc::Reason::kStorageFailed);
}

absl::Status StorageError(absl::string_view doing, const absl::Status& status) {
  return StorageError(doing, status.message());
}

absl::string_view OutcomeName(CommitOutcome outcome) {
  switch (outcome) {
    case CommitOutcome::kCommitted:
      return "committed";
    case CommitOutcome::kConflict:
      return "another writer was there";
    case CommitOutcome::kFenced:
      return "another writer took over";
    case CommitOutcome::kRefused:
      return "the engine refused";
    case CommitOutcome::kUnknown:
      return "the outcome is not known";
  }
  return "unexpected outcome";
}

absl::Status Append(std::vector<storage::Write>& writes, std::string key,
                    absl::StatusOr<std::string> value) {
  if (!value.ok()) return value.status();
  writes.push_back({std::move(key), *std::move(value)});
  return absl::OkStatus();
}

void AppendDocument(std::vector<storage::Write>& writes, absl::string_view id,
                    absl::string_view bytes) {
  uint32_t chunk = 0;
  while (!bytes.empty()) {
    const absl::string_view piece =
        bytes.substr(0, storage::kDocumentChunkBytes);
    writes.push_back({storage::DocumentKey(id, chunk), std::string(piece)});
    bytes.remove_prefix(piece.size());
    ++chunk;
  }
}

void AppendRemoval(std::vector<storage::Write>& writes,
                   const storage::SubmissionRecord& record) {
  for (std::string key :
       {storage::SubmissionKey(record.id), storage::FindingsKey(record.id),
        storage::SubmissionRequestKey(record.request_id)}) {
    writes.push_back({std::move(key), std::nullopt});
  }
  uint32_t chunk = 0;
  for (uint64_t at = 0; at < record.size_bytes;
       at += storage::kDocumentChunkBytes) {
    writes.push_back({storage::DocumentKey(record.id, chunk), std::nullopt});
    ++chunk;
  }
}

absl::StatusOr<std::vector<storage::Write>> WritesOf(
    const SubmissionChange& change) {
  std::vector<storage::Write> writes;
  absl::Status status;
  for (const storage::SubmissionRecord& record : change.records) {
    status.Update(Append(writes, storage::SubmissionKey(record.id),
                         storage::EncodeSubmission(record)));
  }
  for (const storage::SubmissionRecord& record : change.removed) {
    AppendRemoval(writes, record);
  }
  if (change.document != nullptr) {
    AppendDocument(writes, change.records[0].id, *change.document);
  }
  if (change.findings) {
    status.Update(Append(writes, storage::FindingsKey(change.records[0].id),
                         storage::EncodeFindings(*change.findings)));
  }
  if (change.waivers) {
    status.Update(Append(writes, storage::WaiversKey(change.records[0].id),
                         storage::EncodeWaivers(*change.waivers)));
  }
  if (change.request) {
    status.Update(Append(writes,
                         storage::SubmissionRequestKey(change.request_id),
                         storage::EncodeSubmissionRequest(*change.request)));
  }
  if (change.version) {
    status.Update(Append(
        writes,
        storage::SubmissionVersionKey(change.slot.fiscal_year,
                                      change.slot.stage, change.slot.unit),
        storage::EncodeSubmissionVersion(*change.version)));
  }
  if (!status.ok()) return status;
  return writes;
}

BoardChange BoardChangeOf(const std::string& department,
                          const SubmissionChange& change,
                          uint64_t commit_count) {
  BoardChange board{
      .department = department, .periods = {}, .commit_count = commit_count};
  for (const storage::SubmissionRecord& record : change.records) {
    const Period period{record.fiscal_year, record.stage};
    if (!absl::c_linear_search(board.periods, period)) {
      board.periods.push_back(period);
    }
  }
  return board;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SubmissionStore>> SubmissionStore::Open(
    storage::Store* store, OnFailed on_failed,
    const budget::DepartmentList* departments,
    ProgressFeedOptions feed_options) {
  auto submissions = absl::WrapUnique(new SubmissionStore(
      store, std::move(on_failed), departments, feed_options));
  absl::Status loaded = submissions->Load();
  if (!loaded.ok()) return loaded;
  return submissions;
}

bool SubmissionStore::ReceivedSinceOpen(
    absl::string_view department,
    const storage::SubmissionRecord& record) const {
  const auto newest = opened_with_.find(department);
  return newest == opened_with_.end() ||
         record.receive_time_unix_us > newest->second;
}

absl::Status SubmissionStore::Load() {
  std::vector<std::string> departments;
  absl::Status status =
      store_->ListPartitions([&departments](absl::string_view partition) {
        departments.emplace_back(partition);
        return true;
      });
  if (!status.ok()) return StorageError("listing departments", status);
  uint64_t commit_count = 0;
  for (const std::string& department : departments) {
    if (department == storage::kPrefecturePartition) {
      status = LoadWindows();
      status.Update(LoadCeilings());
    } else {
      status = LoadSubmissions(department);
      status.Update(LoadWaivers(department));
    }
    if (!status.ok()) return status;
    const absl::StatusOr<storage::Head> head = store_->GetHead(department);
    if (!head.ok()) return StorageError("reading the head", head.status());
    commit_count += head->seq;
  }
  feed_.Start(commit_count);
  return absl::OkStatus();
}

absl::Status SubmissionStore::LoadWaivers(const std::string& department) {
  const absl::string_view prefix = storage::kWaiversKeyPrefix;
  absl::Status decoded;
  absl::Status status =
      store_->Scan(department, prefix, storage::KeyAfterPrefix(prefix),
                   [&](absl::string_view key, absl::string_view value) {
                     const auto id = storage::ParseWaiversKey(key);
                     const auto waivers = storage::DecodeWaivers(value);
                     decoded.Update(id.status());
                     decoded.Update(waivers.status());
                     if (decoded.ok())
                       index_.PutWaivers(department, *id, *waivers);
                     return decoded.ok();
                   });
  status.Update(decoded);
  return status.ok() ? status : StorageError("reading explanations", status);
}

absl::Status SubmissionStore::LoadSubmissions(const std::string& department) {
  const absl::string_view prefix = storage::kSubmissionKeyPrefix;
  absl::Status decoded;
  absl::Status status =
      store_->Scan(department, prefix, storage::KeyAfterPrefix(prefix),
                   [&](absl::string_view, absl::string_view value) {
                     absl::StatusOr<storage::SubmissionRecord> record =
                         storage::DecodeSubmission(value);
                     if (record.ok() && !StateFromNumber(record->state)) {
                       record = absl::DataLossError("unknown state");
                     }
                     if (!record.ok()) {
                       decoded = record.status();
                       return false;
                     }
                     index_.Put(department, *record);
                     return true;
                   });
  status.Update(decoded);
  if (!status.ok()) {
    return StorageError(absl::StrCat("reading department ", department),
                        status);
  }
  opened_with_[department] = index_.NewestReceiveTime(department);
  return absl::OkStatus();
}

absl::Status SubmissionStore::LoadWindows() {
  const absl::string_view prefix = storage::kWindowKeyPrefix;
  absl::Status decoded;
  absl::Status status = store_->Scan(
      storage::kPrefecturePartition, prefix, storage::KeyAfterPrefix(prefix),
      [&](absl::string_view key, absl::string_view value) {
        const auto parts = storage::ParseWindowKey(key);
        auto record = storage::DecodeWindow(value);
        decoded.Update(parts.status());
        decoded.Update(record.status());
        if (!decoded.ok()) return false;
        if (parts->number >
            windows_.CountOf(parts->fiscal_year, parts->stage)) {
          windows_.Add({parts->fiscal_year, parts->stage, *std::move(record)});
        }
        return true;
      });
  status.Update(decoded);
  return status.ok() ? status : StorageError("reading windows", status);
}

absl::Status SubmissionStore::LoadCeilings() {
  const absl::string_view prefix = storage::kCeilingKeyPrefix;
  absl::Status decoded;
  absl::Status status = store_->Scan(
      storage::kPrefecturePartition, prefix, storage::KeyAfterPrefix(prefix),
      [&](absl::string_view key, absl::string_view value) {
        const auto parts = storage::ParseCeilingKey(key);
        auto record = storage::DecodeCeiling(value);
        decoded.Update(parts.status());
        decoded.Update(record.status());
        if (!decoded.ok()) return false;
        if (parts->number > ceilings_.CountOf(parts->fiscal_year)) {
          ceilings_.Add({parts->fiscal_year, *std::move(record)});
        }
        return true;
      });
  status.Update(decoded);
  return status.ok() ? status : StorageError("reading ceilings", status);
}

absl::StatusOr<storage::Head> SubmissionStore::HeadOf(
    const std::string& department) {
  {
    absl::MutexLock lock(&mu_);
    const auto it = heads_.find(department);
    if (it != heads_.end()) return it->second;
  }
  return store_->GetHead(department);
}

absl::Status SubmissionStore::Commit(const std::string& department,
                                     const SubmissionChange& change) {
  YUHENG_CHECK(!change.records.empty() || change.request.has_value());
  absl::StatusOr<std::vector<storage::Write>> writes = WritesOf(change);
  if (!writes.ok()) {
    return rpc::WithReason(writes.status(), rpc::Reason::kFieldInvalid);
  }
  const Written written = Write(department, *std::move(writes));
  feed_.Apply(BoardChangeOf(department, change, written.commit_count), [&] {
    if (!written.status.ok()) return Refresh(department, change);
    for (const storage::SubmissionRecord& record : change.records) {
      index_.Put(department, record);
    }
    if (change.waivers) {
      index_.PutWaivers(department, change.records[0].id, *change.waivers);
    }
    for (const storage::SubmissionRecord& record : change.removed) {
      index_.Remove(department, record.id);
    }
  });
  return written.status;
}

absl::Status SubmissionStore::CommitWindow(const WindowSetting& setting) {
  std::vector<storage::Write> writes;
  const size_t number =
      windows_.CountOf(setting.fiscal_year, setting.stage) + 1;
  absl::Status encoded =
      Append(writes,
             storage::WindowKey({setting.fiscal_year, setting.stage,
                                 static_cast<uint32_t>(number)}),
             storage::EncodeWindow(setting.record));
  if (!encoded.ok()) {
    return rpc::WithReason(encoded, rpc::Reason::kFieldInvalid);
  }
  const Written written =
      Write(storage::kPrefecturePartition, std::move(writes));
  feed_.Apply({.department = setting.record.department,
               .periods = {{setting.fiscal_year, setting.stage}},
               .commit_count = written.commit_count},
              [&] {
                if (written.status.ok()) return windows_.Add(setting);
                // It may be there; what can't be read now is read at the next
                // start.
                LoadWindows().IgnoreError();
              });
  return written.status;
}

absl::Status SubmissionStore::CommitCeilings(
    const std::vector<CeilingSetting>& settings) {
  YUHENG_CHECK(!settings.empty());
  std::vector<storage::Write> writes;
  std::map<int, size_t> numbers;
  for (const CeilingSetting& setting : settings) {
    const int year = setting.fiscal_year;
    size_t& number =
        numbers.try_emplace(year, ceilings_.CountOf(year)).first->second;
    absl::Status encoded = Append(
        writes, storage::CeilingKey({year, static_cast<uint32_t>(++number)}),
        storage::EncodeCeiling(setting.record));
    if (!encoded.ok()) {
      return rpc::WithReason(encoded, rpc::Reason::kFieldInvalid);
    }
  }
  const Written written =
      Write(storage::kPrefecturePartition, std::move(writes));
  // No row of the board shows a ceiling: the revision alone goes on.
  feed_.Apply({.commit_count = written.commit_count}, [&] {
    // They may be there; what can't be read now is read at the next start.
    if (!written.status.ok()) return LoadCeilings().IgnoreError();
    for (const CeilingSetting& setting : settings) ceilings_.Add(setting);
  });
  return written.status;
}

SubmissionStore::Written SubmissionStore::Write(
    const std::string& partition, std::vector<storage::Write> writes) {
  absl::StatusOr<storage::Head> head = HeadOf(partition);
  if (!head.ok()) return {StorageError("reading the head", head.status())};
  const storage::CommitResult result =
      group_commit_.Commit({.partition = partition,
                            .expected_seq = head->seq,
                            .writes = std::move(writes)});
  {
    absl::MutexLock lock(&mu_);
    if (result.outcome == CommitOutcome::kCommitted) {
      heads_[partition].seq = head->seq + 1;
      return {absl::OkStatus(), 1};
    }
    heads_.erase(partition);
  }
  absl::Status failure =
      StorageError(OutcomeName(result.outcome), result.detail);
  if (on_failed_ && result.outcome == CommitOutcome::kFenced) {
    on_failed_(absl::AbortedError(result.detail));
  } else if (on_failed_ && result.outcome == CommitOutcome::kUnknown) {
    on_failed_(failure);
  }
  const absl::StatusOr<storage::Head> now = store_->GetHead(partition);
  return {std::move(failure), now.ok() ? now->seq - head->seq : 0};
}

void SubmissionStore::Refresh(const std::string& department,
                              const SubmissionChange& change) {
  for (const storage::SubmissionRecord& record : change.records) {
    const absl::StatusOr<storage::SubmissionRecord> stored =
        Get(department, record.id);
    if (stored.ok()) index_.Put(department, *stored);
  }
  if (change.waivers) {
    const auto waivers = ReadWaivers(department, change.records[0].id);
    if (waivers.ok()) {
      index_.PutWaivers(department, change.records[0].id, *waivers);
    }
  }
  for (const storage::SubmissionRecord& record : change.removed) {
    if (absl::IsNotFound(Get(department, record.id).status())) {
      index_.Remove(department, record.id);
    }
  }
}

absl::StatusOr<storage::SubmissionRecord> SubmissionStore::Get(
    absl::string_view department, absl::string_view id) const {
  absl::StatusOr<std::optional<std::string>> value =
      store_->Get(department, storage::SubmissionKey(id));
  if (!value.ok()) return StorageError("reading a submission", value.status());
  if (!value->has_value()) {
    const budget::Text text =
        budget::Message("ingestion.submission_unknown",
                        {{"department", department}, {"submission", id}});
    return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
  }
  absl::StatusOr<storage::SubmissionRecord> record =
      storage::DecodeSubmission(**value);
  if (!record.ok()) {
    return StorageError("decoding a submission", record.status());
  }
  if (!StateFromNumber(record->state)) {
    return StorageError("decoding a submission", "unknown state");
  }
  return record;
}

absl::StatusOr<absl::optional<storage::SubmissionRequestRecord>>
SubmissionStore::FindRequest(absl::string_view department,
                             absl::string_view request_id) const {
  absl::StatusOr<std::optional<std::string>> value =
      store_->Get(department, storage::SubmissionRequestKey(request_id));
  if (!value.ok()) return StorageError("reading a request id", value.status());
  if (!value->has_value()) {
    return absl::optional<storage::SubmissionRequestRecord>();
  }
  absl::StatusOr<storage::SubmissionRequestRecord> record =
      storage::DecodeSubmissionRequest(**value);
  if (!record.ok()) {
    return StorageError("decoding a request id", record.status());
  }
  return absl::make_optional(*std::move(record));
}

absl::StatusOr<storage::SubmissionVersionRecord> SubmissionStore::GetVersion(
    absl::string_view department, const Slot& slot) const {
  absl::StatusOr<std::optional<std::string>> value = store_->Get(
      department,
      storage::SubmissionVersionKey(slot.fiscal_year, slot.stage, slot.unit));
  if (!value.ok()) return StorageError("reading a version", value.status());
  if (!value->has_value()) return storage::SubmissionVersionRecord();
  absl::StatusOr<storage::SubmissionVersionRecord> record =
      storage::DecodeSubmissionVersion(**value);
  if (!record.ok()) return StorageError("decoding a version", record.status());
  return record;
}

absl::StatusOr<std::string> SubmissionStore::ReadDocument(
    absl::string_view department,
    const storage::SubmissionRecord& record) const {
  const std::string prefix = storage::DocumentKeyPrefix(record.id);
  std::string bytes;
  bytes.reserve(std::min<uint64_t>(record.size_bytes, size_t{64} << 20));
  absl::Status status =
      store_->Scan(department, prefix, storage::KeyAfterPrefix(prefix),
                   [&bytes](absl::string_view, absl::string_view piece) {
                     bytes.append(piece.data(), piece.size());
                     return true;
                   });
  if (!status.ok()) return StorageError("reading a document", status);
  if (storage::Sha256(bytes) == record.document_sha256) return bytes;
  // A test submission may go while it is read.
  const absl::Status there = Get(department, record.id).status();
  if (absl::IsNotFound(there)) return there;
  return StorageError("reading a document",
                      absl::StrCat("the stored bytes of ", record.id,
                                   " are not those that were received"));
}

absl::StatusOr<storage::FindingsRecord> SubmissionStore::ReadFindings(
    absl::string_view department, absl::string_view id) const {
  absl::StatusOr<std::optional<std::string>> value =
      store_->Get(department, storage::FindingsKey(id));
  if (!value.ok()) return StorageError("reading findings", value.status());
  if (!value->has_value()) return storage::FindingsRecord();
  absl::StatusOr<storage::FindingsRecord> record =
      storage::DecodeFindings(**value);
  if (!record.ok()) return StorageError("decoding findings", record.status());
  return record;
}

absl::StatusOr<storage::WaiversRecord> SubmissionStore::ReadWaivers(
    absl::string_view department, absl::string_view id) const {
  absl::StatusOr<std::optional<std::string>> value =
      store_->Get(department, storage::WaiversKey(id));
  if (!value.ok()) return StorageError("reading explanations", value.status());
  if (!value->has_value()) return storage::WaiversRecord();
  absl::StatusOr<storage::WaiversRecord> record =
      storage::DecodeWaivers(**value);
  if (!record.ok()) {
    return StorageError("decoding explanations", record.status());
  }
  return record;
}

}  // namespace yuheng::ingestion
