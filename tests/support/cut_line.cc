#include "tests/support/cut_line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

#include "absl/cleanup/cleanup.h"
#include "absl/memory/memory.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace yuheng::testing {
namespace {

constexpr int kPollMs = 50;
constexpr size_t kPieceBytes = 16 << 10;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

// The connection ends as one whose cable was pulled and is in use: reset.
void Reset(int socket) {
  const linger at_once{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

bool SendAll(int to, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t count = send(to, bytes, size, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CutLine>> CutLine::Start(
    const std::string& target) {
  int target_port = 0;
  if (!absl::SimpleAtoi(target.substr(target.rfind(':') + 1), &target_port)) {
    return absl::InvalidArgumentError(absl::StrCat("no host:port: ", target));
  }
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  if (listener < 0 ||
      bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 16) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) !=
          0) {
    if (listener >= 0) close(listener);
    return absl::UnavailableError(std::strerror(errno));
  }
  auto line = absl::WrapUnique(
      new CutLine(listener, ntohs(address.sin_port), target_port));
  line->accepting_ = std::thread([line = line.get()] { line->Accept(); });
  return line;
}

CutLine::~CutLine() {
  stopping_ = true;
  accepting_.join();
  close(listener_);
}

std::string CutLine::address() const {
  return absl::StrCat("127.0.0.1:", port_);
}

void CutLine::CutBehind(int64_t bytes, int times) {
  absl::MutexLock lock(&mu_);
  cut_behind_bytes_ = bytes;
  cuts_left_ = times;
}

void CutLine::Accept() {
  while (!stopping_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, kPollMs) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    int64_t bytes_max = std::numeric_limits<int64_t>::max();
    {
      absl::MutexLock lock(&mu_);
      if (cuts_left_ > 0) {
        --cuts_left_;
        bytes_max = cut_behind_bytes_;
      }
    }
    forwarding_.emplace_back(
        [this, client, bytes_max] { Forward(client, bytes_max); });
  }
  for (std::thread& each : forwarding_) each.join();
}

void CutLine::Forward(int client, int64_t bytes_max) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const absl::Cleanup close_both = [client, server] {
    close(client);
    if (server >= 0) close(server);
  };
  const sockaddr_in address = Loopback(target_port_);
  if (server < 0 || connect(server, reinterpret_cast<const sockaddr*>(&address),
                            sizeof(address)) != 0) {
    return Reset(client);
  }
  int64_t sent = 0;
  std::array<char, kPieceBytes> piece;
  while (!stopping_) {
    std::array<pollfd, 2> waiting = {
        {{client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (poll(waiting.data(), waiting.size(), kPollMs) <= 0) continue;
    for (const pollfd& ready : waiting) {
      if (ready.revents == 0) continue;
      const ssize_t count = recv(ready.fd, piece.data(), piece.size(), 0);
      const bool to_server = ready.fd == client;
      if (count <= 0 || !SendAll(to_server ? server : client, piece.data(),
                                 static_cast<size_t>(count))) {
        return;
      }
      if (!to_server) continue;
      sent += count;
      bytes_forwarded_ += count;
      if (sent < bytes_max) continue;
      ++cuts_;
      Reset(client);
      Reset(server);
      return;
    }
  }
}

}  // namespace yuheng::testing
