// The year of a prefecture of 80 departments: every stage with its ceilings,
// late ones, returns, explanations, an adjustment and a final account. The
// totals of every stage are added up here from the documents; what people did
// is held against the audit log; what they may not do is refused.
#include "tests/e2e/prefecture_year.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/budget/decimal.h"
#include "tests/e2e/client.h"

namespace yuheng::testing {

using budget::v1::STAGE_ADJUSTED;
using budget::v1::STAGE_APPROVED;
using budget::v1::STAGE_DRAFT;
using budget::v1::STAGE_FINAL;
using budget::v1::STAGE_REQUEST;

// 一上, and what nobody may do in it.
void PrefectureYear::Requests() {
  SetWindow(STAGE_REQUEST, absl::Hours(24), absl::Hours(24));
  InForce accepted;
  for (const Sender& sender : senders_) {
    const Reply reply = SendGood(sender, STAGE_REQUEST, sender.document);
    EXPECT_EQ(reply.FindingsOf("K-"), "");
    accepted[&sender] = &sender.document;
  }
  const std::string first = waiting_.front();

  // A clerk's work ends at the own department's door, and is not the head's.
  Person& clerk = *clerks_[0];
  EXPECT_EQ(
      desk_
          ->Send(clerk, {documents_[1].code, "", STAGE_REQUEST, &documents_[1]})
          .refusal(),
      "NOT_FOUND");
  EXPECT_EQ(desk_
                ->Send(*auditor_,
                       {documents_[1].code, "", STAGE_REQUEST, &documents_[1]})
                .refusal(),
            "ROLE_MISSING");
  ingestion::v1::AcceptSubmissionRequest accept;
  accept.set_name(first);
  EXPECT_EQ(Refusal(clerk, &Stub::AcceptSubmission, accept), "ROLE_MISSING");
  EXPECT_EQ(Refusal(*reviewer_, &Stub::AcceptSubmission, accept),
            "ROLE_MISSING");
  EXPECT_EQ(Refusal(*auditor_, &Stub::AcceptSubmission, accept),
            "ROLE_MISSING");
  ingestion::v1::GetSubmissionRequest read;
  read.set_name(first);
  EXPECT_EQ(Refusal(*clerks_[1], &Stub::GetSubmission, read), "NOT_FOUND");
  ingestion::v1::WithdrawSubmissionRequest withdraw;
  withdraw.set_name(first);
  withdraw.set_reason("mine");
  EXPECT_EQ(Refusal(*clerks_[1], &Stub::WithdrawSubmission, withdraw),
            "NOT_FOUND");

  // Nor does anybody accept what they sent.
  Person both = desk_->Hire(
      "both", {access::v1::ROLE_CLERK, access::v1::ROLE_FINANCE_HEAD},
      {documents_[0].code});
  const Reply own = desk_->Send(
      both, {documents_[0].code, "", STAGE_REQUEST, &SenderOf(0).other});
  accept.set_name(own.submission.name());
  EXPECT_EQ(Refusal(both, &Stub::AcceptSubmission, accept), "SAME_PERSON");
  withdraw.set_name(own.submission.name());
  ingestion::v1::Submission taken_back;
  EXPECT_TRUE(
      desk_->Call(both, &Stub::WithdrawSubmission, withdraw, &taken_back).ok());

  AcceptAll();
  ExpectTotals(STAGE_REQUEST, accepted);
}

// 一下: one file for all, and who may hand it down.
void PrefectureYear::Ceilings() {
  const std::string path = desk_->secured().Path("ceilings.csv");
  WriteCeilings(path);
  const auto arguments = [&](const char* reason) {
    return std::vector<std::string>{
        "ceilings", "import", path, "--year", absl::StrCat(kYear),
        "--reason", reason,   "-o", "csv"};
  };
  const CommandResult set =
      desk_->Run(*reviewer_, "ImportCeilings", arguments("notice 18"));
  EXPECT_EQ(std::count(set.out.begin(), set.out.end(), '\n'),
            static_cast<int>(senders_.size()) + 1);
  EXPECT_EQ(set.out.find(",refused,"), std::string::npos) << set.out;
  // Again changes nothing.
  const CommandResult again =
      desk_->Run(*reviewer_, "ImportCeilings", arguments("notice 19"));
  EXPECT_EQ(again.out.find(",set,"), std::string::npos) << again.out;

  ingestion::v1::ImportCeilingsRequest import;
  import.set_parent(NameOf(0));
  EXPECT_EQ(Refusal(*clerks_[0], &Stub::ImportCeilings, import),
            "ROLE_MISSING");
  EXPECT_EQ(Refusal(*auditor_, &Stub::ImportCeilings, import), "ROLE_MISSING");
  ingestion::v1::ListCeilingsRequest list;
  list.set_parent(NameOf(1));
  EXPECT_EQ(Refusal(*clerks_[0], &Stub::ListCeilings, list), "NOT_FOUND");
  list.set_parent(kPrefecture);
  EXPECT_EQ(Refusal(*clerks_[0], &Stub::ListCeilings, list), "ROLE_MISSING");
  ingestion::v1::ListCeilingsResponse all;
  EXPECT_TRUE(desk_->Call(*auditor_, &Stub::ListCeilings, list, &all).ok());
  EXPECT_EQ(all.ceilings_size(), static_cast<int>(senders_.size()));
  list.set_parent(NameOf(kByUnitsEvery - 1));
  EXPECT_TRUE(
      desk_->Call(*clerks_[kByUnitsEvery - 1], &Stub::ListCeilings, list, &all)
          .ok());
  EXPECT_EQ(all.ceilings_size(), 2);
}

void PrefectureYear::DraftBeyondCeiling_IsExplained() {
  const Sender& explains = SenderOf(kExplained);
  const Reply beyond = Send(explains, STAGE_DRAFT, explains.document);
  EXPECT_EQ(beyond.state(), "RETURNED");
  ASSERT_EQ(beyond.FindingsOf("K-"), "K-01 SEVERITY_ERROR\n");
  const auto finding =
      std::find_if(beyond.findings.begin(), beyond.findings.end(),
                   [](const auto& each) { return each.rule() == "K-01"; });
  EXPECT_EQ(finding->difference_micro(), budget::kFenPerWanYuan);
  ingestion::v1::CreateWaiverRequest waiver;
  waiver.set_parent(beyond.submission.name());
  waiver.set_waiver_id(finding->id());
  waiver.mutable_waiver()->set_text("上级追加的任务，已报局务会同意");
  ingestion::v1::Waiver given;
  EXPECT_TRUE(
      desk_->Call(*clerks_[kExplained], &Stub::CreateWaiver, waiver, &given)
          .ok());
  EXPECT_EQ(Get(*auditor_, beyond.submission.name()).state(),
            ingestion::v1::SUBMISSION_STATE_PENDING_REVIEW);
  waiting_.push_back(beyond.submission.name());
  drafts_[&explains] = &explains.document;
}

void PrefectureYear::DraftBeyondCeiling_IsAllowedMore() {
  const Sender& raised = SenderOf(kRaised);
  const Reply beyond = Send(raised, STAGE_DRAFT, raised.document);
  EXPECT_EQ(beyond.state(), "RETURNED");
  EXPECT_FALSE(Get(*auditor_, beyond.submission.name()).verdict_stale());
  ingestion::v1::ImportCeilingsRequest import;
  import.set_parent(NameOf(kRaised));
  ingestion::v1::Ceiling* ceiling = import.add_ceilings();
  ceiling->set_parent(NameOf(kRaised));
  ceiling->set_fiscal_year(kYear);
  ceiling->set_reason("pay rise");
  for (const char* source : kSources) {
    auto* figure = ceiling->add_figures();
    figure->set_source(source);
    figure->set_amount_fen(PrintedFen(raised.document, source));
  }
  ingestion::v1::ImportCeilingsResponse imported;
  EXPECT_TRUE(
      desk_->Call(*head_, &Stub::ImportCeilings, import, &imported).ok());
  EXPECT_TRUE(imported.applied());
  EXPECT_TRUE(Get(*auditor_, beyond.submission.name()).verdict_stale());
  const Reply within = SendGood(raised, STAGE_DRAFT, raised.document);
  EXPECT_EQ(within.FindingsOf("K-"), "");
  EXPECT_EQ(within.submission.verdict().ceiling_sha256(),
            imported.results(0).ceiling().sha256());
  drafts_[&raised] = &raised.document;
}

// 二上 in time: within the ceilings, or explained, or with a ceiling raised.
void PrefectureYear::Drafts() {
  SetWindow(STAGE_DRAFT, absl::Hours(24), absl::Hours(48));
  for (const Sender& sender : senders_) {
    if (sender.department == kLate || sender.department == kExtended) continue;
    if (sender.department == kExplained || sender.department == kRaised) {
      continue;
    }
    const Reply reply = SendGood(sender, STAGE_DRAFT, sender.document);
    EXPECT_EQ(reply.FindingsOf("K-"), "");
    EXPECT_EQ(reply.submission.verdict().ceiling_sha256().size(), 64u);
    EXPECT_FALSE(reply.submission.late());
    drafts_[&sender] = &sender.document;
  }

  ASSERT_NO_FATAL_FAILURE(DraftBeyondCeiling_IsExplained());
  DraftBeyondCeiling_IsAllowedMore();

  // One that a reviewer sends back is corrected after the deadline.
  const Sender& returned = SenderOf(kReturned);
  const auto name =
      std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& each) {
        return absl::StartsWith(each, NameOf(kReturned));
      });
  ASSERT_NE(name, waiting_.end());
  ingestion::v1::ReturnSubmissionRequest give_back;
  give_back.set_name(*name);
  give_back.set_reason("附件不全");
  *give_back.mutable_correction_end_time() = In(absl::Hours(72));
  ingestion::v1::Submission answer;
  EXPECT_TRUE(
      desk_->Call(*reviewer_, &Stub::ReturnSubmission, give_back, &answer)
          .ok());
  waiting_.erase(name);
  drafts_.erase(&returned);

  AcceptAll();
  ExpectTotals(STAGE_DRAFT, drafts_);
}

// 二上 after the deadline.
void PrefectureYear::LateDrafts() {
  SetWindow(STAGE_DRAFT, -absl::Hours(1), absl::Hours(1));
  const Sender& late = SenderOf(kLate);
  EXPECT_TRUE(SendGood(late, STAGE_DRAFT, late.document).submission.late());
  drafts_[&late] = &late.document;
  SetWindow(STAGE_DRAFT, -absl::Hours(2), -absl::Hours(1));
  const Sender& extended = SenderOf(kExtended);
  EXPECT_EQ(Send(extended, STAGE_DRAFT, extended.document).refusal(),
            "WINDOW_CLOSED");
  SetWindow(STAGE_DRAFT, absl::Hours(1), {}, kExtended);
  EXPECT_FALSE(
      SendGood(extended, STAGE_DRAFT, extended.document).submission.late());
  drafts_[&extended] = &extended.document;
  const Sender& returned = SenderOf(kReturned);
  EXPECT_FALSE(
      SendGood(returned, STAGE_DRAFT, returned.other).submission.late());
  drafts_[&returned] = &returned.other;
  AcceptAll();
  ExpectTotals(STAGE_DRAFT, drafts_);

  // What was posted is taken back: the totals no longer have it.
  const Sender& withdrawn = SenderOf(kWithdrawn);
  ingestion::v1::ListSubmissionsRequest list;
  list.set_parent(NameOf(kWithdrawn));
  list.set_page_size(1);
  ingestion::v1::ListSubmissionsResponse newest;
  ASSERT_TRUE(
      desk_->Call(*clerks_[kWithdrawn], &Stub::ListSubmissions, list, &newest)
          .ok());
  ingestion::v1::WithdrawSubmissionRequest withdraw;
  withdraw.set_name(newest.submissions(0).name());
  withdraw.set_reason("重报");
  ingestion::v1::Submission answer;
  EXPECT_TRUE(desk_
                  ->Call(*clerks_[kWithdrawn], &Stub::WithdrawSubmission,
                         withdraw, &answer)
                  .ok());
  EXPECT_EQ(answer.state(), ingestion::v1::SUBMISSION_STATE_WITHDRAWN);
  drafts_.erase(&withdrawn);
  ExpectTotals(STAGE_DRAFT, drafts_);
}

// 批复, 调整 and 决算.
void PrefectureYear::LaterStages() {
  InForce approved;
  for (const Sender& sender : senders_) {
    const Reply reply = SendGood(sender, STAGE_APPROVED, sender.document);
    EXPECT_EQ(reply.FindingsOf("K-"),
              sender.department == kExplained ? "K-01 SEVERITY_WARNING\n" : "");
    approved[&sender] = &sender.document;
  }
  AcceptAll();
  ExpectTotals(STAGE_APPROVED, approved);

  InForce adjusted;
  for (const int department : {kLate, kReturned, kRaised, 8}) {
    const Sender& sender = SenderOf(department);
    EXPECT_EQ(SendGood(sender, STAGE_ADJUSTED, sender.other).FindingsOf("K-"),
              "");
    adjusted[&sender] = &sender.other;
  }
  AcceptAll();
  ExpectTotals(STAGE_ADJUSTED, adjusted);

  InForce account = approved;
  for (const auto& [sender, document] : adjusted) account[sender] = document;
  for (const auto& [sender, document] : account) {
    SendGood(*sender, STAGE_FINAL, *document);
  }
  AcceptAll();
  ExpectTotals(STAGE_FINAL, account);
  // No stage has changed another.
  ExpectTotals(STAGE_APPROVED, approved);
  ExpectTotals(STAGE_DRAFT, drafts_);
}

void PrefectureYear::AuditLog() {
  EXPECT_EQ(desk_->AuditedCalls(*auditor_), desk_->calls());
  // Every submission came in under an upload that the log names, by whom its
  // history names; and it went through states that follow each other.
  const auto uploads = desk_->AuditedUploads(*auditor_);
  ingestion::v1::ListSubmissionsRequest list;
  list.set_parent(kPrefecture);
  list.set_page_size(1000);
  ingestion::v1::ListSubmissionsResponse all;
  ASSERT_TRUE(desk_->Call(*auditor_, &Stub::ListSubmissions, list, &all).ok());
  EXPECT_EQ(all.next_page_token(), "");
  for (const auto& submission : all.submissions()) {
    ASSERT_GE(submission.history_size(), 2);
    EXPECT_EQ(submission.history(0).state(),
              ingestion::v1::SUBMISSION_STATE_RECEIVED);
    const auto upload = uploads.find(submission.request_id());
    ASSERT_NE(upload, uploads.end()) << submission.name();
    EXPECT_EQ(upload->second, submission.history(0).actor());
    for (const auto& change : submission.history()) {
      if (change.state() == ingestion::v1::SUBMISSION_STATE_ACCEPTED) {
        EXPECT_EQ(change.actor(), "head");
      }
      EXPECT_FALSE(change.actor().empty());
      EXPECT_FALSE(change.reason().zh().empty() &&
                   change.state() == ingestion::v1::SUBMISSION_STATE_RETURNED);
    }
  }
}

TEST_F(PrefectureYear, GoesThroughAllItsStages) {
  Requests();
  ASSERT_NO_FATAL_FAILURE(Ceilings());
  ASSERT_NO_FATAL_FAILURE(Drafts());
  ASSERT_NO_FATAL_FAILURE(LateDrafts());
  LaterStages();
  AuditLog();
}

}  // namespace yuheng::testing
