#ifndef YUHENG_SERVICES_VALIDATION_REFERENCE_CODEC_H_
#define YUHENG_SERVICES_VALIDATION_REFERENCE_CODEC_H_

#include <deque>

#include "absl/status/statusor.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/references.h"

namespace yuheng::validation::v1 {
class References;
}  // namespace yuheng::validation::v1

namespace yuheng::validation {

// References with the documents they point to.
class OwnedReferences {
 public:
  // INVALID_ARGUMENT names what breaks a limit: a document's (see
  // DocumentFromProto), more than kUnitsMax units, a ceiling's.
  static absl::StatusOr<OwnedReferences> FromProto(
      const budget::Form& form, const v1::References& message);

  OwnedReferences(OwnedReferences&&) = default;

  const References& get() const { return references_; }

 private:
  OwnedReferences() = default;

  // A deque keeps its elements in place when it is moved.
  std::deque<budget::Document> documents_;
  References references_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REFERENCE_CODEC_H_
