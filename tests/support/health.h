#ifndef YUHENG_TESTS_SUPPORT_HEALTH_H_
#define YUHENG_TESTS_SUPPORT_HEALTH_H_

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace yuheng::testing {

// What grpc.health.v1.Health says of a service (its full name, or empty for
// the whole process): SERVING, NOT_SERVING, or "code N: message" when the call
// failed.
std::string CheckHealth(const std::shared_ptr<grpc::Channel>& channel,
                        const std::string& service, absl::Duration timeout);

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_HEALTH_H_
