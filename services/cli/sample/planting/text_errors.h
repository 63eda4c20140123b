#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_ERRORS_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_ERRORS_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/cli/sample/planting/text_edits.h"

namespace yuheng::cli {

// Plants errors into what a document's texts state. Keeps references to what it
// is given.
class TextErrors {
 public:
  TextErrors(const Bureau& bureau, const std::vector<Statement>& statements,
             Random* random)
      : edits_(bureau, statements, random) {}

  // None when `kind` is not one of its own or has no place here.
  std::optional<PlantedError> Plant(absl::string_view kind);

  const Edits& edits() const { return edits_.edits(); }

 private:
  TextEdits edits_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_TEXT_ERRORS_H_
