#ifndef YUHENG_SERVICES_CLI_COMMANDS_CHECK_INPUTS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_CHECK_INPUTS_H_

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/budget/document.h"
#include "services/cli/commands/local_ceilings.h"
#include "services/cli/output/terminal.h"
#include "services/validation/references.h"
#include "services/validation/validator.h"

namespace CLI {
class App;
}  // namespace CLI

namespace yuheng::cli {

// What a local check is given besides the documents. Errors of all functions
// are texts for the user in their language.
struct CheckInputOptions {
  std::string overlay;
  std::vector<std::string> prior;  // Last year's budget or final account.
  std::vector<std::string> units;
  std::vector<std::string> peers;
  bool renamed = false;  // Other names are this department's too.
  LocalCeilingOptions ceilings;

  bool compares() const {
    return !prior.empty() || !units.empty() || !peers.empty() ||
           !ceilings.file.empty();
  }
};

// --overlay, --prior, --unit, --peer, --renamed and those of ceilings.
void AddCheckInputOptions(CLI::App& command, const Terminal& terminal,
                          CheckInputOptions* options);

// The built-in catalogue with the overlay.
absl::StatusOr<std::unique_ptr<validation::Validator>> MakeValidator(
    const Terminal& terminal, const CheckInputOptions& options);

// What a document is compared with, and references to it.
class CheckReferences {
 public:
  // The documents of --prior, --unit and --peer.
  static absl::StatusOr<CheckReferences> Read(const Terminal& terminal,
                                              const CheckInputOptions& options);

  // Of documents at hand.
  static CheckReferences Of(absl::optional<budget::Document> prior_budget,
                            std::vector<budget::Document> units,
                            std::vector<std::string> units_missing);

  CheckReferences(CheckReferences&&) = default;
  CheckReferences& operator=(CheckReferences&&) = default;

  const validation::References& get() const { return references_; }
  void set_ceiling(std::optional<validation::CeilingReference> ceiling) {
    references_.ceiling = std::move(ceiling);
  }

  // OK when these are last year's document of the department of `document` and
  // documents of its units, by what they print; `renamed` lets names differ.
  // The error names the first that is not: every comparison would be wrong.
  absl::Status BelongTo(const Terminal& terminal,
                        const budget::Document& document, bool renamed) const;

 private:
  CheckReferences() = default;

  // A deque keeps its elements in place when it is moved.
  std::deque<budget::Document> documents_;
  validation::References references_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_CHECK_INPUTS_H_
