#ifndef YUHENG_SERVICES_VALIDATION_FINDING_CODEC_H_
#define YUHENG_SERVICES_VALIDATION_FINDING_CODEC_H_

#include <string>

#include "services/validation/finding.h"
#include "services/validation/validator.h"

namespace yuheng::validation::v1 {
class Finding;
class Rule;
class VerdictSummary;
}  // namespace yuheng::validation::v1

namespace yuheng::validation {

// Which finding it is (Finding.id of the contract): 16 hexadecimal digits of
// the SHA-256 of its rule, the addresses of its places in any order, and its
// figures. Neither lines nor wording nor severity count, so that a finding
// stays itself when the document around it or the policy changes.
std::string FindingId(const Finding& finding);

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
