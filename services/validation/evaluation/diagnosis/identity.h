#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_IDENTITY_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_IDENTITY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/validation/evaluation/comparison.h"
#include "services/validation/evaluation/formula_evaluator.h"

namespace yuheng::validation {

// Terms of all identities of one document at most; what is beyond is left out
// and complete() says so.
inline constexpr size_t kIdentityTermsMax = 1'000'000;

// One figure of a document and the relations it takes part in.
struct Fact {
  Figure figure;
  std::pmr::vector<int> identities;  // Ascending, each once.
};

struct IdentityTerm {
  int fact = 0;
  bool negative = false;
};

// One judged comparison between facts.
struct Identity {
  const RuleHead* rule = nullptr;
  ComparisonShape shape = ComparisonShape::kSum;
  std::pmr::vector<IdentityTerm> left;
  std::pmr::vector<IdentityTerm> right;
  int64_t left_constant_fen = 0;
  int64_t right_constant_fen = 0;
  Agreement agreement = Agreement::kExact;
  // The sums of both sides, as a finding states them.
  int64_t left_fen = 0;
  int64_t right_fen = 0;
};

inline bool Agrees(Agreement agreement) {
  return agreement == Agreement::kExact || agreement == Agreement::kRounding;
}

// Of a percentage.
inline bool IsRatio(const Identity& identity) {
  return identity.shape == ComparisonShape::kShare ||
         identity.shape == ComparisonShape::kGrowth;
}

// Every identity of one document, and the facts between which they hold. Facts
// and identities are named by their position.
class IdentitySet : public ComparisonObserver {
 public:
  void OnJudged(const RuleHead& rule, const Comparison& comparison) override;

  const std::vector<Fact>& facts() const { return facts_; }
  const std::vector<Identity>& identities() const { return identities_; }
  bool complete() const { return complete_; }

  // The fact of a printed cell; -1 when no identity holds it.
  int FactOfCell(const IndexedTable& table, const budget::Row& row,
                 int column) const;
  // The first fact of that address; -1 when there is none.
  int FactAt(absl::string_view address);

  // The printed values of all facts, in 分.
  std::vector<int64_t> Values() const;

  // How `identity` stands when the facts have `values`.
  Agreement Judge(const Identity& identity,
                  const std::vector<int64_t>& values) const;

 private:
  Agreement JudgeRatio(const Identity& identity,
                       const std::vector<int64_t>& values) const;
  static size_t CellIndex(const IndexedTable& table, const budget::Row& row,
                          int column);
  int& PrintedAt(const Figure& figure);
  int& UnprintedAt(const Figure& figure);
  int FactOf(const Figure& figure);
  std::pmr::vector<IdentityTerm> TermsOf(const Operand& side);
  int FactAt(absl::string_view address, Source source);

  // Of what facts and identities hold: thousands of small lists that go
  // together.
  std::pmr::monotonic_buffer_resource memory_{64 << 10};
  std::deque<RuleHead> rules_;  // Of the identities; never moves.
  std::vector<Fact> facts_;
  std::vector<Identity> identities_;
  // Printed figures by table, row and column; -1: no fact yet. The others by
  // table and code, side and column.
  std::array<std::vector<int>, kSourceCount + 1> printed_;
  absl::flat_hash_map<std::tuple<const IndexedTable*, absl::string_view, int>,
                      int>
      unprinted_;
  // The facts of a table, and under kNone those of all sections.
  struct Addresses {
    absl::flat_hash_map<std::string, int> facts;
    size_t looked_at = 0;  // Facts, of whatever table.
  };
  std::array<Addresses, static_cast<size_t>(Source::kT10) + 1> addresses_;
  size_t terms_ = 0;
  bool complete_ = true;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_DIAGNOSIS_IDENTITY_H_
