#include "tests/e2e/year_desk.h"

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/status.h"
#include "tests/e2e/client.h"
#include "yuheng/audit/v1/audit_log_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

constexpr char kService[] = "yuheng.ingestion.v1.IngestionService.";

bool Changes(const std::string& method) {
  return !absl::StartsWith(method, "Get") && !absl::StartsWith(method, "List");
}

std::string Key(const std::string& subject, const std::string& method,
                int code) {
  return method == "Submit" ? absl::StrCat(subject, " ", method)
                            : absl::StrCat(subject, " ", method, " ", code);
}

template <typename Each>
void EachRecord(const Person& auditor, Each each) {
  const auto stub = audit::v1::AuditLogService::NewStub(
      auditor.ChannelTo(Process::kIngestion));
  audit::v1::ListAuditRecordsRequest request;
  request.set_page_size(1000);
  do {
    grpc::ClientContext context;
    rpc::SetDeadline(&context, rpc::kReadDeadline);
    audit::v1::ListAuditRecordsResponse response;
    const grpc::Status status =
        stub->ListAuditRecords(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const auto& record : response.records()) {
      if (absl::StartsWith(record.method(), kService)) {
        each(record, record.method().substr(sizeof(kService) - 1));
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
}

}  // namespace

Person::Person(const SecuredCluster& secured, access::Identity identity)
    : secured_(secured), identity_(std::move(identity)) {
  token_file_ = secured_.TokenFile(identity_.subject, secured_.Sign(identity_));
  ingestion_ =
      ingestion::v1::IngestionService::NewStub(ChannelTo(Process::kIngestion));
}

std::shared_ptr<grpc::Channel> Person::ChannelTo(Process process) const {
  return secured_.ChannelWith(process, token_file_);
}

std::string Reply::refusal() const {
  return status.ok() ? "" : rpc::ParseStatus(status).reason_name;
}

std::string Reply::state() const {
  return ingestion::v1::SubmissionState_Name(submission.state())
      .substr(sizeof("SUBMISSION_STATE_") - 1);
}

std::string Reply::FindingsOf(const std::string& rules) const {
  std::string text;
  for (const validation::v1::Finding& finding : findings) {
    if (!absl::StartsWith(finding.rule(), rules)) continue;
    absl::StrAppend(&text, finding.rule(), " ",
                    validation::v1::Severity_Name(finding.severity()), "\n");
  }
  return text;
}

std::unique_ptr<YearDesk> YearDesk::Open(
    const std::vector<cli::SampleDocument>& documents,
    const config::v1::WaiverPolicy& waivers) {
  auto desk = absl::WrapUnique(new YearDesk);
  desk->secured_ = SecuredCluster::Start(documents, "", waivers);
  return desk->secured_ == nullptr ? nullptr : std::move(desk);
}

Person YearDesk::Hire(const std::string& subject,
                      std::vector<access::Role> roles,
                      std::vector<std::string> departments) const {
  return Person(*secured_, {.subject = subject,
                            .roles = std::move(roles),
                            .departments = std::move(departments)});
}

Reply YearDesk::Send(Person& person, const Letter& letter) {
  Reply reply;
  grpc::ClientContext context;
  rpc::SetDeadline(&context, rpc::kUploadDeadline);
  auto stream = person.ingestion().Submit(&context);
  ingestion::v1::SubmitRequest request;
  auto* header = request.mutable_header();
  header->set_parent(
      absl::StrCat(kPrefecture, "/departments/", letter.department));
  header->set_request_id(absl::StrCat("year-request-", ++requests_));
  header->set_file_name("预算.txt");
  header->set_unit(letter.unit);
  header->set_stage(letter.stage);
  bool writing = stream->Write(request);
  request.set_chunk(letter.document->text);
  writing = writing && stream->Write(request);
  stream->WritesDone();
  ingestion::v1::SubmitResponse response;
  while (stream->Read(&response)) {
    for (const auto& finding : response.findings().findings()) {
      reply.findings.push_back(finding);
    }
    if (response.has_submission()) reply.submission = response.submission();
  }
  reply.status = stream->Finish();
  Note(person, "Submit", reply.status);
  return reply;
}

CommandResult YearDesk::Run(const Person& person, const std::string& method,
                            std::vector<std::string> arguments) {
  CommandResult result =
      secured_->RunAs(person.token_file(), std::move(arguments));
  EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
  Note(person, method, grpc::Status::OK);
  return result;
}

void YearDesk::Note(const Person& person, const std::string& method,
                    const grpc::Status& status) {
  if (Changes(method)) {
    ++calls_[Key(person.subject(), method, status.error_code())];
  }
}

CallCounts YearDesk::AuditedCalls(const Person& auditor) const {
  CallCounts counts;
  EachRecord(auditor, [&](const auto& record, const std::string& method) {
    if (Changes(method)) {
      ++counts[Key(record.subject(), method, record.code())];
    }
  });
  return counts;
}

std::map<std::string, std::string> YearDesk::AuditedUploads(
    const Person& auditor) const {
  std::map<std::string, std::string> uploads;
  EachRecord(auditor, [&](const auto& record, const std::string& method) {
    if (method == "Submit") uploads[record.request_id()] = record.subject();
  });
  return uploads;
}

}  // namespace yuheng::testing
