#ifndef YUHENG_SERVICES_INGESTION_FORMATS_PERSON_CHANGES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_PERSON_CHANGES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

// Makes one quantity of the changes of one number of persons, which is what
// they come to together: 增加2人、减少1人, with 净增1人 behind them or without.
// Its direction is that of the first change, so it may be below 0.
void MergePersonChanges(absl::string_view text,
                        std::vector<Quantity>* quantities);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_PERSON_CHANGES_H_
