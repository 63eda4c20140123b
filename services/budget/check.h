#ifndef YUHENG_SERVICES_BUDGET_CHECK_H_
#define YUHENG_SERVICES_BUDGET_CHECK_H_

#include <cstdio>
#include <cstdlib>

// Ends the program when our own code has broken a promise, in release builds
// too. Never used on anything that a client, a peer or a disk decides.
#define YUHENG_CHECK(condition)                                               \
  do {                                                                        \
    if (!(condition)) {                                                       \
      std::fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, \
                   #condition);                                               \
      std::abort();                                                           \
    }                                                                         \
  } while (false)

#endif  // YUHENG_SERVICES_BUDGET_CHECK_H_
