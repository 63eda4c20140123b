#ifndef YUHENG_SERVICES_BUDGET_SHA256_H_
#define YUHENG_SERVICES_BUDGET_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace yuheng::budget {

// The SHA-256 (FIPS 180-4) of the bytes as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_SHA256_H_
