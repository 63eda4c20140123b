#ifndef YUHENG_SERVICES_AGGREGATION_SERVICE_CONVERT_H_
#define YUHENG_SERVICES_AGGREGATION_SERVICE_CONVERT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/aggregation/feed/watcher.h"
#include "services/aggregation/ledger/ledger_reader.h"
#include "services/aggregation/ledger/shard.h"
#include "services/aggregation/ledger/verify.h"
#include "services/aggregation/posting/posting.h"
#include "services/aggregation/totals/totals.h"
#include "services/budget/department_list.h"
#include "services/rpc/resource_name.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/aggregation/v1/totals.pb.h"
#include "yuheng/ledger/v1/entry.pb.h"

namespace yuheng::aggregation {

// Between the contract's messages and the domain's values. `division` is the
// prefecture whose ledgers this process keeps. Failures are FIELD_INVALID
// naming the field.

// A resource name of that division and one of these kinds, found in `field`;
// NOT_FOUND for another division.
absl::StatusOr<rpc::ResourceName> NameFrom(
    absl::string_view division, absl::string_view field, absl::string_view name,
    absl::Span<const rpc::ResourceKind> kinds);

// NOT_FOUND for an entry that the ledger does not have.
absl::Status NoEntryError(absl::string_view name);

// Not yet normalised.
absl::StatusOr<Posting> PostingFrom(absl::string_view division,
                                    const v1::PostRequest& request);
// NOT_FOUND for a group that is not in `departments`, which may be nullptr.
absl::StatusOr<Scope> ScopeFrom(absl::string_view division,
                                const budget::DepartmentList* departments,
                                const v1::TotalsScope& scope);
absl::StatusOr<TableSet> TablesFrom(
    const google::protobuf::RepeatedField<int>& tables);

storage::AccountKey AccountFrom(const ledger::v1::Account& account);

// Whether gRPC takes it.
bool FitsMessage(const google::protobuf::Message& message);
// What is said of an entry that gRPC does not take.
absl::Status EntryTooLargeError(absl::string_view name);

void AppliedTo(absl::string_view division, absl::string_view department,
               const Applied& applied, v1::PostResponse* response);
void OutcomeTo(absl::string_view division, absl::string_view department,
               const storage::OutcomeRecord& record,
               v1::GetOutcomeResponse* response);
void TimeTo(absl::Time time, google::protobuf::Timestamp* message);
void EntryTo(absl::string_view division, absl::string_view department,
             const StoredEntry& stored, ledger::v1::Entry* message);
void TotalTo(const TotalValue& value, v1::Total* message);
void ShareTo(absl::string_view division, const Share& share,
             v1::Contribution* message);
// A department or a unit of it, and back; FIELD_INVALID and NOT_FOUND as
// NameFrom.
absl::StatusOr<Party> PartyFrom(absl::string_view division,
                                absl::string_view field,
                                absl::string_view name);
std::string PartyName(absl::string_view division, const Party& party);
void AccountTo(const storage::AccountKey& key, ledger::v1::Account* message);
void ProgressTo(uint64_t revision, v1::Progress* message);
void VerificationTo(const Verification& verification,
                    v1::VerifyLedgersResponse* response);

// Only the tables the watcher wants. `division` for the delta's department.
void EventTo(absl::string_view division, const Watcher& watcher,
             const WatchEvent& event, v1::WatchTotalsResponse* response);

}  // namespace yuheng::aggregation

#endif  // YUHENG_SERVICES_AGGREGATION_SERVICE_CONVERT_H_
