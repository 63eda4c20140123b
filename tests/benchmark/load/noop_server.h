#ifndef YUHENG_TESTS_BENCHMARK_LOAD_NOOP_SERVER_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_NOOP_SERVER_H_

#include <string>

namespace yuheng::load {

// Serves any method on a free loopback port until its input ends: reads every
// message without parsing it, answers one empty message, and is done. The
// address is written to `address_file`. Returns the exit code.
int RunNoopServer(const std::string& address_file);

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_NOOP_SERVER_H_
