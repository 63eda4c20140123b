#ifndef YUHENG_SERVICES_RPC_TERMINATION_H_
#define YUHENG_SERVICES_RPC_TERMINATION_H_

#include <functional>

namespace yuheng::rpc {

// Waits for SIGTERM or SIGINT, or until the descriptor `stop_event` can be read
// (-1: none); calls `each_second`, where there is one, meanwhile. Says what it
// was. BlockTerminationSignals must have been called before the first thread
// started (ReadConfiguration does).
const char* WaitForTermination(int stop_event,
                               const std::function<void()>& each_second);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_TERMINATION_H_
