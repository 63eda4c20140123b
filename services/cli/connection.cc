#include "services/cli/connection.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/lost_calls.h"
#include "services/rpc/client.h"
#include "services/rpc/status.h"

namespace yuheng::cli {
namespace {

constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

struct ServiceAddress {
  Service service;
  absl::string_view name;
  absl::string_view default_address;
};

constexpr ServiceAddress kServices[] = {
    {Service::kIngestion, "ingestion", "127.0.0.1:7411"},
    {Service::kValidation, "validation", "127.0.0.1:7412"},
    {Service::kAggregation, "aggregation", "127.0.0.1:7413"},
    {Service::kReporting, "reporting", "127.0.0.1:7414"},
};

// What is said of a field of a request that an option gives; null for others.
const char* MessageOfOption(absl::string_view field) {
  field.remove_prefix(std::min(field.size(), field.rfind('.') + 1));
  if (field == "actor") return "cli.actor_wrong";
  if (field == "request_id") return "cli.request_id_wrong";
  return nullptr;
}

}  // namespace

std::string NewRequestId() {
  std::random_device random;
  return absl::StrFormat("cli-%08x%08x%08x%08x", random(), random(), random(),
                         random());
}

absl::StatusOr<std::string> AddressOf(const Environment& environment,
                                      Service service) {
  const ServiceAddress& wanted = kServices[static_cast<int>(service)];
  if (environment.endpoint.empty()) return std::string(wanted.default_address);
  if (!absl::StrContains(environment.endpoint, '=')) {
    return environment.endpoint;
  }
  for (absl::string_view part :
       absl::StrSplit(environment.endpoint, ',', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> entry =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    if (entry.first == wanted.name) return std::string(entry.second);
  }
  return absl::NotFoundError(
      Say(environment.terminal, "cli.endpoint_missing",
          {{"service", wanted.name}, {"endpoint", environment.endpoint}}));
}

std::shared_ptr<grpc::Channel> Connect(const Environment& environment,
                                       Service service) {
  const Terminal& terminal = environment.terminal;
  const absl::string_view name = kServices[static_cast<int>(service)].name;
  const auto address = AddressOf(environment, service);
  if (!address.ok()) {
    PrintError(terminal, address.status().message());
    return nullptr;
  }
  rpc::ChannelSecurity security;
  security.tls.set_ca_file(environment.ca_file);
  security.tls.set_cert_file(environment.cert_file);
  security.tls.set_key_file(environment.key_file);
  security.token_file = environment.token_file;
  rpc::ClientInterceptors interceptors;
  interceptors.push_back(TellLostCalls(name, *address));
  auto channel = rpc::OpenChannel(*address, security, std::move(interceptors));
  if (!channel.ok()) {
    const rpc::ErrorDetails details = rpc::DetailsOf(channel.status());
    PrintError(terminal, terminal.Pick({details.zh, details.en}));
    return nullptr;
  }
  if (!rpc::WaitReady(**channel, *address, kConnectTimeout).ok()) {
    PrintError(terminal,
               Say(terminal,
                   environment.ca_file.empty() ? "cli.unreachable"
                                               : "cli.unreachable_by_tls",
                   {{"service", name}, {"address", *address}}));
    return nullptr;
  }
  return *std::move(channel);
}

int ReportFailure(const Terminal& terminal, const grpc::Status& status) {
  const rpc::ErrorDetails details = rpc::ParseStatus(status);
  std::string message = terminal.Pick({details.zh, details.en});
  if (!details.reason_name.empty()) {
    absl::StrAppend(&message, " [", details.reason_name, "]");
  }
  PrintError(terminal, message);
  for (const rpc::FieldViolation& violation : details.field_violations) {
    if (const char* const id = MessageOfOption(violation.field)) {
      *terminal.err << "  " << Say(terminal, id) << "\n";
      continue;
    }
    *terminal.err << "  " << violation.field;
    if (violation.description != details.en) {  // Else it is said already.
      *terminal.err << ": " << violation.description;
    }
    *terminal.err << "\n";
  }
  return kExitFound;
}

std::set<std::string> OwnDepartments(const std::string& token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string json;
  google::protobuf::Struct claims;
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[1], &json) ||
      !google::protobuf::util::JsonStringToMessage(json, &claims).ok()) {
    return {};
  }
  const auto list = [&claims](const char* name) {
    return claims.fields().contains(name)
               ? claims.fields().at(name).list_value().values()
               : google::protobuf::ListValue().values();
  };
  for (const google::protobuf::Value& role : list("roles")) {
    if (role.string_value() != "clerk" &&
        role.string_value() != "department_head") {
      return {};
    }
  }
  std::set<std::string> departments;
  for (const google::protobuf::Value& department : list("departments")) {
    departments.insert(department.string_value());
  }
  for (const google::protobuf::Value& unit : list("units")) {  // 104/104001
    departments.insert(
        std::vector<std::string>(absl::StrSplit(unit.string_value(), '/'))[0]);
  }
  return departments;
}

std::set<std::string> OwnDepartments(const Environment& environment) {
  std::ifstream file(environment.token_file);
  std::string token;
  return file >> token ? OwnDepartments(token) : std::set<std::string>();
}

std::string ScopeName(const Environment& environment,
                      const std::string& department, const std::string& unit) {
  std::string name = absl::StrCat("prefectures/", environment.division);
  std::string code = department;
  if (code.empty()) {
    const std::set<std::string> own = OwnDepartments(environment);
    if (own.size() == 1) code = *own.begin();
  }
  if (!code.empty()) absl::StrAppend(&name, "/departments/", code);
  if (!unit.empty()) absl::StrAppend(&name, "/units/", unit);
  return name;
}

}  // namespace yuheng::cli
