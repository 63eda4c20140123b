#ifndef YUHENG_SERVICES_VALIDATION_HASH_H_
#define YUHENG_SERVICES_VALIDATION_HASH_H_

#include <string>

namespace yuheng::budget::v1 {
class Document;
}  // namespace yuheng::budget::v1

namespace yuheng::validation {

// The SHA-256 of a canonical document in deterministic binary form, as 64
// lower-case hexadecimal digits: equal documents have equal hashes, whoever
// computes them.
std::string CanonicalSha256(const budget::v1::Document& document);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_HASH_H_
