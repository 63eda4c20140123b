#ifndef YUHENG_SERVICES_CLI_COMMANDS_LOCAL_CEILINGS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_LOCAL_CEILINGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/budget/document.h"
#include "services/cli/commands/ceiling_file.h"
#include "services/cli/output/terminal.h"
#include "services/validation/references.h"

namespace CLI {
class App;
}  // namespace CLI

namespace yuheng::cli {

// Reads a file of ceilings; says on err all that is wrong with it, a line each,
// and gives nothing then.
absl::optional<CeilingFile> ReadCeilings(const Terminal& terminal,
                                         const std::string& path,
                                         const CeilingFileDefaults& defaults);

// The ceiling that a local check is given.
struct LocalCeilingOptions {
  std::string file;
  std::string whose;  // DEPARTMENT or DEPARTMENT/UNIT; empty: by the name.
  int stage = 3;      // yuheng.budget.v1.Stage; DRAFT.
};

// --ceilings, --ceilings-of and --stage.
void AddLocalCeilingOptions(CLI::App& command, const Terminal& terminal,
                            LocalCeilingOptions* options);

// The ceilings of a file, for documents that are checked without a server.
class LocalCeilings {
 public:
  // Without --ceilings: none. Says what is wrong and gives nothing then.
  static absl::optional<LocalCeilings> Read(const Terminal& terminal,
                                            const LocalCeilingOptions& options);

  // What the document is compared with; absent without a file. The error, a
  // text for the user, says that the file has none for it.
  absl::StatusOr<std::optional<validation::CeilingReference>> For(
      const Terminal& terminal, const budget::Document& document) const;

 private:
  LocalCeilingOptions options_;
  CeilingFile file_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_LOCAL_CEILINGS_H_
