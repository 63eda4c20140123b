#include "services/validation/evaluation/diagnosis/identity.h"

#include <algorithm>
#include <utility>

#include "services/validation/evaluation/ratio.h"
#include "services/validation/evaluation/rounding.h"

namespace yuheng::validation {
namespace {

// Sums of one side, and what rounding needs to know of it.
struct SideSum {
  int64_t fen = 0;
  int64_t nonzero = 0;
  int64_t precision_fen = 1;  // The coarsest of those that are not zero.
};

SideSum SumOf(const std::vector<Fact>& facts,
              const std::vector<IdentityTerm>& terms, int64_t constant_fen,
              const std::vector<int64_t>& values) {
  __int128 total = constant_fen;
  SideSum sum;
  for (const IdentityTerm& term : terms) {
    const int64_t fen = values[term.fact];
    if (fen == 0) continue;
    total += term.negative ? -fen : fen;
    ++sum.nonzero;
    sum.precision_fen =
        std::max(sum.precision_fen, facts[term.fact].figure.precision);
  }
  const __int128 limit = INT64_MAX / 4;
  sum.fen = static_cast<int64_t>(std::clamp(total, -limit, limit));
  return sum;
}

}  // namespace

int IdentitySet::FactOf(const Figure& figure) {
  const int place = figure.column * 4 + static_cast<int>(figure.side);
  int& fact =
      figure.row != nullptr
          ? printed_.try_emplace({figure.row, place}, -1).first->second
          : unprinted_.try_emplace({figure.table, figure.code, place}, -1)
                .first->second;
  if (fact < 0) {
    fact = static_cast<int>(facts_.size());
    facts_.push_back({figure, {}});
  }
  return fact;
}

std::vector<IdentityTerm> IdentitySet::TermsOf(const Operand& side) {
  std::vector<IdentityTerm> terms;
  terms.reserve(side.figures.size());
  const int identity = static_cast<int>(identities_.size());
  for (const SignedFigure& each : side.figures) {
    const int fact = FactOf(each.figure);
    terms.push_back({fact, each.negative});
    std::vector<int>& member_of = facts_[fact].identities;
    if (member_of.empty() || member_of.back() != identity) {
      member_of.push_back(identity);
    }
  }
  return terms;
}

void IdentitySet::OnJudged(const RuleHead& rule, Comparison comparison) {
  terms_ += comparison.left.figures.size() + comparison.right.figures.size();
  if (terms_ > kIdentityTermsMax) {
    complete_ = false;
    return;
  }
  // The caller's head may be of this rule's evaluation only.
  if (rules_.empty() || rules_.back().id != rule.id) rules_.push_back(rule);
  Identity identity;
  identity.rule = &rules_.back();
  identity.shape = comparison.shape;
  identity.left = TermsOf(comparison.left);
  identity.right = TermsOf(comparison.right);
  identity.left_constant_fen = comparison.left.constant_fen;
  identity.right_constant_fen = comparison.right.constant_fen;
  identity.agreement = comparison.agreement;
  identity.left_fen = comparison.left_fen;
  identity.right_fen = comparison.right_fen;
  identities_.push_back(std::move(identity));
}

const absl::flat_hash_map<std::string, int>& IdentitySet::by_address() {
  by_address_.reserve(facts_.size());
  for (; addressed_ < facts_.size(); ++addressed_) {
    by_address_.emplace(AddressOf(facts_[addressed_].figure),
                        static_cast<int>(addressed_));
  }
  return by_address_;
}

std::vector<int64_t> IdentitySet::Values() const {
  std::vector<int64_t> values;
  values.reserve(facts_.size());
  for (const Fact& fact : facts_) values.push_back(fact.figure.fen);
  return values;
}

Agreement IdentitySet::JudgeRatio(const Identity& identity,
                                  const std::vector<int64_t>& values) const {
  const auto figure = [&](const IdentityTerm& term) {
    Figure with_value = facts_[term.fact].figure;
    with_value.fen = values[term.fact];
    return with_value;
  };
  const Figure printed = figure(identity.left[0]);
  const Figure part = figure(identity.right[0]);
  const Figure whole = figure(identity.right[1]);
  // A rule has nothing to say there, but it is no way to settle anything.
  const bool growth = identity.shape == ComparisonShape::kGrowth;
  if (growth ? whole.fen < part.fen : whole.fen <= 0) {
    return Agreement::kInconsistent;
  }
  return growth ? JudgeGrowth(printed, part, whole).agreement
                : JudgeShare(printed, part, whole).agreement;
}

Agreement IdentitySet::Judge(const Identity& identity,
                             const std::vector<int64_t>& values) const {
  const SideSum left =
      SumOf(facts_, identity.left, identity.left_constant_fen, values);
  const SideSum right =
      SumOf(facts_, identity.right, identity.right_constant_fen, values);
  const int64_t precision = std::max(left.precision_fen, right.precision_fen);
  switch (identity.shape) {
    case ComparisonShape::kAtMost:
      return JudgeAtMost(left.fen, right.fen, left.nonzero + right.nonzero,
                         precision);
    case ComparisonShape::kTwoSums:
      if (left.fen == right.fen) return Agreement::kExact;
      if (left.nonzero + right.nonzero < 2) return Agreement::kInconsistent;
      return JudgeSum(left.fen, right.fen, left.nonzero + right.nonzero - 1,
                      precision);
    case ComparisonShape::kShare:
    case ComparisonShape::kGrowth:
      return JudgeRatio(identity, values);
    case ComparisonShape::kPrints:
    case ComparisonShape::kSum:
      break;
  }
  if (left.fen == right.fen) return Agreement::kExact;
  if (right.nonzero >= 2) {
    return JudgeSum(left.fen, right.fen, right.nonzero, precision);
  }
  // Blank has no interval, so no precision of its own.
  if (left.nonzero == 0 || right.nonzero == 0) return Agreement::kInconsistent;
  return JudgePrints(left.fen, left.precision_fen, right.fen,
                     right.precision_fen);
}

}  // namespace yuheng::validation
