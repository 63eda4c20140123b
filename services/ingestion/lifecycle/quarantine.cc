#include "services/ingestion/lifecycle/quarantine.h"

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/ingestion/lifecycle/step.h"

namespace yuheng::ingestion {
namespace {

// Whether a check ended with an answer: a verdict, a refusal, or that there is
// too much to do.
bool IsAnswer(const absl::Status& status) {
  return status.ok() || IsRefusal(status) || absl::IsResourceExhausted(status);
}

}  // namespace

absl::StatusOr<validation::v1::VerdictSummary> Quarantine::Check(
    DocumentChecker& checker, const std::string& name,
    const budget::Document& document, CheckReferences* references,
    const std::function<void(const validation::v1::Finding&)>& sink) {
  absl::Status admitted = Admit(checker, name);
  if (!admitted.ok()) return admitted;
  absl::StatusOr<validation::v1::VerdictSummary> verdict =
      checker.Check(document, references, sink);
  Note(name, verdict.status());
  return verdict;
}

absl::Status Quarantine::Admit(DocumentChecker& checker,
                               const std::string& name) {
  {
    absl::MutexLock lock(&mu_);
    const auto suspect = suspects_.find(name);
    if (suspect == suspects_.end()) return absl::OkStatus();
    if (suspect->second.answers != answers_) return AdmitSuspect(suspect);
  }
  absl::Status answers = AskForAnswer(checker);
  if (!answers.ok()) return answers;
  absl::MutexLock lock(&mu_);
  return AdmitSuspect(suspects_.find(name));
}

absl::Status Quarantine::AdmitSuspect(Suspects::iterator suspect) {
  const int unanswered = suspect->second.unanswered;
  if (unanswered >= kUnansweredChecksMax) {
    suspects_.erase(suspect);
    ++set_aside_;
    return Refuse(rpc::Reason::kDocumentUnreadable,
                  budget::Message("ingestion.set_aside",
                                  {{"count", absl::StrCat(unanswered)}}));
  }
  if (unanswered < kUnansweredChecksMax - 1) return absl::OkStatus();
  if (!alone_.empty()) {
    return absl::UnavailableError(
        absl::StrCat("checked alone, after ", alone_));
  }
  alone_ = suspect->first;
  return absl::OkStatus();
}

absl::Status Quarantine::AskForAnswer(DocumentChecker& checker) {
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
  if (alone_ == name) alone_.clear();
  if (IsAnswer(status)) {
    ++answers_;
    if (!absl::IsResourceExhausted(status)) suspects_.erase(name);
    return;
  }
  Suspect& suspect = suspects_[name];
  ++suspect.unanswered;
  suspect.answers = answers_;
}

int64_t Quarantine::set_aside_count() const {
  absl::MutexLock lock(&mu_);
  return set_aside_;
}

}  // namespace yuheng::ingestion
