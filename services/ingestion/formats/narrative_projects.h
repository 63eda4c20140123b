#ifndef YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_PROJECTS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_PROJECTS_H_

#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/claim_writer.h"

namespace yuheng::ingestion {

// Section 七: per project N7:<name>:amount, :policy, :unit, :period,
// N7:<name>/annual:amount (每年…万元 in the policy basis) and
// N7:<name>/e<economic class>:amount; N7:none where there is no project. A
// project is named as in T7 where that table has it.
void ReadProjects(const Passage& passage, ClaimWriter* writer);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_NARRATIVE_PROJECTS_H_
