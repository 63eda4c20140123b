// The people of a prefecture at work, each with an identity of their own, and a
// book of what they called, to hold against the audit log.
#ifndef YUHENG_TESTS_E2E_YEAR_DESK_H_
#define YUHENG_TESTS_E2E_YEAR_DESK_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"
#include "services/access/identity.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/client.h"
#include "tests/e2e/secured_cluster.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::testing {

// Somebody who calls.
class Person {
 public:
  Person(const SecuredCluster& secured, access::Identity identity);

  const std::string& subject() const { return identity_.subject; }
  const std::string& token_file() const { return token_file_; }
  ingestion::v1::IngestionService::Stub& ingestion() { return *ingestion_; }
  std::shared_ptr<grpc::Channel> ChannelTo(Process process) const;

 private:
  const SecuredCluster& secured_;
  const access::Identity identity_;
  std::string token_file_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_;
};

// A document on its way.
struct Letter {
  std::string department;
  std::string unit;  // Empty for the department as a whole.
  budget::v1::Stage stage = budget::v1::STAGE_APPROVED;
  const cli::SampleDocument* document = nullptr;
};

// What became of it.
struct Reply {
  grpc::Status status;
  ingestion::v1::Submission submission;
  std::vector<validation::v1::Finding> findings;

  // The reason of a refusal; empty when there was none.
  std::string refusal() const;
  std::string state() const;
  // The findings of that rule, as "K-01 SEVERITY_ERROR", one a line.
  std::string FindingsOf(const std::string& rules) const;
};

// Counts calls: "wang AcceptSubmission 0", by subject, method and the number of
// the code. A stream has no code: it began.
using CallCounts = std::map<std::string, int>;

class YearDesk {
 public:
  // Null, and the test fails, when the cluster can't be started.
  static std::unique_ptr<YearDesk> Open(
      const std::vector<cli::SampleDocument>& documents,
      const config::v1::WaiverPolicy& waivers);

  SecuredCluster& secured() { return *secured_; }

  Person Hire(const std::string& subject, std::vector<access::Role> roles,
              std::vector<std::string> departments = {}) const;

  Reply Send(Person& person, const Letter& letter);

  // A call in a person's name; what it is answered.
  template <typename Request, typename Response>
  grpc::Status Call(
      Person& person,
      grpc::Status (ingestion::v1::IngestionService::Stub::*method)(
          grpc::ClientContext*, const Request&, Response*),
      const Request& request, Response* response) {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kWriteDeadline);
    const grpc::Status status =
        (person.ingestion().*method)(&context, request, response);
    std::string name = Request::descriptor()->name();
    Note(person, name.substr(0, name.size() - std::string("Request").size()),
         status);
    return status;
  }
  // The same through the command line, which calls `method` once.
  CommandResult Run(const Person& person, const std::string& method,
                    std::vector<std::string> arguments);

  // What was called in people's names, of methods that change something.
  const CallCounts& calls() const { return calls_; }
  // The same as the audit log of ingestion has it, read by `auditor`.
  CallCounts AuditedCalls(const Person& auditor) const;
  // By request id: who uploaded under it.
  std::map<std::string, std::string> AuditedUploads(
      const Person& auditor) const;

 private:
  YearDesk() = default;

  void Note(const Person& person, const std::string& method,
            const grpc::Status& status);

  std::unique_ptr<SecuredCluster> secured_;
  CallCounts calls_;
  int requests_ = 0;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_E2E_YEAR_DESK_H_
