#include "services/access/policy.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/rpc/reason.h"
#include "yuheng/access/v1/account.pb.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace yuheng::access {
namespace {

using rpc::Reason;

constexpr char kOwn[] = "prefectures/652300/departments/104";
constexpr char kForeign[] = "prefectures/652300/departments/206";

Identity Having(std::vector<Role> roles) {
  return {.subject = "wang", .roles = std::move(roles), .departments = {"104"}};
}

absl::optional<Reason> Judged(const Identity& identity,
                              const google::protobuf::Message& request) {
  return rpc::ReasonOf(Judge(identity, request));
}

ingestion::v1::GetSubmissionRequest Get(const std::string& name) {
  ingestion::v1::GetSubmissionRequest request;
  request.set_name(name);
  return request;
}

TEST(RoleWords, AreTheContractsInLowerCase) {
  EXPECT_EQ(RoleWord(v1::ROLE_DEPARTMENT_HEAD), "department_head");
  EXPECT_EQ(RoleByWord("finance_head"), v1::ROLE_FINANCE_HEAD);
  for (const char* word : {"", "unspecified", "CLERK", "role_clerk", "king"}) {
    EXPECT_FALSE(RoleByWord(word)) << word;
  }
}

TEST(Policy, Clerk_OfOtherDepartments_FindsNothing) {
  const Identity clerk = Having({v1::ROLE_CLERK});
  EXPECT_TRUE(
      Judge(clerk, Get("prefectures/652300/departments/104/submissions/s-1"))
          .ok());
  const absl::Status foreign =
      Judge(clerk, Get("prefectures/652300/departments/206/submissions/s-1"));
  EXPECT_EQ(rpc::ReasonOf(foreign), Reason::kNotFound);
  // Nothing in it depends on what was named.
  EXPECT_EQ(
      foreign,
      Judge(clerk, Get("prefectures/652300/departments/999/submissions/none")));
  EXPECT_EQ(foreign, Judge(clerk, Get("no name")));
  EXPECT_EQ(foreign, Judge(clerk, Get("")));
  // A code that begins or ends alike is another.
  EXPECT_EQ(foreign, Judge(clerk, Get("prefectures/652300/departments/1040")));
  EXPECT_EQ(foreign, Judge(clerk, Get("prefectures/652300/departments/04")));
  EXPECT_EQ(Judged(clerk, Get("prefectures/652300")), Reason::kRoleMissing);
}

// A clerk of one unit of department 104, and of all of 206.
Identity OfAUnit() {
  return {.subject = "wang",
          .roles = {v1::ROLE_CLERK},
          .departments = {"206"},
          .units = {"104/104001"}};
}

TEST(Policy, ClerkOfAUnit_NamesThatUnit) {
  const Identity clerk = OfAUnit();
  aggregation::v1::ListTotalsRequest totals;
  const auto judged = [&](const std::string& name) {
    totals.mutable_scope()->set_name(name);
    return Judged(clerk, totals);
  };
  EXPECT_FALSE(judged(absl::StrCat(kOwn, "/units/104001")));
  EXPECT_EQ(judged(absl::StrCat(kOwn, "/units/104002")), Reason::kNotFound);
  EXPECT_EQ(judged(absl::StrCat(kOwn, "/units/1040011")), Reason::kNotFound);
  // The whole department's are not one unit's.
  EXPECT_EQ(judged(kOwn), Reason::kNotFound);
  EXPECT_EQ(judged("prefectures/652300/departments/105/units/104001"),
            Reason::kNotFound);
  EXPECT_FALSE(judged(kForeign));
  EXPECT_FALSE(judged(absl::StrCat(kForeign, "/units/206001")));
  aggregation::v1::GetEntryRequest entry;
  entry.set_name(absl::StrCat(kOwn, "/ledger/entries/1"));
  EXPECT_EQ(Judged(clerk, entry), Reason::kNotFound);
}

TEST(Policy, ClerkOfAUnit_SendsForItAlone) {
  const Identity clerk = OfAUnit();
  ingestion::v1::SubmitRequest request;
  request.mutable_header()->set_parent(kOwn);
  EXPECT_EQ(Judged(clerk, request), Reason::kRoleMissing);
  request.mutable_header()->set_unit("104002");
  EXPECT_EQ(Judged(clerk, request), Reason::kNotFound);
  request.mutable_header()->set_unit("104001");
  EXPECT_FALSE(Judged(clerk, request));
  request.mutable_header()->set_parent("prefectures/652300/departments/105");
  EXPECT_EQ(Judged(clerk, request), Reason::kNotFound);
  request.mutable_header()->set_parent(kForeign);
  request.clear_header();
  request.mutable_header()->set_parent(kForeign);
  EXPECT_FALSE(Judged(clerk, request));
}

TEST(UnitsReached, LimitWhereOnlyAUnitLetsIn) {
  const std::string submission = absl::StrCat(kOwn, "/submissions/s-1");
  Identity clerk = OfAUnit();
  EXPECT_FALSE(Judged(clerk, Get(submission)));
  EXPECT_EQ(UnitsReached(clerk, Get(submission)),
            std::vector<std::string>{"104001"});
  EXPECT_TRUE(
      UnitsReached(clerk, Get(absl::StrCat(kForeign, "/submissions/s-1")))
          .empty());
  EXPECT_TRUE(UnitsReached(Having({v1::ROLE_CLERK}), Get(submission)).empty());
  // A wider role lifts it, for what that role may do.
  clerk.roles.push_back(v1::ROLE_REVIEWER);
  EXPECT_TRUE(UnitsReached(clerk, Get(submission)).empty());
  ingestion::v1::WithdrawSubmissionRequest withdraw;
  withdraw.set_name(submission);
  EXPECT_EQ(UnitsReached(clerk, withdraw), std::vector<std::string>{"104001"});
}

TEST(UnitNames, AreADepartmentAndAUnit) {
  EXPECT_TRUE(IsUnitName("104/104001"));
  for (const char* name : {"", "104", "104/", "/104001", "104/1/2", "1 4/1"}) {
    EXPECT_FALSE(IsUnitName(name)) << name;
  }
}

TEST(Policy, EveryNameOfARequest_IsJudged) {
  const Identity clerk = Having({v1::ROLE_CLERK});
  aggregation::v1::CompareTotalsRequest request;
  request.mutable_scope()->set_name(kOwn);
  request.mutable_base()->set_name(kOwn);
  EXPECT_TRUE(Judge(clerk, request).ok());
  request.mutable_base()->set_name(kForeign);
  EXPECT_EQ(Judged(clerk, request), Reason::kNotFound);
  request.mutable_base()->set_name(kOwn);
  request.mutable_scope()->set_name("prefectures/652300/groups/昌吉市");
  EXPECT_EQ(Judged(clerk, request), Reason::kRoleMissing);
}

TEST(Policy, Viewer_SeesPublishedStagesOnly) {
  const Identity viewer = Having({v1::ROLE_VIEWER});
  aggregation::v1::ListTotalsRequest request;
  request.mutable_scope()->set_name("prefectures/652300");
  const auto judged = [&](budget::v1::Stage stage) {
    request.mutable_scope()->set_stage(stage);
    return Judged(viewer, request);
  };
  EXPECT_EQ(judged(budget::v1::STAGE_UNSPECIFIED), Reason::kRoleMissing);
  EXPECT_EQ(judged(budget::v1::STAGE_REQUEST), Reason::kRoleMissing);
  EXPECT_EQ(judged(budget::v1::STAGE_CEILING), Reason::kRoleMissing);
  EXPECT_EQ(judged(budget::v1::STAGE_DRAFT), Reason::kRoleMissing);
  EXPECT_FALSE(judged(budget::v1::STAGE_APPROVED));
  EXPECT_FALSE(judged(budget::v1::STAGE_ADJUSTED));
  EXPECT_FALSE(judged(budget::v1::STAGE_FINAL));
}

TEST(Policy, SeveralRoles_ReachAsFarAsTheWidest) {
  aggregation::v1::ListTotalsRequest request;
  request.mutable_scope()->set_name(kForeign);
  request.mutable_scope()->set_stage(budget::v1::STAGE_DRAFT);
  const Identity both = Having({v1::ROLE_CLERK, v1::ROLE_VIEWER});
  EXPECT_FALSE(Judge(both, request).ok());
  request.mutable_scope()->set_stage(budget::v1::STAGE_APPROVED);
  EXPECT_TRUE(Judge(both, request).ok());
  request.mutable_scope()->set_stage(budget::v1::STAGE_DRAFT);
  EXPECT_TRUE(Judge(Having({v1::ROLE_CLERK, v1::ROLE_AUDITOR}), request).ok());
  // A role that may not do it lends no reach.
  ingestion::v1::WithdrawSubmissionRequest withdraw;
  withdraw.set_name("prefectures/652300/departments/206/submissions/s-1");
  EXPECT_EQ(Judged(Having({v1::ROLE_CLERK, v1::ROLE_AUDITOR}), withdraw),
            Reason::kNotFound);
}

TEST(Policy, Actor_IsTheCallerOrEmpty) {
  const Identity head = Having({v1::ROLE_FINANCE_HEAD});
  ingestion::v1::AcceptSubmissionRequest request;
  request.set_name("prefectures/652300/departments/206/submissions/s-1");
  EXPECT_TRUE(Judge(head, request).ok());
  request.set_actor("wang");
  EXPECT_TRUE(Judge(head, request).ok());
  request.set_actor("li");
  EXPECT_EQ(Judged(head, request), Reason::kActorOther);

  const Identity clerk = Having({v1::ROLE_CLERK});
  ingestion::v1::SubmitRequest submit;
  submit.mutable_header()->set_parent(kOwn);
  EXPECT_TRUE(Judge(clerk, submit).ok());
  submit.mutable_header()->set_actor("li");
  EXPECT_EQ(Judged(clerk, submit), Reason::kActorOther);
}

TEST(Policy, WithoutRoleOrContract_NothingIsAllowed) {
  EXPECT_EQ(Judged(Having({}), Get(kOwn)), Reason::kRoleMissing);
  EXPECT_EQ(Judged(Having({v1::ROLE_UNSPECIFIED}), Get(kOwn)),
            Reason::kRoleMissing);
  // No method takes it.
  EXPECT_EQ(Judged(Having({v1::ROLE_SERVICE}),
                   aggregation::v1::TotalsScope::default_instance()),
            Reason::kRoleMissing);
}

TEST(Target, IsWhatARecordSays) {
  ingestion::v1::SubmitRequest request;
  request.mutable_header()->set_parent("prefectures/652300/departments/104");
  request.mutable_header()->set_request_id("r-1");
  Target target = TargetOf(request);
  EXPECT_EQ(target.method, "yuheng.ingestion.v1.IngestionService.Submit");
  EXPECT_EQ(target.names,
            std::vector<std::string>{"prefectures/652300/departments/104"});
  EXPECT_EQ(target.request_id, "r-1");
  EXPECT_TRUE(Changes(target.action));
  target = TargetOf(ingestion::v1::GetSubmissionRequest());
  EXPECT_TRUE(target.names.empty());
  EXPECT_EQ(target.request_id, "");
  EXPECT_FALSE(Changes(target.action));
  EXPECT_EQ(TargetOf(v1::Account()).method, "");
}

// Looking at who did what is neither reading figures nor proving ledgers.
TEST(AuditLog, IsTheAuditorsAlone) {
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    EXPECT_EQ(MayDo(static_cast<Role>(role), v1::ACTION_READ_AUDIT_LOG),
              role == v1::ROLE_AUDITOR);
  }
}

}  // namespace
}  // namespace yuheng::access
