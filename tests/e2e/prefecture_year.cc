#include "tests/e2e/prefecture_year.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "tests/e2e/client.h"

namespace yuheng::testing {
namespace {

// Of one batch.
constexpr size_t kAcceptedAtOnceMax = 200;

// The document in the name of another department.
cli::SampleDocument AsOf(cli::SampleDocument document,
                         const cli::SampleDocument& department) {
  std::vector<std::pair<std::string, std::string>> names = {
      {document.name, department.name}};
  for (const std::string& alias : document.aliases) {
    names.emplace_back(alias, department.name);
  }
  document.text = absl::StrReplaceAll(document.text, names);
  document.name = department.name;
  document.code = department.code;
  return document;
}

int64_t CeilingFen(const Sender& sender, absl::string_view source) {
  const bool beyond =
      sender.department == kExplained || sender.department == kRaised;
  const int64_t printed = PrintedFen(sender.document, source);
  if (beyond && source == "gen") return printed - budget::kFenPerWanYuan;
  return std::max(printed, PrintedFen(sender.other, source));
}

std::string ErrorsOf(const Reply& reply) {
  std::string text;
  for (const auto& finding : reply.findings) {
    if (finding.severity() != validation::v1::SEVERITY_ERROR) continue;
    absl::StrAppend(&text, finding.rule(), " ", finding.message().en(), "\n");
  }
  return text;
}

}  // namespace

int64_t PrintedFen(const cli::SampleDocument& sample,
                   absl::string_view source) {
  const budget::Cell* cell = budget::FindCell(
      budget::StandardForm(), sample.document,
      {budget::TableKind::kT1, budget::Side::kIncome, std::string(source), ""});
  return cell != nullptr && cell->stated() ? cell->amount_fen : 0;
}

google::protobuf::Timestamp In(absl::Duration duration) {
  google::protobuf::Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(absl::Now() + duration));
  return time;
}

void PrefectureYear::SetUp() {
  documents_ = cli::GenerateSamples({.seed = 31, .departments = kDepartments});
  const auto others =
      cli::GenerateSamples({.seed = 32, .departments = kDepartments});
  const auto units =
      cli::GenerateSamples({.seed = 33,
                            .departments = 4 * kDepartments / kByUnitsEvery,
                            .first_department = 2 * kDepartments});
  size_t next_unit = 0;
  for (int i = 0; i < kDepartments; ++i) {
    cli::SampleDocument& department = documents_[i];
    if (i % kByUnitsEvery != kByUnitsEvery - 1) {
      senders_.push_back({i, "", department, AsOf(others[i], department)});
      continue;
    }
    department.units.resize(1);
    department.units.push_back({absl::StrCat(department.code, "900"), "中心"});
    for (const cli::SampleUnit& unit : department.units) {
      senders_.push_back(
          {i, unit.code, units[next_unit], units[next_unit + 1]});
      next_unit += 2;
    }
  }
  config::v1::WaiverPolicy waivers;
  waivers.add_error_rules("K-01");
  desk_ = YearDesk::Open(documents_, waivers);
  ASSERT_NE(desk_, nullptr);
  for (const cli::SampleDocument& department : documents_) {
    clerks_.push_back(std::make_unique<Person>(
        desk_->Hire(absl::StrCat("clerk-", department.code),
                    {access::v1::ROLE_CLERK}, {department.code})));
  }
  const auto hire = [&](const std::string& subject, access::Role role) {
    return std::make_unique<Person>(desk_->Hire(subject, {role}));
  };
  reviewer_ = hire("reviewer", access::v1::ROLE_REVIEWER);
  head_ = hire("head", access::v1::ROLE_FINANCE_HEAD);
  auditor_ = hire("auditor", access::v1::ROLE_AUDITOR);
}

std::string PrefectureYear::NameOf(int department) const {
  return absl::StrCat(kPrefecture, "/departments/",
                      documents_[department].code);
}

const Sender& PrefectureYear::SenderOf(int department) const {
  return *std::find_if(
      senders_.begin(), senders_.end(),
      [&](const Sender& each) { return each.department == department; });
}

Reply PrefectureYear::Send(const Sender& sender, budget::v1::Stage stage,
                           const cli::SampleDocument& document) {
  return desk_->Send(
      *clerks_[sender.department],
      {documents_[sender.department].code, sender.unit, stage, &document});
}

Reply PrefectureYear::SendGood(const Sender& sender, budget::v1::Stage stage,
                               const cli::SampleDocument& document) {
  Reply reply = Send(sender, stage, document);
  EXPECT_EQ(reply.state(), "PENDING_REVIEW")
      << documents_[sender.department].name << " " << sender.unit << " "
      << reply.refusal() << "\n"
      << ErrorsOf(reply);
  waiting_.push_back(reply.submission.name());
  return reply;
}

void PrefectureYear::AcceptAll() {
  for (size_t at = 0; at < waiting_.size(); at += kAcceptedAtOnceMax) {
    ingestion::v1::BatchAcceptSubmissionsRequest request;
    request.set_parent(kPrefecture);
    const size_t end = std::min(waiting_.size(), at + kAcceptedAtOnceMax);
    for (size_t i = at; i < end; ++i) {
      request.add_items()->set_name(waiting_[i]);
    }
    ingestion::v1::BatchDecisionResponse response;
    const grpc::Status status =
        desk_->Call(*head_, &Stub::BatchAcceptSubmissions, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const auto& result : response.results()) {
      EXPECT_EQ(result.submission().state(),
                ingestion::v1::SUBMISSION_STATE_POSTED)
          << result.ShortDebugString();
    }
  }
  waiting_.clear();
}

void PrefectureYear::SetWindow(budget::v1::Stage stage, absl::Duration deadline,
                               absl::Duration grace_end, int department) {
  ingestion::v1::SetWindowRequest request;
  ingestion::v1::Window& window = *request.mutable_window();
  window.set_parent(department < 0 ? kPrefecture : NameOf(department));
  window.set_fiscal_year(kYear);
  window.set_stage(stage);
  window.set_reason("notice");
  *window.mutable_deadline() = In(deadline);
  if (department < 0) *window.mutable_grace_end_time() = In(grace_end);
  ingestion::v1::Window set;
  const grpc::Status status =
      desk_->Call(*reviewer_, &Stub::SetWindow, request, &set);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

ingestion::v1::Submission PrefectureYear::Get(Person& person,
                                              const std::string& name) {
  ingestion::v1::GetSubmissionRequest request;
  request.set_name(name);
  ingestion::v1::Submission submission;
  const grpc::Status status =
      desk_->Call(person, &Stub::GetSubmission, request, &submission);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return submission;
}

void PrefectureYear::WriteCeilings(const std::string& path) const {
  std::ofstream csv(path);
  csv << "\xEF\xBB\xBF部门编码,单位编码,资金来源,控制数（元）\r\n";
  for (const Sender& sender : senders_) {
    for (const char* source : kSources) {
      // 分 in 元.
      const std::string amount = budget::FormatDecimalFixed(
          CeilingFen(sender, source) * (budget::kMicroPerOne / 100), 2);
      csv << documents_[sender.department].code << "," << sender.unit << ","
          << source << ",\"" << amount << "\"\r\n";
    }
  }
}

void PrefectureYear::ExpectTotals(budget::v1::Stage stage,
                                  const InForce& in_force) {
  std::vector<cli::SampleDocument> documents;
  for (const auto& [sender, document] : in_force) {
    documents.push_back(*document);
  }
  ExpectEqualTotals(SumsOf(documents),
                    ListTotals(auditor_->ChannelTo(Process::kAggregation),
                               kPrefecture, nullptr, 0, stage));
}

}  // namespace yuheng::testing
