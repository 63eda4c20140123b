#ifndef YUHENG_SERVICES_GATEWAY_HTTP_CONNECTION_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_CONNECTION_H_

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/io_context.hpp"
#include "services/gateway/http/limits.h"
#include "services/gateway/http/message.h"
#include "services/gateway/http/signal.h"
#include "services/gateway/http/transport.h"

namespace yuheng::gateway {

// One browser's connection: requests one after another (HTTP/1.1), each
// answered before the next is read. All of it runs on the transport's strand.
//
// A handler gets the connection for one request: it may read the body, then
// answers, once. While it waits for something else it waits for Wake() (see
// WaitUntil) and looks at gone().
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Handler = std::function<boost::asio::awaitable<void>(Connection&)>;
  // The answer to what is no request: a status of HTTP, and why.
  using Refuser = std::function<Response(int http_status, absl::Status why)>;
  struct Options {
    Handler handler;
    Refuser refuser;
    // Called when a write was not taken in time and the line is cut; null for
    // nobody.
    std::function<void()> on_dropped;
    // Of every answer.
    std::vector<std::pair<std::string, std::string>> headers;
    Patience patience;
  };

  // `io` is the transport's; `options` outlives it.
  Connection(std::shared_ptr<boost::asio::io_context> io,
             std::unique_ptr<Transport> transport, const Options* options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Until the connection is over.
  boost::asio::awaitable<void> Run();

  // The other side's address.
  const std::string& peer() const { return peer_; }
  const RequestHead& head() const { return head_; }

  // All of the body. RESOURCE_EXHAUSTED, reason REQUEST_TOO_LARGE, above the
  // limit; DEADLINE_EXCEEDED, reason DEADLINE, when it does not come in time;
  // INVALID_ARGUMENT for a malformed one; CANCELLED when the other side went.
  boost::asio::awaitable<absl::StatusOr<std::string>> ReadBody(
      size_t bytes_max);
  // Its next piece, empty at its end. The limit is that of the whole.
  boost::asio::awaitable<absl::StatusOr<std::string>> ReadPiece(
      size_t bytes_max);

  // These say whether the other side may still read. A whole answer; without
  // its body to a HEAD.
  boost::asio::awaitable<bool> Respond(Response response);
  // The head of an answer whose body comes piece by piece; then its pieces;
  // then its end.
  boost::asio::awaitable<bool> BeginStream(Response head);
  boost::asio::awaitable<bool> WritePiece(SharedBytes piece);
  boost::asio::awaitable<bool> EndStream();

  // Until Wake, or the time. Notices meanwhile when the other side goes. Wakes
  // up for nothing now and then, each kLookInterval at the latest.
  boost::asio::awaitable<void> WaitUntil(SteadyTime time);
  boost::asio::awaitable<void> Wait() { return WaitUntil(SteadyTime::max()); }
  void Wake() { signal_.Notify(); }
  // Calls Wake on the strand; from any thread, also when the connection is
  // gone.
  std::function<void()> Waker();

  // The other side went, or was given up.
  bool gone() const { return gone_; }
  // It sends nothing more. It may still read an answer to what it has sent; or
  // it went, which looks the same until something is written.
  bool sends_no_more() const { return sends_no_more_; }
  // The process stops: streams that would not end are to.
  bool draining() const { return draining_; }

  // From the strand. An idle connection ends, another after its answer.
  void Drain();
  // Ends it now.
  void Abort();

 private:
  struct Parser;

  boost::asio::awaitable<bool> Handshake();
  // False when there is none: the connection is to end.
  boost::asio::awaitable<bool> ReadHead();
  boost::asio::awaitable<bool> WaitForInput(SteadyTime until);
  boost::asio::awaitable<void> ContinueIfAsked();
  boost::asio::awaitable<bool> Write(std::string first, SharedBytes second,
                                     std::string third);
  boost::asio::awaitable<void> WriteBuffers(
      std::array<boost::asio::const_buffer, 3> buffers);
  boost::asio::awaitable<void> Linger();
  boost::asio::awaitable<bool> Refuse(int http_status, absl::Status why);
  // Empty when the head is one that we answer.
  absl::Status TakeHead(int* http_status);
  void StartRead();
  std::string HeadText(const Response& response, bool stream) const;

  // First: a thread of others may be the last to hold this.
  const std::shared_ptr<boost::asio::io_context> io_;
  const std::unique_ptr<Transport> transport_;
  const Options* const options_;
  const std::string peer_;
  Signal signal_;

  std::unique_ptr<Parser> parser_;
  RequestHead head_;
  bool keep_alive_ = true;
  bool answered_ = false;
  size_t body_bytes_ = 0;
  SteadyTime body_end_;

  // Read, not parsed yet.
  std::string input_;
  std::string read_buffer_;
  bool reading_ = false;
  bool writing_ = false;
  bool handshaken_ = false;
  bool sends_no_more_ = false;
  bool gone_ = false;
  bool draining_ = false;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_CONNECTION_H_
