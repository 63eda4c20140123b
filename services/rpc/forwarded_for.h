#ifndef YUHENG_SERVICES_RPC_FORWARDED_FOR_H_
#define YUHENG_SERVICES_RPC_FORWARDED_FOR_H_

namespace yuheng::rpc {

// The metadata key by which the gateway says whose call it passes on: the
// address of the browser. Whoever calls may say so; the audit log keeps it
// beside the address that the call came from.
inline constexpr char kForwardedForKey[] = "x-forwarded-for";

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_FORWARDED_FOR_H_
