// What the command line says about its own use.
#ifndef YUHENG_SERVICES_CLI_USAGE_H_
#define YUHENG_SERVICES_CLI_USAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/cli/output/terminal.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace yuheng::cli {

// Help texts in the user's language, and --lang, which OpenTerminal has read.
// Before any command is added.
void SetHelpWords(const Terminal& terminal, CLI::App* app);

// Reads the command line. Absent when the program is to go on; else its exit
// code: help was asked for and printed, or what is wrong was.
absl::optional<int> ParseCommandLine(const Terminal& terminal, CLI::App* app,
                                     int argc, char** argv);

// What is wrong with the command line, the known word that is most like a
// wrong one, and where to read on.
std::string UsageError(const Terminal& terminal, const CLI::App& app,
                       const CLI::ParseError& error);

// The known word that takes the fewest insertions, deletions, exchanges and
// swaps of neighbours to make of `word`; empty when none is near.
std::string NearestWord(absl::string_view word,
                        const std::vector<std::string>& known);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_USAGE_H_
