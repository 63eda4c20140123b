#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CHINESE_NUMERALS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CHINESE_NUMERALS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

// Adds counts in Chinese numerals: 两辆, 三个.
void AddChineseCounts(absl::string_view text,
                      std::vector<Quantity>* quantities);

// A count written in Chinese numerals at the start of `text`, such as 七 or
// 二十一 (below one hundred); its length in bytes is put into `length`.
std::optional<int64_t> ReadChineseCount(absl::string_view text, size_t* length);

// Adds amounts in capital numerals: 叁拾万元, 伍仟元整. Those that only repeat
// an amount in digits are none: 30万元(大写:叁拾万元), 叁拾万元(30万元).
void AddCapitalAmounts(absl::string_view text,
                       std::vector<Quantity>* quantities);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CHINESE_NUMERALS_H_
