#ifndef YUHENG_TESTS_STRUCTURE_INCLUDE_RULES_H_
#define YUHENG_TESTS_STRUCTURE_INCLUDE_RULES_H_

#include <vector>

#include "tests/structure/source_tree.h"

namespace yuheng::structure {

// Who may use whom (ARCHITECTURE.md), read off the #include lines of one file:
// project folders against the list of what the file's folder may use, then
// outside libraries against the folders they are kept in, then what domain
// folders never see: RPC, engines, threads, clocks.
std::vector<Violation> CheckIncludes(const SourceFile& file);

// A header's guard is its path: YUHENG_SERVICES_RPC_SERVER_H_.
std::vector<Violation> CheckGuard(const SourceFile& file);

// A .cc that has a header includes it first, which proves that the header
// compiles alone. `has_header`: x.h stands beside x.cc.
std::vector<Violation> CheckOwnHeaderFirst(const SourceFile& file,
                                           bool has_header);

}  // namespace yuheng::structure

#endif  // YUHENG_TESTS_STRUCTURE_INCLUDE_RULES_H_
