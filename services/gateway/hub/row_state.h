#ifndef YUHENG_SERVICES_GATEWAY_HUB_ROW_STATE_H_
#define YUHENG_SERVICES_GATEWAY_HUB_ROW_STATE_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/gateway/hub/view_state.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {

// A ViewState of watches that send snapshots and deltas of rows. `Kind` says
// what differs:
//   Response            the messages, with snapshot, delta, progress, compacted
//   Row                 what their pieces are made of
//   kRowsPerPieceMax    rows of one piece
//   Rows(piece)         the rows of a snapshot or delta; and to add to
//   KeyOf(row)          which row it is
//   GroupOf(row)        rows of one group stand together, in one piece
//   InSnapshot(row)     whether there is anything to it
template <typename Kind>
class RowState final : public ViewState {
 public:
  using Response = typename Kind::Response;
  using Row = typename Kind::Row;

  absl::StatusOr<Step> Apply(const std::string& message) override {
    Response response;
    if (!response.ParseFromString(message)) return Malformed();
    switch (response.event_case()) {
      case Response::kSnapshot:
        return ApplySnapshot(response.snapshot());
      case Response::kDelta:
        return ApplyDelta(message, response.delta());
      case Response::kProgress:
        if (revision_ < 0) return Step::kNothing;
        reached_revision_ = std::max(revision_, response.progress().revision());
        progress_ = message;
        return Step::kProgressed;
      case Response::kCompacted:
        // A snapshot follows.
        return Step::kNothing;
      case Response::EVENT_NOT_SET:
        break;
    }
    return Malformed();
  }

  int64_t revision() const override { return revision_; }
  int64_t reached_revision() const override { return reached_revision_; }
  int64_t oldest_revision() const override { return oldest_revision_; }

  std::vector<std::string> Snapshot() const override {
    Response response;
    response.mutable_snapshot()->set_revision(revision_);
    return Pieces(
        &response, response.mutable_snapshot(),
        [](const Entry& entry) { return Kind::InSnapshot(entry.row); });
  }

  std::vector<std::string> ChangesAfter(int64_t revision) const override {
    Response response;
    response.mutable_delta()->set_revision(revision_);
    response.mutable_delta()->set_previous_revision(revision);
    response.mutable_delta()->set_conflated(revision < last_update_follows_);
    const auto changed = [&](const Entry& entry) {
      return entry.revision > revision;
    };
    if (std::none_of(entries_.begin(), entries_.end(), changed)) return {};
    return Pieces(&response, response.mutable_delta(), changed);
  }

  const std::vector<std::string>& last_update() const override {
    return last_update_;
  }
  int64_t last_update_follows() const override { return last_update_follows_; }
  const std::string& progress() const override { return progress_; }

  std::string Compacted() const override {
    Response response;
    response.mutable_compacted()->set_oldest_revision(oldest_revision_);
    return response.SerializeAsString();
  }

  const google::protobuf::Descriptor& type() const override {
    return *Response::descriptor();
  }

 private:
  struct Entry {
    Row row;
    // When it last changed.
    int64_t revision = 0;
    // Place of its group's first row.
    size_t group = 0;
  };

  static absl::Status Malformed() {
    return absl::InternalError("the watch sent what does not belong there");
  }

  template <typename Piece>
  absl::StatusOr<Step> ApplySnapshot(const Piece& piece) {
    arriving_.insert(arriving_.end(), Kind::Rows(piece).begin(),
                     Kind::Rows(piece).end());
    if (arriving_.size() > kViewRowsMax) return TooManyRows();
    if (!piece.last()) return Step::kNothing;
    entries_.clear();
    by_key_.clear();
    groups_.clear();
    for (Row& row : arriving_) Put(std::move(row), piece.revision());
    arriving_.clear();
    revision_ = piece.revision();
    reached_revision_ = oldest_revision_ = revision_;
    last_update_.clear();
    progress_.clear();
    return Step::kReplaced;
  }

  template <typename Piece>
  absl::StatusOr<Step> ApplyDelta(const std::string& message,
                                  const Piece& piece) {
    if (revision_ < 0 || piece.revision() < revision_) return Malformed();
    arriving_.insert(arriving_.end(), Kind::Rows(piece).begin(),
                     Kind::Rows(piece).end());
    arriving_messages_.push_back(message);
    if (arriving_.size() > kViewRowsMax) return TooManyRows();
    if (!piece.last()) return Step::kNothing;
    for (Row& row : arriving_) Put(std::move(row), piece.revision());
    arriving_.clear();
    if (entries_.size() > kViewRowsMax) return TooManyRows();
    last_update_ = std::exchange(arriving_messages_, {});
    last_update_follows_ = std::exchange(revision_, piece.revision());
    reached_revision_ = std::max(reached_revision_, revision_);
    // What was said before it would go back.
    progress_.clear();
    return Step::kUpdated;
  }

  static absl::Status TooManyRows() {
    const std::string limit = absl::StrCat(kViewRowsMax);
    const budget::Text text =
        budget::Message("gateway.view_too_large", {{"limit", limit}});
    return rpc::MakeError(rpc::Reason::kCallsTooMany, text.zh, text.en);
  }

  void Put(Row row, int64_t revision) {
    const auto [found, added] =
        by_key_.try_emplace(Kind::KeyOf(row), entries_.size());
    if (added) entries_.emplace_back();
    const size_t group =
        groups_.try_emplace(Kind::GroupOf(row), found->second).first->second;
    entries_[found->second] = {std::move(row), revision, group};
  }

  // Those wanted by group, in the order in which rows were first told; `piece`
  // is that of `response`. At least one, the last marked so.
  template <typename Piece, typename Wanted>
  std::vector<std::string> Pieces(Response* response, Piece* piece,
                                  const Wanted& wanted) const {
    std::vector<const Entry*> entries;
    for (const Entry& entry : entries_) {
      if (wanted(entry)) entries.push_back(&entry);
    }
    std::stable_sort(
        entries.begin(), entries.end(),
        [](const Entry* a, const Entry* b) { return a->group < b->group; });
    std::vector<std::string> messages;
    size_t group = 0;
    for (const Entry* entry : entries) {
      if (Kind::Rows(*piece).size() >= Kind::kRowsPerPieceMax &&
          entry->group != group) {
        messages.push_back(response->SerializeAsString());
        Kind::Rows(piece)->Clear();
      }
      *Kind::Rows(piece)->Add() = entry->row;
      group = entry->group;
    }
    piece->set_last(true);
    messages.push_back(response->SerializeAsString());
    return messages;
  }

  std::vector<Entry> entries_;
  absl::flat_hash_map<std::string, size_t> by_key_;
  absl::flat_hash_map<std::string, size_t> groups_;
  int64_t revision_ = -1;
  int64_t reached_revision_ = -1;
  int64_t oldest_revision_ = -1;
  // Of what is not complete yet.
  std::vector<Row> arriving_;
  std::vector<std::string> arriving_messages_;
  std::vector<std::string> last_update_;
  int64_t last_update_follows_ = -1;
  std::string progress_;
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_HUB_ROW_STATE_H_
