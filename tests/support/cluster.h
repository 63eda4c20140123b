#ifndef YUHENG_TESTS_SUPPORT_CLUSTER_H_
#define YUHENG_TESTS_SUPPORT_CLUSTER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/rpc/tls.h"
#include "yuheng/config/v1/config.pb.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace yuheng::testing {

// The shipped server binaries.
enum class Process { kValidation, kAggregation, kIngestion, kReporting };
inline constexpr int kProcessCount = 4;
// In the order of the enumeration.
absl::Span<const Process> AllProcesses();
// "validation", "aggregation", "ingestion", "reporting".
std::string ProcessName(Process process);

struct ClusterOptions {
  // Where yuheng-ingestion and the others are.
  std::string bin_dir;
  // Holds configuration, data and logs, and stays; empty for a temporary folder
  // that goes with the cluster.
  std::string dir;
  // The department list.
  std::string department_file;
  std::string division = "652300";
  std::string prefecture_name = "昌吉州";
  bool auto_accept = true;
  // The rest of the configuration, such as limits. Addresses, folders and what
  // is said above are filled in by the cluster.
  yuheng::config::v1::ValidationConfig validation;
  yuheng::config::v1::AggregationConfig aggregation;
  yuheng::config::v1::IngestionConfig ingestion;
  yuheng::config::v1::ReportingConfig reporting;
  // How this object calls the processes, when their configuration has tls and
  // access.
  rpc::ChannelSecurity security;
  // How long a process may take until its health is SERVING, and to end after
  // SIGTERM.
  absl::Duration start_timeout = absl::Seconds(30);
  absl::Duration stop_timeout = absl::Seconds(30);
};

// The four servers on loopback, as an operator starts them: each with its
// text-format configuration file and a data folder of its own. Each keeps its
// port for its whole life, restarts included; the ports are free ones, kept
// reserved by this object. Not thread-safe.
class Cluster {
 public:
  // All four processes, SERVING. On failure the status holds the end of the log
  // of the process at fault.
  static absl::StatusOr<std::unique_ptr<Cluster>> Start(ClusterOptions options);
  // Kills what runs.
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // kill -9, and waits for the end.
  void Kill9(Process process);
  // SIGTERM, and waits. Its exit code; DEADLINE_EXCEEDED when it had to be
  // killed.
  absl::StatusOr<int> Terminate(Process process);
  // Starts one that is down and waits until it is SERVING. Data and port are
  // those it had. `environment` (NAME=VALUE) is for this life only. UNAVAILABLE
  // when it ended before it was SERVING.
  absl::Status Restart(Process process,
                       std::vector<std::string> environment = {});
  // The same without waiting, such as for one whose peers are down too.
  absl::Status Spawn(Process process,
                     std::vector<std::string> environment = {});

  bool running(Process process) const;
  // 0 when it is down.
  pid_t pid(Process process) const;
  // host:port.
  std::string address(Process process) const;
  // What YUHENG_ENDPOINT and --endpoint take.
  std::string endpoints() const;
  // A channel to the process; reconnects when it was restarted.
  std::shared_ptr<grpc::Channel> channel(Process process) const;
  // SERVING, NOT_SERVING or "code N: message".
  std::string health(Process process) const;
  // All it has logged since the cluster was started.
  std::string log(Process process) const;
  // Of ingestion or aggregation, to read it when they are down.
  std::string data_dir(Process process) const;
  // Where both write backups to.
  std::string backup_dir() const;
  const std::string& dir() const;
  const ClusterOptions& options() const;

 private:
  struct State;
  explicit Cluster(std::unique_ptr<State> state);
  absl::Status AwaitServing(Process process);

  const std::unique_ptr<State> state_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_CLUSTER_H_
