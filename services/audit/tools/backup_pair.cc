#include "services/audit/tools/backup_pair.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/verify.h"
#include "services/budget/table_shape.h"
#include "services/rpc/resource_name.h"
#include "storage/backup.h"
#include "storage/format/ledger_keys.h"
#include "storage/format/submission_keys.h"
#include "storage/format/submission_record.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "yuheng/ingestion/v1/submission.pb.h"

namespace yuheng::audit {
namespace {

using storage::Store;
using storage::SubmissionRecord;

absl::StatusOr<std::unique_ptr<Store>> OpenChecked(const std::string& dir) {
  const auto checked = storage::CheckBackup(dir);
  if (!checked.ok()) return checked.status();
  return storage::OpenRocksdbStore(
      {.dir = dir, .access = storage::RocksdbAccess::kReadOnly});
}

class PairProver {
 public:
  PairProver(const Store& submissions, const Store& ledgers)
      : submissions_(submissions), ledgers_(ledgers) {}

  absl::StatusOr<ProvenBackup> Run() {
    absl::Status status = ProveLedgers();
    if (!status.ok()) return status;
    status = submissions_.ListPartitions([&](absl::string_view name) {
      scanned_.Update(ProveDocuments(std::string(name)));
      scanned_.Update(ProveSubmissions(std::string(name)));
      return scanned_.ok() && !full();
    });
    status.Update(scanned_);
    if (status.ok()) status = ProveInForce();
    if (!status.ok()) return status;
    return std::move(result_);
  }

 private:
  bool full() const {
    return result_.differences.size() >= aggregation::kMismatchesMax;
  }
  void Add(budget::Text text) {
    if (!full()) result_.differences.push_back(std::move(text));
  }

  absl::Status ProveLedgers() {
    const auto verified = aggregation::VerifyLedgers(
        {.store = &ledgers_, .form = &budget::StandardForm()});
    if (!verified.ok()) return verified.status();
    result_.ledger_count = verified->ledger_count;
    result_.entry_count = verified->entry_count;
    result_.revision = verified->revision;
    for (const aggregation::Mismatch& mismatch : verified->mismatches) {
      Add(aggregation::TextOf(mismatch));
    }
    return absl::OkStatus();
  }

  void AddSubmission(absl::string_view department, absl::string_view id,
                     absl::string_view what) {
    Add(budget::Message(
        "audit.submission_differs",
        {{"department", department}, {"id", id}, {"what", what}}));
  }

  absl::StatusOr<SubmissionRecord> Find(const std::string& department,
                                        absl::string_view id) const {
    const auto value = submissions_.Get(department, storage::SubmissionKey(id));
    if (!value.ok()) return value.status();
    if (!value->has_value()) return absl::NotFoundError("no submission");
    return storage::DecodeSubmission(**value);
  }

  // The original bytes of every document are those that were received.
  absl::Status ProveDocuments(const std::string& department) {
    std::string id;
    storage::Sha256Stream hash;
    documents_.clear();
    const auto finish = [&] {
      if (id.empty()) return;
      const storage::Sha256Digest digest = hash.Finish();
      const auto record = Find(department, id);
      if (!record.ok()) {
        AddSubmission(department, id, record.status().message());
      } else if (record->document_sha256 != digest) {
        AddSubmission(department, id, "document_sha256");
      }
      documents_.insert(id);
    };
    absl::Status scanned = submissions_.Scan(
        department, storage::kDocumentKeyPrefix,
        storage::KeyAfterPrefix(storage::kDocumentKeyPrefix),
        [&](absl::string_view key, absl::string_view value) {
          const auto parts = storage::ParseDocumentKey(key);
          if (!parts.ok()) {
            AddSubmission(department, id, parts.status().message());
            return !full();
          }
          if (parts->id != id) {
            finish();
            id = parts->id;
          }
          hash.Update(value);
          return !full();
        });
    finish();
    return scanned;
  }

  // Every submission has its document, and its entry when it has one.
  absl::Status ProveSubmissions(const std::string& department) {
    return submissions_.Scan(
        department, storage::kSubmissionKeyPrefix,
        storage::KeyAfterPrefix(storage::kSubmissionKeyPrefix),
        [&](absl::string_view key, absl::string_view value) {
          ++result_.submission_count;
          const auto record = storage::DecodeSubmission(value);
          if (!record.ok()) {
            AddSubmission(department, key, record.status().message());
            return !full();
          }
          if (!documents_.contains(record->id)) {
            AddSubmission(department, record->id, "document");
          }
          if (!record->entry.empty()) ProveEntry(department, *record);
          return !full();
        });
  }

  // The entry is the submission's, and its slot stands at it or at a later one.
  void ProveEntry(const std::string& department,
                  const SubmissionRecord& record) {
    const auto name =
        rpc::ParseResourceName(record.entry, rpc::ResourceKind::kEntry);
    if (!name.ok() || name->department != department) {
      return AddSubmission(department, record.id, record.entry);
    }
    const auto stored = aggregation::ReadEntry(
        ledgers_, department, static_cast<uint64_t>(name->seq));
    if (!stored.ok() || stored->entry.revision != record.revision) {
      return AddSubmission(department, record.id, record.entry);
    }
    if (!IsOf(department, record, stored->entry)) {
      return AddSubmission(department, record.id, stored->entry.submission);
    }
    const auto value = ledgers_.Get(
        department, storage::ContributionKey(record.fiscal_year, record.stage,
                                             record.unit));
    const auto contribution = value.ok() && value->has_value()
                                  ? storage::DecodeContribution(**value)
                                  : absl::NotFoundError("no contribution");
    if (!contribution.ok() || contribution->seq < stored->entry.seq ||
        (contribution->seq == stored->entry.seq &&
         contribution->submission != stored->entry.submission)) {
      AddSubmission(department, record.id, "contribution");
    }
  }

  static bool IsOf(absl::string_view department, const SubmissionRecord& record,
                   const storage::EntryRecord& entry) {
    const auto name = rpc::ParseResourceName(entry.submission,
                                             rpc::ResourceKind::kSubmission);
    return name.ok() && name->department == department &&
           name->submission == record.id &&
           entry.fiscal_year == record.fiscal_year &&
           entry.stage == record.stage && entry.unit == record.unit &&
           entry.document_sha256 == record.document_sha256;
  }

  // What every ledger has in force is here, or was received later.
  absl::Status ProveInForce() {
    const auto names = aggregation::ListLedgers(ledgers_);
    if (!names.ok()) return names.status();
    for (const std::string& department : *names) {
      std::map<uint64_t, std::string> later;
      absl::Status status;
      status.Update(ledgers_.Scan(
          department, storage::kContributionKeyPrefix,
          storage::KeyAfterPrefix(storage::kContributionKeyPrefix),
          [&](absl::string_view, absl::string_view value) {
            const auto contribution = storage::DecodeContribution(value);
            // One that can't be read was named already.
            if (!contribution.ok()) return true;
            // Nothing is in force, or it is in another client's own words.
            const auto name = rpc::ParseResourceName(
                contribution->submission, rpc::ResourceKind::kSubmission);
            if (!name.ok()) return true;
            const auto record = Find(department, name->submission);
            if (absl::IsNotFound(record.status())) {
              later.emplace(contribution->seq, contribution->submission);
            } else if (!record.ok()) {
              status = record.status();
            } else if (IsOver(*record)) {
              AddSubmission(department, record->id, contribution->submission);
            }
            return status.ok() && !full();
          }));
      if (!status.ok()) return status;
      for (auto& [seq, submission] : later) {
        result_.sent_later.push_back(std::move(submission));
      }
    }
    return absl::OkStatus();
  }

  // Whether it can't be in force, now or ever: the ledgers are the older copy.
  static bool IsOver(const SubmissionRecord& record) {
    return (record.state == ingestion::v1::SUBMISSION_STATE_SUPERSEDED ||
            record.state == ingestion::v1::SUBMISSION_STATE_WITHDRAWN ||
            record.state == ingestion::v1::SUBMISSION_STATE_UNREADABLE) &&
           record.posting_request_id.empty() &&
           record.reversal_request_id.empty();
  }

  const Store& submissions_;
  const Store& ledgers_;
  std::set<std::string> documents_;  // Ids of the department that is read.
  absl::Status scanned_;
  ProvenBackup result_;
};

}  // namespace

absl::StatusOr<ProvenBackup> ProveBackup(const std::string& dir) {
  const auto submissions =
      OpenChecked(absl::StrCat(dir, "/", kBackupProcesses[0]));
  if (!submissions.ok()) return submissions.status();
  const auto ledgers = OpenChecked(absl::StrCat(dir, "/", kBackupProcesses[1]));
  if (!ledgers.ok()) return ledgers.status();
  return PairProver(**submissions, **ledgers).Run();
}

}  // namespace yuheng::audit
