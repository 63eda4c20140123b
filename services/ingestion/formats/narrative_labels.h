#ifndef YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_LABELS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_LABELS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

// The labels of the narrative's sections, normalised (budget::NormaliseLabel),
// and the subjects they stand for in addresses (domain.md sections 3 and 6).

absl::Span<const Label> IncomeLabels();  // Sections 一, 二: T1 and T2 keys.
absl::Span<const Label> ExpenditureLabels();  // Section 三.
absl::Span<const Label> FiscalLabels();       // Section 四; ex:<budget> opens
                                              // the expenditure of a budget.
absl::Span<const Label> AppropriationLabels();   // Section 五(一).
absl::Span<const Label> BasicLabels();           // Section 六.
absl::Span<const Label> FundLabels();            // Sections 八, 九.
absl::Span<const Label> HospitalityLabels();     // Section 十.
absl::Span<const Label> OperatingLabels();       // Section 十一(一).
absl::Span<const Label> ProcurementLabels();     // Section 十一(二).
absl::Span<const Label> AssetLabels();           // Section 十一(三).
absl::Span<const Label> ManagedProjectLabels();  // Section 十一(四).
absl::Span<const Label> StaffLabels();           // Part one, staff.

// Words that may follow a label of money and still belong to it.
absl::Span<const absl::string_view> MoneySuffixes();
// The same for procurement.
absl::Span<const absl::string_view> ProcurementSuffixes();

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_LABELS_H_
