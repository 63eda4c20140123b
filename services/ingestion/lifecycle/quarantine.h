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
// the checker has answered about something else in between: about another
// document or, where none was sent, about an empty one. So nothing is set aside
// because the checker is away. A document that went unanswered twice is checked
// while no other such is, since whatever is under check goes unanswered with
// the one that ends the checker. What is known is forgotten with the process.
// Thread-safe.
class Quarantine {
 public:
  // As DocumentChecker::Check, of the document called `name`. An answer
  // (IsRefusal), DOCUMENT_UNREADABLE, when it is set aside. Other errors pass.
  absl::StatusOr<validation::v1::VerdictSummary> Check(
      DocumentChecker& checker, const std::string& name,
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Documents set aside so far.
  int64_t set_aside_count() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  // A document that went unanswered.
  struct Suspect {
    int unanswered = 0;
    int64_t answers = 0;  // So many had been given then.
  };

  using Suspects = absl::flat_hash_map<std::string, Suspect>;

  // OK when the document may be checked now; a suspect not before there was an
  // answer since it went unanswered.
  absl::Status Admit(DocumentChecker& checker, const std::string& name)
      ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status AdmitSuspect(Suspects::iterator suspect)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // OK when the checker answers about an empty document.
  absl::Status AskForAnswer(DocumentChecker& checker) ABSL_LOCKS_EXCLUDED(mu_);
  void Note(const std::string& name, const absl::Status& status)
      ABSL_LOCKS_EXCLUDED(mu_);

  mutable absl::Mutex mu_;
  int64_t answers_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t set_aside_ ABSL_GUARDED_BY(mu_) = 0;
  Suspects suspects_ ABSL_GUARDED_BY(mu_);
  // The one that is checked alone; empty for none.
  std::string alone_ ABSL_GUARDED_BY(mu_);
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_LIFECYCLE_QUARANTINE_H_
