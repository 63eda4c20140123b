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
              const std::pmr::vector<IdentityTerm>& terms, int64_t constant_fen,
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

// Columns of the side that has more.
size_t WidthOf(const IndexedTable& table) {
  return std::max(table.shape().columns.size(),
                  table.shape().income_columns.size());
}

}  // namespace

size_t IdentitySet::CellIndex(const IndexedTable& table, const budget::Row& row,
                              int column) {
  return static_cast<size_t>(&row - table.table()->rows.data()) *
             WidthOf(table) +
         static_cast<size_t>(column);
}

int IdentitySet::FactOfCell(const IndexedTable& table, const budget::Row& row,
                            int column) const {
  const std::vector<int>& facts = printed_[static_cast<size_t>(table.source())];
  return facts.empty() || static_cast<size_t>(column) >= WidthOf(table)
             ? -1
             : facts[CellIndex(table, row, column)];
}

int& IdentitySet::PrintedAt(const Figure& figure) {
  const IndexedTable& table = *figure.table;
  std::vector<int>& facts = printed_[static_cast<size_t>(table.source())];
  if (facts.empty()) {
    facts.assign(table.table()->rows.size() * WidthOf(table), -1);
  }
  return facts[CellIndex(table, *figure.row, figure.column)];
}

int& IdentitySet::UnprintedAt(const Figure& figure) {
  const int place = figure.column * 4 + static_cast<int>(figure.side);
  return unprinted_.try_emplace({figure.table, figure.code, place}, -1)
      .first->second;
}

int IdentitySet::FactOf(const Figure& figure) {
  int& fact = figure.row != nullptr ? PrintedAt(figure) : UnprintedAt(figure);
  if (fact < 0) {
    fact = static_cast<int>(facts_.size());
    facts_.push_back({figure, std::pmr::vector<int>(&memory_)});
  }
  return fact;
}

std::pmr::vector<IdentityTerm> IdentitySet::TermsOf(const Operand& side) {
  std::pmr::vector<IdentityTerm> terms(&memory_);
  terms.reserve(side.figures.size());
  const int identity = static_cast<int>(identities_.size());
  for (const SignedFigure& each : side.figures) {
    const int fact = FactOf(each.figure);
    terms.push_back({fact, each.negative});
    std::pmr::vector<int>& member_of = facts_[fact].identities;
    if (member_of.empty() || member_of.back() != identity) {
      member_of.push_back(identity);
    }
  }
  return terms;
}

void IdentitySet::OnJudged(const RuleHead& rule, const Comparison& comparison) {
  terms_ += comparison.left.figures.size() + comparison.right.figures.size();
  if (terms_ > kIdentityTermsMax) {
    complete_ = false;
    return;
  }
  // The caller's head may be of this rule's evaluation only.
  if (rules_.empty() || rules_.back().id != rule.id) rules_.push_back(rule);
  identities_.push_back({.rule = &rules_.back(),
                         .shape = comparison.shape,
                         .left = TermsOf(comparison.left),
                         .right = TermsOf(comparison.right),
                         .left_constant_fen = comparison.left.constant_fen,
                         .right_constant_fen = comparison.right.constant_fen,
                         .agreement = comparison.agreement,
                         .left_fen = comparison.left_fen,
                         .right_fen = comparison.right_fen});
}

int IdentitySet::FactAt(absl::string_view address, Source source) {
  Addresses& addresses = addresses_[static_cast<size_t>(source)];
  for (size_t& i = addresses.looked_at; i < facts_.size(); ++i) {
    const Source own = facts_[i].figure.table->source();
    if ((IsTable(own) ? own : Source::kNone) != source) continue;
    addresses.facts.emplace(AddressOf(facts_[i].figure), static_cast<int>(i));
  }
  const auto it = addresses.facts.find(address);
  return it == addresses.facts.end() ? -1 : it->second;
}

int IdentitySet::FactAt(absl::string_view address) {
  const Source source = FindSource(address.substr(0, address.find(':')));
  const int fact = IsTable(source) ? FactAt(address, source) : -1;
  return fact < 0 ? FactAt(address, Source::kNone) : fact;
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
