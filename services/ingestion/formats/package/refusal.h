#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_REFUSAL_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_REFUSAL_H_

#include <cstdint>
#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/budget/messages.h"
#include "services/ingestion/formats/package/limits.h"

namespace yuheng::ingestion {

// DOCUMENT_TOO_LARGE: the file is beyond a limit.
absl::Status RefuseTooLarge(
    absl::string_view id,
    std::initializer_list<budget::MessageArgument> arguments);

// The same of a part that is, or all of them up to it are, too large inflated.
absl::Status RefuseInflated(absl::string_view part, uint64_t bytes,
                            uint64_t bytes_max = kInflatedBytesMax);

// DOCUMENT_BINARY: a part of an archive is in secret.
absl::Status RefuseSecret(absl::string_view part);

// DOCUMENT_UNREADABLE: the package is damaged; `what` of it.
absl::Status RefuseDamaged(absl::string_view what);

// DOCUMENT_BINARY: an archive, but of no format that we read.
absl::Status RefuseForeign();

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PACKAGE_REFUSAL_H_
