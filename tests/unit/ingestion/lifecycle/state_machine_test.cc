#include "services/ingestion/lifecycle/state_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>

#include "yuheng/ingestion/v1/submission.pb.h"

namespace yuheng::ingestion {
namespace {

constexpr State kStates[] = {State::kReceived,   State::kUnreadable,
                             State::kReturned,   State::kPendingReview,
                             State::kAccepted,   State::kPosted,
                             State::kSuperseded, State::kWithdrawn,
                             State::kChecked,    State::kAwaitingConfirmation};

TEST(StateMachineTest, States_AreThoseOfTheContract) {
  for (const State state : kStates) {
    EXPECT_EQ("SUBMISSION_STATE_" + std::string(StateName(state)),
              v1::SubmissionState_Name(static_cast<int>(state)));
    EXPECT_EQ(StateFromNumber(static_cast<int>(state)), state);
  }
  EXPECT_EQ(std::size(kStates),
            static_cast<size_t>(v1::SubmissionState_ARRAYSIZE - 1));
  EXPECT_FALSE(StateFromNumber(0));
  EXPECT_FALSE(StateFromNumber(11));
}

TEST(StateMachineTest, Transitions_NameEachStateAndEventOnce) {
  std::set<std::pair<State, Event>> seen;
  for (const Transition& step : Transitions()) {
    EXPECT_TRUE(seen.emplace(step.from, step.event).second);
    EXPECT_NE(step.from, step.to);
  }
}

TEST(StateMachineTest, FinalStates_AreThoseOfTheContract) {
  for (const State state : kStates) {
    const bool final_state =
        state == State::kUnreadable || state == State::kReturned ||
        state == State::kSuperseded || state == State::kWithdrawn ||
        state == State::kChecked;
    EXPECT_EQ(IsFinal(state), final_state) << std::string(StateName(state));
  }
}

TEST(StateMachineTest, Posted_IsReachedFromAcceptedOnly) {
  for (const Transition& step : Transitions()) {
    if (step.to == State::kPosted) {
      EXPECT_EQ(step.from, State::kAccepted);
      EXPECT_EQ(step.event, Event::kLedgerPosted);
    }
  }
}

TEST(StateMachineTest, Reviewer_DecidesPendingReviewOnly) {
  for (const State state : kStates) {
    const bool pending = state == State::kPendingReview;
    EXPECT_EQ(NextState(state, Event::kReviewerAccepts).has_value(), pending);
    EXPECT_EQ(NextState(state, Event::kReviewerReturns).has_value(), pending);
  }
}

TEST(StateMachineTest, Recheck_IsOfWhatIsPending) {
  for (const State state : kStates) {
    const bool pending =
        state == State::kPendingReview || state == State::kAwaitingConfirmation;
    EXPECT_EQ(NextState(state, Event::kRecheckAsked).has_value(), pending);
  }
}

TEST(StateMachineTest, Head_DecidesAwaitingConfirmationOnly) {
  for (const State state : kStates) {
    const bool awaiting = state == State::kAwaitingConfirmation;
    EXPECT_EQ(NextState(state, Event::kHeadConfirms).has_value(), awaiting);
    EXPECT_EQ(NextState(state, Event::kHeadDeclines).has_value(), awaiting);
  }
  // No way around the head.
  for (const Transition& step : Transitions()) {
    if (step.from != State::kAwaitingConfirmation) continue;
    EXPECT_NE(step.to, State::kAccepted);
    EXPECT_EQ(step.to == State::kPendingReview,
              step.event == Event::kHeadConfirms);
  }
}

TEST(StateMachineTest, Explaining_IsTheOnlyWayOutOfAFinalState) {
  for (const Transition& step : Transitions()) {
    if (!IsFinal(step.from)) continue;
    EXPECT_EQ(step.from, State::kReturned);
    EXPECT_TRUE((step.event == Event::kErrorsExplained &&
                 step.to == State::kPendingReview) ||
                (step.event == Event::kConfirmationNeeded &&
                 step.to == State::kAwaitingConfirmation));
  }
}

TEST(StateMachineTest, Withdraw_IsPossibleUntilTheEnd) {
  for (const State state : kStates) {
    EXPECT_EQ(NextState(state, Event::kDepartmentWithdraws).has_value(),
              !IsFinal(state));
  }
}

}  // namespace
}  // namespace yuheng::ingestion
