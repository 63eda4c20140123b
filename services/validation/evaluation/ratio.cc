#include "services/validation/evaluation/ratio.h"

#include <algorithm>

#include "services/budget/decimal.h"

namespace yuheng::validation {
namespace {

using Wide = __int128;

// Percentages are printed with two decimals, or more, or fewer.
constexpr int64_t kPercentPlace = budget::kMicroPerOne / 100;
constexpr Wide kHundred = Wide{100} * budget::kMicroPerOne;

// Half up, away from zero, at multiples of `place`.
int64_t Rounded(Wide numerator, Wide denominator, int64_t place) {
  const bool negative = (numerator < 0) != (denominator < 0);
  const Wide a = numerator < 0 ? -numerator : numerator;
  const Wide b = (denominator < 0 ? -denominator : denominator) * place;
  Wide result = (2 * a + b) / (2 * b) * place;
  result = std::min(result, Wide{budget::kFigureMicroMax});
  return static_cast<int64_t>(negative ? -result : result);
}

// Whether printed +- half a place meets [low, high], each a quotient in
// millionths of a percent. Denominators are positive.
bool Meets(int64_t printed, int64_t place, Wide low_numerator,
           Wide low_denominator, Wide high_numerator, Wide high_denominator) {
  const Wide below = 2 * Wide{printed} - place;
  const Wide above = 2 * Wide{printed} + place;
  return above * low_denominator >= 2 * kHundred * low_numerator &&
         below * high_denominator <= 2 * kHundred * high_numerator;
}

// Decides a quotient of numerator +- n/2 places over denominator +- m/2 places.
void Judge(Wide numerator, Wide denominator, Wide numerator_half,
           Wide denominator_half, Ratio* ratio) {
  const int64_t printed = ratio->printed.fen;
  const int64_t place = std::max<int64_t>(ratio->printed.precision, 1);
  ratio->expected_micro = Rounded(numerator * kHundred, denominator,
                                  std::min(place, kPercentPlace));
  if (printed == ratio->expected_micro) return;
  // Everything doubled, so that half places are whole.
  const Wide low_denominator =
      2 * denominator +
      (numerator >= numerator_half ? denominator_half : -denominator_half);
  const Wide high_denominator =
      2 * denominator -
      (numerator >= -numerator_half ? denominator_half : -denominator_half);
  if (low_denominator <= 0 || high_denominator <= 0) {
    ratio->agreement = Agreement::kExact;  // The base may be nothing at all.
    return;
  }
  ratio->agreement =
      Meets(printed, place, 2 * numerator - numerator_half, low_denominator,
            2 * numerator + numerator_half, high_denominator)
          ? Agreement::kRounding
          : Agreement::kInconsistent;
}

}  // namespace

Ratio JudgeShare(const Figure& printed, const Figure& part,
                 const Figure& whole) {
  Ratio ratio{printed, part, whole, false};
  if (whole.fen <= 0) return ratio;
  Judge(part.fen, whole.fen, part.precision, whole.precision, &ratio);
  return ratio;
}

Ratio JudgeGrowth(const Figure& printed, const Figure& change,
                  const Figure& amount) {
  Ratio ratio{printed, change, amount, true};
  const Wide base = Wide{amount.fen} - change.fen;
  if (base < 0) return ratio;
  if (base == 0) {
    const bool grew = change.fen > 0;
    ratio.expected_micro = grew ? static_cast<int64_t>(kHundred) : 0;
    if (printed.fen != ratio.expected_micro) {
      ratio.agreement = Agreement::kInconsistent;
    }
    return ratio;
  }
  Judge(change.fen, base, change.precision,
        Wide{amount.precision} + change.precision, &ratio);
  return ratio;
}

int64_t PercentOf(int64_t part_fen, int64_t whole_fen) {
  return Rounded(part_fen * kHundred, whole_fen, kPercentPlace);
}

Comparison AsComparison(const Ratio& ratio) {
  Comparison comparison;
  comparison.shape =
      ratio.growth ? ComparisonShape::kGrowth : ComparisonShape::kShare;
  comparison.left.figures = {{ratio.printed}};
  comparison.right.figures = {{ratio.part}, {ratio.whole}};
  comparison.left_fen = ratio.printed.fen;
  comparison.right_fen = ratio.expected_micro;
  comparison.agreement = ratio.agreement;
  return comparison;
}

Finding FindingOf(const Ratio& ratio, Severity severity) {
  Finding finding;
  finding.severity = severity;
  finding.status = FindingStatus::kInconsistent;
  if (ratio.agreement == Agreement::kRounding) {
    finding.severity = Severity::kNote;
    finding.status = FindingStatus::kRounding;
  } else if (severity == Severity::kNote) {
    finding.status = FindingStatus::kInfo;
  }
  finding.places = {PlaceOf(ratio.printed), PlaceOf(ratio.part),
                    PlaceOf(ratio.whole)};
  finding.actual_micro = ratio.printed.fen;
  finding.expected_micro = ratio.expected_micro;
  finding.difference_micro = ratio.printed.fen - ratio.expected_micro;
  const budget::MessageArgument place = {"place", FigureText(ratio.printed)};
  const budget::MessageArgument actual = {
      "actual", budget::FormatDecimal(ratio.printed.fen)};
  // In one unit, also where the tables have others.
  const budget::MessageArgument part = {
      "part", AmountText(*ratio.printed.table, ratio.part.fen)};
  const budget::MessageArgument whole = {
      "whole", AmountText(*ratio.printed.table, ratio.whole.fen)};
  const budget::MessageArgument expected = {
      "expected", budget::FormatDecimal(ratio.expected_micro)};
  if (ratio.growth && ratio.whole.fen == ratio.part.fen) {
    finding.message = budget::Message("finding.growth_no_base",
                                      {place, actual, part, whole, expected});
    return finding;
  }
  finding.message = budget::Message(
      ratio.growth ? "finding.growth" : "finding.share",
      {place,
       actual,
       part,
       whole,
       expected,
       {"difference", budget::FormatDecimal(*finding.difference_micro)}});
  return finding;
}

}  // namespace yuheng::validation
