#ifndef YUHENG_TESTS_FAULT_TRAFFIC_REPORT_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <ostream>
#include <string>

#include "tests/fault/history/check.h"
#include "tests/fault/history/history.h"

namespace yuheng::fault {

// How often each kind of call ended in each way, such as {"post applied", 17}.
std::map<std::string, int64_t> CountsOf(const History& history);

// Prints the first violations, each with the starts of some lines of the
// history (as ToLines writes them) that name the same request ids and
// submissions. `title` tells a property in words. How many were not shown.
size_t PrintViolations(
    const History& history, const Violations& found,
    const std::function<std::string(const std::string& property)>& title,
    std::ostream& out);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_REPORT_H_
