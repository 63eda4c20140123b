#ifndef YUHENG_SERVICES_GATEWAY_HTTP_TRANSPORT_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_TRANSPORT_H_

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/buffer.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/context.hpp"
#include "boost/system/error_code.hpp"

namespace yuheng::gateway {

// A connection's bytes, in clear or over TLS. One read and one write at a time;
// all of it on the socket's strand.
class Transport {
 public:
  using Done = std::function<void(boost::system::error_code, size_t)>;

  // Without a context in clear.
  static std::unique_ptr<Transport> Make(
      boost::asio::ip::tcp::socket socket,
      std::shared_ptr<boost::asio::ssl::context> context);
  virtual ~Transport() = default;

  // Once, first.
  virtual void Handshake(Done done) = 0;
  // Some bytes; they and what they are read to live until then.
  virtual void ReadSome(boost::asio::mutable_buffer to, Done done) = 0;
  // All of them.
  virtual void Write(const std::array<boost::asio::const_buffer, 3>& from,
                     Done done) = 0;

  // What was written goes out; the other side hears that no more comes.
  void ShutdownSend();
  // What runs ends with an error.
  void Close();
  // The other side's address, without its port; empty when it went.
  std::string PeerAddress();
  boost::asio::any_io_executor executor() { return socket().get_executor(); }

 protected:
  virtual boost::asio::ip::tcp::socket& socket() = 0;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_TRANSPORT_H_
