#include "services/gateway/hub/view_state.h"

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/gateway/hub/row_state.h"
#include "services/rpc/reason.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::gateway {
namespace {

constexpr absl::string_view kWatchTotals =
    "/yuheng.aggregation.v1.AggregationService/WatchTotals";
constexpr absl::string_view kWatchSubmissions =
    "/yuheng.ingestion.v1.IngestionService/WatchSubmissions";

struct TotalsKind {
  using Response = aggregation::v1::WatchTotalsResponse;
  using Row = aggregation::v1::Total;
  static constexpr int kRowsPerPieceMax = 2000;

  template <typename Piece>
  static const auto& Rows(const Piece& piece) {
    return piece.totals();
  }
  template <typename Piece>
  static auto* Rows(Piece* piece) {
    return piece->mutable_totals();
  }
  static std::string KeyOf(const Row& row) {
    return row.account().SerializeAsString();
  }
  static std::string GroupOf(const Row& row) { return KeyOf(row); }
  static bool InSnapshot(const Row& row) {
    return row.derived_fen() != 0 || row.eliminated_fen() != 0 ||
           row.has_printed_fen();
  }
};

struct ProgressKind {
  using Response = ingestion::v1::WatchSubmissionsResponse;
  using Row = ingestion::v1::DepartmentProgress;
  static constexpr int kRowsPerPieceMax = 200;

  template <typename Piece>
  static const auto& Rows(const Piece& piece) {
    return piece.rows();
  }
  template <typename Piece>
  static auto* Rows(Piece* piece) {
    return piece->mutable_rows();
  }
  static std::string KeyOf(const Row& row) {
    return absl::StrCat(row.department(), "\n", row.unit());
  }
  static std::string GroupOf(const Row& row) { return row.department(); }
  static bool InSnapshot(const Row&) { return true; }
};

template <typename Request>
absl::StatusOr<ViewRequest> Read(const std::string& bytes) {
  Request request;
  if (!request.ParseFromString(bytes) || request.resume_revision() < 0) {
    const budget::Text text = budget::Message("gateway.watch_malformed");
    return rpc::MakeFieldError({}, text.zh, text.en);
  }
  ViewRequest view;
  view.resume_revision = request.resume_revision();
  request.clear_resume_revision();
  // The same bytes for the same view.
  request.DiscardUnknownFields();
  view.request = request.SerializeAsString();
  return view;
}

}  // namespace

bool IsShared(absl::string_view path) {
  return path == kWatchTotals || path == kWatchSubmissions;
}

absl::StatusOr<ViewRequest> ReadViewRequest(absl::string_view path,
                                            const std::string& request) {
  YUHENG_CHECK(IsShared(path));
  return path == kWatchTotals
             ? Read<aggregation::v1::WatchTotalsRequest>(request)
             : Read<ingestion::v1::WatchSubmissionsRequest>(request);
}

std::unique_ptr<ViewState> NewViewState(absl::string_view path) {
  YUHENG_CHECK(IsShared(path));
  if (path == kWatchTotals) return std::make_unique<RowState<TotalsKind>>();
  return std::make_unique<RowState<ProgressKind>>();
}

}  // namespace yuheng::gateway
