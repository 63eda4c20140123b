#ifndef YUHENG_SERVICES_AGGREGATION_LEDGER_MISMATCH_H_
#define YUHENG_SERVICES_AGGREGATION_LEDGER_MISMATCH_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/messages.h"

namespace yuheng::aggregation {

// Stands for a value that is not there.
inline constexpr absl::string_view kAbsent = "-";

// A place where a ledger, or what is made of it, is not what the entries before
// it say it must be.
struct Mismatch {
  std::string department;  // Empty for what is no department's.
  uint64_t seq = 0;        // The entry; 0 when it is about none.
  // Which field, by the names of storage/format, such as "previous_hash" or
  // "contribution[2023/4].leaves[T3:2060101:basic]".
  std::string field;
  // As figures, hashes or signs; amounts in 万元.
  std::string expected;
  std::string found;

  bool operator==(const Mismatch&) const = default;
};

// What to tell people.
budget::Text TextOf(const Mismatch& mismatch);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_LEDGER_MISMATCH_H_
