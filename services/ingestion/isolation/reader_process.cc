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
#include "absl/strings/str_cat.h"

namespace yuheng::ingestion {
namespace {

// A canonical document is about as large as its file (32 MiB at most).
constexpr size_t kAnswerBytesMax = size_t{64} << 20;
constexpr size_t kPieceBytes = size_t{64} << 10;

absl::Status CantStart(int error) {
  return absl::UnavailableError(
      absl::StrCat("a process to read a document in: ", strerror(error)));
}

// False when nobody is there to take it.
bool SendSocket(int control, int socket) {
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
  return sent == 1;
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
  while (said.size() <= kAnswerBytesMax + kEndBytes) {
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

ReaderProcess::~ReaderProcess() {
  absl::MutexLock lock(&mu_);
  End();
}

void ReaderProcess::End() {
  if (pid_ == 0) return;
  close(control_);
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

absl::Status ReaderProcess::Start() {
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
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> arguments = FormatArguments(program_, limits_);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  char* const environment[] = {nullptr};
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
  return absl::OkStatus();
}

absl::StatusOr<int> ReaderProcess::Begin() {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
    return CantStart(errno);
  }
  const auto close_theirs = absl::MakeCleanup([&] { close(sockets[1]); });
  absl::MutexLock lock(&mu_);
  // The second time, to a new one.
  for (int i = 0; i < 2; ++i) {
    if (pid_ == 0) {
      const absl::Status started = Start();
      if (!started.ok()) {
        close(sockets[0]);
        return started;
      }
    }
    if (SendSocket(control_, sockets[1])) {
      fcntl(sockets[0], F_SETFL, O_NONBLOCK);
      return sockets[0];
    }
    End();
  }
  close(sockets[0]);
  return CantStart(EPIPE);
}

absl::StatusOr<ReadingAnswer> ReaderProcess::Ask(absl::string_view request,
                                                 Clock::time_point deadline) {
  const absl::StatusOr<int> socket = Begin();
  if (!socket.ok()) return socket.status();
  // Which kills the process when it has not ended.
  const auto close_ours = absl::MakeCleanup([&] { close(*socket); });
  ReadingAnswer answer;
  absl::optional<std::string> said =
      Converse(*socket, request, deadline, &answer.in_time);
  if (!said.has_value()) return answer;
  if (said->size() < kEndBytes) {
    return absl::UnavailableError(
        "the program that reads documents ended; it is started again");
  }
  answer.end.emplace();
  memcpy(&*answer.end, said->data() + said->size() - kEndBytes, kEndBytes);
  said->resize(said->size() - kEndBytes);
  answer.said = *std::move(said);
  return answer;
}

}  // namespace yuheng::ingestion
