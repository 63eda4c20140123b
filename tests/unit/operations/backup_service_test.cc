// Backups over the wire: where they go, and what is refused.

#include "services/operations/backup_service.h"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"
#include "services/rpc/client.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"
#include "storage/backup.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/testing/forwarding_store.h"
#include "storage/testing/memory_store.h"

namespace yuheng::operations {
namespace {

class BackupServiceTest : public ::testing::Test {
 protected:
  BackupServiceTest()
      : dir_(absl::StrCat(::testing::TempDir(), "/operations-", getpid())) {
    std::filesystem::remove_all(dir_);
  }
  ~BackupServiceTest() override { std::filesystem::remove_all(dir_); }

  // Asks a process over this store for a backup.
  grpc::Status Create(const storage::Store& store, const std::string& name,
                      v1::CreateBackupResponse* response,
                      bool with_folder = true) {
    rpc::CallGate gate(0, &metrics_);
    BackupServiceImpl service(
        {.process = "aggregation",
         .backup_dir = with_folder ? dir_ + "/backups" : "",
         .store = &store,
         .gate = &gate});
    auto server = rpc::Server::Start(
        {.services = {&service}, .logger = &logger_, .metrics = &metrics_});
    EXPECT_TRUE(server.ok()) << server.status();
    auto channel = rpc::OpenChannel((*server)->address());
    const auto stub = v1::BackupService::NewStub(*channel);
    v1::CreateBackupRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    rpc::SetDeadline(&context, absl::Seconds(30));
    return stub->CreateBackup(&context, request, response);
  }

  const std::string dir_;
  std::ostringstream log_;
  telemetry::Logger logger_{{.service = "test", .output = &log_}};
  telemetry::Metrics metrics_;
  v1::CreateBackupResponse response_;
};

TEST_F(BackupServiceTest, Backup_LiesBelowNameAndProcess) {
  auto store = storage::OpenRocksdbStore({.dir = dir_ + "/data"});
  ASSERT_TRUE(store.ok()) << store.status();
  const grpc::Status status = Create(**store, "2024-06", &response_);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response_.dir(), dir_ + "/backups/2024-06/aggregation");
  const auto size = storage::CheckBackup(response_.dir());
  ASSERT_TRUE(size.ok()) << size.status();
  EXPECT_EQ(response_.file_count(), size->file_count);
  EXPECT_EQ(response_.size_bytes(), size->size_bytes);
  EXPECT_EQ(Create(**store, "2024-06", &response_).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(BackupServiceTest, NameThatLeavesTheFolder_IsRefused) {
  const storage::MemoryStore store;
  for (const char* name : {"", ".", "..", "../x", "a/b", "/x", "-a"}) {
    EXPECT_EQ(Create(store, name, &response_).error_code(),
              grpc::StatusCode::INVALID_ARGUMENT)
        << name;
  }
  EXPECT_FALSE(std::filesystem::exists(dir_));
}

TEST_F(BackupServiceTest, WithoutAFolder_IsRefused) {
  const storage::MemoryStore store;
  EXPECT_EQ(
      Create(store, "name", &response_, /*with_folder=*/false).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(BackupServiceTest, StoreThatCanNotBeCopied_SaysSo) {
  const storage::MemoryStore store;
  const grpc::Status status = Create(store, "name", &response_);
  EXPECT_FALSE(status.ok());
  EXPECT_NE(status.error_message().find("does not copy"), std::string::npos)
      << status.error_message();
}

// A store whose copy ends as one does whose caller has gone.
class Abandoned final : public storage::ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;
  absl::Status CopyTo(const std::string&,
                      const storage::Cancelled&) const override {
    return absl::CancelledError("the caller has gone");
  }
};

TEST_F(BackupServiceTest, CallerHasGone_IsNoFailureOfTheDisk) {
  storage::MemoryStore memory;
  const Abandoned store(&memory);
  const grpc::Status status = Create(store, "name", &response_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(rpc::ParseStatus(status).reason_name, "");
}

}  // namespace
}  // namespace yuheng::operations
