#ifndef YUHENG_SERVICES_GATEWAY_HTTP_SIGNAL_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_SIGNAL_H_

#include <chrono>
#include <utility>

#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace yuheng::gateway {

using SteadyTime = std::chrono::steady_clock::time_point;

// Wakes the one coroutine of a strand that waits for something to change. Says
// not what: who wakes up looks. For one strand.
class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor)
      : timer_(executor) {}

  void Notify() {
    notified_ = true;
    timer_.cancel();
  }

  // Until Notify, one since the last wait included: true; or until the time:
  // false.
  boost::asio::awaitable<bool> WaitUntil(SteadyTime time) {
    if (!notified_) {
      timer_.expires_at(time);
      boost::system::error_code error;
      co_await timer_.async_wait(
          boost::asio::redirect_error(boost::asio::use_awaitable, error));
    }
    co_return std::exchange(notified_, false);
  }

 private:
  boost::asio::steady_timer timer_;
  bool notified_ = false;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_SIGNAL_H_
