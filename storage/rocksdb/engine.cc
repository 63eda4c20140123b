#include "storage/rocksdb/engine.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/backup.h"
#include "storage/commit_plan.h"
#include "storage/format/coding.h"
#include "storage/rocksdb/engine_keys.h"
#include "storage/rocksdb/engine_settings.h"

namespace yuheng::storage {

namespace {

rocksdb::Slice ToSlice(absl::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

absl::Status OpenFailure(const rocksdb::Status& status,
                         const std::string& dir) {
  const std::string text = status.ToString();
  // RocksDB has no code of its own for a lock that is taken.
  if (status.IsIOError() &&
      (absl::StrContains(text, "/LOCK") ||
       absl::StrContains(text, absl::StrCat("/", kEpochLockFile))) &&
      (absl::StrContains(text, "lock file") ||
       absl::StrContains(text, "lock hold"))) {
    return absl::FailedPreconditionError(
        absl::StrCat("another process has ", dir,
                     " open; stop it or choose another data folder"));
  }
  return FromRocksdb(status, absl::StrCat("opening ", dir));
}

rocksdb::WriteBatch NewBatch() {
  return rocksdb::WriteBatch(/*reserved_bytes=*/0, /*max_bytes=*/0,
                             kProtectionBytesPerKey,
                             /*default_cf_ts_sz=*/0);
}

// A folder whose CURRENT is gone (damage, a partial restore) but that holds
// tables or logs is no new store: RocksDB would begin an empty one in it and
// delete what is there.
absl::Status CheckFolder(rocksdb::Env* env, const std::string& dir) {
  if (env->FileExists(dir + "/CURRENT").ok()) return absl::OkStatus();
  std::vector<std::string> names;
  const rocksdb::Status listed = env->GetChildren(dir, &names);
  if (!listed.ok()) return absl::OkStatus();  // Opening says what is wrong.
  for (const std::string& name : names) {
    uint64_t size = 0;
    const bool log = absl::EndsWith(name, ".log") &&
                     env->GetFileSize(dir + "/" + name, &size).ok() && size > 0;
    if (log || absl::EndsWith(name, ".sst")) {
      return absl::DataLossError(absl::StrCat(
          dir, " holds ", name,
          " but no CURRENT: it is damaged or only partly restored; restore the "
          "whole folder from a backup"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status,
                         absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(doing, ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(message);
  if (status.IsNoSpace()) return absl::ResourceExhaustedError(message);
  return absl::InternalError(message);
}

absl::StatusOr<std::unique_ptr<RocksdbEngine>> RocksdbEngine::Open(
    const RocksdbOptions& options, rocksdb::Env* env) {
  if (options.dir.empty()) {
    return absl::InvalidArgumentError("the data folder has no name");
  }
  std::unique_ptr<RocksdbEngine> engine(new RocksdbEngine(options.dir));
  absl::Status status = engine->OpenDb(options, env);
  if (!status.ok()) return status;
  status = engine->CheckFormat(options.access);
  if (!status.ok()) return status;
  return engine;
}

RocksdbEngine::~RocksdbEngine() {
  if (db_ != nullptr && epoch_ != nullptr && !epoch_->Check().ok()) {
    KeepFilesOfOthers();
  }
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  if (db_ != nullptr) db_->Close().PermitUncheckedError();
}

absl::Status RocksdbEngine::OpenDb(const RocksdbOptions& options,
                                   rocksdb::Env* env) {
  const bool writable = options.access == RocksdbAccess::kReadWrite;
  if (writable) {
    const absl::Status restored = CheckNotHalfRestored(dir_);
    if (!restored.ok()) return restored;
    std::error_code error;
    std::filesystem::create_directories(dir_, error);
    if (error) {
      return absl::InternalError(
          absl::StrCat("creating ", dir_, ": ", error.message()));
    }
  } else {
    absl::MutexLock lock(&closed_mu_);
    closed_why_ = "the store was opened read-only";
  }
  const rocksdb::DBOptions db_options = EngineDbOptions(options, env);
  const absl::Status whole = CheckFolder(db_options.env, dir_);
  if (!whole.ok()) return whole;
  if (writable) {
    const rocksdb::Status taken =
        WriterEpoch::Take(db_options.env, dir_, &epoch_);
    if (!taken.ok()) return OpenFailure(taken, dir_);
  }
  const rocksdb::ColumnFamilyOptions family_options =
      EngineFamilyOptions(options);
  // A newer format may have families we don't know; they are opened too, so
  // that CheckFormat can say what is the matter.
  std::vector<std::string> names;
  const rocksdb::Status listed =
      rocksdb::DB::ListColumnFamilies(db_options, dir_, &names);
  if (!listed.ok()) names.clear();
  for (const char* name :
       {rocksdb::kDefaultColumnFamilyName.c_str(), kHeadsFamily}) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const std::string& name : names) {
    descriptors.emplace_back(name, family_options);
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      writable
          ? rocksdb::DB::Open(db_options, dir_, descriptors, &families_, &db)
          : rocksdb::DB::OpenForReadOnly(db_options, dir_, descriptors,
                                         &families_, &db);
  if (!opened.ok()) return OpenFailure(opened, dir_);
  db_.reset(db);
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    if (family->GetName() == rocksdb::kDefaultColumnFamilyName) data_ = family;
    if (family->GetName() == kHeadsFamily) heads_ = family;
  }
  return absl::OkStatus();
}

absl::Status RocksdbEngine::CheckFormat(RocksdbAccess access) {
  absl::StatusOr<std::optional<std::string>> value =
      GetFrom(heads_, kFormatKey);
  if (!value.ok()) return value.status();
  if (value->has_value()) {
    const absl::StatusOr<uint32_t> version = DecodeFormatVersion(**value);
    if (!version.ok()) return version.status();
    if (*version > kFormatVersion) {
      return absl::FailedPreconditionError(absl::StrCat(
          dir_, " has storage format ", *version, ", this program knows up to ",
          kFormatVersion, ": use the newer Yuheng that wrote it"));
    }
    return absl::OkStatus();
  }
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    std::unique_ptr<rocksdb::Iterator> it(
        db_->NewIterator(rocksdb::ReadOptions(), family));
    it->SeekToFirst();
    if (it->Valid()) {
      return absl::FailedPreconditionError(absl::StrCat(
          dir_,
          " holds a database that is not Yuheng's; choose another data "
          "folder"));
    }
    if (!it->status().ok()) {
      return FromRocksdb(it->status(), absl::StrCat("reading ", dir_));
    }
  }
  if (access == RocksdbAccess::kReadOnly) return absl::OkStatus();
  rocksdb::WriteBatch batch = NewBatch();
  batch.Put(heads_, ToSlice(kFormatKey), EncodeFormatVersion(kFormatVersion))
      .PermitUncheckedError();
  absl::MutexLock lock(&mu_);
  return WriteDurably(batch);
}

std::vector<CommitResult> RocksdbEngine::CommitAll(
    absl::Span<const Commit> commits) {
  absl::MutexLock lock(&mu_);
  {
    absl::MutexLock closed_lock(&closed_mu_);
    if (!closed_why_.empty()) {
      return std::vector<CommitResult>(
          commits.size(),
          {fenced_ ? CommitOutcome::kFenced : CommitOutcome::kRefused,
           closed_why_});
    }
  }
  CommitPlan plan = PlanCommits(commits, [this](absl::string_view partition) {
    mu_.AssertHeld();
    return CachedHead(partition);
  });
  rocksdb::WriteBatch batch = NewBatch();
  rocksdb::Status built;
  const auto keep_first = [&built](rocksdb::Status status) {
    if (built.ok()) built = std::move(status);
  };
  absl::flat_hash_map<absl::string_view, Head> written;
  for (size_t i = 0; i < commits.size(); ++i) {
    if (plan.results[i].outcome != CommitOutcome::kCommitted) continue;
    const Commit& commit = commits[i];
    for (const Write& write : commit.writes) {
      const std::string key = DataKey(commit.partition, write.key);
      keep_first(write.value.has_value() ? batch.Put(data_, key, *write.value)
                                         : batch.Delete(data_, key));
    }
    written[commit.partition] = plan.heads.at(commit.partition);
  }
  if (written.empty()) return std::move(plan.results);
  for (const auto& [partition, head] : written) {
    keep_first(batch.Put(heads_, HeadKey(partition),
                         EncodeHead({head.seq, epoch_->number()})));
  }
  const auto settle = [&plan](CommitOutcome outcome, absl::string_view why) {
    for (CommitResult& result : plan.results) {
      if (result.outcome == CommitOutcome::kCommitted) {
        result = {outcome, std::string(why)};
      }
    }
  };
  if (!built.ok()) {
    settle(CommitOutcome::kRefused, built.ToString());
    return std::move(plan.results);
  }
  const absl::Status status = WriteDurably(batch);
  if (!status.ok()) {
    settle(absl::IsAborted(status)       ? CommitOutcome::kFenced
           : absl::IsUnavailable(status) ? CommitOutcome::kRefused
                                         : CommitOutcome::kUnknown,
           status.message());
    return std::move(plan.results);
  }
  for (const auto& [partition, head] : written) RememberHead(partition, head);
  return std::move(plan.results);
}

void RocksdbEngine::KeepFilesOfOthers() {
  db_->DisableFileDeletions().PermitUncheckedError();
}

absl::Status RocksdbEngine::CheckEpoch() {
  absl::MutexLock lock(&mu_);
  return epoch_ == nullptr ? absl::OkStatus() : KeepToEpoch();
}

absl::Status RocksdbEngine::KeepToEpoch() {
  absl::Status status = epoch_->Check();
  if (!absl::IsAborted(status)) return status;
  KeepFilesOfOthers();
  LeaveOutcomeOpen(std::string(status.message())).IgnoreError();
  absl::MutexLock lock(&closed_mu_);
  fenced_ = true;
  return status;
}

absl::Status RocksdbEngine::LeaveOutcomeOpen(std::string why) {
  absl::MutexLock lock(&closed_mu_);
  outcome_open_ = true;
  closed_why_ = std::move(why);
  return absl::UnknownError(closed_why_);
}

absl::Status RocksdbEngine::WriteDurably(rocksdb::WriteBatch& batch) {
  // Before: nothing goes into files that another handle has. After: who takes
  // the next epoch from here on finds what was written.
  absl::Status ours = KeepToEpoch();
  if (!ours.ok()) return ours;
  rocksdb::WriteOptions write_options;
  write_options.sync = true;
  const rocksdb::Status written = db_->Write(write_options, &batch);
  if (!written.ok()) {
    return LeaveOutcomeOpen(absl::StrCat(
        "a write to ", dir_, " failed (", written.ToString(),
        "); no more writes are taken until the store is opened again"));
  }
  ours = KeepToEpoch();
  if (!absl::IsUnavailable(ours)) return ours;
  KeepFilesOfOthers();
  return LeaveOutcomeOpen(std::string(ours.message()));
}

absl::StatusOr<Head> RocksdbEngine::GetHead(absl::string_view partition) const {
  if (absl::Status status = CheckPartitionId(partition); !status.ok()) {
    return status;
  }
  if (absl::Status status = CheckOutcomesKnown(); !status.ok()) return status;
  return ReadHead(partition);
}

absl::Status RocksdbEngine::CheckOutcomesKnown() const {
  absl::MutexLock lock(&closed_mu_);
  return outcome_open_ ? absl::UnavailableError(closed_why_) : absl::OkStatus();
}

absl::StatusOr<Head> RocksdbEngine::ReadHead(
    absl::string_view partition) const {
  const absl::StatusOr<std::optional<std::string>> value =
      GetFrom(heads_, HeadKey(partition));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return Head{};
  return DecodeHead(**value);
}

absl::StatusOr<Head> RocksdbEngine::CachedHead(absl::string_view partition) {
  const auto at = cached_heads_.find(partition);
  if (at != cached_heads_.end()) return at->second;
  const absl::StatusOr<Head> head = ReadHead(partition);
  if (head.ok()) RememberHead(partition, *head);
  return head;
}

void RocksdbEngine::RememberHead(absl::string_view partition,
                                 const Head& head) {
  if (cached_heads_.size() >= kCachedHeadsMax) cached_heads_.clear();
  cached_heads_[partition] = head;
}

absl::StatusOr<std::optional<std::string>> RocksdbEngine::Get(
    absl::string_view partition, absl::string_view key) const {
  if (absl::Status status = CheckPartitionId(partition); !status.ok()) {
    return status;
  }
  return GetFrom(data_, DataKey(partition, key));
}

absl::StatusOr<std::optional<std::string>> RocksdbEngine::GetFrom(
    rocksdb::ColumnFamilyHandle* family, absl::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), family, ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return FromRocksdb(status, absl::StrCat("reading ", dir_));
  return std::optional<std::string>(std::move(value));
}

absl::Status RocksdbEngine::Scan(absl::string_view partition,
                                 absl::string_view from, absl::string_view to,
                                 const Visitor& visit) const {
  if (absl::Status status = CheckPartitionId(partition); !status.ok()) {
    return status;
  }
  if (!to.empty() && from >= to) return absl::OkStatus();
  const std::string prefix = DataKeyPrefix(partition);
  const std::string first = absl::StrCat(prefix, from);
  const std::string end =
      to.empty() ? KeyAfterPrefix(prefix) : absl::StrCat(prefix, to);
  const rocksdb::Slice upper_bound = ToSlice(end);
  rocksdb::ReadOptions read_options;
  read_options.iterate_upper_bound = &upper_bound;
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(read_options, data_));
  for (it->Seek(ToSlice(first)); it->Valid(); it->Next()) {
    const absl::string_view key = ToView(it->key()).substr(prefix.size());
    if (!visit(key, ToView(it->value()))) return absl::OkStatus();
  }
  return FromRocksdb(it->status(), absl::StrCat("reading ", dir_));
}

absl::Status RocksdbEngine::ListPartitions(
    const std::function<bool(absl::string_view)>& visit) const {
  const std::string end = KeyAfterPrefix(kHeadKeyPrefix);
  const rocksdb::Slice upper_bound = ToSlice(end);
  rocksdb::ReadOptions read_options;
  read_options.iterate_upper_bound = &upper_bound;
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(read_options, heads_));
  for (it->Seek(ToSlice(kHeadKeyPrefix)); it->Valid(); it->Next()) {
    if (!visit(ToView(it->key()).substr(kHeadKeyPrefix.size()))) {
      return absl::OkStatus();
    }
  }
  return FromRocksdb(it->status(), absl::StrCat("reading ", dir_));
}

}  // namespace yuheng::storage
