#include "tests/fault/traffic/end_state.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/rpc/client.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"
#include "tests/fault/history/check.h"
#include "tests/fault/traffic/messages.h"

namespace yuheng::fault {
namespace {

// Entries may be large, and a page has to fit into one message.
constexpr int kEntriesPageSize = 100;
constexpr int kSubmissionsPageSize = 1000;
constexpr absl::Duration kInterval = absl::Milliseconds(200);
// A large prefecture takes long.
constexpr absl::Duration kLedgersPatience = absl::Minutes(10);

std::map<std::string, int64_t> AmountsOf(
    const google::protobuf::RepeatedPtrField<ledger::v1::Line>& lines) {
  std::map<std::string, int64_t> amounts;
  for (const ledger::v1::Line& line : lines) {
    amounts[AddressOf(line.account())] = line.amount_fen();
  }
  return amounts;
}

// The parts of a name that the desk itself gave.
rpc::ResourceName NameOf(const std::string& text) {
  const auto name = rpc::ParseResourceName(text);
  return name.ok() ? *name : rpc::ResourceName();
}

LedgerEntry EntryOf(const ledger::v1::Entry& message, int fiscal_year) {
  LedgerEntry entry;
  entry.department = NameOf(message.name()).department;
  entry.seq = message.seq();
  entry.revision = message.revision();
  entry.request_id = message.request_id();
  entry.reversal = message.kind() == ledger::v1::ENTRY_KIND_REVERSAL;
  entry.fiscal_year = message.fiscal_year();
  entry.stage = message.stage();
  entry.unit = message.unit();
  entry.submission = NameOf(message.submission()).submission;
  if (message.has_elimination()) {
    const rpc::ResourceName payer = NameOf(message.elimination().payer());
    entry.payer_department = payer.department;
    entry.payer_unit = payer.unit;
    if (entry.reversal) entry.reverses_seq = message.supersedes_seq();
  }
  entry.previous_hash = message.previous_hash();
  entry.hash = message.hash();
  if (entry.fiscal_year == fiscal_year) {
    entry.leaves = AmountsOf(message.leaves());
    entry.printed = AmountsOf(message.printed());
  }
  return entry;
}

StoredSubmission SubmissionOf(const ingestion::v1::Submission& message) {
  StoredSubmission stored;
  const rpc::ResourceName name = NameOf(message.name());
  stored.department = name.department;
  stored.id = name.submission;
  stored.request_id = message.request_id();
  stored.fiscal_year = message.fiscal_year();
  stored.stage = message.stage();
  stored.unit = message.unit();
  stored.version = message.version();
  stored.state = std::string(
      absl::StripPrefix(ingestion::v1::SubmissionState_Name(message.state()),
                        "SUBMISSION_STATE_"));
  stored.sha256 = message.document_sha256();
  stored.entry_seq = NameOf(message.entry()).seq;
  stored.revision = message.revision();
  stored.pending =
      message.state() == ingestion::v1::SUBMISSION_STATE_RECEIVED ||
      message.state() == ingestion::v1::SUBMISSION_STATE_ACCEPTED;
  return stored;
}

// Every page of a list; `call` asks for one.
template <typename Request, typename Response>
absl::Status ReadPages(
    Request request,
    const std::function<grpc::Status(grpc::ClientContext&, const Request&,
                                     Response*)>& call,
    const std::function<void(const Response&)>& take) {
  do {
    Response response;
    const grpc::Status status =
        rpc::CallWithRetry({.attempts_max = 20}, rpc::Idempotency::kIdempotent,
                           [&](grpc::ClientContext& context) {
                             response.Clear();
                             return call(context, request, &response);
                           });
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    take(response);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status ReadEntries(const DeskAddress& desk, int fiscal_year,
                         History* history) {
  using aggregation::v1::ListEntriesRequest;
  using aggregation::v1::ListEntriesResponse;
  const auto stub =
      aggregation::v1::AggregationService::NewStub(desk.aggregation);
  ListEntriesRequest request;
  request.set_parent(rpc::PrefectureName(desk.division));
  request.set_page_size(kEntriesPageSize);
  return ReadPages<ListEntriesRequest, ListEntriesResponse>(
      request,
      [&](grpc::ClientContext& context, const ListEntriesRequest& page,
          ListEntriesResponse* response) {
        return stub->ListEntries(&context, page, response);
      },
      [&](const ListEntriesResponse& page) {
        for (const ledger::v1::Entry& entry : page.entries()) {
          history->entries.push_back(EntryOf(entry, fiscal_year));
        }
      });
}

absl::Status ReadSubmissions(const DeskAddress& desk, int fiscal_year,
                             const std::string& department, History* history) {
  using ingestion::v1::ListSubmissionsRequest;
  using ingestion::v1::ListSubmissionsResponse;
  const auto stub = ingestion::v1::IngestionService::NewStub(desk.ingestion);
  ListSubmissionsRequest request;
  request.set_parent(rpc::DepartmentName(desk.division, department));
  request.set_page_size(kSubmissionsPageSize);
  return ReadPages<ListSubmissionsRequest, ListSubmissionsResponse>(
      request,
      [&](grpc::ClientContext& context, const ListSubmissionsRequest& page,
          ListSubmissionsResponse* response) {
        return stub->ListSubmissions(&context, page, response);
      },
      [&](const ListSubmissionsResponse& page) {
        for (const ingestion::v1::Submission& submission : page.submissions()) {
          if (submission.fiscal_year() != fiscal_year) continue;
          history->submissions.push_back(SubmissionOf(submission));
        }
      });
}

// Ingestion first: what it calls posted has to be in the ledger by then.
absl::Status ReadOnce(const EndOptions& options, History* history) {
  for (const std::string& department : options.bureaus) {
    absl::Status status =
        ReadSubmissions(options.desk, options.fiscal_year, department, history);
    if (!status.ok()) return status;
  }
  return ReadEntries(options.desk, options.fiscal_year, history);
}

// Until there is no work left, or patience.
absl::StatusOr<History> ReadAtRest(const EndOptions& options) {
  const absl::Time deadline = absl::Now() + options.work_patience;
  for (;;) {
    History read;
    const absl::Status status = ReadOnce(options, &read);
    const bool late = absl::Now() >= deadline;
    if (!status.ok() && late) return status;
    // With nothing in it but what is there, these are about work that is left.
    Violations open;
    if (status.ok()) CheckSubmissions(read, &open);
    if (status.ok() && (open.empty() || late)) return read;
    absl::SleepFor(kInterval);
  }
}

int64_t NewestRevision(const History& history) {
  int64_t newest = 0;
  for (const LedgerEntry& entry : history.entries) {
    newest = std::max(newest, entry.revision);
  }
  return newest;
}

}  // namespace

absl::StatusOr<History> CloseHistory(const EndOptions& options,
                                     DeskClient* client, Traffic* traffic,
                                     Journal* journal) {
  traffic->StopWork();
  absl::StatusOr<History> end = ReadAtRest(options);
  if (!end.ok()) return end.status();
  const int64_t newest = NewestRevision(*end);
  for (const std::string& stream :
       traffic->StopStreams(newest, options.stream_patience)) {
    journal->Add(&History::complaints,
                 {"watch_incomplete",
                  absl::StrCat("stream ", stream, " did not come to revision ",
                               newest)});
  }
  for (const int stage : {kBureauStage, kDirectStage, kOtherDirectStage}) {
    client->ListTotals({options.fiscal_year, stage, "", ""}, 0);
    client->ListEliminations({options.fiscal_year, stage, "", ""}, 0);
  }
  client->VerifyLedgers("", kLedgersPatience);
  History history = journal->Take();
  history.entries = std::move(end->entries);
  history.submissions = std::move(end->submissions);
  return history;
}

}  // namespace yuheng::fault
