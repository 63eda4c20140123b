#ifndef YUHENG_SERVICES_GATEWAY_HTTP_LIMITS_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_LIMITS_H_

#include <chrono>
#include <cstddef>

namespace yuheng::gateway {

// Largest head of a request, all its headers.
inline constexpr size_t kHeadBytesMax = size_t{16} << 10;
inline constexpr int kHeadersMax = 64;
// What is read at once: little at first, which is enough for who only listens;
// more when that is full, for who sends.
inline constexpr size_t kFirstReadBytes = size_t{1} << 10;
inline constexpr size_t kReadBytesMax = size_t{16} << 10;
// What is written at once; each has its time, so a slow line gets all of a
// large answer.
inline constexpr size_t kWriteBytes = size_t{64} << 10;
// What of a body that is not read any more is taken before the line is cut, so
// that its sender hears why.
inline constexpr size_t kLingerBytesMax = size_t{64} << 20;

// How often who waits looks up without being woken.
inline constexpr std::chrono::seconds kLookInterval{5};

// How long things may take. Members, so that tests need not wait.
struct Patience {
  // A TLS handshake, and a head from its first byte on.
  std::chrono::milliseconds head{10'000};
  // Without a request.
  std::chrono::milliseconds idle{60'000};
  // A piece of a body, and all of it.
  std::chrono::milliseconds piece{15'000};
  std::chrono::milliseconds body{600'000};
  // One write of kWriteBytes, until the system has taken all of it.
  std::chrono::milliseconds write{30'000};
  std::chrono::milliseconds linger{5'000};
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_LIMITS_H_
