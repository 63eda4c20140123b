#include "services/validation/evaluation/comparison.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/validation/evaluation/reporter.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

// Addends a message writes out.
constexpr size_t kAddendsMax = 40;

int64_t Total(const Operand& side) {
  __int128 total = side.constant_fen;
  for (const SignedFigure& figure : side.figures) total += figure.signed_fen();
  const __int128 limit = INT64_MAX / 4;
  return static_cast<int64_t>(std::clamp(total, -limit, limit));
}

int64_t NonzeroFigures(const Operand& side) {
  return std::count_if(side.figures.begin(), side.figures.end(),
                       [](const SignedFigure& f) { return f.figure.fen != 0; });
}

// The coarsest precision among the figures that have an interval.
int64_t Coarsest(const Operand& side, int64_t at_least) {
  int64_t precision = at_least;
  for (const SignedFigure& each : side.figures) {
    if (each.figure.fen != 0) {
      precision = std::max(precision, each.figure.precision);
    }
  }
  return precision;
}

void AppendPlaces(const Operand& side, bool nonzero,
                  std::vector<Place>* places) {
  for (const SignedFigure& each : side.figures) {
    if (places->size() >= kPlacesPerFindingMax) return;
    if ((each.figure.fen != 0) == nonzero) {
      places->push_back(PlaceOf(each.figure));
    }
  }
}

// The first figure of the left side, the other printed figures, then blanks.
std::vector<Place> PlacesOf(const Comparison& comparison) {
  std::vector<Place> places;
  const Operand& left = comparison.left;
  if (comparison.shape == ComparisonShape::kAtMost ||
      comparison.shape == ComparisonShape::kTwoSums) {
    AppendPlaces(left, true, &places);
    AppendPlaces(comparison.right, true, &places);
    AppendPlaces(left, false, &places);
    AppendPlaces(comparison.right, false, &places);
    return places;
  }
  for (const SignedFigure& each : left.figures) {
    places.push_back(PlaceOf(each.figure));
  }
  AppendPlaces(comparison.right, true, &places);
  AppendPlaces(comparison.right, false, &places);
  return places;
}

// How an addend is called: by what differs from the total.
Text AddendName(const Figure& total, const Figure& part) {
  if (part.in_run) return {};
  if (total.table != part.table) return FigureText(part);
  if (total.row == part.row && total.code == part.code) {
    return ColumnText(part);
  }
  return RowText(part);
}

// 「基本支出 423.53 + 项目支出 60」: the figures that are not zero.
Text SumText(const Operand& side, const Figure& total) {
  Text text;
  size_t written = 0;
  const auto append = [&](bool negative, const Text& name, int64_t fen) {
    if (written == kAddendsMax) {
      text.zh += " + …";
      text.en += " + …";
    }
    if (++written > kAddendsMax) return;
    const std::string amount = AmountText(*total.table, fen);
    const absl::string_view sign =
        written == 1 ? (negative ? "-" : "") : (negative ? " - " : " + ");
    absl::StrAppend(&text.zh, sign, name.zh, name.zh.empty() ? "" : " ",
                    amount);
    absl::StrAppend(&text.en, sign, name.en, name.en.empty() ? "" : " ",
                    amount);
  };
  for (const SignedFigure& each : side.figures) {
    if (each.figure.fen == 0) continue;
    append(each.negative, AddendName(total, each.figure), each.figure.fen);
  }
  if (side.constant_fen != 0) append(false, {}, side.constant_fen);
  if (written == 0) text = {"0", "0"};
  return text;
}

// What should have added up to a total but is blank.
Text BlankPartsText(const Operand& side, const Figure& total) {
  constexpr size_t kNamesMax = 4;
  if (side.figures.empty()) return Message("finding.no_rows_below");
  Text text;
  for (size_t i = 0; i < side.figures.size() && i <= kNamesMax; ++i) {
    const Figure& part = side.figures[i].figure;
    Text name = part.in_run ? RowText(part) : AddendName(total, part);
    if (i == kNamesMax) name = {"…", "…"};
    absl::StrAppend(&text.zh, i == 0 ? "" : "、", name.zh);
    absl::StrAppend(&text.en, i == 0 ? "" : "; ", name.en);
  }
  return text;
}

// A side of an inequality: 「表10 合计 合计 4.78」, or a sum and its value.
Text BoundText(const Operand& side, const IndexedTable& table, int64_t fen) {
  Text text;
  size_t written = 0;
  size_t nonzero = 0;
  const bool blank = NonzeroFigures(side) == 0;
  for (const SignedFigure& each : side.figures) {
    if (each.figure.fen == 0 && !(blank && written == 0)) continue;
    if (each.figure.fen != 0) ++nonzero;
    if (++written > kAddendsMax) break;
    const Text name = FigureText(each.figure);
    const absl::string_view sign = each.negative ? (written == 1 ? "-" : " - ")
                                                 : (written == 1 ? "" : " + ");
    const std::string amount = AmountText(table, each.figure.fen);
    absl::StrAppend(&text.zh, sign, name.zh, " ", amount);
    absl::StrAppend(&text.en, sign, name.en, " ", amount);
  }
  const std::string value = AmountText(table, fen);
  if (written == 0) return {value, value};
  if (nonzero > 1) {
    absl::StrAppend(&text.zh, " = ", value);
    absl::StrAppend(&text.en, " = ", value);
  }
  return text;
}

const IndexedTable* FirstTable(const Comparison& comparison) {
  return comparison.left.figures.empty()
             ? comparison.right.figures[0].figure.table
             : comparison.left.figures[0].figure.table;
}

Text MessageOf(const Comparison& comparison, const Text& title) {
  const IndexedTable& table = *FirstTable(comparison);
  const std::string actual = AmountText(table, comparison.left_fen);
  const std::string expected = AmountText(table, comparison.right_fen);
  const std::string difference =
      AmountText(table, comparison.left_fen - comparison.right_fen);
  if (comparison.shape == ComparisonShape::kAtMost) {
    return Message(
        "finding.at_most",
        {{"low", BoundText(comparison.left, table, comparison.left_fen)},
         {"high", BoundText(comparison.right, table, comparison.right_fen)},
         {"difference", difference}});
  }
  if (comparison.shape == ComparisonShape::kTwoSums) {
    return Message(
        comparison.agreement == Agreement::kRounding
            ? "finding.two_sums_rounding"
            : "finding.two_sums",
        {{"left", BoundText(comparison.left, table, comparison.left_fen)},
         {"right", BoundText(comparison.right, table, comparison.right_fen)},
         {"difference", difference}});
  }
  const Figure& total = comparison.left.figures[0].figure;
  const bool constant =
      comparison.right.figures.empty() && !comparison.right.sum;
  if (constant && comparison.right_fen == 0) {
    return Message(
        "finding.not_zero",
        {{"place", FigureText(total)}, {"actual", actual}, {"title", title}});
  }
  if (comparison.right.figures.empty() && comparison.right.constant_fen != 0) {
    return Message("finding.expected", {{"place", FigureText(total)},
                                        {"actual", actual},
                                        {"expected", expected},
                                        {"title", title},
                                        {"difference", difference}});
  }
  const auto& parts = comparison.right.figures;
  // The total of one place said in another has no parts there, only a print.
  const bool elsewhere = !parts.empty() && parts[0].figure.table != total.table;
  if (comparison.shape == ComparisonShape::kSum &&
      comparison.nonzero_parts == 0 && comparison.right_fen == 0 &&
      !elsewhere) {
    return Message("finding.no_parts",
                   {{"place", FigureText(total)},
                    {"actual", actual},
                    {"parts", BlankPartsText(comparison.right, total)}});
  }
  if (comparison.shape == ComparisonShape::kPrints ||
      comparison.nonzero_parts == 1 ||
      (comparison.nonzero_parts == 0 && elsewhere)) {
    const auto other = std::find_if(
        parts.begin(), parts.end(),
        [](const SignedFigure& each) { return each.figure.fen != 0; });
    const Figure& print =
        other == parts.end() ? parts[0].figure : other->figure;
    return Message(comparison.agreement == Agreement::kBoundary
                       ? "finding.two_prints_boundary"
                       : "finding.two_prints",
                   {{"place", FigureText(total)},
                    {"actual", actual},
                    {"other", FigureText(print)},
                    {"expected", expected},
                    {"difference", difference}});
  }
  const bool rounding = comparison.agreement == Agreement::kRounding;
  const absl::string_view id =
      total.table->claims() == nullptr || total.table->source() == Source::kP
          ? (rounding ? "finding.sum_rounding" : "finding.sum")
          : (rounding ? "finding.text_sum_rounding" : "finding.text_sum");
  return Message(id, {{"place", FigureText(total)},
                      {"sum", SumText(comparison.right, total)},
                      {"expected", expected},
                      {"actual", actual},
                      {"difference", difference}});
}

void SetNumbers(const Comparison& comparison, Finding* finding) {
  finding->actual_micro = comparison.left_fen;
  finding->expected_micro = comparison.right_fen;
  finding->difference_micro = comparison.left_fen - comparison.right_fen;
}

// Each figure's interval is half a place, so n of them may be n halves apart.
Comparison JudgeTwoSums(Operand left, Operand right) {
  Comparison result;
  result.shape = ComparisonShape::kTwoSums;
  result.left_fen = Total(left);
  result.right_fen = Total(right);
  result.nonzero_parts = NonzeroFigures(left) + NonzeroFigures(right);
  if (result.nonzero_parts < 2) {
    if (result.left_fen != result.right_fen) {
      result.agreement = Agreement::kInconsistent;
    }
  } else {
    result.agreement =
        JudgeSum(result.left_fen, result.right_fen, result.nonzero_parts - 1,
                 Coarsest(right, Coarsest(left, 1)));
  }
  result.left = std::move(left);
  result.right = std::move(right);
  return result;
}

}  // namespace

Comparison JudgeEqual(Operand left, Operand right) {
  Comparison result;
  if (left.figures.empty() && right.figures.empty()) {
    if (Total(left) != Total(right)) {
      result.agreement = Agreement::kInconsistent;
    }
    return result;  // Numbers and counts alone.
  }
  if (left.figures.empty()) std::swap(left, right);
  if (left.single() && right.single()) {
    result.shape = ComparisonShape::kPrints;
  } else if (!left.single() && right.single()) {
    std::swap(left, right);
  } else if (left.figures.size() > 1 || left.constant_fen != 0 ||
             (!left.single() && left.figures[0].negative)) {
    return JudgeTwoSums(std::move(left), std::move(right));
  }
  result.left_fen = Total(left);
  result.right_fen = Total(right);
  result.nonzero_parts = NonzeroFigures(right);
  const int64_t own =
      left.figures.empty() ? 1 : left.figures[0].figure.precision;
  const int64_t precision = Coarsest(right, own);
  if (result.shape == ComparisonShape::kPrints) {
    const int64_t other = right.figures[0].figure.precision;
    // Blank has no interval, so no precision of its own.
    const bool blank = result.left_fen == 0 || result.right_fen == 0;
    const int64_t coarse = std::max(own, other);
    result.agreement = JudgePrints(result.left_fen, blank ? coarse : own,
                                   result.right_fen, blank ? coarse : other);
  } else if (result.nonzero_parts == 0) {
    result.agreement = result.left_fen == result.right_fen
                           ? Agreement::kExact
                           : Agreement::kInconsistent;
  } else if (result.nonzero_parts == 1) {
    result.agreement =
        JudgePrints(result.left_fen, own, result.right_fen, Coarsest(right, 1));
  } else {
    result.agreement = JudgeSum(result.left_fen, result.right_fen,
                                result.nonzero_parts, precision);
  }
  result.left = std::move(left);
  result.right = std::move(right);
  return result;
}

Comparison JudgeInequality(Operand low, Operand high) {
  Comparison result;
  result.shape = ComparisonShape::kAtMost;
  result.left_fen = Total(low);
  result.right_fen = Total(high);
  result.agreement = JudgeAtMost(result.left_fen, result.right_fen,
                                 NonzeroFigures(low) + NonzeroFigures(high),
                                 Coarsest(high, Coarsest(low, 1)));
  result.left = std::move(low);
  result.right = std::move(high);
  return result;
}

Finding FindingOf(const Comparison& comparison, Severity severity,
                  const Text& title) {
  Finding finding;
  finding.severity = severity;
  finding.status = FindingStatus::kInconsistent;
  if (comparison.agreement == Agreement::kRounding) {
    finding.severity = Severity::kNote;
    finding.status = FindingStatus::kRounding;
  } else if (comparison.agreement == Agreement::kBoundary) {
    finding.status = FindingStatus::kBoundary;
  } else if (severity == Severity::kNote) {
    finding.status = FindingStatus::kInfo;
  }
  finding.places = PlacesOf(comparison);
  SetNumbers(comparison, &finding);
  finding.message = MessageOf(comparison, title);
  return finding;
}

Finding ConventionOf(const Comparison& comparison) {
  Finding finding;
  finding.places = PlacesOf(comparison);
  SetNumbers(comparison, &finding);
  const Text left =
      BoundText(comparison.left, *FirstTable(comparison), comparison.left_fen);
  finding.message =
      Message("finding.convention",
              {{"place", left},
               {"sum", BoundText(comparison.right, *FirstTable(comparison),
                                 comparison.right_fen)}});
  return finding;
}

}  // namespace yuheng::validation
