#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::TableKind;

// Beyond so many times the median, or below that part of it, is an outlier.
// Pay and office costs a head differ by far less between departments of a kind.
constexpr int64_t kOutlierFactor = 3;

// An amount a head in 万元 with two decimals.
std::string PerHeadText(int64_t fen) {
  constexpr int64_t kPlace = budget::kFenPerWanYuan / 100;
  return budget::FormatDecimal((fen + kPlace / 2) / kPlace * kPlace);
}

void Compare(const CheckContext& context, absl::string_view column,
             std::optional<int64_t> own_fen, int64_t median_fen) {
  const IndexedTable& table = context.index.Of(TableKind::kT6);
  const budget::Row* row = table.Find(budget::Side::kNone, budget::kTotalKey);
  if (!own_fen || median_fen <= 0 || row == nullptr) return;
  const bool high = *own_fen > median_fen * kOutlierFactor;
  const bool low = *own_fen < median_fen / kOutlierFactor;
  if (!high && !low) return;
  const Figure figure = FigureOf(
      table, *row, table.shape().ColumnIndex(budget::Side::kNone, column));
  std::vector<Place> places = {PlaceOf(figure)};
  const budget::Claim* people = context.claims.Find("G:staff:in_post");
  if (people != nullptr) places.push_back(PlaceOf(*people));
  context.reporter.Fail(
      std::move(places),
      Message(
          high ? "finding.peer_high" : "finding.peer_low",
          {{"what", ColumnText(figure)},
           {"own", PerHeadText(*own_fen)},
           {"count", absl::StrCat(context.references->peers->department_count)},
           {"median", PerHeadText(median_fen)},
           {"factor", absl::StrCat(kOutlierFactor)}}));
}

}  // namespace

// 公用经费 and 人员经费 for a person in post, against the median of
// departments of the same kind.
void CheckPeers(const CheckContext& context) {
  if (context.references == nullptr || !context.references->peers ||
      context.references->peers->department_count < kPeersMin) {
    context.reporter.Insufficient(
        {},
        Message("finding.peers_not_given", {{"min", absl::StrCat(kPeersMin)}}));
    return;
  }
  const PerHead own = PerHeadOf(context.document);
  if (!own.public_fen && !own.personnel_fen) {
    context.reporter.Insufficient({{"G:staff:in_post", {}}},
                                  Message("finding.per_head_unknown"));
    return;
  }
  const PeerMedians& peers = *context.references->peers;
  Compare(context, "public", own.public_fen, peers.public_per_head_fen);
  Compare(context, "personnel", own.personnel_fen,
          peers.personnel_per_head_fen);
}

}  // namespace yuheng::validation
