#include "services/ingestion/lifecycle/state_machine.h"

#include <algorithm>

#include "services/budget/check.h"

namespace yuheng::ingestion {
namespace {

constexpr Transition kTransitions[] = {
    {State::kReceived, Event::kReadingFailed, State::kUnreadable},
    {State::kReceived, Event::kErrorsFound, State::kReturned},
    {State::kReceived, Event::kReviewNeeded, State::kPendingReview},
    {State::kReceived, Event::kAcceptedByPolicy, State::kAccepted},
    {State::kReceived, Event::kTestChecked, State::kChecked},
    {State::kReceived, Event::kConfirmationNeeded,
     State::kAwaitingConfirmation},
    {State::kReceived, Event::kNewerVersionWins, State::kSuperseded},
    {State::kReceived, Event::kDepartmentWithdraws, State::kWithdrawn},

    {State::kReturned, Event::kErrorsExplained, State::kPendingReview},
    {State::kReturned, Event::kConfirmationNeeded,
     State::kAwaitingConfirmation},

    {State::kAwaitingConfirmation, Event::kHeadConfirms, State::kPendingReview},
    {State::kAwaitingConfirmation, Event::kHeadDeclines, State::kReturned},
    {State::kAwaitingConfirmation, Event::kRecheckAsked, State::kReceived},
    {State::kAwaitingConfirmation, Event::kNewerVersionWins,
     State::kSuperseded},
    {State::kAwaitingConfirmation, Event::kDepartmentWithdraws,
     State::kWithdrawn},

    {State::kPendingReview, Event::kAcceptedByPolicy, State::kAccepted},
    {State::kPendingReview, Event::kReviewerAccepts, State::kAccepted},
    {State::kPendingReview, Event::kReviewerReturns, State::kReturned},
    {State::kPendingReview, Event::kRecheckAsked, State::kReceived},
    {State::kPendingReview, Event::kNewerVersionWins, State::kSuperseded},
    {State::kPendingReview, Event::kDepartmentWithdraws, State::kWithdrawn},

    {State::kAccepted, Event::kLedgerPosted, State::kPosted},
    {State::kAccepted, Event::kLedgerRefused, State::kReturned},
    {State::kAccepted, Event::kReadingFailed, State::kUnreadable},
    {State::kAccepted, Event::kNewerVersionWins, State::kSuperseded},
    {State::kAccepted, Event::kDepartmentWithdraws, State::kWithdrawn},

    {State::kPosted, Event::kNewerVersionWins, State::kSuperseded},
    {State::kPosted, Event::kDepartmentWithdraws, State::kWithdrawn},
};

struct NamedState {
  State state;
  absl::string_view name;
};

constexpr NamedState kNames[] = {
    {State::kReceived, "RECEIVED"},
    {State::kUnreadable, "UNREADABLE"},
    {State::kReturned, "RETURNED"},
    {State::kPendingReview, "PENDING_REVIEW"},
    {State::kAccepted, "ACCEPTED"},
    {State::kPosted, "POSTED"},
    {State::kSuperseded, "SUPERSEDED"},
    {State::kWithdrawn, "WITHDRAWN"},
    {State::kChecked, "CHECKED"},
    {State::kAwaitingConfirmation, "AWAITING_CONFIRMATION"},
};

}  // namespace

absl::Span<const Transition> Transitions() { return kTransitions; }

absl::optional<State> NextState(State from, Event event) {
  for (const Transition& step : kTransitions) {
    if (step.from == from && step.event == event) return step.to;
  }
  return absl::nullopt;
}

namespace {

// What explanations lead to.
bool IsExplaining(Event event) {
  return event == Event::kErrorsExplained ||
         event == Event::kConfirmationNeeded;
}

}  // namespace

bool IsFinal(State state) {
  return std::none_of(std::begin(kTransitions), std::end(kTransitions),
                      [state](const Transition& step) {
                        return step.from == state && !IsExplaining(step.event);
                      });
}

absl::string_view StateName(State state) {
  for (const NamedState& named : kNames) {
    if (named.state == state) return named.name;
  }
  YUHENG_CHECK(false);
  return "";
}

absl::optional<State> StateFromNumber(int number) {
  for (const NamedState& named : kNames) {
    if (static_cast<int>(named.state) == number) return named.state;
  }
  return absl::nullopt;
}

}  // namespace yuheng::ingestion
