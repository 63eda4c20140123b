// Every method, in every role, about the own and another department: what is
// answered stands here by hand, and is asked of the running services over TLS.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "services/access/identity.h"
#include "services/rpc/client.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "tests/e2e/secured_cluster.h"
#include "tests/support/health.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"
#include "yuheng/audit/v1/audit_log_service.grpc.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"
#include "yuheng/operations/v1/backup_service.grpc.pb.h"
#include "yuheng/reporting/v1/reporting_service.grpc.pb.h"
#include "yuheng/validation/v1/validation_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// One letter a role, in the order of access::v1::Role:
//   clerk, department_head, reviewer, finance_head, auditor, viewer, operator,
//   service
// A: about any department and the prefecture; O: about the own department only;
// -: not at all.
const std::map<std::string, std::string>& Expected() {
  static const auto* const expected = new std::map<std::string, std::string>{
      {"yuheng.ingestion.v1.IngestionService.Submit", "OO------"},
      {"yuheng.ingestion.v1.IngestionService.QueryUpload", "OO------"},
      {"yuheng.ingestion.v1.IngestionService.GetOutcome", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.GetSubmission", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.ListSubmissions", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.ListFindings", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.GetDocument", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.AcceptSubmission", "---A----"},
      {"yuheng.ingestion.v1.IngestionService.ReturnSubmission", "--AA----"},
      {"yuheng.ingestion.v1.IngestionService.RecheckSubmission", "--AA----"},
      {"yuheng.ingestion.v1.IngestionService.WithdrawSubmission", "OO------"},
      {"yuheng.ingestion.v1.IngestionService.ConfirmSubmission", "-O------"},
      {"yuheng.ingestion.v1.IngestionService.DeclineSubmission", "-O------"},
      {"yuheng.ingestion.v1.IngestionService.BatchAcceptSubmissions",
       "---A----"},
      {"yuheng.ingestion.v1.IngestionService.BatchReturnSubmissions",
       "--AA----"},
      {"yuheng.ingestion.v1.IngestionService.ListProgress", "--AAA--A"},
      {"yuheng.ingestion.v1.IngestionService.WatchSubmissions", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.SetWindow", "--AA----"},
      {"yuheng.ingestion.v1.IngestionService.ListWindows", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.ImportCeilings", "--AA----"},
      {"yuheng.ingestion.v1.IngestionService.ListCeilings", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.CompareCeilings", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.ListDepartments", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.ReadSource", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.CreateWaiver", "OO------"},
      {"yuheng.ingestion.v1.IngestionService.ListWaivers", "OOAAA--A"},
      {"yuheng.ingestion.v1.IngestionService.DeleteWaiver", "OO------"},
      {"yuheng.validation.v1.ValidationService.Validate", "-------A"},
      {"yuheng.validation.v1.ValidationService.ListRules", "AAAAAAAA"},
      {"yuheng.aggregation.v1.AggregationService.Post", "-------A"},
      {"yuheng.aggregation.v1.AggregationService.GetOutcome", "-------A"},
      {"yuheng.aggregation.v1.AggregationService.DeclareElimination",
       "--AA----"},
      {"yuheng.aggregation.v1.AggregationService.ReverseElimination",
       "--AA----"},
      {"yuheng.aggregation.v1.AggregationService.ListEliminations", "--AAA--A"},
      {"yuheng.aggregation.v1.AggregationService.GetEntry", "OOAAA--A"},
      {"yuheng.aggregation.v1.AggregationService.GetEntryInForce", "OOAAA--A"},
      {"yuheng.aggregation.v1.AggregationService.ListEntries", "OOAAA--A"},
      {"yuheng.aggregation.v1.AggregationService.ListTotals", "OOAAAA-A"},
      {"yuheng.aggregation.v1.AggregationService.ListContributions",
       "OOAAA--A"},
      {"yuheng.aggregation.v1.AggregationService.ListFunctionSources",
       "OOAAA--A"},
      {"yuheng.aggregation.v1.AggregationService.CompareTotals", "OOAAAA-A"},
      {"yuheng.aggregation.v1.AggregationService.WatchTotals", "OOAAAA-A"},
      {"yuheng.aggregation.v1.AggregationService.WatchEntries", "OOAAA--A"},
      {"yuheng.aggregation.v1.AggregationService.VerifyLedgers", "---AA---"},
      {"yuheng.aggregation.v1.AggregationService.CreateCheckpoint", "---AA---"},
      {"yuheng.aggregation.v1.AggregationService.ListEntryRecords", "---AA---"},
      {"yuheng.reporting.v1.ReportingService.GetTables", "OOAAAA-A"},
      {"yuheng.reporting.v1.ReportingService.RenderWorkbook", "OOAAAA-A"},
      {"yuheng.reporting.v1.ReportingService.RenderTemplate", "OOAAA--A"},
      {"yuheng.reporting.v1.ReportingService.GetProgress", "--AAA--A"},
      {"yuheng.operations.v1.BackupService.CreateBackup", "------A-"},
      {"yuheng.audit.v1.AuditLogService.ListAuditRecords", "----A---"},
  };
  return *expected;
}

// Which fields of a request name what it is about, by hand too: not read from
// the option that is tested. Submission names are judged by their department.
const std::vector<std::string>& NameFields(const std::string& method) {
  static const auto* const others =
      new std::map<std::string, std::vector<std::string>>{
          {"Submit", {"header.parent"}},
          {"SetWindow", {"window.parent"}},
          {"DeclareElimination", {"payee", "payer"}},
          {"ListEliminations", {"scope.name"}},
          {"ListTotals", {"scope.name"}},
          {"ListContributions", {"scope.name"}},
          {"ListFunctionSources", {"scope.name"}},
          {"CompareTotals", {"scope.name", "base.name"}},
          {"WatchTotals", {"scope.name"}},
          {"RenderWorkbook", {"tables.name"}},
          {"Validate", {}},
          {"ListRules", {}},
          {"ListAuditRecords", {}},
          {"CreateBackup", {}}};
  static const auto* const name = new std::vector<std::string>{"name"};
  static const auto* const parent = new std::vector<std::string>{"parent"};
  const auto found = others->find(method);
  if (found != others->end()) return found->second;
  const bool by_name =
      method == "GetSubmission" || method == "GetDocument" ||
      method == "ReadSource" || method == "AcceptSubmission" ||
      method == "ReturnSubmission" || method == "WithdrawSubmission" ||
      method == "RecheckSubmission" || method == "ConfirmSubmission" ||
      method == "DeclineSubmission" || method == "DeleteWaiver" ||
      method == "GetEntry" || method == "ReverseElimination" ||
      method == "GetTables" || method == "RenderTemplate";
  return by_name ? *name : *parent;
}

// The message that a path's last field stands in, made on the way.
std::pair<Message*, const google::protobuf::FieldDescriptor*> FieldAt(
    Message* message, const std::string& path) {
  const google::protobuf::FieldDescriptor* field = nullptr;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (field != nullptr) {
      message = message->GetReflection()->MutableMessage(message, field);
    }
    field = message->GetDescriptor()->FindFieldByName(std::string(name));
  }
  return {message, field};
}

// A request about `name`, of a published stage. The rest is empty, so that who
// gets in changes nothing.
std::unique_ptr<Message> RequestAbout(const MethodDescriptor& method,
                                      const std::string& name) {
  std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(method.input_type())
          ->New());
  for (const std::string& path : NameFields(method.name())) {
    const auto [message, field] = FieldAt(request.get(), path);
    message->GetReflection()->SetString(message, field, name);
    const auto* stage = message->GetDescriptor()->FindFieldByName("stage");
    if (stage != nullptr) {
      message->GetReflection()->SetEnumValue(message, stage,
                                             budget::v1::STAGE_APPROVED);
    }
  }
  return request;
}

Process ProcessOf(const MethodDescriptor& method) {
  const std::string& service = method.service()->full_name();
  if (service == "yuheng.validation.v1.ValidationService") {
    return Process::kValidation;
  }
  if (service == "yuheng.aggregation.v1.AggregationService") {
    return Process::kAggregation;
  }
  if (service == "yuheng.reporting.v1.ReportingService") {
    return Process::kReporting;
  }
  return Process::kIngestion;
}

// Calls with one request; OK as soon as something is answered.
grpc::Status Call(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& path, absl::string_view request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  rpc::SetDeadline(&context, absl::Seconds(30));
  grpc::CompletionQueue queue;
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  auto stream = stub.PrepareCall(&context, path, &queue);
  stream->StartCall(nullptr);
  done();
  const grpc::Slice bytes(request.data(), request.size());
  stream->WriteLast(grpc::ByteBuffer(&bytes, 1), grpc::WriteOptions(), nullptr);
  done();
  grpc::ByteBuffer answer;
  stream->Read(&answer, nullptr);
  const bool answered = done();
  if (answered) context.TryCancel();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  done();
  return answered ? grpc::Status::OK : status;
}

grpc::Status Call(const std::shared_ptr<grpc::Channel>& channel,
                  const MethodDescriptor& method, const Message& request) {
  return Call(
      channel,
      absl::StrCat("/", method.service()->full_name(), "/", method.name()),
      request.SerializeAsString());
}

// What an answer says of the right to ask.
std::string Verdict(const grpc::Status& status) {
  if (status.error_code() == grpc::UNAUTHENTICATED) return "nobody";
  const rpc::ErrorDetails details = rpc::ParseStatus(status);
  if (details.reason == rpc::Reason::kRoleMissing) return "denied";
  if (details.reason == rpc::Reason::kNotFound &&
      details.en == rpc::InfoOf(rpc::Reason::kNotFound).en) {
    return "not found";
  }
  if (status.error_code() == grpc::UNAVAILABLE ||
      status.error_code() == grpc::DEADLINE_EXCEEDED ||
      status.error_code() == grpc::PERMISSION_DENIED) {
    return absl::StrCat("failed: ", status.error_message());
  }
  return "allowed";
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const google::protobuf::FileDescriptor* file :
       {aggregation::v1::PostRequest::descriptor()->file(),
        audit::v1::ListAuditRecordsRequest::descriptor()->file(),
        ingestion::v1::SubmitRequest::descriptor()->file(),
        operations::v1::CreateBackupRequest::descriptor()->file(),
        reporting::v1::GetTablesRequest::descriptor()->file(),
        validation::v1::ListRulesRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        methods.push_back(file->service(i)->method(j));
      }
    }
  }
  return methods;
}

class AccessMatrixTest : public ::testing::Test {
 protected:
  void SetUp() override {
    documents_ = cli::GenerateSamples({.seed = 7, .departments = 2});
    secured_ = SecuredCluster::Start(documents_);
    ASSERT_NE(secured_, nullptr);
  }

  std::string DepartmentOf(int document) const {
    return absl::StrCat(kPrefecture, "/departments/",
                        documents_[document].code);
  }
  // A channel of each process, in one role of the first department; services
  // by certificate.
  std::map<Process, std::shared_ptr<grpc::Channel>> ChannelsOf(
      access::Role role) const {
    std::map<Process, std::shared_ptr<grpc::Channel>> channels;
    for (const Process process : AllProcesses()) {
      if (role == access::v1::ROLE_SERVICE) {
        rpc::ChannelSecurity security;
        security.tls.set_ca_file(secured_->CertificateFile("ca.crt"));
        security.tls.set_cert_file(secured_->CertificateFile("reporting.crt"));
        security.tls.set_key_file(secured_->CertificateFile("reporting.key"));
        channels[process] =
            rpc::OpenChannel(secured_->cluster().address(process), security)
                .value();
        continue;
      }
      const std::string token =
          role == access::v1::ROLE_UNSPECIFIED
              ? ""
              : secured_->Sign({.subject = access::RoleWord(role),
                                .roles = {role},
                                .departments = {documents_[0].code}});
      channels[process] = secured_->Channel(process, token);
    }
    return channels;
  }

  std::vector<cli::SampleDocument> documents_;
  std::unique_ptr<SecuredCluster> secured_;
};

TEST_F(AccessMatrixTest, EveryCell_IsAsItStandsHere) {
  const std::vector<const MethodDescriptor*> methods = AllMethods();
  ASSERT_EQ(methods.size(), Expected().size()) << "a line for every method";
  int cells = 0;
  for (int number = access::v1::ROLE_CLERK; number <= access::v1::ROLE_SERVICE;
       ++number) {
    const auto role = static_cast<access::Role>(number);
    const auto channels = ChannelsOf(role);
    for (const MethodDescriptor* method : methods) {
      const auto row = Expected().find(method->full_name());
      ASSERT_NE(row, Expected().end()) << method->full_name();
      const char letter =
          row->second[static_cast<size_t>(number - access::v1::ROLE_CLERK)];
      const std::string own = letter == '-' ? "denied" : "allowed";
      const std::string other = letter == 'O' ? "not found" : own;
      const std::string all = letter == 'O' ? "denied" : own;
      for (const auto& [name, expected] :
           {std::pair(DepartmentOf(0), own), std::pair(DepartmentOf(1), other),
            std::pair(std::string(kPrefecture), all)}) {
        const grpc::Status status = Call(channels.at(ProcessOf(*method)),
                                         *method, *RequestAbout(*method, name));
        EXPECT_EQ(Verdict(status), expected)
            << method->full_name() << " by " << access::RoleWord(role)
            << " about " << name << ": " << status.error_message();
        ++cells;
      }
    }
  }
  EXPECT_EQ(cells, 8 * 3 * static_cast<int>(Expected().size()));
}

// What a clerk of one unit is answered about the department: these methods keep
// to the unit themselves, or answer what is of no unit.
const std::set<std::string>& ByUnit() {
  static const auto* const methods = new std::set<std::string>{
      "GetSubmission",     "ListSubmissions",    "ListFindings",
      "GetDocument",       "WithdrawSubmission", "ConfirmSubmission",
      "DeclineSubmission", "ListWindows",        "ListDepartments",
      "WatchSubmissions",  "ReadSource",         "CreateWaiver",
      "ListWaivers",       "DeleteWaiver",       "QueryUpload",
      "ListCeilings",      "CompareCeilings",    "RenderTemplate",
      "GetOutcome"};
  return *methods;
}

TEST_F(AccessMatrixTest, ClerkAndHeadOfAUnit_HaveThatUnit) {
  const std::string own = absl::StrCat(documents_[0].code, "001");
  const std::string other = absl::StrCat(documents_[0].code, "002");
  for (const auto role :
       {access::v1::ROLE_CLERK, access::v1::ROLE_DEPARTMENT_HEAD}) {
    const std::string token =
        secured_->Sign({.subject = "of-a-unit",
                        .roles = {role},
                        .units = {absl::StrCat(documents_[0].code, "/", own)}});
    std::map<Process, std::shared_ptr<grpc::Channel>> channels;
    for (const Process process : AllProcesses()) {
      channels[process] = secured_->Channel(process, token);
    }
    const auto verdict = [&](const MethodDescriptor& method,
                             const std::string& name) {
      return Verdict(Call(channels.at(ProcessOf(method)), method,
                          *RequestAbout(method, name)));
    };
    for (const MethodDescriptor* method : AllMethods()) {
      SCOPED_TRACE(
          absl::StrCat(access::RoleWord(role), " ", method->full_name()));
      const char letter =
          Expected().at(method->full_name())[static_cast<size_t>(
              role - access::v1::ROLE_CLERK)];
      if (letter != 'O') continue;  // As in the matrix.
      const bool submits = method->name() == "Submit";
      const bool by_unit = ByUnit().count(method->name()) > 0;
      // A submission's unit stands in its header, not in a name.
      EXPECT_EQ(verdict(*method, DepartmentOf(0)), submits   ? "denied"
                                                   : by_unit ? "allowed"
                                                             : "not found");
      EXPECT_EQ(verdict(*method, DepartmentOf(1)), "not found");
      EXPECT_EQ(verdict(*method, kPrefecture), "denied");
      if (submits) continue;
      EXPECT_EQ(verdict(*method, absl::StrCat(DepartmentOf(0), "/units/", own)),
                "allowed");
      EXPECT_EQ(
          verdict(*method, absl::StrCat(DepartmentOf(0), "/units/", other)),
          "not found");
      EXPECT_EQ(verdict(*method, absl::StrCat(DepartmentOf(1), "/units/", own)),
                "not found");
      if (method->name() == "WatchSubmissions") continue;  // Names none.
      EXPECT_EQ(verdict(*method,
                        absl::StrCat(DepartmentOf(0), "/submissions/s-none")),
                "not found");
    }
  }
}

TEST_F(AccessMatrixTest, Nobody_GetsNowhere) {
  const auto channels = ChannelsOf(access::v1::ROLE_UNSPECIFIED);
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_EQ(Verdict(Call(channels.at(ProcessOf(*method)), *method,
                           *RequestAbout(*method, DepartmentOf(0)))),
              "nobody")
        << method->full_name();
  }
}

// gRPC's own methods have no option of ours.
TEST_F(AccessMatrixTest, HealthIsAnybodysWithAnIdentity_ReflectionOperators) {
  const auto operators = ChannelsOf(access::v1::ROLE_OPERATOR);
  const auto viewers = ChannelsOf(access::v1::ROLE_VIEWER);
  const auto nobodies = ChannelsOf(access::v1::ROLE_UNSPECIFIED);
  for (const Process process : AllProcesses()) {
    const auto health = [&](const auto& channels) {
      return CheckHealth(channels.at(process), "", absl::Seconds(5));
    };
    EXPECT_EQ(health(operators), "SERVING");
    EXPECT_EQ(health(viewers), "SERVING");
    EXPECT_TRUE(absl::StartsWith(health(nobodies), "code 16"));
    // ServerReflectionRequest{list_services: ""}.
    const auto reflection = [&](const auto& channels) {
      return Call(channels.at(process),
                  "/grpc.reflection.v1alpha.ServerReflection/"
                  "ServerReflectionInfo",
                  absl::string_view("\x3a\x00", 2))
          .error_code();
    };
    EXPECT_EQ(reflection(operators), grpc::OK);
    EXPECT_EQ(reflection(viewers), grpc::PERMISSION_DENIED);
    EXPECT_EQ(reflection(nobodies), grpc::UNAUTHENTICATED);
  }
}

}  // namespace
}  // namespace yuheng::testing
