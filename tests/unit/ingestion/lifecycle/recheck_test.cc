// A pending submission whose verdict is stale is checked again.
#include "services/ingestion/lifecycle/recheck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/lifecycle/confirmation.h"
#include "services/ingestion/lifecycle/step.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;
using ::testing::ElementsAre;
using validation::v1::SEVERITY_ERROR;
using validation::v1::SEVERITY_WARNING;

// Of the second department the head confirms.
constexpr absl::string_view kList =
    "code,name,aliases,kind,units,confirmation\n"
    "206,昌吉州科技局,,行政,,\n"
    "205,昌吉州教育局,,行政,,required\n";

class RecheckTest : public ::testing::Test {
 protected:
  RecheckTest() : desk_(kList) {
    desk_.parts.rules = &rules_;
    Open(/*auto_accept=*/false, {});
    Publish("cafe");
  }
  void Open(bool auto_accept, const WaiverPolicy& policy) {
    desk_.auto_accept = auto_accept;
    desk_.waiver_policy = policy;
    desk_.Restart();
  }
  // Another catalogue is in force.
  void Publish(const std::string& catalogue) {
    desk_.checker.catalogue_sha256 = catalogue;
    rules_.Set({.catalogue_sha256 = catalogue});
  }
  std::string Send(const std::string& department = "206") {
    const auto received = desk_.Receive(
        "request-1",
        FakeBytes(department == "206" ? kScience : "昌吉州教育局", 2023));
    YUHENG_CHECK(received.ok());
    YUHENG_CHECK(desk_.Advance(department).ok());
    return received->record.id;
  }
  static Decision By(const std::string& actor, const std::string& id,
                     const std::string& department = "206") {
    return {.department = department, .id = id, .actor = actor};
  }
  absl::optional<Reason> Recheck(const std::string& id,
                                 const std::string& department = "206") {
    Decision decision = By("reviewer", id, department);
    decision.reason = "new rules";
    const absl::Status asked = desk_.reviewer->Recheck(decision);
    if (!asked.ok()) return rpc::ReasonOf(asked);
    EXPECT_TRUE(desk_.Advance(department).ok());
    return absl::nullopt;
  }
  std::vector<State> StatesOf(const std::string& id,
                              const std::string& department = "206") {
    std::vector<State> states;
    for (const auto& change : desk_.Get(id, department).history) {
      states.push_back(*StateFromNumber(change.state));
    }
    return states;
  }
  void Explain(const std::string& id, const std::string& finding,
               const std::string& department = "206") {
    const auto explained = desk_.explainer->Explain({.department = department,
                                                     .id = id,
                                                     .finding_id = finding,
                                                     .text = "because",
                                                     .actor = "clerk"});
    EXPECT_TRUE(explained.ok()) << explained.status();
  }

  RulesInForce rules_;
  FakeDesk desk_;
};

TEST_F(RecheckTest, NewVerdict_LeadsWhereItMeans_WithWhoAndWhy) {
  const std::string id = Send();
  EXPECT_EQ(Recheck(id), Reason::kVerdictCurrent);
  Publish("beef");
  EXPECT_EQ(Recheck(id), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  desk_.checker.planted = {Planted("A6-02", SEVERITY_ERROR)};
  Publish("f00d");
  EXPECT_EQ(Recheck(id), absl::nullopt);
  EXPECT_THAT(StatesOf(id), ElementsAre(State::kReceived, State::kPendingReview,
                                        State::kReceived, State::kPendingReview,
                                        State::kReceived, State::kReturned));
  const storage::SubmissionRecord record = desk_.Get(id);
  EXPECT_EQ(record.history[2].actor, "reviewer");
  EXPECT_EQ(record.history[2].reason_zh, "new rules");
  EXPECT_EQ(record.version, 1);
  EXPECT_EQ(desk_.store->index().List({}, {}, 10).size(), 1u);
  // Returned by checking: the department may explain it.
  Open(false, {.error_rules = {.rules = {"A6-02"}}});
  Explain(id, "id-A6-02-1");
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
}

TEST_F(RecheckTest, Accept_OnAStaleVerdict_IsRefused) {
  const std::string id = Send();
  Publish("beef");
  EXPECT_EQ(rpc::ReasonOf(desk_.reviewer->Accept(By("chief", id))),
            Reason::kVerdictStale);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_EQ(Recheck(id), absl::nullopt);
  EXPECT_TRUE(desk_.reviewer->Accept(By("chief", id)).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kAccepted);
}

TEST_F(RecheckTest, Posted_KeepsTheVerdictThatItWasAcceptedWith) {
  Open(/*auto_accept=*/true, {});
  const std::string posted = Send();
  ASSERT_EQ(desk_.StateOfId(posted), State::kPosted);
  const auto before = desk_.Get(posted);
  Publish("beef");
  EXPECT_EQ(Recheck(posted), Reason::kSubmissionState);
  EXPECT_EQ(desk_.Get(posted), before);
}

TEST_F(RecheckTest, ProcessEndsInBetween_IsCheckedAtTheStart) {
  const std::string id = Send();
  Publish("beef");
  ASSERT_TRUE(desk_.reviewer->Recheck(By("reviewer", id)).ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
  desk_.Restart();
  EXPECT_EQ(desk_.store->index().OpenCount(), 1);
  ASSERT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_EQ(Recheck(id), Reason::kVerdictCurrent);
}

TEST_F(RecheckTest, Explanations_HoldAsFarAsTheirFindingsAreThere) {
  Open(false, {.error_rules = {.rules = {"A6-02", "A6-03"}}});
  desk_.checker.planted = {Planted("A6-02", SEVERITY_ERROR),
                           Planted("N-08", SEVERITY_WARNING)};
  const std::string id = Send();
  Explain(id, "id-A6-02-1");
  Explain(id, "id-N-08-1");
  ASSERT_EQ(desk_.StateOfId(id), State::kPendingReview);
  desk_.checker.planted = {Planted("A6-02", SEVERITY_ERROR)};
  Publish("beef");
  EXPECT_EQ(Recheck(id), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  std::vector<int> states;
  const auto waivers = desk_.store->ReadWaivers("206", id);
  ASSERT_TRUE(waivers.ok()) << waivers.status();
  for (const storage::WaiverRecord& waiver : waivers->waivers) {
    EXPECT_EQ(waiver.origin_submission_id, "");
    states.push_back(waiver.state);
  }
  EXPECT_THAT(states, ElementsAre(static_cast<int>(WaiverState::kActive),
                                  static_cast<int>(WaiverState::kResolved)));
}

// Nor does an explanation take it further than to the reviewer.
TEST_F(RecheckTest, StaleVerdict_IsNotAcceptedByPolicy) {
  Open(true,
       {.error_rules = {.rules = {"A6-02"}}, .accept_explained_errors = true});
  desk_.checker.planted = {Planted("A6-02", SEVERITY_ERROR)};
  const std::string id = Send();
  rules_.Set({.catalogue_sha256 = "beef"});
  Explain(id, "id-A6-02-1");
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  Publish("beef");
  EXPECT_EQ(Recheck(id), absl::nullopt);
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(RecheckTest, HeadsConfirmation_StaysWithIt) {
  const std::string id = Send("205");
  Publish("beef");
  EXPECT_EQ(Recheck(id, "205"), absl::nullopt);
  EXPECT_EQ(*StateFromNumber(desk_.Get(id, "205").state),
            State::kAwaitingConfirmation);
  ASSERT_TRUE(desk_.reviewer->Confirm(By("head", id, "205")).ok());
  Publish("f00d");
  EXPECT_EQ(Recheck(id, "205"), absl::nullopt);
  EXPECT_THAT(StatesOf(id, "205"),
              ElementsAre(State::kReceived, State::kAwaitingConfirmation,
                          State::kReceived, State::kAwaitingConfirmation,
                          State::kPendingReview, State::kReceived,
                          State::kPendingReview));
}

// What is explained since is not what the head has confirmed.
TEST_F(RecheckTest, ExplainedAfterIt_WaitsForTheHeadAgain) {
  Open(false, {.error_rules = {.rules = {"A6-02"}}});
  const std::string id = Send("205");
  ASSERT_TRUE(desk_.reviewer->Confirm(By("head", id, "205")).ok());
  desk_.checker.planted = {Planted("A6-02", SEVERITY_ERROR)};
  Publish("beef");
  EXPECT_EQ(Recheck(id, "205"), absl::nullopt);
  EXPECT_EQ(StatesOf(id, "205").back(), State::kReturned);
  Explain(id, "id-A6-02-1", "205");
  EXPECT_EQ(StatesOf(id, "205").back(), State::kAwaitingConfirmation);
  Publish("f00d");
  EXPECT_EQ(Recheck(id, "205"), absl::nullopt);
  EXPECT_EQ(StatesOf(id, "205").back(), State::kAwaitingConfirmation);
}

TEST_F(RecheckTest, Confirmed_IsWhatAHeadHasConfirmed) {
  const std::string id = Send();
  ASSERT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_FALSE(IsConfirmed(desk_.Get(id)));
  Publish("beef");
  EXPECT_EQ(Recheck(id), absl::nullopt);
  EXPECT_FALSE(IsConfirmed(desk_.Get(id)));
  const std::string second = Send("205");
  ASSERT_TRUE(desk_.reviewer->Confirm(By("head", second, "205")).ok());
  EXPECT_TRUE(IsConfirmed(desk_.Get(second, "205")));
  Publish("f00d");
  ASSERT_TRUE(desk_.reviewer->Recheck(By("reviewer", second, "205")).ok());
  EXPECT_TRUE(IsConfirmed(desk_.Get(second, "205")));
}

TEST_F(RecheckTest, History_IsBounded) {
  const std::string id = Send();
  for (size_t i = 0; i < kRechecksMax; ++i) {
    Publish(absl::StrCat("rules-", i));
    ASSERT_EQ(Recheck(id), absl::nullopt) << i;
  }
  Publish("once more");
  EXPECT_EQ(Recheck(id), Reason::kSubmissionState);
  EXPECT_EQ(desk_.StateOfId(id), State::kPendingReview);
  EXPECT_LT(desk_.Get(id).history.size(), storage::kStateChangesMax / 2);
}

}  // namespace
}  // namespace yuheng::ingestion
