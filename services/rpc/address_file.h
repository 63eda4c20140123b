#ifndef YUHENG_SERVICES_RPC_ADDRESS_FILE_H_
#define YUHENG_SERVICES_RPC_ADDRESS_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace yuheng::rpc {

// Tells who waits for a server where it listens: ServerConfig.address_file.
// UNAVAILABLE when it can't be written.
absl::Status WriteAddressFile(const std::string& path,
                              const std::string& address);

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_ADDRESS_FILE_H_
