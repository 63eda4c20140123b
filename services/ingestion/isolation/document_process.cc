#include "services/ingestion/isolation/document_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/budget/document_codec.h"
#include "services/budget/messages.h"
#include "services/ingestion/isolation/confinement.h"
#include "services/rpc/queue_full.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// A canonical document is about as large as its file (32 MiB at most).
constexpr size_t kResponseBytesMax = size_t{64} << 20;
constexpr size_t kPieceBytes = size_t{64} << 10;
// Parsers that want a file get one in memory.
constexpr rlim_t kFileBytesMax = rlim_t{64} << 20;
constexpr rlim_t kOpenFilesMax = 32;
// How long a process that closed its answer may take to end.
constexpr int kEndMsMax = 1'000;
constexpr int kLookAgainMs = 5;

using Clock = std::chrono::steady_clock;

absl::Status Unreadable(const char* id) {
  const budget::Text text = budget::Message(id);
  return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
}

absl::Status TooSlow(absl::Duration time_max) {
  const budget::Text text = budget::Message(
      "reader.process_slow",
      {{"seconds", absl::StrCat(absl::ToInt64Seconds(time_max))}});
  return rpc::MakeError(rpc::Reason::kDocumentTooSlow, text.zh, text.en);
}

absl::Status CantStart(int error) {
  return absl::UnavailableError(
      absl::StrCat("a process to read a document in: ", strerror(error)));
}

// A process that talks through one socket, on its standard input and output.
class Child {
 public:
  static absl::StatusOr<std::unique_ptr<Child>> Start(
      const std::string& program) {
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
      return CantStart(errno);
    }
    const auto close_theirs = absl::MakeCleanup([&] { close(sockets[1]); });
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, sockets[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, sockets[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    char* const arguments[] = {const_cast<char*>(program.c_str()), nullptr};
    char* const environment[] = {nullptr};
    pid_t pid = 0;
    const int error = posix_spawn(&pid, program.c_str(), &actions, &attributes,
                                  arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      close(sockets[0]);
      return CantStart(error);
    }
    fcntl(sockets[0], F_SETFL, O_NONBLOCK);
    return std::unique_ptr<Child>(new Child(pid, sockets[0]));
  }

  // Ends it when it has not ended.
  ~Child() {
    close(socket_);
    if (pid_ == kEnded) return;
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // It has read nothing so far, so the limits hold for all it does with a file.
  absl::Status Limit(const DocumentProcessOptions& options) const {
    absl::Status status;
    const auto limit = [this, &status](__rlimit_resource resource,
                                       rlim_t value) {
      const rlimit both = {value, value};
      if (prlimit(pid_, resource, &both, nullptr) != 0) {
        status.Update(CantStart(errno));
      }
    };
    if (options.memory_bytes_max > 0) {
      limit(RLIMIT_AS, static_cast<rlim_t>(options.memory_bytes_max));
    }
    limit(RLIMIT_CPU,
          static_cast<rlim_t>(absl::ToInt64Seconds(options.time_max)) + 1);
    limit(RLIMIT_FSIZE, kFileBytesMax);
    limit(RLIMIT_NOFILE, kOpenFilesMax);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_CORE, 0);
    return status;
  }

  // What it answers to `request` until it closes its side, nothing when that is
  // too much; empty when it takes longer than until `deadline`.
  absl::optional<std::string> Converse(absl::string_view request,
                                       Clock::time_point deadline) {
    std::string response;
    while (response.size() <= kResponseBytesMax) {
      pollfd socket = {socket_, POLLIN, 0};
      if (!request.empty()) socket.events |= POLLOUT;
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - Clock::now());
      if (left.count() <= 0) return absl::nullopt;
      const int ready = poll(&socket, 1, static_cast<int>(left.count()) + 1);
      if (ready < 0 && errno != EINTR) return absl::nullopt;
      if (ready <= 0) continue;
      if ((socket.revents & POLLOUT) != 0) Send(&request);
      if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
      const size_t size = response.size();
      response.resize(size + kPieceBytes);
      const ssize_t got = recv(socket_, response.data() + size, kPieceBytes, 0);
      response.resize(size + static_cast<size_t>(std::max<ssize_t>(got, 0)));
      const bool later = got < 0 && (errno == EAGAIN || errno == EINTR);
      if (got <= 0 && !later) return response;
    }
    return "";
  }

  // After its answer: how it ended, as waitpid() tells it; empty when it did
  // not.
  absl::optional<int> End() {
    for (int waited = 0; waited < kEndMsMax; waited += kLookAgainMs) {
      int status = 0;
      const pid_t ended = waitpid(pid_, &status, WNOHANG);
      if (ended == pid_) {
        pid_ = kEnded;
        return status;
      }
      poll(nullptr, 0, kLookAgainMs);
    }
    return absl::nullopt;
  }

 private:
  static constexpr pid_t kEnded = 0;

  Child(pid_t pid, int socket) : pid_(pid), socket_(socket) {}

  void Send(absl::string_view* request) const {
    const ssize_t sent =
        send(socket_, request->data(), std::min(request->size(), kPieceBytes),
             MSG_NOSIGNAL);
    if (sent > 0) {
      request->remove_prefix(static_cast<size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      *request = "";  // It has ended; what it said is read.
    }
    if (request->empty()) shutdown(socket_, SHUT_WR);
  }

  pid_t pid_;
  const int socket_;
};

// Why a process that ended like that gave no answer.
absl::Status NoAnswer(int end, absl::Duration time_max) {
  if (WIFEXITED(end) && WEXITSTATUS(end) == kExitNotConfined) {
    return absl::UnavailableError(
        "a process to read a document in can't be confined: this kernel, or "
        "the "
        "container, has no seccomp filters");
  }
  // By who is short of memory or by its limit of processor time, not by what it
  // read.
  const bool killed = WIFSIGNALED(end) &&
                      (WTERMSIG(end) == SIGKILL || WTERMSIG(end) == SIGXCPU ||
                       WTERMSIG(end) == SIGTERM);
  return killed ? TooSlow(time_max) : Unreadable("reader.process_ended");
}

}  // namespace

absl::StatusOr<std::unique_ptr<DocumentProcesses>> DocumentProcesses::Open(
    DocumentProcessOptions options) {
  if (access(options.program.c_str(), X_OK) != 0) {
    return absl::NotFoundError(
        absl::StrCat(options.program,
                     ", which reads Word and Excel files: ", strerror(errno),
                     "; install all of Yuheng's programs into "
                     "one folder"));
  }
  return std::unique_ptr<DocumentProcesses>(
      new DocumentProcesses(std::move(options)));
}

absl::StatusOr<budget::Document> DocumentProcesses::Read(
    const budget::Form& form, const ReadingRequest& request) {
  v1::DocumentReadingRequest message;
  message.set_file_name(request.file_name);
  message.set_size_bytes_max(request.size_bytes_max);
  message.set_content(request.bytes.data(), request.bytes.size());
  message.set_form(request.printed_form);
  const absl::Status begun = BeginTurn(request.turn);
  if (!begun.ok()) return begun;
  const auto response = Ask(message.SerializeAsString());
  EndTurn(request.turn.asked_by);
  if (!response.ok()) return response.status();
  if (response->has_document()) {
    return budget::DocumentFromProto(form, response->document());
  }
  const auto& refusal = response->refusal();
  const auto reason = rpc::ReasonByName(refusal.reason());
  if (!reason.has_value()) return Unreadable("reader.process_ended");
  return rpc::MakeError(*reason, refusal.zh(), refusal.en());
}

absl::Status DocumentProcesses::BeginTurn(const ReadingTurn& turn) {
  Waiting self{.turn = turn};
  absl::MutexLock lock(&mu_);
  if (!turn.waits && Places() >= static_cast<size_t>(options_.waiting_max) &&
      !MakePlaceFor(turn.asked_by)) {
    return rpc::QueueFull();
  }
  waiting_.push_back(&self);
  LetIn();
  mu_.Await(absl::Condition(
      +[](Waiting* waiting) {
        return waiting->state != Waiting::State::kWaiting;
      },
      &self));
  return self.state == Waiting::State::kReading ? absl::OkStatus()
                                                : rpc::QueueFull();
}

void DocumentProcesses::EndTurn(const std::string& asked_by) {
  absl::MutexLock lock(&mu_);
  --reading_;
  const auto of = reading_of_.find(asked_by);
  if (--of->second == 0) reading_of_.erase(of);
  LetIn();
}

void DocumentProcesses::LetIn() {
  while (reading_ < options_.processes_max && !waiting_.empty()) {
    const auto reading_of = [this](const Waiting* waiting) {
      mu_.AssertReaderHeld();
      const auto of = reading_of_.find(waiting->turn.asked_by);
      return of == reading_of_.end() ? 0 : of->second;
    };
    // The first of those.
    const auto next = std::min_element(waiting_.begin(), waiting_.end(),
                                       [&](const Waiting* a, const Waiting* b) {
                                         return reading_of(a) < reading_of(b);
                                       });
    ++reading_;
    ++reading_of_[(*next)->turn.asked_by];
    (*next)->state = Waiting::State::kReading;
    waiting_.erase(next);
  }
}

size_t DocumentProcesses::PlacesOf(const std::string& asked_by) const {
  return static_cast<size_t>(std::count_if(
      waiting_.begin(), waiting_.end(), [&](const Waiting* waiting) {
        return !waiting->turn.waits && waiting->turn.asked_by == asked_by;
      }));
}

size_t DocumentProcesses::Places() const {
  return static_cast<size_t>(std::count_if(
      waiting_.begin(), waiting_.end(),
      [](const Waiting* waiting) { return !waiting->turn.waits; }));
}

bool DocumentProcesses::MakePlaceFor(const std::string& asked_by) {
  // The newest of whoever has most.
  auto giving = waiting_.end();
  size_t most = PlacesOf(asked_by) + 1;
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    if ((*it)->turn.waits) continue;
    const size_t count = PlacesOf((*it)->turn.asked_by);
    const bool same = giving != waiting_.end() &&
                      (*it)->turn.asked_by == (*giving)->turn.asked_by;
    if (count <= most && !same) continue;
    giving = it;
    most = count;
  }
  if (giving == waiting_.end()) return false;
  (*giving)->state = Waiting::State::kPutOff;
  waiting_.erase(giving);
  return true;
}

absl::StatusOr<v1::DocumentReadingResponse> DocumentProcesses::Ask(
    const std::string& request) {
  auto child = Child::Start(options_.program);
  if (!child.ok()) return child.status();
  const absl::Status limited = (*child)->Limit(options_);
  if (!limited.ok()) return limited;
  const auto answer = (*child)->Converse(
      request, Clock::now() + absl::ToChronoMilliseconds(options_.time_max));
  if (!answer.has_value()) return TooSlow(options_.time_max);
  v1::DocumentReadingResponse response;
  // Cut short it is no message.
  if (!response.ParseFromString(*answer) ||
      response.result_case() == v1::DocumentReadingResponse::RESULT_NOT_SET) {
    return NoAnswer((*child)->End().value_or(0), options_.time_max);
  }
  return response;
}

std::string DocumentReaderProgram() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() /
          "yuheng-document-reader")
      .string();
}

}  // namespace yuheng::ingestion
