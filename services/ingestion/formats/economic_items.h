#ifndef YUHENG_SERVICES_INGESTION_FORMATS_ECONOMIC_ITEMS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_ECONOMIC_ITEMS_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/claim_writer.h"

namespace yuheng::ingestion {

// Reads the accounts of table 6 that a passage lists with their amounts
// (办公费7.31万元、差旅费4.5万元) as claims <prefix>:30201:amount. What reasons
// and comparisons with last year say of them is none, nor is an account that is
// listed twice. Returns where the amounts of lists begin, in order, which
// belong to nothing else: several joined by nothing but 、.
std::vector<size_t> ReadEconomicItems(const Passage& passage,
                                      absl::string_view prefix,
                                      ClaimWriter* writer);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_ECONOMIC_ITEMS_H_
