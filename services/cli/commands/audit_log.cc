// yuheng audit-log: who saw and changed what. `list` asks the services,
// `verify` reads a folder.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/access/identity.h"
#include "services/audit/log/log_reader.h"
#include "services/budget/beijing_time.h"
#include "services/cli/command.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/cli/option_values.h"
#include "services/rpc/client.h"
#include "services/rpc/reason.h"
#include "yuheng/audit/v1/audit_log_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

constexpr int kRecordsPageSize = 1000;

const std::map<std::string, Service>& Services() {
  static const auto* const services =
      new std::map<std::string, Service>{{"aggregation", Service::kAggregation},
                                         {"ingestion", Service::kIngestion},
                                         {"reporting", Service::kReporting},
                                         {"validation", Service::kValidation}};
  return *services;
}

struct ListOptions {
  int service = -1;  // A Service; all of them below 0.
  std::string since;
  std::string until;
  std::string subject;
  std::string department;
  std::string method;
  OutputFormat format = OutputFormat::kTable;
};

struct VerifyOptions {
  std::string dir;
  std::string head;
  int service = -1;  // A Service; any below 0.
};

// A day in local time, or a time with its zone.
bool ParseTimeText(const std::string& text, absl::Time* time) {
  return absl::ParseTime("%Y-%m-%d", text, budget::BeijingTime(), time,
                         nullptr) ||
         absl::ParseTime(absl::RFC3339_full, text, time, nullptr);
}

CLI::Validator TimeValue(const Terminal& terminal) {
  return CLI::Validator(
      [&terminal](std::string& text) -> std::string {
        absl::Time time;
        if (ParseTimeText(text, &time)) return "";
        return Say(terminal, "audit_log.not_a_time", {{"value", text}});
      },
      "");
}

void SetTime(const std::string& text, google::protobuf::Timestamp* to) {
  absl::Time time;
  if (ParseTimeText(text, &time)) to->set_seconds(absl::ToUnixSeconds(time));
}

audit::v1::ListAuditRecordsRequest RequestFrom(const ListOptions& options) {
  audit::v1::ListAuditRecordsRequest request;
  request.set_page_size(kRecordsPageSize);
  if (!options.since.empty()) {
    SetTime(options.since, request.mutable_start_time());
  }
  if (!options.until.empty()) {
    SetTime(options.until, request.mutable_end_time());
  }
  request.set_subject(options.subject);
  request.set_department(options.department);
  request.set_method(options.method);
  return request;
}

std::string ProofWord(audit::v1::Proof proof) {
  switch (proof) {
    case audit::v1::PROOF_CERTIFICATE:
      return "certificate";
    case audit::v1::PROOF_TOKEN:
      return "token";
    default:
      return "";
  }
}

void PrintRecord(const std::string& service,
                 const audit::v1::AuditRecord& record, RowPrinter& rows) {
  std::vector<std::string> roles;
  for (const int role : record.roles()) {
    roles.push_back(access::RoleWord(static_cast<access::Role>(role)));
  }
  rows.Row(
      {service, absl::StrCat(record.seq()), TimeText(record.time()),
       record.subject(), absl::StrJoin(roles, " "), ProofWord(record.proof()),
       record.peer(), record.forwarded_for(), record.method(),
       absl::StrJoin(record.names(), " "), record.request_id(),
       absl::StatusCodeToString(static_cast<absl::StatusCode>(record.code()))});
}

std::unique_ptr<RowPrinter> Rows(const Terminal& terminal,
                                 OutputFormat format) {
  return RowPrinter::Create(
      terminal, format,
      {{"service", budget::Message("audit_log.column_service")},
       {"seq", budget::Message("audit_log.column_seq"), Align::kRight, true},
       {"time", budget::Message("audit_log.column_time")},
       {"subject", budget::Message("audit_log.column_subject")},
       {"roles", budget::Message("audit_log.column_roles")},
       {"proof", budget::Message("audit_log.column_proof")},
       {"peer", budget::Message("audit_log.column_peer")},
       {"forwardedFor", budget::Message("audit_log.column_forwarded_for")},
       {"method", budget::Message("audit_log.column_method")},
       {"names", budget::Message("audit_log.column_names")},
       {"requestId", budget::Message("audit_log.column_request_id")},
       {"code", budget::Message("audit_log.column_code")}});
}

// All pages of one service; says where its log stands on stderr, for who keeps
// that. False when it failed, which is said. `rows` begin with the first
// answer, so that a refusal has no heading.
bool ListOf(const Environment& environment, const std::string& name,
            Service service, const ListOptions& options,
            std::unique_ptr<RowPrinter>* rows) {
  const Terminal& terminal = environment.terminal;
  audit::v1::ListAuditRecordsRequest request = RequestFrom(options);
  const auto channel = Connect(environment, service);
  if (channel == nullptr) return false;
  const auto stub = audit::v1::AuditLogService::NewStub(channel);
  audit::v1::ListAuditRecordsResponse response;
  do {
    request.set_page_token(response.next_page_token());
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    const grpc::Status status =
        stub->ListAuditRecords(&context, request, &response);
    if (!status.ok()) {
      ReportFailure(terminal, status);
      return false;
    }
    if (*rows == nullptr) *rows = Rows(terminal, options.format);
    for (const audit::v1::AuditRecord& record : response.records()) {
      PrintRecord(name, record, **rows);
    }
  } while (!response.next_page_token().empty());
  *terminal.err << Say(terminal, "audit_log.heads",
                       {{"service", name},
                        {"seq", absl::StrCat(response.head().seq())},
                        {"sha256", response.head().sha256()}})
                << "\n";
  return true;
}

int RunList(const Environment& environment, const ListOptions& options) {
  std::unique_ptr<RowPrinter> rows;
  bool listed = true;
  for (const auto& [name, service] : Services()) {
    if (options.service >= 0 && options.service != static_cast<int>(service)) {
      continue;
    }
    listed = ListOf(environment, name, service, options, &rows) && listed;
  }
  if (rows != nullptr) rows->Finish();
  return listed ? kExitOk : kExitFound;
}

// What somebody wrote down of a log.
struct KeptHead {
  uint64_t seq = 0;
  storage::Sha256Digest hash{};
};

absl::optional<KeptHead> HeadFrom(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  KeptHead head;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &head.seq)) {
    return absl::nullopt;
  }
  const auto hash = storage::DigestFromHex(parts[1]);
  if (!hash.ok()) return absl::nullopt;
  head.hash = *hash;
  return head;
}

// The service that answers a method, by the method's full name:
// /yuheng.ingestion.v1.IngestionService/Submit is ingestion's. Empty for what
// every service answers.
std::string ServiceOf(absl::string_view method) {
  absl::ConsumePrefix(&method, "/");
  if (!absl::ConsumePrefix(&method, "yuheng.")) return "";
  const std::string area(method.substr(0, method.find('.')));
  return Services().count(area) > 0 ? area : "";
}

// What a log is about.
struct LogExtent {
  absl::optional<int64_t> first_time_unix_us;
  int64_t last_time_unix_us = 0;
  std::set<std::string> services;

  void Add(const audit::AuditRecord& record) {
    if (!first_time_unix_us) first_time_unix_us = record.time_unix_us;
    last_time_unix_us = record.time_unix_us;
    const std::string service = ServiceOf(record.method);
    if (!service.empty()) services.insert(service);
  }
};

std::string ShownTime(int64_t unix_us) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixMicros(unix_us),
                          budget::BeijingTime());
}

// Whether it is the log of the service that it must be; says so when not.
bool IsOfService(const Terminal& terminal, const LogExtent& extent,
                 int service) {
  if (service < 0) return true;
  for (const auto& [name, each] : Services()) {
    if (static_cast<int>(each) != service) continue;
    if (extent.services == std::set<std::string>{name}) return true;
    PrintError(terminal,
               Say(terminal, "audit_log.other_service",
                   {{"service", name},
                    {"found", absl::StrJoin(extent.services, ", ")}}));
  }
  return false;
}

int RunVerify(const Terminal& terminal, const VerifyOptions& options) {
  absl::optional<KeptHead> head;
  if (!options.head.empty()) {
    head = HeadFrom(options.head);
    if (!head) {
      PrintError(terminal, Say(terminal, "audit_log.head_malformed",
                               {{"value", options.head}}));
      return kExitUsage;
    }
  }
  bool head_found = false;
  LogExtent extent;
  const auto end = audit::ReadLog(
      options.dir,
      [&](const audit::AuditRecord& record, const storage::Sha256Digest& hash) {
        extent.Add(record);
        if (head && record.seq == head->seq) head_found = hash == head->hash;
        return true;
      });
  if (!end.ok()) {
    const rpc::ErrorDetails details = rpc::DetailsOf(end.status());
    PrintError(terminal, terminal.Pick({details.zh, details.en}));
    return absl::IsDataLoss(end.status()) ? kExitFound : kExitUsage;
  }
  if (end->segment == 0) {
    PrintError(terminal,
               Say(terminal, "audit_log.empty", {{"dir", options.dir}}));
    return kExitUsage;
  }
  if (end->seq == 0) {
    PrintError(terminal,
               Say(terminal, "audit_log.no_records", {{"dir", options.dir}}));
    return kExitFound;
  }
  if (end->torn_bytes != 0) {
    *terminal.err << Say(terminal, "audit_log.torn",
                         {{"bytes", absl::StrCat(end->torn_bytes)}})
                  << "\n";
  }
  if (head && !head_found) {
    PrintError(terminal, Say(terminal, "audit_log.head_differs",
                             {{"seq", absl::StrCat(head->seq)}}));
    return kExitFound;
  }
  if (!IsOfService(terminal, extent, options.service)) return kExitFound;
  *terminal.out << Say(terminal, "audit_log.holds",
                       {{"seq", absl::StrCat(end->seq)},
                        {"sha256", storage::ToHex(end->hash)}})
                << "\n"
                << Say(terminal, "audit_log.range",
                       {{"first", ShownTime(*extent.first_time_unix_us)},
                        {"last", ShownTime(extent.last_time_unix_us)},
                        {"services", absl::StrJoin(extent.services, ", ")}})
                << "\n";
  if (!head) PrintRemark(terminal, Say(terminal, "audit_log.no_head"));
  return kExitOk;
}

void AddList(CLI::App& group, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command =
      group.add_subcommand("list", Say(terminal, "audit_log.list_description"));
  auto options = std::make_shared<ListOptions>();
  command
      ->add_option("--service", options->service,
                   Say(terminal, "audit_log.option_service"))
      ->transform(OneOf<Service>(terminal, Services()));
  command
      ->add_option("--since", options->since,
                   Say(terminal, "audit_log.option_since"))
      ->check(TimeValue(terminal));
  command
      ->add_option("--until", options->until,
                   Say(terminal, "audit_log.option_until"))
      ->check(TimeValue(terminal));
  command->add_option("--subject", options->subject,
                      Say(terminal, "audit_log.option_subject"));
  command
      ->add_option("--department", options->department,
                   Say(terminal, "audit_log.option_department"))
      ->check(ResourceCode(terminal));
  command->add_option("--method", options->method,
                      Say(terminal, "audit_log.option_method"));
  AddOutputOption(*command, terminal, &options->format);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] { return RunList(environment, *options); };
  });
}

void AddVerifyFolder(CLI::App& group, Environment& environment,
                     Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* command = group.add_subcommand(
      "verify", Say(terminal, "audit_log.verify_description"));
  auto options = std::make_shared<VerifyOptions>();
  command->add_option("DIR", options->dir)
      ->required()
      ->check(ExistingFolder(terminal));
  command->add_option("--head", options->head,
                      Say(terminal, "audit_log.option_head"));
  command
      ->add_option("--service", options->service,
                   Say(terminal, "audit_log.option_of_service"))
      ->transform(OneOf<Service>(terminal, Services()));
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunVerify(environment.terminal, *options);
    };
  });
}

}  // namespace

void AddAuditLog(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("audit-log", Say(terminal, "audit_log.description"));
  group->footer(Say(terminal, "audit_log.examples"));
  group->require_subcommand(1);
  AddList(*group, environment, action);
  AddVerifyFolder(*group, environment, action);
}

}  // namespace yuheng::cli
