#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Message;

// Half of 0.01 万元 in 分, and of 0.01 % in millionths of a percent.
constexpr int64_t kHalfPlaceFen = 5'000;
constexpr int64_t kHalfPlaceRate = 5'000;
// 100 % in millionths of a percent.
constexpr int64_t kWhole = 100 * budget::kMicroPerOne;
// Powers of ten that amounts are shifted by: a lost point, 元 for 万元.
constexpr int64_t kFactors[] = {10, 100, 10'000};

// Whether `growth` can be `change` / (`amount` - `change`), each rounded to its
// last place. A growth from nothing is printed as 100 %, or as nothing.
bool Fits(int64_t amount, int64_t change, int64_t growth) {
  const int64_t prior = amount - change;
  if (prior <= 2 * kHalfPlaceFen) {
    return prior >= -2 * kHalfPlaceFen && (growth == kWhole || growth == 0);
  }
  const absl::int128 low = absl::int128(change - kHalfPlaceFen) * kWhole;
  const absl::int128 high = absl::int128(change + kHalfPlaceFen) * kWhole;
  // growth * prior must meet [low, high], both with their places.
  const absl::int128 wide =
      growth >= 0 ? prior + 2 * kHalfPlaceFen : prior - 2 * kHalfPlaceFen;
  const absl::int128 narrow =
      growth >= 0 ? prior - 2 * kHalfPlaceFen : prior + 2 * kHalfPlaceFen;
  return absl::int128(growth - kHalfPlaceRate) * narrow <= high &&
         absl::int128(growth + kHalfPlaceRate) * wide >= low;
}

// With two neighbouring digits swapped, in hundredths; each way that changes
// the value.
std::vector<int64_t> Swapped(int64_t micro) {
  std::vector<int64_t> values;
  const int64_t sign = micro < 0 ? -1 : 1;
  const int64_t hundredths = std::abs(micro) / 10'000;
  for (int64_t place = 1; place * 10 <= hundredths; place *= 10) {
    const int64_t low = hundredths / place % 10;
    const int64_t high = hundredths / (place * 10) % 10;
    if (low == high) continue;
    const int64_t swapped =
        hundredths + (low - high) * place * 10 + (high - low) * place;
    values.push_back(sign * swapped * 10'000);
  }
  return values;
}

class Diagnosis {
 public:
  Diagnosis(const CheckContext& context,
            const std::vector<Statement>& statements,
            const Statement& statement)
      : context_(context),
        statements_(statements),
        statement_(statement),
        amount_(*statement.amount->value_micro),
        change_(*statement.delta->value_micro),
        growth_(*statement.growth->value_micro) {}

  // One note, the most telling explanation.
  void Tell() {
    if (IsShare() || IsOtherFigure() || IsSwapped() || IsShifted()) return;
  }

 private:
  void Note(const budget::Text& message) {
    std::vector<Place> places = {PlaceOf(*statement_.delta),
                                 PlaceOf(*statement_.growth),
                                 PlaceOf(*statement_.amount)};
    context_.reporter.Fail(std::move(places), message);
  }

  // What the change would have to be for the growth to be right, when that is
  // all of the amount.
  std::string Closing() const {
    return growth_ == kWhole ? WanYuanText(amount_) : "";
  }

  bool IsShare() {
    if (!HasValue(statement_.share) ||
        *statement_.share->value_micro != std::abs(change_)) {
      return false;
    }
    const std::string closing = Closing();
    Note(closing.empty() ? Message("prose.change_is_share",
                                   {{"change", WanYuanText(change_)},
                                    {"share", statement_.share->printed}})
                         : Message("prose.change_is_share_for",
                                   {{"change", WanYuanText(change_)},
                                    {"share", statement_.share->printed},
                                    {"closing", closing}}));
    return true;
  }

  // The claim of a statement in words: section, subject and measure; as its
  // address says where no rule knows that section.
  budget::Text NameOf(const Statement& statement, const budget::Claim& claim) {
    const Source source = FindSource(statement.section);
    if (source == Source::kNone) return {claim.address, claim.address};
    const IndexedTable& section = context_.index.Of(source);
    const auto& columns = section.shape().columns;
    const absl::string_view measure =
        &claim == statement.delta ? "delta" : "amount";
    const auto column =
        std::find_if(columns.begin(), columns.end(),
                     [&](const auto& each) { return each.key == measure; });
    YUHENG_CHECK(column != columns.end());
    return FigureText(FigureAt(section, budget::Side::kNone, statement.subject,
                               static_cast<int>(column - columns.begin())));
  }

  // The change is what the same section prints for another subject.
  bool IsOtherFigure() {
    if (change_ == 0) return false;
    for (const Statement& other : statements_) {
      if (&other == &statement_ || other.section != statement_.section) {
        continue;
      }
      for (const budget::Claim* claim : {other.delta, other.amount}) {
        if (!HasValue(claim) || *claim->value_micro != change_) continue;
        // The right change of another subject that moved likewise.
        if (claim == other.delta && HasValue(other.amount) &&
            *other.amount->value_micro == amount_) {
          continue;
        }
        context_.reporter.Fail({PlaceOf(*statement_.delta), PlaceOf(*claim),
                                PlaceOf(*statement_.growth)},
                               Message("prose.change_is_other",
                                       {{"change", WanYuanText(change_)},
                                        {"other", NameOf(other, *claim)}}));
        return true;
      }
    }
    return false;
  }

  bool IsSwapped() {
    for (const int64_t value : Swapped(change_)) {
      if (!Fits(amount_, value, growth_)) continue;
      Note(Message("prose.digits_swapped", {{"printed", WanYuanText(change_)},
                                            {"value", WanYuanText(value)}}));
      return true;
    }
    for (const int64_t value : Swapped(growth_)) {
      if (!Fits(amount_, change_, value)) continue;
      Note(Message(
          "prose.digits_swapped",
          {{"printed", statement_.growth->printed},
           {"value",
            absl::StrCat(budget::FormatDecimal(std::abs(value)), "%")}}));
      return true;
    }
    for (const int64_t value : Swapped(amount_)) {
      if (!Fits(value, change_, growth_)) continue;
      Note(Message("prose.digits_swapped", {{"printed", WanYuanText(amount_)},
                                            {"value", WanYuanText(value)}}));
      return true;
    }
    return false;
  }

  bool IsShifted() {
    if (change_ == 0) return false;
    for (const int64_t factor : kFactors) {
      for (const bool up : {true, false}) {
        if (up && std::abs(change_) > budget::kFigureMicroMax / factor) {
          continue;
        }
        const int64_t change = up ? change_ * factor : change_ / factor;
        if (std::abs(change) < kHalfPlaceFen ||
            !Fits(amount_, change, growth_)) {
          continue;
        }
        Note(Message("prose.power_of_ten", {{"printed", WanYuanText(change_)},
                                            {"value", WanYuanText(change)},
                                            {"factor", absl::StrCat(factor)}}));
        return true;
      }
    }
    return false;
  }

  const CheckContext& context_;
  const std::vector<Statement>& statements_;
  const Statement& statement_;
  const int64_t amount_;
  const int64_t change_;
  const int64_t growth_;
};

}  // namespace

// Y-13: beside a growth that is not change / (amount - change), what the change
// may really be: the share copied, another subject's figure, digits swapped, a
// point lost. A note; Y-03 tells the error.
void CheckGrowthDiagnosis(const CheckContext& context) {
  const std::vector<Statement>& statements = context.statements;
  for (const Statement& statement : statements) {
    if (!HasValue(statement.amount) || !HasValue(statement.delta) ||
        !HasValue(statement.growth)) {
      continue;
    }
    if (Fits(*statement.amount->value_micro, *statement.delta->value_micro,
             *statement.growth->value_micro)) {
      continue;
    }
    Diagnosis(context, statements, statement).Tell();
    if (context.reporter.stopped()) return;
  }
}

}  // namespace yuheng::validation
