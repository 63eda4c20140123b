#include "services/operations/audit_log_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/audit/log/audit_log.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"
#include "services/rpc/resource_name.h"
#include "services/rpc/status.h"

namespace yuheng::operations {
namespace {

namespace v1 = audit::v1;

constexpr int kPageSizeDefault = 100;
constexpr int kPageSizeMax = 1000;
// Pages that may wait for the one that is read.
constexpr int kWaitingMax = 16;

absl::Time TimeFrom(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

// What a request asks for.
struct Filter {
  uint64_t after = 0;
  int page_size = kPageSizeDefault;
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  std::string subject;
  std::string department;
  std::string method;

  bool Takes(const audit::AuditRecord& record) const {
    const absl::Time time = absl::FromUnixMicros(record.time_unix_us);
    return time >= start && time < end &&
           (subject.empty() || record.subject == subject) &&
           (method.empty() || record.method == method ||
            absl::EndsWith(record.method, absl::StrCat(".", method))) &&
           (department.empty() ||
            std::any_of(record.names.begin(), record.names.end(),
                        [this](const std::string& text) {
                          const auto name = rpc::ParseResourceName(text);
                          return name.ok() && name->department == department;
                        }));
  }
};

absl::StatusOr<Filter> FilterFrom(const v1::ListAuditRecordsRequest& request) {
  Filter filter;
  std::vector<rpc::FieldViolation> violations;
  if (request.page_size() < 0 || request.page_size() > kPageSizeMax) {
    violations.push_back({"page_size", "1 to 1000, or 0 for 100"});
  }
  if (!request.page_token().empty() &&
      !absl::SimpleAtoi(request.page_token(), &filter.after)) {
    violations.push_back({"page_token", "not the token of a page before"});
  }
  if (!violations.empty()) return rpc::MakeFieldError(std::move(violations));
  if (request.page_size() != 0) filter.page_size = request.page_size();
  if (request.has_start_time()) filter.start = TimeFrom(request.start_time());
  if (request.has_end_time()) filter.end = TimeFrom(request.end_time());
  filter.subject = request.subject();
  filter.department = request.department();
  filter.method = request.method();
  return filter;
}

void RecordTo(const audit::AuditRecord& record, v1::AuditRecord* message) {
  message->set_seq(record.seq);
  message->mutable_time()->set_seconds(record.time_unix_us / 1'000'000);
  message->mutable_time()->set_nanos(
      static_cast<int32_t>(record.time_unix_us % 1'000'000 * 1000));
  message->set_subject(record.subject);
  for (const int role : record.roles) {
    message->add_roles(static_cast<access::v1::Role>(role));
  }
  message->set_proof(static_cast<v1::Proof>(record.proof));
  message->set_peer(record.peer);
  message->set_forwarded_for(record.forwarded_for);
  message->set_method(record.method);
  for (const std::string& name : record.names) message->add_names(name);
  message->set_request_id(record.request_id);
  message->set_code(record.code);
}

absl::Status NoLog() {
  const budget::Text text = budget::Message("audit_log.none");
  return rpc::MakeFieldError({{"access", text.en}}, text.zh, text.en);
}

}  // namespace

AuditLogServiceImpl::AuditLogServiceImpl(rpc::CallGate* gate)
    : gate_(gate),
      reads_({.name = "audit-log",
              .thread_count = 1,
              .waiting_max = kWaitingMax}) {}

grpc::ServerUnaryReactor* AuditLogServiceImpl::ListAuditRecords(
    grpc::CallbackServerContext* context,
    const v1::ListAuditRecordsRequest* request,
    v1::ListAuditRecordsResponse* response) {
  auto* reactor = context->DefaultReactor();
  auto pass = gate_->TryEnter(*context, *request);
  if (!pass.ok()) {
    reactor->Finish(rpc::ToGrpcStatus(pass.status()));
    return reactor;
  }
  const bool taken = reads_.TryPost(
      [this, reactor, request, response, pass = *std::move(pass)] {
        reactor->Finish(rpc::ToGrpcStatus(rpc::WithReason(
            List(*request, response), rpc::Reason::kStorageFailed)));
      });
  if (!taken) {
    reactor->Finish(rpc::ToGrpcStatus(rpc::WithRetryAfter(
        rpc::MakeError(rpc::Reason::kQueueFull), absl::Seconds(1))));
  }
  return reactor;
}

absl::Status AuditLogServiceImpl::List(
    const v1::ListAuditRecordsRequest& request,
    v1::ListAuditRecordsResponse* response) const {
  if (gate_->audit_log() == nullptr) return NoLog();
  const auto filter = FilterFrom(request);
  if (!filter.ok()) return filter.status();
  const audit::LogEnd end = gate_->audit_log()->end();
  response->mutable_head()->set_seq(end.seq);
  response->mutable_head()->set_sha256(end.seq == 0 ? ""
                                                    : storage::ToHex(end.hash));
  int read = 0;
  return gate_->audit_log()->Read(
      filter->after,
      [&](const audit::AuditRecord& record, const storage::Sha256Digest&) {
        if (response->records_size() == filter->page_size ||
            read++ == kAuditRecordsReadMax) {
          response->set_next_page_token(absl::StrCat(record.seq - 1));
          return false;
        }
        if (filter->Takes(record)) RecordTo(record, response->add_records());
        return true;
      });
}

}  // namespace yuheng::operations
