#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_KIND_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_KIND_H_

#include <vector>

#include "services/cli/sample/sample.h"

namespace yuheng::cli {

// The kinds each of the planters knows; ErrorKinds() has them all.
const std::vector<ErrorKind>& TableErrorKinds();
const std::vector<ErrorKind>& CrossErrorKinds();
const std::vector<ErrorKind>& LayoutErrorKinds();
const std::vector<ErrorKind>& TextErrorKinds();

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_KIND_H_
