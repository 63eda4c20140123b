#ifndef YUHENG_SERVICES_AGGREGATION_TOTALS_SOURCES_H_
#define YUHENG_SERVICES_AGGREGATION_TOTALS_SOURCES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "storage/format/ledger_record.h"

namespace yuheng::aggregation {

// The least and the most an amount can be.
struct Bounds {
  int64_t least_fen = 0;
  int64_t most_fen = 0;

  friend bool operator==(const Bounds&, const Bounds&) = default;
};

// What one source of a function pays of its basic and its project expenditure.
struct SourceUse {
  // A column of T2: gen, fund and soe with their transfers from above, which
  // T5, T8 and T9 assign to a kind; special, unit, carry_fiscal and
  // carry_nonfiscal, which no table assigns.
  std::string source;
  int64_t amount_fen = 0;  // Of T2.
  Bounds basic;
  Bounds project;

  friend bool operator==(const SourceUse&, const SourceUse&) = default;
};

// How the expenditure of one function code is paid. Of each kind, what is left
// of T3 without T5, T8 and T9 is the account "source not assigned": entries
// keep sources and uses apart, so it is never written, only derived.
struct FunctionSources {
  std::string code;  // 7 digits.
  int64_t basic_fen = 0;
  int64_t project_fen = 0;
  int64_t basic_open_fen = 0;
  int64_t project_open_fen = 0;
  int64_t residue_fen = 0;         // Sources less uses: rounding.
  std::vector<SourceUse> sources;  // In the order of T2; none of zero.

  friend bool operator==(const FunctionSources&,
                         const FunctionSources&) = default;
};

// The sum over contributions. Each one's document is bounded by itself, and the
// bounds are added: none says anything of another's.
class SourcesSum {
 public:
  using Leaf = std::pair<const storage::AccountKey*, int64_t>;

  // The leaves of one contribution, within kGrossFenMax as all sums are.
  void Add(absl::Span<const Leaf> leaves);

  // Ascending by code.
  std::vector<FunctionSources> Take() const;

 private:
  std::map<std::string, FunctionSources> by_code_;
};

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_TOTALS_SOURCES_H_
