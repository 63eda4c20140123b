#include "services/aggregation/posting/balance.h"

#include <cstdlib>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

using budget::Side;
using budget::TableKind;
using storage::AmountLine;

// The two pans of one scale.
struct Scale {
  int64_t income_fen = 0;
  int64_t expenditure_fen = 0;
  int64_t leaf_count = 0;

  void Add(Side side, int64_t amount_fen) {
    (side == Side::kIncome ? income_fen : expenditure_fen) += amount_fen;
    ++leaf_count;
  }
  int64_t DifferenceFen() const { return income_fen - expenditure_fen; }
  int64_t AllowedFen(int64_t precision_fen) const {
    return leaf_count * precision_fen / 2;
  }
};

absl::Status Weigh(absl::string_view place, const Scale& scale,
                   int64_t precision_fen) {
  const int64_t difference = scale.DifferenceFen();
  const int64_t allowed = scale.AllowedFen(precision_fen);
  if (std::llabs(difference) <= allowed) return absl::OkStatus();
  const budget::Text text = budget::Message(
      "aggregation.entry_unbalanced",
      {{"place", place},
       {"income", budget::FormatDecimal(scale.income_fen)},
       {"expenditure", budget::FormatDecimal(scale.expenditure_fen)},
       {"difference", budget::FormatDecimal(difference)},
       {"allowed", budget::FormatDecimal(allowed)}});
  return rpc::MakeError(
      rpc::Reason::kEntryUnbalanced, text.zh, text.en,
      {{"place", std::string(place)},
       {"income_fen", absl::StrCat(scale.income_fen)},
       {"expenditure_fen", absl::StrCat(scale.expenditure_fen)},
       {"difference_fen", absl::StrCat(difference)},
       {"allowed_fen", absl::StrCat(allowed)}});
}

}  // namespace

absl::StatusOr<int64_t> BalanceOf(absl::Span<const AmountLine> leaves,
                                  int64_t precision_fen) {
  Scale t1;
  Scale t4;
  std::map<absl::string_view, Scale> by_code;
  for (const AmountLine& line : leaves) {
    const Side side = static_cast<Side>(line.account.side);
    switch (static_cast<TableKind>(line.account.table)) {
      case TableKind::kT1:
        t1.Add(side, line.amount_fen);
        break;
      case TableKind::kT2:
        by_code[line.account.row].Add(Side::kIncome, line.amount_fen);
        break;
      case TableKind::kT3:
        by_code[line.account.row].Add(Side::kExpenditure, line.amount_fen);
        break;
      case TableKind::kT4:
        t4.Add(side, line.amount_fen);
        break;
      default:
        break;  // One-sided tables weigh nothing by themselves.
    }
  }
  absl::Status status = Weigh("T1", t1, precision_fen);
  if (!status.ok()) return status;
  for (const auto& [code, scale] : by_code) {
    status = Weigh(absl::StrCat("T2/T3:", code), scale, precision_fen);
    if (!status.ok()) return status;
  }
  status = Weigh("T4", t4, precision_fen);
  if (!status.ok()) return status;
  return t1.DifferenceFen();
}

absl::StatusOr<int64_t> T1DifferenceOf(absl::Span<const AmountLine> leaves) {
  int64_t difference = 0;
  for (const AmountLine& line : leaves) {
    if (line.account.table != static_cast<uint8_t>(TableKind::kT1)) continue;
    const bool income =
        line.account.side == static_cast<uint8_t>(Side::kIncome);
    if (income
            ? __builtin_add_overflow(difference, line.amount_fen, &difference)
            : __builtin_sub_overflow(difference, line.amount_fen,
                                     &difference)) {
      return absl::DataLossError("the amounts of T1 leave 64 bits");
    }
  }
  return difference;
}

}  // namespace yuheng::aggregation
