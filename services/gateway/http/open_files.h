#ifndef YUHENG_SERVICES_GATEWAY_HTTP_OPEN_FILES_H_
#define YUHENG_SERVICES_GATEWAY_HTTP_OPEN_FILES_H_

#include <cstdint>

namespace yuheng::gateway {

// Lets this process, and those it starts from now on, have as many files open
// as it is allowed to ask for: a connection is one, and systems give 1024 at
// first. How many that are.
int64_t RaiseOpenFilesMax();

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HTTP_OPEN_FILES_H_
