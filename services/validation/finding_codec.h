#ifndef YUHENG_SERVICES_VALIDATION_FINDING_CODEC_H_
#define YUHENG_SERVICES_VALIDATION_FINDING_CODEC_H_

#include "services/validation/finding.h"
#include "services/validation/validator.h"

namespace yuheng::validation::v1 {
class Finding;
class Rule;
class VerdictSummary;
}  // namespace yuheng::validation::v1

namespace yuheng::validation {

// Between findings and their contract messages. Values of enums the program
// does not know become the mildest one it does: a note, an observation; an
// unknown verdict becomes kErrors, so that nothing passes unseen.
void FindingToProto(const Finding& finding, v1::Finding* message);
Finding FindingFromProto(const v1::Finding& message);
void VerdictSummaryToProto(const VerdictSummary& summary,
                           v1::VerdictSummary* message);
VerdictSummary VerdictSummaryFromProto(const v1::VerdictSummary& message);
void RuleToProto(const RuleDescription& rule, v1::Rule* message);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_FINDING_CODEC_H_
