// The methods that read entries.

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/posting.h"
#include "services/aggregation/service/convert.h"
#include "services/aggregation/service/service.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"

namespace yuheng::aggregation {
namespace {

using rpc::ResourceKind;

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

}  // namespace

grpc::ServerUnaryReactor* Service::GetEntry(
    grpc::CallbackServerContext* context, const v1::GetEntryRequest* request,
    ledger::v1::Entry* response) {
  return AnswerFrom(options_.reads, context, *request,
                    [this, request, response](const Cancelled&) {
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
  return FitsMessage(*response) ? absl::OkStatus()
                                : EntryTooLargeError(request.name());
}

grpc::ServerUnaryReactor* Service::GetEntryInForce(
    grpc::CallbackServerContext* context,
    const v1::GetEntryInForceRequest* request,
    v1::GetEntryInForceResponse* response) {
  return AnswerFrom(options_.reads, context, *request,
                    [this, request, response](const Cancelled&) {
                      return ReadInForceInto(*request, response);
                    });
}

absl::Status Service::ReadInForceInto(
    const v1::GetEntryInForceRequest& request,
    v1::GetEntryInForceResponse* response) const {
  const auto parent = NameFrom(options_.division, "parent", request.parent(),
                               {ResourceKind::kDepartment});
  if (!parent.ok()) return parent.status();
  const absl::Status slot =
      CheckSlot(request.fiscal_year(), request.stage(), request.unit());
  if (!slot.ok()) return slot;
  const auto in_force =
      ReadInForce(*options_.store, parent->department, request.fiscal_year(),
                  request.stage(), request.unit());
  if (!in_force.ok()) return in_force.status();
  if (!in_force->has_value()) return absl::OkStatus();
  response->set_entry(rpc::EntryName(options_.division, parent->department,
                                     static_cast<int64_t>((*in_force)->seq)));
  response->set_submission((*in_force)->submission);
  TimeTo(absl::FromUnixMicros((*in_force)->commit_time_unix_us),
         response->mutable_commit_time());
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* Service::ListEntries(
    grpc::CallbackServerContext* context, const v1::ListEntriesRequest* request,
    v1::ListEntriesResponse* response) {
  return AnswerFrom(options_.reads, context, *request,
                    [this, request, response](const Cancelled&) {
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
  size_t bytes = 0;
  uint64_t last = *after;
  for (const EntryPlace& place : places) {
    const auto stored = ReadEntry(*options_.store, place.department, place.seq);
    if (by_seq && absl::IsNotFound(stored.status())) return absl::OkStatus();
    if (!stored.ok()) return stored.status();
    ledger::v1::Entry entry;
    EntryTo(options_.division, place.department, *stored, &entry);
    const size_t count = static_cast<size_t>(response->entries_size());
    bytes += entry.ByteSizeLong();
    if (count == size || (count > 0 && bytes > kEntriesPageBytesMax)) {
      response->set_next_page_token(absl::StrCat(prefix, last));
      return absl::OkStatus();
    }
    if (!FitsMessage(entry)) return EntryTooLargeError(entry.name());
    last = place.revision;
    *response->add_entries() = std::move(entry);
  }
  return absl::OkStatus();
}

}  // namespace yuheng::aggregation
