#include "services/operations/backup_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"
#include "storage/backup.h"

namespace yuheng::operations {
namespace {

// Backups that may wait for the one that runs.
constexpr int kWaitingMax = 1;

absl::Status NameError(const budget::Text& text) {
  return rpc::MakeFieldError({{"name", text.en}}, text.zh, text.en);
}

}  // namespace

BackupServiceImpl::BackupServiceImpl(BackupOptions options)
    : options_(std::move(options)),
      copies_(
          {.name = "backup", .thread_count = 1, .waiting_max = kWaitingMax}) {}

grpc::ServerUnaryReactor* BackupServiceImpl::CreateBackup(
    grpc::CallbackServerContext* context,
    const v1::CreateBackupRequest* request,
    v1::CreateBackupResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter(*context, *request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  const bool taken = copies_.TryPost(
      [this, reactor, context, request, response, pass = *std::move(pass)] {
        const auto cancelled = [context] { return context->IsCancelled(); };
        absl::Status status = Create(*request, cancelled, response);
        if (!absl::IsCancelled(status)) {
          status = rpc::WithReason(status, rpc::Reason::kStorageFailed);
        }
        reactor->Finish(rpc::ToGrpcStatus(status));
      });
  if (!taken) {
    reactor->Finish(rpc::ToGrpcStatus(rpc::MakeError(rpc::Reason::kQueueFull)));
  }
  return reactor;
}

absl::Status BackupServiceImpl::Create(
    const v1::CreateBackupRequest& request, const storage::Cancelled& cancelled,
    v1::CreateBackupResponse* response) const {
  if (options_.backup_dir.empty()) {
    return NameError(budget::Message("audit.no_backup_dir",
                                     {{"process", options_.process}}));
  }
  if (!rpc::IsResourceId(request.name())) {
    return NameError(budget::Message("audit.backup_name"));
  }
  const std::string dir = absl::StrCat(options_.backup_dir, "/", request.name(),
                                       "/", options_.process);
  const auto size = storage::CreateBackup(*options_.store, dir, cancelled);
  if (absl::IsAlreadyExists(size.status())) {
    return NameError(budget::Message("audit.backup_exists", {{"dir", dir}}));
  }
  if (!size.ok()) return size.status();
  response->set_dir(dir);
  response->set_file_count(size->file_count);
  response->set_size_bytes(size->size_bytes);
  return absl::OkStatus();
}

}  // namespace yuheng::operations
