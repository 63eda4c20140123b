#ifndef YUHENG_SERVICES_CLI_CONNECTION_H_
#define YUHENG_SERVICES_CLI_CONNECTION_H_

#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "services/cli/command.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace yuheng::cli {

// The services a command may talk to, with the port each has by default.
enum class Service { kIngestion, kValidation, kAggregation, kReporting };

// The address of a service: --endpoint or YUHENG_ENDPOINT is either one
// host:port, for the service the command talks to, or a list
// ingestion=host:port,aggregation=host:port,...; without one the ports
// 127.0.0.1:7411 (ingestion) to 7414 (reporting).
absl::StatusOr<std::string> AddressOf(const Environment& environment,
                                      Service service);

// A channel that is connected. On failure prints what to do and returns null.
std::shared_ptr<grpc::Channel> Connect(const Environment& environment,
                                       Service service);

// For a call that may be repeated: an id nobody used before.
std::string NewRequestId();

// Prints a failed call for the user and returns the exit code.
int ReportFailure(const Terminal& terminal, const grpc::Status& status);

// The departments that a token's holder works for, or for units of them, when
// that is all its roles are for; else none. The service judges the token, this
// only reads it.
std::set<std::string> OwnDepartments(const std::string& token);
// Of the token in use.
std::set<std::string> OwnDepartments(const Environment& environment);

// prefectures/652300, and departments/… and units/… below it when not empty.
// Who works for one department only (OwnDepartments) means that one.
std::string ScopeName(const Environment& environment,
                      const std::string& department, const std::string& unit);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_CONNECTION_H_
