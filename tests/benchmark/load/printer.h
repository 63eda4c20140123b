#ifndef YUHENG_TESTS_BENCHMARK_LOAD_PRINTER_H_
#define YUHENG_TESTS_BENCHMARK_LOAD_PRINTER_H_

#include <iostream>

#include "tests/benchmark/load/latency.h"

namespace yuheng::load {

// Prints measurements as they come.
class Printer {
 public:
  explicit Printer(bool json) : json_(json) {}
  void Print(const Measurement& measurement) {
    std::cout << (json_ ? JsonLine(measurement)
                        : TableLine(measurement, first_))
              << std::flush;
    first_ = false;
  }

 private:
  const bool json_;
  bool first_ = true;
};

}  // namespace yuheng::load

#endif  // YUHENG_TESTS_BENCHMARK_LOAD_PRINTER_H_
