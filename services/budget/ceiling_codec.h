#ifndef YUHENG_SERVICES_BUDGET_CEILING_CODEC_H_
#define YUHENG_SERVICES_BUDGET_CEILING_CODEC_H_

#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/budget/ceiling.h"

namespace yuheng::budget::v1 {
class CeilingFigure;
}  // namespace yuheng::budget::v1

namespace yuheng::budget {

// Between a ceiling's figures and their contract messages.
using CeilingFigureMessages =
    google::protobuf::RepeatedPtrField<v1::CeilingFigure>;

v1::CeilingFigure CeilingFigureToProto(const CeilingFigure& figure);
void CeilingFiguresToProto(const std::vector<CeilingFigure>& figures,
                           CeilingFigureMessages* messages);

// Sorted. INVALID_ARGUMENT says which figure is wrong: too many, no such
// source, a source and kind that no table states or that stands twice, an
// amount that is negative or beyond ten trillion yuan. The message is for
// people, in English; `zh`, when given, receives it in Chinese.
absl::StatusOr<std::vector<CeilingFigure>> CeilingFiguresFromProto(
    const Form& form, const CeilingFigureMessages& messages,
    std::string* zh = nullptr);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_CEILING_CODEC_H_
