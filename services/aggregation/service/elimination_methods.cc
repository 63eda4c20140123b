// The methods that declare, reverse and list eliminations.

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/aggregation/ledger/past_totals.h"
#include "services/aggregation/posting/elimination.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/revision.h"
#include "services/aggregation/service/service.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::aggregation {
namespace {

using rpc::ResourceKind;

// "104/12": the payee's department and the seq that the next page begins with.
std::string TokenOf(const EliminationPlace& place) {
  return absl::StrCat(place.department, "/", place.seq);
}

absl::StatusOr<EliminationPlace> PlaceFrom(absl::string_view token) {
  EliminationPlace place;
  if (token.empty()) return place;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(token, absl::MaxSplits('/', 1));
  if (!rpc::IsResourceId(parts.first) ||
      !absl::SimpleAtoi(parts.second, &place.seq)) {
    return rpc::MakeFieldError({{"page_token", "is not one of this list"}});
  }
  place.department = std::string(parts.first);
  return place;
}

void EliminationTo(absl::string_view division, const ScopedElimination& scoped,
                   v1::Elimination* message) {
  const storage::EntryRecord& entry = scoped.entry;
  const storage::EliminationTerms& terms = *entry.elimination;
  message->set_entry(rpc::EntryName(division, scoped.department,
                                    static_cast<int64_t>(entry.seq)));
  message->set_payee(PartyName(division, {scoped.department, entry.unit}));
  message->set_payer(
      PartyName(division, {terms.payer_department, terms.payer_unit}));
  message->set_fiscal_year(entry.fiscal_year);
  message->set_stage(static_cast<budget::v1::Stage>(entry.stage));
  if (const auto transfer = TransferOf(entry.leaves)) {
    v1::Transfer* paid = message->mutable_transfer();
    paid->set_income_row(transfer->income_row);
    paid->set_function_code(transfer->function_code);
    paid->set_kind(transfer->kind);
    paid->set_amount_fen(transfer->amount_fen);
  }
  message->set_actor(terms.actor);
  message->set_reason(terms.reason);
  TimeTo(absl::FromUnixMicros(entry.commit_time_unix_us),
         message->mutable_commit_time());
  message->set_eliminated(scoped.both);
}

void GapTo(absl::string_view division, const EliminationGap& gap,
           v1::EliminationGap* message) {
  message->set_party(PartyName(division, gap.party));
  AccountTo(gap.account, message->mutable_account());
  message->set_declared_fen(gap.declared_fen);
  message->set_held_fen(gap.held_fen);
}

// With a list of departments, a party that it does not have is a slip, which
// would stay for ever: entries are not deleted. A department may be listed
// without units; then any is taken, as of documents.
absl::Status CheckListed(const budget::DepartmentList* departments,
                         const Party& party) {
  if (departments == nullptr) return absl::OkStatus();
  const budget::Department* listed = departments->FindByCode(party.department);
  if (listed != nullptr && (party.unit.empty() || listed->units.empty() ||
                            listed->FindUnit(party.unit) != nullptr)) {
    return absl::OkStatus();
  }
  const budget::Text text = budget::Message(
      "aggregation.party_not_listed",
      {{"party", absl::StrCat(party.department, party.unit.empty() ? "" : "/",
                              party.unit)}});
  return rpc::MakeError(rpc::Reason::kNotFound, text.zh, text.en);
}

}  // namespace

grpc::ServerUnaryReactor* Service::DeclareElimination(
    grpc::CallbackServerContext* context,
    const v1::DeclareEliminationRequest* request,
    v1::DeclareEliminationResponse* response) {
  return PostMade(
      context, *request,
      [&](const rpc::Caller& caller) {
        return EliminationFrom(*request, caller);
      },
      response->mutable_applied());
}

absl::StatusOr<Posting> Service::EliminationFrom(
    const v1::DeclareEliminationRequest& request,
    const rpc::Caller& caller) const {
  const auto payee = PartyFrom(options_.division, "payee", request.payee());
  if (!payee.ok()) return payee.status();
  const auto payer = PartyFrom(options_.division, "payer", request.payer());
  if (!payer.ok()) return payer.status();
  absl::Status listed = CheckListed(options_.feed->departments(), *payee);
  listed.Update(CheckListed(options_.feed->departments(), *payer));
  if (!listed.ok()) return listed;
  Posting posting;
  posting.department = payee->department;
  posting.request_id = request.request_id();
  posting.fiscal_year = request.fiscal_year();
  posting.stage = request.stage();
  posting.unit = payee->unit;
  posting.elimination = {payer->department, payer->unit,
                         caller.ActorOf(request.actor()), request.reason()};
  return NormaliseElimination(
      std::move(posting), {.income_row = request.transfer().income_row(),
                           .function_code = request.transfer().function_code(),
                           .kind = request.transfer().kind(),
                           .amount_fen = request.transfer().amount_fen()});
}

grpc::ServerUnaryReactor* Service::ReverseElimination(
    grpc::CallbackServerContext* context,
    const v1::ReverseEliminationRequest* request,
    v1::ReverseEliminationResponse* response) {
  return PostMade(
      context, *request,
      [&](const rpc::Caller& caller) {
        return EliminationReversalFrom(*request, caller);
      },
      response->mutable_applied());
}

absl::StatusOr<Posting> Service::EliminationReversalFrom(
    const v1::ReverseEliminationRequest& request,
    const rpc::Caller& caller) const {
  const auto name = NameFrom(options_.division, "name", request.name(),
                             {ResourceKind::kEntry});
  if (!name.ok()) return name.status();
  Posting posting;
  posting.department = name->department;
  posting.request_id = request.request_id();
  posting.elimination = {"", "", caller.ActorOf(request.actor()),
                         request.reason()};
  posting.reverses_seq = static_cast<uint64_t>(name->seq);
  return NormaliseEliminationReversal(std::move(posting));
}

grpc::ServerUnaryReactor* Service::ListEliminations(
    grpc::CallbackServerContext* context,
    const v1::ListEliminationsRequest* request,
    v1::ListEliminationsResponse* response) {
  const bool newest = IsNewest(request->revision(), *options_.feed);
  return AnswerFrom(
      newest ? options_.reads : options_.long_reads, context, *request,
      [this, request, response](const Cancelled& cancelled) {
        return ListEliminationsInto(*request, cancelled, response);
      });
}

absl::Status Service::ListEliminationsInto(
    const v1::ListEliminationsRequest& request, const Cancelled& cancelled,
    v1::ListEliminationsResponse* response) const {
  const auto scope = ScopeFrom(options_.division, options_.feed->departments(),
                               request.scope());
  if (!scope.ok()) return scope.status();
  if (request.page_size() < 0 || request.page_size() > kEliminationsPageMax) {
    return rpc::MakeFieldError({{"page_size", "1 to 1000, or 0 for 100"}});
  }
  const size_t size = request.page_size() == 0
                          ? kEliminationsPageDefault
                          : static_cast<size_t>(request.page_size());
  const auto from = PlaceFrom(request.page_token());
  if (!from.ok()) return from.status();
  absl::Status status =
      CheckRevision("revision", request.revision(), options_.feed->revision());
  if (!status.ok()) return status;

  const auto revision = static_cast<uint64_t>(request.revision());
  EliminationsReading reading;
  if (IsNewest(request.revision(), *options_.feed)) {
    reading = options_.feed->ReadEliminations(*scope, *from, size);
  }
  if (revision != 0 && reading.revision != revision) {
    // Of all ledgers: the payees' may be any.
    const auto past =
        TotalsAt(*options_.store, *options_.form, options_.feed->departments(),
                 {scope->period, "", ""}, revision, cancelled);
    if (!past.ok()) return past.status();
    reading = (*past)->ReadEliminations(*scope, *from, size);
    reading.revision = revision;
  }
  response->set_revision(static_cast<int64_t>(reading.revision));
  for (const ScopedElimination& scoped : reading.eliminations) {
    EliminationTo(options_.division, scoped, response->add_eliminations());
  }
  for (const EliminationGap& gap : reading.gaps) {
    GapTo(options_.division, gap, response->add_gaps());
  }
  if (reading.next) response->set_next_page_token(TokenOf(*reading.next));
  return absl::OkStatus();
}

}  // namespace yuheng::aggregation
