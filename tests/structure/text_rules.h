#ifndef YUHENG_TESTS_STRUCTURE_TEXT_RULES_H_
#define YUHENG_TESTS_STRUCTURE_TEXT_RULES_H_

#include <string>
#include <vector>

#include "tests/structure/source_tree.h"

namespace yuheng::structure {

// Lines of one source file at most.
inline constexpr int kFileLinesMax = 500;

// No source file is longer than kFileLinesMax.
std::vector<Violation> CheckLength(const SourceFile& file);

// No path of somebody's machine, no host of a package registry, no note to
// finish later, no test that is switched off.
std::vector<Violation> CheckWords(const SourceFile& file);

// No floating point type where money is, in code; comments may name them.
std::vector<Violation> CheckFloatingPoint(const SourceFile& file);

// Only the folders and files that are agreed on stand at the root.
std::vector<Violation> CheckTopLevel(const std::vector<std::string>& names);

// No folder is called util, common, helpers or misc, and every folder with
// sources says its purpose: in the first lines of its CMakeLists.txt or README,
// or by name in the comments of the nearest one above it.
std::vector<Violation> CheckFolders(const std::vector<SourceFile>& files);

// Every ./path/of/a/command in a README's code exists.
std::vector<Violation> CheckReadmeCommands(
    const std::vector<SourceFile>& files);

// Every message id of services/budget/messages is used by a source, and every
// id that a source names is there. A literal that ends in _ or . stands for the
// ids it begins.
std::vector<Violation> CheckMessageIds(const std::vector<SourceFile>& files);

}  // namespace yuheng::structure

#endif  // YUHENG_TESTS_STRUCTURE_TEXT_RULES_H_
