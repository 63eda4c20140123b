#ifndef YUHENG_SERVICES_INGESTION_MESSAGES_CEILING_MESSAGES_H_
#define YUHENG_SERVICES_INGESTION_MESSAGES_CEILING_MESSAGES_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/ingestion/lifecycle/ceiling_comparison.h"
#include "services/ingestion/lifecycle/ceiling_setter.h"
#include "services/ingestion/messages/submission_messages.h"
#include "services/ingestion/store/ceiling_book.h"
#include "yuheng/ingestion/v1/ceiling.pb.h"

namespace yuheng::ingestion {

// Between the ceilings that are kept and those that are served.

// Ceilings of one import.
inline constexpr int kCeilingsPerImportMax = 2000;
inline constexpr int kCeilingsPageDefault = 200;
inline constexpr int kComparisonsPageDefault = 20;
inline constexpr int kComparisonsPageMax = 100;

v1::Ceiling CeilingMessage(const Prefecture& prefecture,
                           const CeilingSetting& setting, bool in_force);

// What is asked for in the name of `actor`. FIELD_INVALID or NOT_FOUND for what
// is wrong about all of it; what is wrong about one ceiling stands in its
// place.
absl::StatusOr<CeilingImport> ParseImportCeilings(
    const Prefecture& prefecture, const v1::ImportCeilingsRequest& request,
    const std::string& actor);
void FillImported(const Prefecture& prefecture, const CeilingImported& imported,
                  v1::ImportCeilingsResponse* response);

struct CeilingPage {
  CeilingFilter filter;
  absl::optional<CeilingPosition> after;
  size_t size = 0;
};
absl::StatusOr<CeilingPage> ParseListCeilings(
    const Prefecture& prefecture, const v1::ListCeilingsRequest& request);
absl::StatusOr<CeilingPage> ParseCompareCeilings(
    const Prefecture& prefecture, const v1::CompareCeilingsRequest& request);
std::string PageTokenOf(const CeilingPosition& last);

v1::CeilingComparison ComparisonMessage(const Prefecture& prefecture,
                                        const budget::Ceiling& ceiling,
                                        const CeilingComparison& comparison);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_MESSAGES_CEILING_MESSAGES_H_
