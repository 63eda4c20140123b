#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/budget/check.h"
#include "services/rpc/loopback.h"

namespace yuheng::testing {

HttpClient::HttpClient(absl::string_view address) : address_(address) {
  const auto parsed = rpc::ParseHostPort(address);
  YUHENG_CHECK(parsed.ok());
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(parsed->port));
  YUHENG_CHECK(inet_pton(AF_INET, parsed->host.c_str(), &to.sin_addr) == 1);
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  YUHENG_CHECK(socket_ >= 0);
  YUHENG_CHECK(connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) ==
               0);
}

HttpClient::~HttpClient() { close(socket_); }

bool HttpClient::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent =
        send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool HttpClient::SendRequest(absl::string_view method, absl::string_view target,
                             const HttpHeaders& headers,
                             absl::optional<std::string> body) {
  std::string request = absl::StrCat(method, " ", target,
                                     " HTTP/1.1\r\nHost: ", address_, "\r\n");
  for (const auto& [name, value] : headers) {
    absl::StrAppend(&request, name, ": ", value, "\r\n");
  }
  if (body.has_value()) {
    absl::StrAppend(&request, "Content-Length: ", body->size(), "\r\n");
  }
  absl::StrAppend(&request, "\r\n", body.value_or(""));
  return Send(request);
}

void HttpClient::EndSending() { shutdown(socket_, SHUT_WR); }

bool HttpClient::Fill(absl::Duration timeout) {
  pollfd waited = {socket_, POLLIN, 0};
  if (poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) <=
      0) {
    return false;
  }
  char bytes[65536];
  const ssize_t size = recv(socket_, bytes, sizeof bytes, 0);
  if (size <= 0) return false;
  input_.append(bytes, static_cast<size_t>(size));
  return true;
}

absl::optional<std::string> HttpClient::ReadUntil(absl::string_view end) {
  size_t at = 0;
  while ((at = input_.find(end.data(), 0, end.size())) == std::string::npos) {
    if (!Fill()) return absl::nullopt;
  }
  std::string text = input_.substr(0, at);
  input_.erase(0, at + end.size());
  return text;
}

std::string HttpClient::ReadBytes(size_t size) {
  while (input_.size() < size && Fill()) {
  }
  std::string bytes = input_.substr(0, size);
  input_.erase(0, bytes.size());
  return bytes;
}

HttpResponse HttpClient::ReadHead() {
  HttpResponse response;
  const auto head = ReadUntil("\r\n\r\n");
  if (!head.has_value()) return response;
  const std::vector<std::string> lines = absl::StrSplit(*head, "\r\n");
  response.status = std::atoi(lines[0].substr(lines[0].find(' ') + 1).c_str());
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<std::string, std::string> header =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    response.headers[absl::AsciiStrToLower(header.first)] = header.second;
  }
  return response;
}

HttpResponse HttpClient::Read(bool to_head) {
  HttpResponse response = ReadHead();
  if (response.status == 0 || to_head) return response;
  if (response.Header("transfer-encoding") == "chunked") {
    for (std::string chunk = ReadChunk(); !chunk.empty(); chunk = ReadChunk()) {
      response.body += chunk;
    }
    return response;
  }
  size_t size = 0;
  if (absl::SimpleAtoi(response.Header("content-length"), &size)) {
    response.body = ReadBytes(size);
  }
  return response;
}

std::string HttpClient::ReadChunk() {
  const auto size_text = ReadUntil("\r\n");
  if (!size_text.has_value()) return "";
  const size_t size = std::strtoul(size_text->c_str(), nullptr, 16);
  std::string chunk = ReadBytes(size);
  ReadUntil("\r\n");
  return chunk;
}

bool HttpClient::Closes(absl::Duration timeout) {
  const size_t before = input_.size();
  pollfd waited = {socket_, POLLIN, 0};
  if (poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) <=
      0) {
    return false;
  }
  return !Fill() && input_.size() == before;
}

HttpResponse Fetch(absl::string_view address, absl::string_view method,
                   absl::string_view target, const HttpHeaders& headers,
                   absl::optional<std::string> body) {
  HttpClient client(address);
  if (!client.SendRequest(method, target, headers, std::move(body))) return {};
  return client.Read(/*to_head=*/method == "HEAD");
}

}  // namespace yuheng::testing
