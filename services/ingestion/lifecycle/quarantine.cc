#include "services/ingestion/lifecycle/quarantine.h"

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/step.h"

namespace yuheng::ingestion {
namespace {

// Whether the end of a check says nothing of what the checker can do: it had
// too much to do, or the document was too large to be sent.
bool SaysNothing(const absl::Status& status) {
  return absl::IsResourceExhausted(status) ||
         rpc::ReasonOf(status) == rpc::Reason::kDocumentTooLarge;
}

// Whether a check ended with the checker's verdict or refusal.
bool IsAnswer(const absl::Status& status) {
  return status.ok() || (IsRefusal(status) && !SaysNothing(status));
}

}  // namespace

absl::StatusOr<validation::v1::VerdictSummary> Quarantine::Check(
    DocumentChecker& checker, const std::string& name,
    const budget::Document& document, CheckReferences* references,
    const std::function<void(const validation::v1::Finding&)>& sink) {
  const Suspect suspect = Find(name);
  const bool last = suspect.unanswered == kUnansweredChecksMax - 1;
  absl::Status turn = TakeTurn(last);
  if (!turn.ok()) return turn;
  const auto end_turn = absl::MakeCleanup([&] { EndTurn(); });
  if (suspect.unanswered > 0) {
    absl::Status answers = AwaitAnswer(checker, suspect);
    if (!answers.ok()) return answers;
  }
  if (suspect.unanswered >= kUnansweredChecksMax) {
    return Refuse(
        rpc::Reason::kDocumentUnreadable,
        budget::Message("ingestion.set_aside",
                        {{"count", absl::StrCat(suspect.unanswered)}}));
  }
  auto verdict = checker.Check(document, references, sink);
  Note(name, verdict.status());
  return verdict;
}

absl::StatusOr<validation::v1::VerdictSummary> Quarantine::CheckOnce(
    DocumentChecker& checker, const budget::Document& document,
    CheckReferences* references,
    const std::function<void(const validation::v1::Finding&)>& sink) {
  absl::Status turn = TakeTurn(/*alone=*/false);
  if (!turn.ok()) return turn;
  const auto end_turn = absl::MakeCleanup([&] { EndTurn(); });
  return checker.Check(document, references, sink);
}

absl::Status Quarantine::TakeTurn(bool alone) {
  absl::MutexLock lock(&mu_);
  if (alone_ || (alone && under_way_ > 0)) {
    return rpc::WithRetryAfter(rpc::MakeError(rpc::Reason::kUnavailablePeer),
                               absl::Seconds(1));
  }
  ++under_way_;
  alone_ = alone;
  return absl::OkStatus();
}

void Quarantine::EndTurn() {
  absl::MutexLock lock(&mu_);
  --under_way_;
  alone_ = false;  // Who is alone is the only one under way.
}

Quarantine::Suspect Quarantine::Find(const std::string& name) const {
  absl::MutexLock lock(&mu_);
  const auto suspect = suspects_.find(name);
  return suspect == suspects_.end() ? Suspect() : suspect->second;
}

absl::Status Quarantine::AwaitAnswer(DocumentChecker& checker,
                                     const Suspect& suspect) {
  {
    absl::MutexLock lock(&mu_);
    if (suspect.answers != answers_) return absl::OkStatus();
  }
  CheckReferences none;
  const absl::Status status = checker
                                  .Check(budget::Document(), &none,
                                         [](const validation::v1::Finding&) {})
                                  .status();
  if (!IsAnswer(status)) return status;
  absl::MutexLock lock(&mu_);
  ++answers_;
  return absl::OkStatus();
}

void Quarantine::Note(const std::string& name, const absl::Status& status) {
  absl::MutexLock lock(&mu_);
  if (IsAnswer(status)) {
    ++answers_;
    suspects_.erase(name);
  } else if (!SaysNothing(status)) {
    Suspect& suspect = suspects_[name];
    ++suspect.unanswered;
    suspect.answers = answers_;
  }
}

void Quarantine::Forget(const std::string& name) {
  absl::MutexLock lock(&mu_);
  const auto suspect = suspects_.find(name);
  if (suspect == suspects_.end()) return;
  if (suspect->second.unanswered >= kUnansweredChecksMax) ++set_aside_;
  suspects_.erase(suspect);
}

int64_t Quarantine::set_aside_count() const {
  absl::MutexLock lock(&mu_);
  return set_aside_;
}

}  // namespace yuheng::ingestion
