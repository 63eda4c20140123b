#include "services/gateway/http/transport.h"

#include <utility>

#include "boost/asio/ssl/stream.hpp"
#include "boost/asio/write.hpp"

namespace yuheng::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class ClearTransport final : public Transport {
 public:
  explicit ClearTransport(tcp::socket socket) : socket_(std::move(socket)) {}

  void Handshake(Done done) override {
    asio::post(socket_.get_executor(),
               [done = std::move(done)] { done({}, 0); });
  }
  void ReadSome(asio::mutable_buffer to, Done done) override {
    socket_.async_read_some(to, std::move(done));
  }
  void Write(const std::array<asio::const_buffer, 3>& from,
             Done done) override {
    asio::async_write(socket_, from, std::move(done));
  }

 private:
  tcp::socket& socket() override { return socket_; }

  tcp::socket socket_;
};

class TlsTransport final : public Transport {
 public:
  TlsTransport(tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
      : context_(std::move(context)), stream_(std::move(socket), *context_) {}

  void Handshake(Done done) override {
    stream_.async_handshake(
        asio::ssl::stream_base::server,
        [done = std::move(done)](error_code error) { done(error, 0); });
  }
  void ReadSome(asio::mutable_buffer to, Done done) override {
    stream_.async_read_some(to, std::move(done));
  }
  void Write(const std::array<asio::const_buffer, 3>& from,
             Done done) override {
    asio::async_write(stream_, from, std::move(done));
  }

 private:
  tcp::socket& socket() override { return stream_.next_layer(); }

  // A changed certificate makes a new one; this connection keeps its own.
  const std::shared_ptr<asio::ssl::context> context_;
  asio::ssl::stream<tcp::socket> stream_;
};

}  // namespace

std::unique_ptr<Transport> Transport::Make(
    tcp::socket socket, std::shared_ptr<asio::ssl::context> context) {
  error_code ignored;
  // An update is one small write: it is not to wait for the next one.
  socket.set_option(tcp::no_delay(true), ignored);
  if (context == nullptr) {
    return std::make_unique<ClearTransport>(std::move(socket));
  }
  return std::make_unique<TlsTransport>(std::move(socket), std::move(context));
}

void Transport::ShutdownSend() {
  error_code ignored;
  socket().shutdown(tcp::socket::shutdown_send, ignored);
}

void Transport::Close() {
  error_code ignored;
  socket().close(ignored);
}

std::string Transport::PeerAddress() {
  error_code error;
  const tcp::endpoint peer = socket().remote_endpoint(error);
  return error ? "" : peer.address().to_string();
}

}  // namespace yuheng::gateway
