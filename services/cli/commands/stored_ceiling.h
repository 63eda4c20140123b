#ifndef YUHENG_SERVICES_CLI_COMMANDS_STORED_CEILING_H_
#define YUHENG_SERVICES_CLI_COMMANDS_STORED_CEILING_H_

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "services/budget/ceiling.h"
#include "services/cli/output/terminal.h"
#include "services/rpc/resource_name.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {

// The figures of the ceiling with that hash, in force or replaced since, among
// those of the department that `name` is about. Says why there are none.
absl::optional<std::vector<budget::CeilingFigure>> FindCeilingFigures(
    const Terminal& terminal, ingestion::v1::IngestionService::Stub& stub,
    const rpc::ResourceName& name, int fiscal_year, const std::string& sha256);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_STORED_CEILING_H_
