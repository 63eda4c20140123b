#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_CALL_ROUTE_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_CALL_ROUTE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "services/gateway/connect/call_head.h"
#include "services/gateway/connect/error.h"
#include "services/gateway/connect/method_table.h"
#include "services/gateway/http/connection.h"
#include "services/gateway/http/origins.h"
#include "services/gateway/hub/hub.h"
#include "services/gateway/routes/call_counts.h"
#include "services/gateway/routes/credentials.h"
#include "services/gateway/routes/room.h"
#include "services/gateway/upstream/upstream.h"
#include "services/gateway/upstream/upstream_call.h"

namespace yuheng::gateway {

// Largest message of a call, and of one envelope.
inline constexpr size_t kMessageBytesMax = size_t{1} << 20;
// Of the one message of a stream that only tells: a scope, a name.
inline constexpr size_t kStreamRequestBytesMax = size_t{64} << 10;
// Of all bodies that are being read, the first piece of each apart: small ones
// are read whatever others do. Nobody has proven yet who they are.
inline constexpr int kBodiesBytesMax = 32 << 20;
// JSON around a piece of a document, whose bytes are base64 there.
inline constexpr size_t kEnvelopeBytesMax = kMessageBytesMax * 3 / 2 + 4096;
// Deadline of a call that has none; at most this too. Streams that only tell
// have none.
inline constexpr absl::Duration kCallDeadline = absl::Minutes(2);
inline constexpr absl::Duration kUploadCallDeadline = absl::Minutes(15);

// Calls of the services' methods. Thread-safe.
class CallRoute {
 public:
  struct Options {
    const MethodTable* methods = nullptr;
    // One for each service of the table, in its order.
    std::vector<Upstream*> services;
    Hub* hub = nullptr;
    const Origins* origins = nullptr;
    Credentials credentials;
    // Of a whole uploaded document.
    size_t document_bytes_max = size_t{32} << 20;
    // Calls and streams that go on upstream; bytes of bodies.
    Room* calls = nullptr;
    Room* streams = nullptr;
    CallCounts* counts = nullptr;
    Room* bodies = nullptr;
  };
  explicit CallRoute(Options options) : options_(std::move(options)) {}

  boost::asio::awaitable<void> Handle(Connection& connection) const;

 private:
  // A call of one of the methods.
  struct Call {
    CallHead head;
    Caller caller;
    std::unique_ptr<CallCounts::Call> counted;
  };

  absl::variant<Call, Refusal> Judge(const RequestHead& head) const;
  boost::asio::awaitable<void> Refuse(Connection& connection,
                                      const Refusal& refusal) const;
  boost::asio::awaitable<void> HandleUnary(Connection& connection,
                                           Call call) const;
  boost::asio::awaitable<void> HandleStream(Connection& connection,
                                            Call call) const;
  // A body whose bytes are in their room as long as `held`.
  boost::asio::awaitable<absl::StatusOr<std::string>> ReadBody(
      Connection& connection, size_t bytes_max,
      std::vector<Room::Place>* held) const;
  // The one message of a request; decoded.
  boost::asio::awaitable<absl::StatusOr<std::string>> ReadMessage(
      Connection& connection, const CallHead& head) const;
  // Sends messages as they come, until the call has ended.
  boost::asio::awaitable<absl::Status> Upload(Connection& connection,
                                              const CallHead& head,
                                              UpstreamCall& upstream) const;
  // These two end when the caller's session does.
  boost::asio::awaitable<void> Download(Connection& connection,
                                        const Call& call,
                                        UpstreamCall& upstream) const;
  boost::asio::awaitable<void> WatchView(Connection& connection, Call call,
                                         std::string request) const;
  // Ends the stream of a call.
  boost::asio::awaitable<void> EndCall(Connection& connection, const Call& call,
                                       EndOfStream end) const;
  boost::asio::awaitable<void> EndStream(Connection& connection,
                                         EndOfStream end) const;
  std::shared_ptr<UpstreamCall> StartCall(Connection& connection,
                                          const Call& call) const;

  const Options options_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_CALL_ROUTE_H_
