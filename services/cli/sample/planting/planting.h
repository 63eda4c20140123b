#ifndef YUHENG_SERVICES_CLI_SAMPLE_PLANTING_PLANTING_H_
#define YUHENG_SERVICES_CLI_SAMPLE_PLANTING_PLANTING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/cli/sample/bureau.h"
#include "services/cli/sample/planting/planted_tables.h"
#include "services/cli/sample/planting/text_errors.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/sample.h"
#include "services/cli/sample/script.h"
#include "services/cli/sample/style.h"

namespace yuheng::cli {

// Plants errors into the tables of one document and into what its texts state.
// Keeps references to what it is given.
class Planter {
 public:
  // `statements`: what the texts state without any error.
  Planter(const budget::Form& form, const Style& style, const Bureau& bureau,
          const std::vector<Statement>& statements,
          std::vector<budget::Table>* tables, Random* random);

  // Plants an error of that kind (ErrorKinds in sample.h). None when the
  // document has no room for it; nothing is changed then.
  std::optional<PlantedError> Plant(absl::string_view kind);

  // Plants `count` errors of any kind.
  std::vector<PlantedError> PlantAny(int count);

  // What the texts state instead.
  const Edits& edits() const { return texts_.edits(); }

 private:
  const budget::Form& form_;
  const Bureau& bureau_;
  Random& random_;
  PlantedTables tables_;
  TextErrors texts_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_PLANTING_PLANTING_H_
