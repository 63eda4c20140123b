// In the place of yuheng-document-reader: does with a document what the name of
// the program says.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/isolation/fork_server.h"
#include "yuheng/ingestion/v1/document_reading.pb.h"

namespace {

std::string ReadAll() {
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

int Say(absl::string_view what) {
  std::cout << what << std::flush;
  return 0;
}

int Refuse(const std::string& reason, const std::string& text) {
  yuheng::ingestion::v1::DocumentReadingResponse response;
  response.mutable_refusal()->set_reason(reason);
  response.mutable_refusal()->set_zh(text);
  return Say(response.SerializeAsString());
}

int SayForEver() {
  const std::string much(1 << 16, 'x');
  while (std::cout << much) {
  }
  return 0;
}

int FillMemory() {
  std::vector<std::string> all;
  for (;;) all.emplace_back(1 << 20, 'x');
}

int Sleep() {
  for (;;) pause();
}

int Spin() {
  volatile bool spins = true;
  while (spins) {
  }
  return 0;
}

int CloseAndSleep() {
  close(STDIN_FILENO);
  close(STDOUT_FILENO);
  return Sleep();
}

// Says in `folder` that it began, and goes on when there is a line in the file
// of the document's name.
int WaitInTurn(const std::string& folder) {
  yuheng::ingestion::v1::DocumentReadingRequest request;
  if (!request.ParseFromString(ReadAll())) return 1;
  std::ofstream(folder + "/begun", std::ios::app)
      << request.file_name() << std::endl;
  std::string line;
  std::ifstream in(folder + "/" + request.file_name());
  std::getline(in, line);
  return 0;
}

// Says which program forked this process, at once or when there is a file `go`
// in `folder`; or crashes, or hangs.
int SayParent(const std::string& folder) {
  yuheng::ingestion::v1::DocumentReadingRequest request;
  if (!request.ParseFromString(ReadAll())) return 1;
  if (request.content() == "crash") return raise(SIGSEGV);
  if (request.content() == "hang") return Sleep();
  if (request.content() == "wait") {
    std::ofstream(folder + "/waits") << "x";
    while (access((folder + "/go").c_str(), F_OK) != 0) usleep(1000);
  }
  return Refuse("DOCUMENT_EMPTY", std::to_string(getppid()));
}

int Misbehave(const std::string& program) {
  const size_t slash = program.rfind('/');
  const std::string folder = program.substr(0, slash);
  std::string name = program.substr(slash + 1);
  if (absl::StartsWith(name, "read-")) {
    ReadAll();
    name.erase(0, sizeof("read-") - 1);
  }
  if (name == "segv") return raise(SIGSEGV);
  if (name == "kill") return raise(SIGKILL);
  if (name == "kill-parent-once" || name == "half-kill-parent-once") {
    const std::string mark = program + ".done";
    if (std::ifstream(mark)) return 0;
    std::ofstream(mark) << "done";
    if (name[0] == 'h') Say(std::string(100'000, 'x'));
    kill(getppid(), SIGKILL);
    return Sleep();
  }
  if (name == "terminate-parent") {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) kill(getppid(), signal);
    return 0;
  }
  if (name == "refuse-storage") return Refuse("STORAGE_FAILED", "x");
  if (name == "refuse-long") {
    return Refuse("DOCUMENT_EMPTY", std::string(1 << 20, 'x'));
  }
  if (name == "exit-0") return 0;
  if (name == "exit-1") return 1;
  // As one that can't be confined.
  if (name == "exit-3") return 3;
  if (name == "parent") return SayParent(folder);
  if (name == "no") return Say("no\n");
  if (name == "too-much") return SayForEver();
  if (name == "memory") return FillMemory();
  if (name == "sleep") return Sleep();
  if (name == "spin") return Spin();
  if (name == "close") return CloseAndSleep();
  if (name == "files") {
    if (absl::StrContains(ReadAll(), "sleep")) return Sleep();
    // How many are open beside its own three.
    int open = 0;
    for (int file = 3; file < 1024; ++file) open += fcntl(file, F_GETFD) >= 0;
    return open == 0 ? 0 : raise(SIGKILL);
  }
  return WaitInTurn(folder);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string program = argv[0];
  return yuheng::ingestion::ServeReadings(
      argc, argv,
      [&program] { return !absl::EndsWith(program, "/not-confined"); },
      [&program] { return Misbehave(program); });
}
