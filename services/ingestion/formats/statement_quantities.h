#ifndef YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_QUANTITIES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_QUANTITIES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/statement_reader.h"

namespace yuheng::ingestion {

// The quantities of a text in the order of the text, those in words among them
// where its section counts, and persons who came and left as one change where
// it counts persons.
std::vector<Quantity> StatementQuantities(absl::string_view text,
                                          const StatementOptions& options);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_QUANTITIES_H_
