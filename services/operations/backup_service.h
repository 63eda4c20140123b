#ifndef YUHENG_SERVICES_OPERATIONS_BACKUP_SERVICE_H_
#define YUHENG_SERVICES_OPERATIONS_BACKUP_SERVICE_H_

#include <string>

#include "services/rpc/call_gate.h"
#include "services/rpc/work_queue.h"
#include "storage/store.h"
#include "yuheng/operations/v1/backup_service.grpc.pb.h"

namespace yuheng::operations {

struct BackupOptions {
  // The process, such as "aggregation": the folder below a backup's name.
  std::string process;
  // Where backups go; empty refuses them.
  std::string backup_dir;
  // Both outlive the service.
  const storage::Store* store = nullptr;
  rpc::CallGate* gate = nullptr;
};

// Copies the store of the process it runs in, one backup at a time.
class BackupServiceImpl final : public v1::BackupService::CallbackService {
 public:
  explicit BackupServiceImpl(BackupOptions options);

  grpc::ServerUnaryReactor* CreateBackup(
      grpc::CallbackServerContext* context,
      const v1::CreateBackupRequest* request,
      v1::CreateBackupResponse* response) override;

 private:
  absl::Status Create(const v1::CreateBackupRequest& request,
                      const storage::Cancelled& cancelled,
                      v1::CreateBackupResponse* response) const;

  const BackupOptions options_;
  // Last: ends before what it uses. A copy waits for the disk for minutes.
  rpc::WorkQueue copies_;
};

}  // namespace yuheng::operations

#endif  // YUHENG_SERVICES_OPERATIONS_BACKUP_SERVICE_H_
