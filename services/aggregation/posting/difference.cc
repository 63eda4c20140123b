#include "services/aggregation/posting/difference.h"

#include "absl/status/status.h"

namespace yuheng::aggregation {
namespace {

using storage::AmountLine;

bool Add(int64_t a, int64_t b, int64_t* sum) {
  return !__builtin_add_overflow(a, b, sum);
}
bool Subtract(int64_t a, int64_t b, int64_t* difference) {
  return !__builtin_sub_overflow(a, b, difference);
}

// Merges two sorted lists; combine gets 0 for a side without the account.
absl::StatusOr<std::vector<AmountLine>> Merge(absl::Span<const AmountLine> a,
                                              absl::Span<const AmountLine> b,
                                              bool (*combine)(int64_t, int64_t,
                                                              int64_t*)) {
  std::vector<AmountLine> merged;
  merged.reserve(a.size() + b.size());
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    auto order = std::strong_ordering::equal;
    if (i == a.size()) {
      order = std::strong_ordering::greater;
    } else if (j == b.size()) {
      order = std::strong_ordering::less;
    } else {
      order = a[i].account <=> b[j].account;
    }
    const AmountLine& first = order <= 0 ? a[i] : b[j];
    const int64_t left = order <= 0 ? a[i++].amount_fen : 0;
    const int64_t right = order >= 0 ? b[j++].amount_fen : 0;
    int64_t amount = 0;
    if (!combine(left, right, &amount)) {
      return absl::DataLossError("an amount leaves 64 bits");
    }
    if (amount != 0) merged.push_back({first.account, amount});
  }
  return merged;
}

}  // namespace

absl::StatusOr<std::vector<AmountLine>> Difference(
    absl::Span<const AmountLine> newer, absl::Span<const AmountLine> older) {
  return Merge(newer, older, &Subtract);
}

absl::StatusOr<std::vector<AmountLine>> Sum(absl::Span<const AmountLine> a,
                                            absl::Span<const AmountLine> b) {
  return Merge(a, b, &Add);
}

}  // namespace yuheng::aggregation
