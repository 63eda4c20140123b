#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CLAIM_WRITER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CLAIM_WRITER_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

// Adds claims to a document, up to budget::kClaimsMax; the first one beyond is
// told as a reading problem, the others are dropped.
class ClaimWriter {
 public:
  // `document` must outlive the writer.
  explicit ClaimWriter(budget::Document* document) : document_(*document) {}

  // A figure; `sign` is -1 for a decrease.
  void Figure(std::string address, const Passage& passage,
              const Quantity& quantity, int sign = 1);
  // A figure that is stated in words, such as 持平 for a change of 0.
  void FigureInWords(std::string address, const Passage& passage, size_t begin,
                     size_t end, int64_t value_micro, int64_t precision_micro);
  // A figure that no subject can be told for: a reading problem.
  void Unassigned(const Passage& passage, const Quantity& quantity);
  // Words; they may be empty.
  void Words(std::string address, const Passage& passage, size_t begin,
             size_t end);

  const budget::Document& document() const { return document_; }

 private:
  void Add(budget::Claim claim);

  budget::Document& document_;
};

// Addresses of the form <prefix>:<subject>:<measure>.
std::function<std::string(absl::string_view, absl::string_view)> AddressesUnder(
    std::string prefix);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CLAIM_WRITER_H_
