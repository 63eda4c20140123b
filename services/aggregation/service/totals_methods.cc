// The methods that read totals.

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/revision.h"
#include "services/aggregation/service/service.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::aggregation {
namespace {

absl::Status AnswerTooLargeError(size_t count) {
  const budget::Text text = budget::Message("aggregation.answer_too_large",
                                            {{"count", absl::StrCat(count)}});
  return rpc::MakeFieldError({{"tables", text.en}}, text.zh, text.en);
}

absl::Status TotalsInto(const std::vector<TotalValue>& totals,
                        v1::ListTotalsResponse* response) {
  response->mutable_totals()->Reserve(static_cast<int>(totals.size()));
  for (const TotalValue& total : totals) {
    TotalTo(total, response->add_totals());
  }
  if (FitsMessage(*response)) return absl::OkStatus();
  response->Clear();
  return AnswerTooLargeError(totals.size());
}

void PositionsInto(absl::string_view division,
                   const std::vector<Position>& positions,
                   v1::ListTotalsResponse* response) {
  for (const Position& position : positions) {
    v1::LedgerPosition* message = response->add_positions();
    message->set_department(rpc::DepartmentName(division, position.department));
    message->set_seq(static_cast<int64_t>(position.seq));
  }
}

absl::StatusOr<std::unique_ptr<Totals>> PastTotals(
    const ServiceOptions& options, const Scope& scope, int64_t revision,
    const Cancelled& cancelled) {
  return TotalsAt(*options.store, *options.form, options.feed->departments(),
                  scope, static_cast<uint64_t>(revision), cancelled);
}

// One side of a comparison.
struct Side {
  uint64_t revision = 0;
  std::unique_ptr<Totals> past;  // Holds the accounts of a past revision.
  std::vector<TotalValue> totals;
};

absl::StatusOr<Side> ReadSide(const ServiceOptions& options, const Scope& scope,
                              const TableSet& tables, int64_t revision,
                              const Cancelled& cancelled) {
  Side side;
  if (IsNewest(revision, *options.feed)) {
    auto reading =
        options.feed->Read(scope, tables, TotalsFeed::WithPositions::kNo);
    if (revision == 0 || reading.revision == static_cast<uint64_t>(revision)) {
      side.revision = reading.revision;
      side.totals = std::move(reading.totals);
      return side;
    }
  }
  side.revision = static_cast<uint64_t>(revision);
  auto past = PastTotals(options, scope, revision, cancelled);
  if (!past.ok()) return past.status();
  side.past = *std::move(past);
  side.totals = side.past->Read(scope, tables);
  return side;
}

// Both sides in print order to one list in print order.
void ComparisonsInto(const std::vector<TotalValue>& totals,
                     const std::vector<TotalValue>& base,
                     v1::CompareTotalsResponse* response) {
  auto a = totals.begin();
  auto b = base.begin();
  while (a != totals.end() || b != base.end()) {
    const bool has_a =
        a != totals.end() &&
        (b == base.end() || a->account->sort_key <= b->account->sort_key);
    const bool has_b =
        b != base.end() &&
        (a == totals.end() || b->account->sort_key <= a->account->sort_key);
    v1::TotalComparison* message = response->add_comparisons();
    AccountTo((has_a ? a : b)->account->key, message->mutable_account());
    if (has_a) {
      message->set_derived_fen(a->derived_fen);
      message->set_eliminated_fen(a->eliminated_fen);
      if (a->printed_fen) message->set_printed_fen(*a->printed_fen);
      ++a;
    }
    if (has_b) {
      message->set_base_derived_fen(b->derived_fen);
      message->set_base_eliminated_fen(b->eliminated_fen);
      if (b->printed_fen) message->set_base_printed_fen(*b->printed_fen);
      ++b;
    }
  }
}

// What comes first in a page token of contributions: what it is a page of.
absl::string_view TokenMark(const Scope& scope) {
  if (!scope.group.empty()) return "group-";
  return scope.department.empty() ? "department-" : "unit-";
}

// "department-104/104001/0", and at an elimination "department-104//12".
std::string TokenOf(const Scope& scope, const SharePlace& place) {
  return absl::StrCat(TokenMark(scope), place.department, "/", place.unit, "/",
                      place.elimination_seq);
}

absl::StatusOr<SharePlace> SharePlaceFrom(const Scope& scope,
                                          absl::string_view token) {
  SharePlace place;
  if (token.empty()) return place;
  const bool marked = absl::ConsumePrefix(&token, TokenMark(scope));
  const std::vector<std::string> parts = absl::StrSplit(token, '/');
  if (!marked || parts.size() != 3 ||
      !absl::SimpleAtoi(parts[2], &place.elimination_seq)) {
    return rpc::MakeFieldError({{"page_token", "is not one of this list"}});
  }
  place.department = parts[0];
  place.unit = parts[1];
  return place;
}

}  // namespace

grpc::ServerUnaryReactor* Service::ListTotals(
    grpc::CallbackServerContext* context, const v1::ListTotalsRequest* request,
    v1::ListTotalsResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter(*context, *request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  const auto scope = ScopeFrom(options_.division, options_.feed->departments(),
                               request->scope());
  const auto tables = TablesFrom(request->tables());
  absl::Status status = scope.status();
  status.Update(tables.status());
  const uint64_t newest = options_.feed->revision();
  if (status.ok())
    status = CheckRevision("revision", request->revision(), newest);
  // The newest revision is at hand; a past one has to be made again from
  // entries. One that was the newest a moment ago counts as past.
  const auto past = [&](uint64_t at) {
    return request->revision() != 0 &&
           static_cast<uint64_t>(request->revision()) < at;
  };
  TotalsFeed::Reading reading;
  if (status.ok() && !past(newest)) {
    reading = options_.feed->Read(*scope, *tables,
                                  request->include_positions()
                                      ? TotalsFeed::WithPositions::kYes
                                      : TotalsFeed::WithPositions::kNo);
  }
  if (status.ok() && past(std::max(newest, reading.revision))) {
    AnswerEntered(*std::move(pass), options_.long_reads, context, reactor,
                  [this, request, response, scope = *scope,
                   tables = *tables](const Cancelled& cancelled) {
                    return ListPastTotalsInto(scope, tables, *request,
                                              cancelled, response);
                  });
    return reactor;
  }
  if (status.ok()) {
    response->set_revision(static_cast<int64_t>(reading.revision));
    PositionsInto(options_.division, reading.positions, response);
    status = TotalsInto(reading.totals, response);
  }
  reactor->Finish(rpc::ToGrpcStatus(status));
  return reactor;
}

absl::Status Service::ListPastTotalsInto(
    const Scope& scope, const TableSet& tables,
    const v1::ListTotalsRequest& request, const Cancelled& cancelled,
    v1::ListTotalsResponse* response) const {
  const auto totals =
      PastTotals(options_, scope, request.revision(), cancelled);
  if (!totals.ok()) return totals.status();
  response->set_revision(request.revision());
  if (request.include_positions()) {
    PositionsInto(options_.division, (*totals)->Positions(scope), response);
  }
  return TotalsInto((*totals)->Read(scope, tables), response);
}

grpc::ServerUnaryReactor* Service::CompareTotals(
    grpc::CallbackServerContext* context,
    const v1::CompareTotalsRequest* request,
    v1::CompareTotalsResponse* response) {
  const bool newest = IsNewest(request->revision(), *options_.feed) &&
                      IsNewest(request->base_revision(), *options_.feed);
  return AnswerFrom(newest ? options_.reads : options_.long_reads, context,
                    *request,
                    [this, request, response](const Cancelled& cancelled) {
                      return CompareInto(*request, cancelled, response);
                    });
}

absl::Status Service::CompareInto(const v1::CompareTotalsRequest& request,
                                  const Cancelled& cancelled,
                                  v1::CompareTotalsResponse* response) const {
  const auto scope = ScopeFrom(options_.division, options_.feed->departments(),
                               request.scope());
  if (!scope.ok()) return scope.status();
  const auto base = ScopeFrom(options_.division, options_.feed->departments(),
                              request.base());
  if (!base.ok()) return base.status();
  const auto tables = TablesFrom(request.tables());
  if (!tables.ok()) return tables.status();
  const uint64_t newest = options_.feed->revision();
  absl::Status status = CheckRevision("revision", request.revision(), newest);
  status.Update(
      CheckRevision("base_revision", request.base_revision(), newest));
  if (!status.ok()) return status;

  Side side;
  Side base_side;
  if (request.revision() == 0 && request.base_revision() == 0) {
    auto pair = options_.feed->ReadPair(*scope, *base, *tables);
    side = {pair.revision, nullptr, std::move(pair.first)};
    base_side = {pair.revision, nullptr, std::move(pair.second)};
  } else {
    auto read =
        ReadSide(options_, *scope, *tables, request.revision(), cancelled);
    if (!read.ok()) return read.status();
    side = *std::move(read);
    read =
        ReadSide(options_, *base, *tables, request.base_revision(), cancelled);
    if (!read.ok()) return read.status();
    base_side = *std::move(read);
  }
  response->set_revision(static_cast<int64_t>(side.revision));
  response->set_base_revision(static_cast<int64_t>(base_side.revision));
  ComparisonsInto(side.totals, base_side.totals, response);
  if (FitsMessage(*response)) return absl::OkStatus();
  return AnswerTooLargeError(static_cast<size_t>(response->comparisons_size()));
}

grpc::ServerUnaryReactor* Service::ListContributions(
    grpc::CallbackServerContext* context,
    const v1::ListContributionsRequest* request,
    v1::ListContributionsResponse* response) {
  const bool newest = IsNewest(request->revision(), *options_.feed);
  return AnswerFrom(
      newest ? options_.reads : options_.long_reads, context, *request,
      [this, request, response](const Cancelled& cancelled) {
        return ListContributionsInto(*request, cancelled, response);
      });
}

absl::Status Service::ListContributionsInto(
    const v1::ListContributionsRequest& request, const Cancelled& cancelled,
    v1::ListContributionsResponse* response) const {
  const auto scope = ScopeFrom(options_.division, options_.feed->departments(),
                               request.scope());
  if (!scope.ok()) return scope.status();
  if (request.page_size() < 0 || request.page_size() > kContributionsPageMax) {
    return rpc::MakeFieldError({{"page_size", "1 to 1000, or 0 for 100"}});
  }
  const size_t size = request.page_size() == 0
                          ? kContributionsPageDefault
                          : static_cast<size_t>(request.page_size());
  const auto from = SharePlaceFrom(*scope, request.page_token());
  if (!from.ok()) return from.status();
  absl::Status status =
      CheckRevision("revision", request.revision(), options_.feed->revision());
  if (!status.ok()) return status;

  const storage::AccountKey account = AccountFrom(request.account());
  const auto revision = static_cast<uint64_t>(request.revision());
  std::unique_ptr<Totals> past;
  ShareReading reading;
  if (IsNewest(request.revision(), *options_.feed)) {
    reading = options_.feed->ReadShares(*scope, account, *from, size);
  }
  if (revision != 0 && reading.revision != revision) {
    auto totals = PastTotals(options_, *scope, request.revision(), cancelled);
    if (!totals.ok()) return totals.status();
    past = *std::move(totals);
    reading = past->SharesOf(*scope, account, *from, size);
    reading.revision = revision;
  }
  response->set_revision(static_cast<int64_t>(reading.revision));
  *response->mutable_total()->mutable_account() = request.account();
  if (reading.total) TotalTo(*reading.total, response->mutable_total());
  for (const Share& share : reading.shares) {
    ShareTo(options_.division, share, response->add_contributions());
  }
  if (reading.next) {
    response->set_next_page_token(TokenOf(*scope, *reading.next));
  }
  return absl::OkStatus();
}

}  // namespace yuheng::aggregation
