#include "services/aggregation/service/service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/ledger/verify.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/watch_call.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::aggregation {
namespace {

using rpc::ResourceKind;

absl::Status QueueFullError() {
  return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kQueueFull),
                             kQueueFullRetryAfter);
}

// Page tokens: the last seq of a ledger's page, or the last revision of the
// prefecture's, so that what is written meanwhile moves no page.
constexpr absl::string_view kSeqToken = "seq-";
constexpr absl::string_view kRevisionToken = "revision-";

absl::StatusOr<uint64_t> PositionFrom(absl::string_view prefix,
                                      absl::string_view token) {
  if (token.empty()) return 0;
  uint64_t position = 0;
  if (!absl::StartsWith(token, prefix) ||
      !absl::SimpleAtoi(token.substr(prefix.size()), &position)) {
    return rpc::MakeFieldError(
        {{"page_token", "is not one that this parent's list gave"}});
  }
  return position;
}

absl::Status NoEntryError(absl::string_view name) {
  const budget::Text text =
      budget::Message("aggregation.no_entry", {{"name", name}});
  return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
}

absl::Status TotalsInto(const std::vector<TotalValue>& totals,
                        v1::ListTotalsResponse* response) {
  if (totals.size() > kTotalsAnswerMax) {
    const budget::Text text =
        budget::Message("aggregation.answer_too_large",
                        {{"count", absl::StrCat(totals.size())},
                         {"limit", absl::StrCat(kTotalsAnswerMax)}});
    return rpc::MakeFieldError({{"tables", text.en}}, text.zh, text.en);
  }
  response->mutable_totals()->Reserve(static_cast<int>(totals.size()));
  for (const TotalValue& total : totals) {
    TotalTo(total, response->add_totals());
  }
  return absl::OkStatus();
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

}  // namespace

grpc::ServerUnaryReactor* Service::Post(grpc::CallbackServerContext* context,
                                        const v1::PostRequest* request,
                                        v1::PostResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter();
  if (!pass) {
    reactor->Finish(options_.gate->Refusal());
    return reactor;
  }
  auto posting = PostingFrom(options_.division, *request);
  if (posting.ok()) {
    posting = NormalisePosting(*options_.form, *std::move(posting));
  }
  if (!posting.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(posting.status()));
    return reactor;
  }
  PostCommand command;
  command.posting = *std::move(posting);
  command.fingerprint = FingerprintOf(command.posting);
  command.done = [this, reactor, response, pass = *std::move(pass),
                  department = command.posting.department](
                     absl::StatusOr<Applied> applied) {
    if (applied.ok()) {
      AppliedTo(options_.division, department, *applied, response);
    }
    reactor->Finish(rpc::ToGrpcStatus(applied.status()));
  };
  options_.loop->Submit(std::move(command));
  return reactor;
}

grpc::ServerUnaryReactor* Service::GetOutcome(
    grpc::CallbackServerContext* context, const v1::GetOutcomeRequest* request,
    v1::GetOutcomeResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter();
  if (!pass) {
    reactor->Finish(options_.gate->Refusal());
    return reactor;
  }
  const auto parent = NameFrom(options_.division, "parent", request->parent(),
                               {ResourceKind::kDepartment});
  if (!parent.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(parent.status()));
    return reactor;
  }
  absl::Status valid = CheckRequestId(request->request_id());
  if (!valid.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(valid));
    return reactor;
  }
  OutcomeCommand command;
  command.department = parent->department;
  command.request_id = request->request_id();
  command.done = [this, reactor, response, pass = *std::move(pass),
                  department = parent->department](
                     absl::StatusOr<storage::OutcomeRecord> record) {
    if (record.ok()) {
      OutcomeTo(options_.division, department, *record, response);
    }
    reactor->Finish(rpc::ToGrpcStatus(record.status()));
  };
  options_.loop->Submit(std::move(command));
  return reactor;
}

grpc::ServerUnaryReactor* Service::AnswerFromQueue(
    grpc::CallbackServerContext* context,
    absl::AnyInvocable<absl::Status()> work) {
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter();
  if (!pass) {
    reactor->Finish(options_.gate->Refusal());
    return reactor;
  }
  const bool taken =
      options_.reads->TryPost([reactor, context, pass = *std::move(pass),
                               work = std::move(work)]() mutable {
        // Nobody waits for the answer any more: leave the thread to others.
        absl::Status status =
            context->IsCancelled()
                ? absl::CancelledError("the caller has gone")
                : rpc::WithReason(work(), rpc::Reason::kStorageFailed);
        reactor->Finish(rpc::ToGrpcStatus(status));
      });
  if (!taken) reactor->Finish(rpc::ToGrpcStatus(QueueFullError()));
  return reactor;
}

grpc::ServerUnaryReactor* Service::GetEntry(
    grpc::CallbackServerContext* context, const v1::GetEntryRequest* request,
    ledger::v1::Entry* response) {
  return AnswerFromQueue(context, [this, request, response] {
    return ReadEntryInto(*request, response);
  });
}

absl::Status Service::ReadEntryInto(const v1::GetEntryRequest& request,
                                    ledger::v1::Entry* response) const {
  const auto name = NameFrom(options_.division, "name", request.name(),
                             {ResourceKind::kEntry});
  if (!name.ok()) return name.status();
  const auto stored = ReadEntry(*options_.store, name->department,
                                static_cast<uint64_t>(name->seq));
  if (absl::IsNotFound(stored.status())) return NoEntryError(request.name());
  if (!stored.ok()) return stored.status();
  EntryTo(options_.division, name->department, *stored, response);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* Service::ListEntries(
    grpc::CallbackServerContext* context, const v1::ListEntriesRequest* request,
    v1::ListEntriesResponse* response) {
  return AnswerFromQueue(context, [this, request, response] {
    return ListEntriesInto(*request, response);
  });
}

absl::Status Service::ListEntriesInto(const v1::ListEntriesRequest& request,
                                      v1::ListEntriesResponse* response) const {
  const auto parent =
      NameFrom(options_.division, "parent", request.parent(),
               {ResourceKind::kPrefecture, ResourceKind::kDepartment});
  if (!parent.ok()) return parent.status();
  if (request.page_size() < 0 || request.page_size() > kEntriesPageMax) {
    return rpc::MakeFieldError({{"page_size", "1 to 1000, or 0 for 50"}});
  }
  const size_t size = request.page_size() == 0
                          ? kEntriesPageDefault
                          : static_cast<size_t>(request.page_size());
  const bool by_seq = parent->kind == ResourceKind::kDepartment;
  const absl::string_view prefix = by_seq ? kSeqToken : kRevisionToken;
  const auto after = PositionFrom(prefix, request.page_token());
  if (!after.ok()) return after.status();

  // One more than the page, to know whether there is another page.
  std::vector<EntryPlace> places;
  if (by_seq) {
    for (uint64_t seq = *after + 1; places.size() <= size; ++seq) {
      places.push_back({seq, seq, parent->department});
    }
  } else {
    places = options_.feed->EntriesAfter(*after, size + 1);
  }
  size_t lines = 0;
  uint64_t last = *after;
  for (const EntryPlace& place : places) {
    const auto stored = ReadEntry(*options_.store, place.department, place.seq);
    if (by_seq && absl::IsNotFound(stored.status())) return absl::OkStatus();
    if (!stored.ok()) return stored.status();
    const size_t more =
        stored->entry.leaves.size() + stored->entry.printed.size();
    const size_t count = static_cast<size_t>(response->entries_size());
    if (count == size || (count > 0 && lines + more > kEntriesPageLinesMax)) {
      response->set_next_page_token(absl::StrCat(prefix, last));
      return absl::OkStatus();
    }
    lines += more;
    last = place.revision;
    EntryTo(options_.division, place.department, *stored,
            response->add_entries());
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* Service::ListTotals(
    grpc::CallbackServerContext* context, const v1::ListTotalsRequest* request,
    v1::ListTotalsResponse* response) {
  const auto scope = ScopeFrom(options_.division, request->scope());
  const auto tables = TablesFrom(request->tables());
  absl::Status status = scope.status();
  status.Update(tables.status());
  const uint64_t newest = options_.feed->revision();
  if (status.ok() && request->revision() < 0) {
    status = rpc::MakeFieldError({{"revision", "not negative"}});
  }
  if (status.ok() && static_cast<uint64_t>(request->revision()) > newest) {
    const budget::Text text =
        budget::Message("aggregation.revision_in_future",
                        {{"revision", absl::StrCat(request->revision())},
                         {"newest", absl::StrCat(newest)}});
    status = rpc::MakeError(rpc::Reason::kRevisionInFuture, text.zh, text.en,
                            {{"newest_revision", absl::StrCat(newest)}});
  }
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
    return AnswerFromQueue(
        context, [this, request, response, scope = *scope, tables = *tables] {
          return ListPastTotalsInto(scope, tables, *request, response);
        });
  }
  auto* reactor = context->DefaultReactor();
  auto pass = options_.gate->TryEnter();
  if (!pass) {
    reactor->Finish(options_.gate->Refusal());
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
    const v1::ListTotalsRequest& request,
    v1::ListTotalsResponse* response) const {
  const auto totals = TotalsAt(*options_.store, *options_.form, scope,
                               static_cast<uint64_t>(request.revision()));
  if (!totals.ok()) return totals.status();
  response->set_revision(request.revision());
  if (request.include_positions()) {
    PositionsInto(options_.division, (*totals)->Positions(scope), response);
  }
  return TotalsInto((*totals)->Read(scope, tables), response);
}

grpc::ServerWriteReactor<v1::WatchTotalsResponse>* Service::WatchTotals(
    grpc::CallbackServerContext*, const v1::WatchTotalsRequest* request) {
  return WatchCall::Start(options_.division, options_.feed, options_.pump,
                          *request);
}

grpc::ServerUnaryReactor* Service::VerifyLedgers(
    grpc::CallbackServerContext* context,
    const v1::VerifyLedgersRequest* request,
    v1::VerifyLedgersResponse* response) {
  return AnswerFromQueue(context, [this, request, response] {
    return VerifyInto(*request, response);
  });
}

absl::Status Service::VerifyInto(const v1::VerifyLedgersRequest& request,
                                 v1::VerifyLedgersResponse* response) const {
  const auto parent =
      NameFrom(options_.division, "parent", request.parent(),
               {ResourceKind::kPrefecture, ResourceKind::kDepartment});
  if (!parent.ok()) return parent.status();
  const auto verification = aggregation::VerifyLedgers(
      *options_.store, *options_.form, *options_.feed, parent->department);
  if (!verification.ok()) return verification.status();
  response->set_ledger_count(verification->ledger_count);
  response->set_entry_count(verification->entry_count);
  response->set_revision(static_cast<int64_t>(verification->revision));
  for (const budget::Text& difference : verification->differences) {
    budget::v1::LocalizedText* message = response->add_differences();
    message->set_zh(difference.zh);
    message->set_en(difference.en);
  }
  return absl::OkStatus();
}

}  // namespace yuheng::aggregation
