#include "services/rpc/process.h"

#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "services/rpc/flags.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

// Collects "file:line:column: what", counted from 1.
class PlacedErrors : public google::protobuf::io::ErrorCollector {
 public:
  explicit PlacedErrors(std::string path) : path_(std::move(path)) {}

  void AddError(int line, int column, const std::string& message) override {
    errors_.push_back(
        absl::StrCat(path_, ":", line + 1, ":", column + 1, ": ", message));
  }
  std::string Text() const { return absl::StrJoin(errors_, "\n"); }

 private:
  const std::string path_;
  std::vector<std::string> errors_;
};

int UsageError(const ProcessOptions& options, const absl::Status& status) {
  std::ostream& err = options.err != nullptr ? *options.err : std::cerr;
  err << options.name << ": " << std::string(status.message())
      << "\nTry: " << options.name << " --help\n";
  return kExitUsage;
}

}  // namespace

absl::Status ReadConfigFile(const std::string& path,
                            google::protobuf::Message* config) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    const int cause = errno;
    return absl::ErrnoToStatus(cause,
                               absl::StrCat("can't open config file ", path));
  }
  std::string text(kConfigFileSizeBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) {
    return absl::UnavailableError(
        absl::StrCat("can't read config file ", path));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > static_cast<size_t>(kConfigFileSizeBytesMax)) {
    return absl::InvalidArgumentError(
        absl::StrCat("config file ", path, " is larger than ",
                     kConfigFileSizeBytesMax, " bytes"));
  }
  PlacedErrors errors(path);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  if (!parser.MergeFromString(text, config)) {
    return absl::InvalidArgumentError(errors.Text());
  }
  return absl::OkStatus();
}

std::optional<int> ReadConfiguration(const ProcessOptions& options,
                                     google::protobuf::Message* config) {
  BlockTerminationSignals();
  // Debian's Abseil watches the order in which all locks are taken, at the cost
  // of a lock of its own. That is for tests: a service that serves should not
  // end because two locks might meet.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  std::ostream& out = options.out != nullptr ? *options.out : std::cout;
  CLI::App app(options.description, options.name);
  std::string config_file;
  app.add_option("--config", config_file,
                 "A file in protobuf text format; flags win over it")
      ->type_name("FILE");
  app.set_version_flag("--version",
                       absl::StrCat(options.name, " ", YUHENG_VERSION));
  ConfigFlags flags(*config->GetDescriptor(), &app);
  try {
    app.parse(options.argc, options.argv);
  } catch (const CLI::Success& asked) {  // --help or --version
    app.exit(asked, out, out);
    return 0;
  } catch (const CLI::ParseError& error) {
    return UsageError(options, absl::InvalidArgumentError(error.what()));
  }
  absl::Status status = absl::OkStatus();
  if (!config_file.empty()) status = ReadConfigFile(config_file, config);
  if (status.ok()) status = flags.Apply(config);
  if (!status.ok()) return UsageError(options, status);
  return std::nullopt;
}

void BlockTerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int ReportStartFailure(absl::string_view name, const absl::Status& status,
                       std::ostream* err) {
  std::ostream& to = err != nullptr ? *err : std::cerr;
  const ErrorDetails details = DetailsOf(status);
  to << absl::StrCat(name, ": ", details.en, "\n");
  if (details.zh != details.en) {
    to << absl::StrCat(name, ": ", details.zh, "\n");
  }
  const bool usage = status.code() == absl::StatusCode::kInvalidArgument ||
                     details.reason == Reason::kUnauthenticatedListener;
  return usage ? kExitUsage : kExitFailure;
}

void EndIfFenced(absl::string_view name, const absl::Status& writing) {
  if (!absl::IsAborted(writing)) return;
  ReportStartFailure(
      name,
      MakeError(
          Reason::kStorageFailed,
          absl::StrCat("数据目录已由另一进程接管或被更换，本进程立即结束，"
                       "不要再次启动：",
                       writing.message()),
          absl::StrCat("another process has the data folder now, or it "
                       "was replaced, so this one ends; do not start it "
                       "again: ",
                       writing.message())));
  std::cerr.flush();
  std::_Exit(kExitFenced);
}

}  // namespace yuheng::rpc
