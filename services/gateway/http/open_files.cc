#include "services/gateway/http/open_files.h"

#include <sys/resource.h>

#include <algorithm>
#include <limits>

#include "services/budget/check.h"

namespace yuheng::gateway {

int64_t RaiseOpenFilesMax() {
  rlimit limit = {};
  YUHENG_CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  rlimit raised = limit;
  raised.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  constexpr rlim_t kMost = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(std::min(limit.rlim_cur, kMost));
}

}  // namespace yuheng::gateway
