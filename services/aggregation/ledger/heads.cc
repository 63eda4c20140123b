#include "services/aggregation/ledger/heads.h"

#include <string>
#include <utility>

#include "services/aggregation/ledger/ledger_reader.h"
#include "storage/format/ledger_keys.h"

namespace yuheng::aggregation {
namespace {

absl::StatusOr<storage::Sha256Digest> HashAt(const storage::Store& store,
                                             const Position& position) {
  const auto value = store.Get(position.department, storage::kLedgerHeadKey);
  if (!value.ok()) return value.status();
  if (value->has_value()) {
    const auto head = storage::DecodeLedgerHead(**value);
    if (head.ok() && head->seq == position.seq) return head->hash;
  }
  // The ledger has gone on, or its head is damaged: the entry itself tells.
  const auto stored = ReadEntry(store, position.department, position.seq);
  if (absl::IsNotFound(stored.status())) {
    return DamageError({position.department, position.seq, "entry",
                        std::to_string(position.seq), std::string(kAbsent)});
  }
  if (!stored.ok()) return stored.status();
  return stored->hash;
}

}  // namespace

absl::StatusOr<std::vector<audit::LedgerHead>> HeadsAt(
    const storage::Store& store, const std::vector<Position>& positions) {
  std::vector<audit::LedgerHead> heads;
  heads.reserve(positions.size());
  for (const Position& position : positions) {
    const auto hash = HashAt(store, position);
    if (!hash.ok()) return hash.status();
    heads.push_back({position.department, position.seq, *hash});
  }
  return heads;
}

}  // namespace yuheng::aggregation
