#include "tests/support/cluster.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "google/protobuf/text_format.h"
#include "services/budget/check.h"
#include "services/rpc/client.h"
#include "services/rpc/work_queue.h"
#include "tests/support/child_process.h"
#include "tests/support/command.h"
#include "tests/support/health.h"
#include "tests/support/temp_dir.h"

namespace yuheng::testing {
namespace {

constexpr Process kProcesses[kProcessCount] = {
    Process::kValidation, Process::kAggregation, Process::kIngestion,
    Process::kReporting};
// How much of a log goes into an error.
constexpr size_t kLogTailBytes = 2000;
constexpr absl::Duration kHealthInterval = absl::Milliseconds(10);
constexpr absl::Duration kHealthTimeout = absl::Seconds(2);

// A loopback port that nobody else is given while this object lives: the
// socket is bound but does not listen, and the server may bind beside it
// because both set SO_REUSEADDR.
class ReservedPort {
 public:
  ReservedPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    YUHENG_CHECK(socket_ >= 0);
    YUHENG_CHECK(
        setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0);
    YUHENG_CHECK(bind(socket_, generic, size) == 0);
    YUHENG_CHECK(getsockname(socket_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~ReservedPort() { close(socket_); }
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  int port() const { return port_; }

 private:
  const int socket_;
  int port_ = 0;
};

std::string LogTail(const std::string& path) {
  const std::string text = ReadFile(path);
  return text.size() <= kLogTailBytes
             ? text
             : text.substr(text.size() - kLogTailBytes);
}

absl::Status WriteTextProto(const std::string& path,
                            const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return absl::InternalError(absl::StrCat("can't write ", path));
  return absl::OkStatus();
}

}  // namespace

absl::Span<const Process> AllProcesses() { return kProcesses; }

std::string ProcessName(Process process) {
  switch (process) {
    case Process::kValidation:
      return "validation";
    case Process::kAggregation:
      return "aggregation";
    case Process::kIngestion:
      return "ingestion";
    case Process::kReporting:
      return "reporting";
  }
  YUHENG_CHECK(false);
}

struct Cluster::State {
  ClusterOptions options;
  std::optional<TempDir> temp_dir;
  std::string dir;
  std::array<ReservedPort, kProcessCount> ports;
  // Children die with the thread that started them; this one lives as long as
  // the cluster, whatever thread calls.
  rpc::WorkQueue spawner{{.name = "spawner", .thread_count = 1}};
  std::array<std::unique_ptr<ChildProcess>, kProcessCount> children;

  std::unique_ptr<ChildProcess>& child(Process process) {
    return children[static_cast<int>(process)];
  }
  std::string Address(Process process) const {
    return absl::StrCat("127.0.0.1:", ports[static_cast<int>(process)].port());
  }
  std::string Path(Process process, const char* suffix) const {
    return absl::StrCat(dir, "/", ProcessName(process), suffix);
  }

  template <typename Config>
  Config Filled(const Config& base, Process process) const {
    Config config = base;
    config.mutable_server()->set_listen_address(Address(process));
    config.mutable_server()->set_address_file(Path(process, ".address"));
    return config;
  }
  absl::Status WriteConfigurations() const;
};

absl::Status Cluster::State::WriteConfigurations() const {
  const auto validation = Filled(options.validation, Process::kValidation);

  auto aggregation = Filled(options.aggregation, Process::kAggregation);
  aggregation.set_data_dir(Path(Process::kAggregation, ".data"));
  aggregation.set_division(options.division);
  aggregation.set_backup_dir(dir + "/backups");
  aggregation.set_department_file(options.department_file);

  auto ingestion = Filled(options.ingestion, Process::kIngestion);
  ingestion.set_data_dir(Path(Process::kIngestion, ".data"));
  ingestion.set_validation_address(Address(Process::kValidation));
  ingestion.set_aggregation_address(Address(Process::kAggregation));
  ingestion.set_department_file(options.department_file);
  ingestion.set_division(options.division);
  ingestion.set_backup_dir(dir + "/backups");
  ingestion.set_auto_accept(options.auto_accept);

  auto reporting = Filled(options.reporting, Process::kReporting);
  reporting.set_aggregation_address(Address(Process::kAggregation));
  reporting.set_ingestion_address(Address(Process::kIngestion));
  reporting.set_department_file(options.department_file);
  reporting.set_division(options.division);
  reporting.set_prefecture_name(options.prefecture_name);

  const std::pair<Process, const google::protobuf::Message*> files[] = {
      {Process::kValidation, &validation},
      {Process::kAggregation, &aggregation},
      {Process::kIngestion, &ingestion},
      {Process::kReporting, &reporting}};
  for (const auto& [process, config] : files) {
    if (absl::Status status =
            WriteTextProto(Path(process, ".textproto"), *config);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

Cluster::Cluster(std::unique_ptr<State> state) : state_(std::move(state)) {}

Cluster::~Cluster() {
  for (const Process process : kProcesses) Kill9(process);
}

absl::StatusOr<std::unique_ptr<Cluster>> Cluster::Start(
    ClusterOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  state->dir = state->options.dir;
  if (state->dir.empty()) {
    state->temp_dir.emplace();
    state->dir = state->temp_dir->path();
  }
  std::error_code error;
  std::filesystem::create_directories(state->dir, error);
  if (error) {
    return absl::InternalError(absl::StrCat(state->dir, ": ", error.message()));
  }
  if (absl::Status status = state->WriteConfigurations(); !status.ok()) {
    return status;
  }
  // The destructor kills what was started when another one fails.
  std::unique_ptr<Cluster> cluster(new Cluster(std::move(state)));
  for (const Process process : kProcesses) {
    if (absl::Status status = cluster->Spawn(process); !status.ok()) {
      return status;
    }
  }
  for (const Process process : kProcesses) {
    if (absl::Status status = cluster->AwaitServing(process); !status.ok()) {
      return status;
    }
  }
  return cluster;
}

absl::Status Cluster::Spawn(Process process,
                            std::vector<std::string> environment) {
  YUHENG_CHECK(!running(process));
  state_->child(process).reset();
  // kill -9 leaves the file of the last life behind.
  std::filesystem::remove(state_->Path(process, ".address"));
  const ChildOptions options = {
      .arguments = {absl::StrCat(state_->options.bin_dir, "/yuheng-",
                                 ProcessName(process)),
                    "--config", state_->Path(process, ".textproto")},
      .environment = std::move(environment),
      .stdout_file = state_->Path(process, ".log"),
      .stderr_file = state_->Path(process, ".log")};
  absl::StatusOr<std::unique_ptr<ChildProcess>> child =
      absl::InternalError("not started");
  absl::Notification done;
  YUHENG_CHECK(state_->spawner.TryPost([&] {
    child = ChildProcess::Start(options);
    done.Notify();
  }));
  done.WaitForNotification();
  if (!child.ok()) return child.status();
  state_->child(process) = *std::move(child);
  return absl::OkStatus();
}

absl::Status Cluster::AwaitServing(Process process) {
  const absl::Time deadline = absl::Now() + state_->options.start_timeout;
  const std::string log_file = state_->Path(process, ".log");
  std::string last = "did not report its address";
  do {
    // Waits for the first of: the process ends, the interval is over.
    if (const auto exit_code = state_->child(process)->Wait(kHealthInterval)) {
      return absl::UnavailableError(absl::StrCat(ProcessName(process),
                                                 " ended with ", *exit_code,
                                                 ":\n", LogTail(log_file)));
    }
    if (!std::filesystem::exists(state_->Path(process, ".address"))) continue;
    last = health(process);
    if (last == "SERVING") return absl::OkStatus();
  } while (absl::Now() < deadline);
  return absl::DeadlineExceededError(
      absl::StrCat(ProcessName(process), " is not SERVING after ",
                   absl::FormatDuration(state_->options.start_timeout), " (",
                   last, "):\n", LogTail(log_file)));
}

void Cluster::Kill9(Process process) {
  std::unique_ptr<ChildProcess>& child = state_->child(process);
  if (child == nullptr) return;
  child->Signal(SIGKILL);
  child->Wait(absl::InfiniteDuration());
  child.reset();
}

absl::StatusOr<int> Cluster::Terminate(Process process) {
  std::unique_ptr<ChildProcess>& child = state_->child(process);
  if (child == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat(ProcessName(process), " is down already"));
  }
  child->Signal(SIGTERM);
  const std::optional<int> exit_code =
      child->Wait(state_->options.stop_timeout);
  Kill9(process);
  if (exit_code) return *exit_code;
  return absl::DeadlineExceededError(
      absl::StrCat(ProcessName(process), " did not end after SIGTERM within ",
                   absl::FormatDuration(state_->options.stop_timeout), ":\n",
                   LogTail(state_->Path(process, ".log"))));
}

absl::Status Cluster::Restart(Process process,
                              std::vector<std::string> environment) {
  if (absl::Status status = Spawn(process, std::move(environment));
      !status.ok()) {
    return status;
  }
  return AwaitServing(process);
}

bool Cluster::running(Process process) const {
  const auto& child = state_->child(process);
  return child != nullptr && !child->Wait(absl::ZeroDuration());
}

pid_t Cluster::pid(Process process) const {
  return running(process) ? state_->child(process)->pid() : 0;
}

std::string Cluster::address(Process process) const {
  return state_->Address(process);
}

std::string Cluster::endpoints() const {
  std::string list;
  for (const Process process : kProcesses) {
    absl::StrAppend(&list, list.empty() ? "" : ",", ProcessName(process), "=",
                    address(process));
  }
  return list;
}

std::shared_ptr<grpc::Channel> Cluster::channel(Process process) const {
  auto channel = rpc::OpenChannel(address(process), state_->options.security);
  YUHENG_CHECK(channel.ok());
  return *channel;
}

std::string Cluster::health(Process process) const {
  return CheckHealth(channel(process), "", kHealthTimeout);
}

std::string Cluster::log(Process process) const {
  return ReadFile(state_->Path(process, ".log"));
}

std::string Cluster::backup_dir() const { return state_->dir + "/backups"; }

std::string Cluster::data_dir(Process process) const {
  return state_->Path(process, ".data");
}

const std::string& Cluster::dir() const { return state_->dir; }

const ClusterOptions& Cluster::options() const { return state_->options; }

}  // namespace yuheng::testing
