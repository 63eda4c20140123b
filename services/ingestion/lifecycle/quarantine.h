#ifndef YUHENG_SERVICES_INGESTION_LIFECYCLE_QUARANTINE_H_
#define YUHENG_SERVICES_INGESTION_LIFECYCLE_QUARANTINE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/lifecycle/ports.h"

namespace yuheng::ingestion {

// Checks without an answer before a document is set aside.
inline constexpr int kUnansweredChecksMax = 3;

// Keeps a document on which the checker ends, or hangs, from being sent to it
// for ever. A check that got no answer is held against its document only when
// the checker has answered about something else since the last one: about
// another document or, where none was sent, about an empty one. So nothing is
// set aside because the checker is away. Whatever is under check goes
// unanswered with the one that ends the checker, so the last check of a
// document is made alone: it waits until no other is under way, and the others
// wait for it. What is known is forgotten with the process. Thread-safe; waits
// by UNAVAILABLE.
class Quarantine {
 public:
  // As DocumentChecker::Check, of the document called `name`. An answer
  // (IsRefusal), DOCUMENT_UNREADABLE, when it is to be set aside, until Forget.
  // Other errors pass.
  absl::StatusOr<validation::v1::VerdictSummary> Check(
      DocumentChecker& checker, const std::string& name,
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      ABSL_LOCKS_EXCLUDED(mu_);
  // Of a document that is checked once, and not kept.
  absl::StatusOr<validation::v1::VerdictSummary> CheckOnce(
      DocumentChecker& checker, const budget::Document& document,
      CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      ABSL_LOCKS_EXCLUDED(mu_);
  // What is to be done with the document is stored: it is not checked again.
  void Forget(const std::string& name) ABSL_LOCKS_EXCLUDED(mu_);

  // Documents set aside so far.
  int64_t set_aside_count() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // A document that went unanswered.
  struct Suspect {
    int unanswered = 0;
    int64_t answers = 0;  // So many had been given then.
  };

  // UNAVAILABLE when it has to wait.
  absl::Status TakeTurn(bool alone) ABSL_LOCKS_EXCLUDED(mu_);
  void EndTurn() ABSL_LOCKS_EXCLUDED(mu_);
  // One without failures where the document is none.
  Suspect Find(const std::string& name) const ABSL_LOCKS_EXCLUDED(mu_);
  // OK when there was an answer since the suspect went unanswered.
  absl::Status AwaitAnswer(DocumentChecker& checker, const Suspect& suspect)
      ABSL_LOCKS_EXCLUDED(mu_);
  void Note(const std::string& name, const absl::Status& status)
      ABSL_LOCKS_EXCLUDED(mu_);

  mutable absl::Mutex mu_;
  int under_way_ ABSL_GUARDED_BY(mu_) = 0;
  bool alone_ ABSL_GUARDED_BY(mu_) = false;  // Who is under way.
  int64_t answers_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t set_aside_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_map<std::string, Suspect> suspects_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_QUARANTINE_H_
