#ifndef YUHENG_SERVICES_CLI_OUTPUT_VERIFICATION_H_
#define YUHENG_SERVICES_CLI_OUTPUT_VERIFICATION_H_

#include "services/cli/output/rows.h"
#include "services/cli/output/terminal.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"

namespace yuheng::cli {

// Prints what a verification found, of a running service or of a data folder.
// The exit code: kExitOk when everything holds, else kExitFound.
int PrintVerification(
    const Terminal& terminal, OutputFormat format,
    const aggregation::v1::VerifyLedgersResponse& verification);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_OUTPUT_VERIFICATION_H_
