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

// The kinds of a planter's own list, whose elements have a name and rules.
template <typename List>
std::vector<ErrorKind> ErrorKindsOf(const List& list) {
  std::vector<ErrorKind> kinds;
  for (const auto& kind : list) kinds.push_back({kind.name, kind.rules});
  return kinds;
}

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_KIND_H_
