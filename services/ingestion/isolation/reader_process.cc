#include "services/ingestion/isolation/reader_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/time/time.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// Of a canonical document: one of hundreds of sheets is a few MiB. What parsing
// makes of it is many times that.
constexpr size_t kAnswerBytesMax = size_t{16} << 20;
constexpr absl::Duration kRetryAfter = absl::Seconds(1);
constexpr size_t kPieceBytes = size_t{64} << 10;

absl::Status Away(const char* id, absl::string_view why = "") {
  const budget::Text text = budget::Message(id, {{"why", std::string(why)}});
  return rpc::WithRetryAfter(
      rpc::MakeError(rpc::Reason::kUnavailablePeer, text.zh, text.en),
      kRetryAfter);
}

absl::Status CantStart(int error) {
  return Away("reader.process_cant_start", strerror(error));
}

void Kill(pid_t program) {
  kill(program, SIGKILL);
  while (waitpid(program, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// 0, or the error.
int SendSocket(int control, int socket) {
  char byte = 0;
  iovec piece = {&byte, 1};
  alignas(cmsghdr) char space[CMSG_SPACE(sizeof(int))] = {};
  msghdr message = {};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = space;
  message.msg_controllen = sizeof(space);
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(part), &socket, sizeof(socket));
  ssize_t sent = 0;
  do {
    sent = sendmsg(control, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == 1 ? 0 : errno;
}

// Sends a piece of the request; empties it when the other side has ended.
void SendPiece(int socket, absl::string_view* request) {
  const ssize_t sent =
      send(socket, request->data(), std::min(request->size(), kPieceBytes),
           MSG_NOSIGNAL);
  if (sent > 0) {
    request->remove_prefix(static_cast<size_t>(sent));
  } else if (errno != EAGAIN && errno != EINTR) {
    *request = "";  // What it said is read.
  }
  if (request->empty()) shutdown(socket, SHUT_WR);
}

// All that is said until the other side is closed; empty when that takes longer
// than until `deadline` or is too much.
absl::optional<std::string> Converse(int socket, absl::string_view request,
                                     ReaderProcess::Clock::time_point deadline,
                                     bool* in_time) {
  std::string said;
  *in_time = true;
  while (said.size() <= kAnswerBytesMax + sizeof(ReadingEnd)) {
    pollfd ready = {socket, POLLIN, 0};
    if (!request.empty()) ready.events |= POLLOUT;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - ReaderProcess::Clock::now());
    *in_time = left.count() > 0;
    if (!*in_time) return absl::nullopt;
    const int count = poll(&ready, 1, static_cast<int>(left.count()) + 1);
    if (count < 0 && errno != EINTR) return absl::nullopt;
    if (count <= 0) continue;
    if ((ready.revents & POLLOUT) != 0) SendPiece(socket, &request);
    if ((ready.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    const size_t size = said.size();
    said.resize(size + kPieceBytes);
    const ssize_t got = recv(socket, said.data() + size, kPieceBytes, 0);
    said.resize(size + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    const bool later = got < 0 && (errno == EAGAIN || errno == EINTR);
    if (got <= 0 && !later) return said;
  }
  return absl::nullopt;
}

}  // namespace

bool IsCrash(int end) {
  if (!WIFSIGNALED(end)) return false;
  const int signal = WTERMSIG(end);
  return signal != SIGKILL && signal != SIGXCPU && signal != SIGTERM;
}

ReaderProcess::~ReaderProcess() { Stop(); }

void ReaderProcess::Stop() {
  absl::MutexLock lock(&mu_);
  stopped_ = true;
  End();
  for (Leaving& leaving : leaving_) leaving.end_max = {};
  ReapLeaving();
}

void ReaderProcess::End() {
  if (pid_ == 0) return;
  close(control_);
  Kill(pid_);
  pid_ = 0;
}

void ReaderProcess::Replace(pid_t program) {
  absl::MutexLock lock(&mu_);
  if (program != pid_) return;
  // Then it ends, when nothing is read any more.
  close(control_);
  // Twice what the last one it reads may take.
  leaving_.push_back(
      {pid_,
       Clock::now() + 2 * std::chrono::seconds(limits_.processor_seconds_max)});
  pid_ = 0;
}

void ReaderProcess::ReapLeaving() {
  const Clock::time_point now = Clock::now();
  leaving_.erase(std::remove_if(leaving_.begin(), leaving_.end(),
                                [&](const Leaving& leaving) {
                                  if (leaving.end_max <= now) {
                                    Kill(leaving.pid);
                                    return true;
                                  }
                                  return waitpid(leaving.pid, nullptr,
                                                 WNOHANG) != 0;
                                }),
                 leaving_.end());
}

absl::Status ReaderProcess::Start() {
  if (pid_ != 0) return absl::OkStatus();
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
    return CantStart(errno);
  }
  const auto close_theirs = absl::MakeCleanup([&] { close(sockets[1]); });
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, sockets[1], STDIN_FILENO);
  for (const int file : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_WRONLY, 0);
  }
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  // Of whoever started us, a signal may be ignored: ends would not be told.
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<std::string> arguments = FormatArguments(program_, limits_);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  // What the program calls is looked up once, and not by each that it forks.
  char bind_now[] = "LD_BIND_NOW=1";
  char* const environment[] = {bind_now, nullptr};
  const int error = posix_spawn(&pid_, program_.c_str(), &actions, &attributes,
                                pointers.data(), environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    pid_ = 0;
    close(sockets[0]);
    return CantStart(error);
  }
  control_ = sockets[0];
  if (on_start_) on_start_(pid_);
  return absl::OkStatus();
}

absl::StatusOr<ReaderProcess::Begun> ReaderProcess::Begin() {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
    return CantStart(errno);
  }
  const auto close_theirs = absl::MakeCleanup([&] { close(sockets[1]); });
  absl::MutexLock lock(&mu_);
  ReapLeaving();
  absl::Status status = stopped_ ? Away("reader.process_stopped") : Start();
  if (status.ok()) {
    int error = SendSocket(control_, sockets[1]);
    // It has ended: to a new one.
    if (error == EPIPE || error == ECONNRESET) {
      End();
      status = Start();
      if (status.ok()) error = SendSocket(control_, sockets[1]);
    }
    if (status.ok() && error != 0) status = CantStart(error);
  }
  if (!status.ok()) {
    close(sockets[0]);
    return status;
  }
  fcntl(sockets[0], F_SETFL, O_NONBLOCK);
  return Begun{sockets[0], pid_};
}

absl::StatusOr<ReadingAnswer> ReaderProcess::Ask(absl::string_view request,
                                                 Clock::time_point deadline) {
  const absl::StatusOr<Begun> begun = Begin();
  if (!begun.ok()) return begun.status();
  // Which kills the process when it has not ended.
  const auto close_ours = absl::MakeCleanup([&] { close(begun->socket); });
  ReadingAnswer answer;
  absl::optional<std::string> said =
      Converse(begun->socket, request, deadline, &answer.in_time);
  if (!answer.in_time) Replace(begun->program);
  if (!said.has_value()) return answer;
  ReadingEnd end = {.magic = 0};
  if (said->size() >= sizeof(end)) {
    memcpy(&end, said->data() + said->size() - sizeof(end), sizeof(end));
  }
  if (end.magic != ReadingEnd::kMagic) return Away("reader.process_away");
  if (end.status == kNotForked) return CantStart(EAGAIN);
  said->resize(said->size() - sizeof(end));
  answer.said = *std::move(said);
  answer.end = end.status;
  answer.confined = end.confined == 1;
  // Killed before it could say so: that is nobody's fault.
  if (!answer.confined &&
      !(WIFEXITED(answer.end) && WEXITSTATUS(answer.end) == kExitNotConfined)) {
    return Away("reader.process_away");
  }
  if (IsCrash(answer.end)) Replace(begun->program);
  return answer;
}

}  // namespace yuheng::ingestion
