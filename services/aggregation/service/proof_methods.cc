// What an auditor asks of the ledgers: verification, checkpoints, and the
// records that prove an entry.

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/aggregation/ledger/heads.h"
#include "services/aggregation/ledger/verify.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/service.h"
#include "services/audit/checkpoint.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/server.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

using rpc::ResourceKind;

// Records of one answer, in bytes; it holds one larger record alone.
constexpr size_t kRecordsAnswerBytesMax = size_t{4} << 20;
// What a message holds beside a checkpoint's text.
constexpr size_t kCheckpointBytesMax = rpc::kMessageSizeBytesMax - 1024;

}  // namespace

grpc::ServerUnaryReactor* Service::VerifyLedgers(
    grpc::CallbackServerContext* context,
    const v1::VerifyLedgersRequest* request,
    v1::VerifyLedgersResponse* response) {
  return AnswerFrom(options_.verifications, context, *request,
                    [this, request, response](const Cancelled& cancelled) {
                      return VerifyInto(*request, cancelled, response);
                    });
}

absl::Status Service::VerifyInto(const v1::VerifyLedgersRequest& request,
                                 const Cancelled& cancelled,
                                 v1::VerifyLedgersResponse* response) const {
  const auto parent =
      NameFrom(options_.division, "parent", request.parent(),
               {ResourceKind::kPrefecture, ResourceKind::kDepartment});
  if (!parent.ok()) return parent.status();
  audit::Checkpoint checkpoint;
  if (!request.checkpoint().empty()) {
    auto read = audit::ReadCheckpoint(request.checkpoint());
    if (!read.ok()) return read.status();
    checkpoint = *std::move(read);
    if (checkpoint.division != options_.division) {
      const budget::Text text = budget::Message(
          "audit.other_division", {{"division", checkpoint.division}});
      return rpc::MakeFieldError({{"checkpoint", text.en}}, text.zh, text.en);
    }
  }
  if (!parent->department.empty() &&
      checkpoint.Find(parent->department) == nullptr) {
    const auto head = options_.store->GetHead(parent->department);
    if (!head.ok()) return head.status();
    if (head->seq == 0) {
      const budget::Text text = budget::Message(
          "aggregation.no_ledger", {{"department", parent->department}});
      return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
    }
  }
  const auto verification = aggregation::VerifyLedgers(
      {.store = options_.store,
       .form = options_.form,
       .feed = options_.feed,
       .department = parent->department,
       .checkpoint = request.checkpoint().empty() ? nullptr : &checkpoint,
       .on_progress = nullptr,
       .cancelled = cancelled});
  if (!verification.ok()) return verification.status();
  VerificationTo(*verification, response);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* Service::CreateCheckpoint(
    grpc::CallbackServerContext* context,
    const v1::CreateCheckpointRequest* request,
    v1::CreateCheckpointResponse* response) {
  return AnswerFrom(options_.reads, context, *request,
                    [this, request, response](const Cancelled&) {
                      return CheckpointInto(*request, response);
                    });
}

absl::Status Service::CheckpointInto(
    const v1::CreateCheckpointRequest& request,
    v1::CreateCheckpointResponse* response) const {
  const auto parent = NameFrom(options_.division, "parent", request.parent(),
                               {ResourceKind::kPrefecture});
  if (!parent.ok()) return parent.status();
  if (options_.signer == nullptr) {
    return absl::UnimplementedError("this process has no signing key");
  }
  const TotalsFeed::Reading reading =
      options_.feed->Read({}, {}, TotalsFeed::WithPositions::kYes);
  auto heads = HeadsAt(*options_.store, reading.positions);
  if (!heads.ok()) return heads.status();
  *response->mutable_checkpoint() =
      audit::SignCheckpoint({.division = options_.division,
                             .revision = reading.revision,
                             .time_unix_us = absl::ToUnixMicros(options_.now()),
                             .heads = *std::move(heads)},
                            *options_.signer);
  if (response->checkpoint().size() <= kCheckpointBytesMax) {
    return absl::OkStatus();
  }
  response->clear_checkpoint();
  const budget::Text text =
      budget::Message("audit.too_many_ledgers",
                      {{"count", absl::StrCat(reading.positions.size())}});
  return rpc::MakeFieldError({{"parent", text.en}}, text.zh, text.en);
}

grpc::ServerUnaryReactor* Service::ListEntryRecords(
    grpc::CallbackServerContext* context,
    const v1::ListEntryRecordsRequest* request,
    v1::ListEntryRecordsResponse* response) {
  return AnswerFrom(options_.reads, context, *request,
                    [this, request, response](const Cancelled&) {
                      return EntryRecordsInto(*request, response);
                    });
}

absl::Status Service::EntryRecordsInto(
    const v1::ListEntryRecordsRequest& request,
    v1::ListEntryRecordsResponse* response) const {
  const auto parent = NameFrom(options_.division, "parent", request.parent(),
                               {ResourceKind::kDepartment});
  if (!parent.ok()) return parent.status();
  if (request.first_seq() < 1 || request.last_seq() < request.first_seq()) {
    return rpc::MakeFieldError({{"first_seq", "1 to last_seq"}});
  }
  size_t size_bytes = 0;
  absl::Status scanned = options_.store->Scan(
      parent->department,
      storage::EntryKey(static_cast<uint64_t>(request.first_seq())),
      storage::EntryKey(static_cast<uint64_t>(request.last_seq()) + 1),
      [&](absl::string_view, absl::string_view value) {
        size_bytes += value.size();
        if (size_bytes > kRecordsAnswerBytesMax && !response->records().empty())
          return false;
        response->add_records(std::string(value));
        return true;
      });
  if (!scanned.ok()) return scanned;
  if (response->records().empty()) {
    return NoEntryError(rpc::EntryName(options_.division, parent->department,
                                       request.first_seq()));
  }
  return absl::OkStatus();
}

}  // namespace yuheng::aggregation
