#ifndef YUHENG_TESTS_SUPPORT_HTTP_CLIENT_H_
#define YUHENG_TESTS_SUPPORT_HTTP_CLIENT_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace yuheng::testing {

struct HttpResponse {
  // 0: the connection ended before there was an answer.
  int status = 0;
  // Names in lower case; of several the last.
  std::map<std::string, std::string> headers;
  std::string body;

  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// A connection as a browser, or somebody worse, makes one: sends bytes as they
// are. Waits at most ten seconds for anything. Not thread-safe.
class HttpClient {
 public:
  // Of host:port, in clear; the test fails when it can't.
  explicit HttpClient(absl::string_view address);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // False when the other side has closed.
  bool Send(absl::string_view bytes);
  // A request with Host, Content-Length where there is a body, and these.
  bool SendRequest(absl::string_view method, absl::string_view target,
                   const HttpHeaders& headers = {},
                   absl::optional<std::string> body = absl::nullopt);
  // Says that nothing more is sent; what comes is still read.
  void EndSending();
  // The next answer, all of it; without a body to a HEAD.
  HttpResponse Read(bool to_head = false);
  // The head of one whose body is a stream, then its chunks; empty at its end.
  HttpResponse ReadHead();
  std::string ReadChunk();
  // So many bytes of a body; fewer where the connection ends before.
  std::string ReadBytes(size_t size);
  // Whether the other side closes within `timeout`, having sent nothing more.
  bool Closes(absl::Duration timeout = absl::Seconds(10));

 private:
  bool Fill(absl::Duration timeout = absl::Seconds(10));
  // Up to and without the end; empty when the connection ended before.
  absl::optional<std::string> ReadUntil(absl::string_view end);

  const std::string address_;
  int socket_ = -1;
  std::string input_;
};

// One request on a connection of its own.
HttpResponse Fetch(absl::string_view address, absl::string_view method,
                   absl::string_view target, const HttpHeaders& headers = {},
                   absl::optional<std::string> body = absl::nullopt);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_HTTP_CLIENT_H_
