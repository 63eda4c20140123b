#ifndef YUHENG_SERVICES_RPC_QUEUE_FULL_H_
#define YUHENG_SERVICES_RPC_QUEUE_FULL_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/reason.h"

namespace yuheng::rpc {

// When whoever found a queue full is to come again.
inline constexpr absl::Duration kQueueFullRetryAfter = absl::Seconds(1);

// QUEUE_FULL with that hint; an empty text is replaced by the table's.
inline absl::Status QueueFull(absl::string_view zh = "",
                              absl::string_view en = "") {
  return WithRetryAfter(MakeError(Reason::kQueueFull, zh, en),
                        kQueueFullRetryAfter);
}

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_QUEUE_FULL_H_
