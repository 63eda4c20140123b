#ifndef YUHENG_SERVICES_CLI_COMMANDS_OLD_OFFICE_H_
#define YUHENG_SERVICES_CLI_COMMANDS_OLD_OFFICE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/commands/document_file.h"
#include "services/cli/output/terminal.h"

namespace yuheng::cli {

// One conversion takes seconds; a first one makes LibreOffice's profile.
inline constexpr absl::Duration kConversionTimeMax = absl::Minutes(2);

// An old Word or Excel file (.doc, .xls, .wps, .et) made new (.docx, .xlsx) by
// the LibreOffice of this machine, and told; absent when the file is none or
// LibreOffice is not installed. It is the user's own program and file, so it
// runs here and never in a service. Errors are texts for the user.
absl::StatusOr<std::optional<DocumentFile>> ConvertOldOffice(
    const Terminal& terminal, const DocumentFile& file);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_OLD_OFFICE_H_
