#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_DOCUMENT_PROCESS_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_DOCUMENT_PROCESS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/isolation/reader_process.h"
#include "services/ingestion/lifecycle/reading_request.h"
#include "services/telemetry/log.h"
#include "services/telemetry/metrics.h"
#include "yuheng/ingestion/v1/document_reading.pb.h"

namespace yuheng::ingestion {

struct DocumentProcessOptions {
  // yuheng-document-reader.
  std::string program;
  // From asking to its answer.
  absl::Duration time_max = absl::Seconds(30);
  // Its address space; 0 for no limit (sanitizers reserve all there is).
  int64_t memory_bytes_max = int64_t{2} << 30;
  // At the same time; as many documents more wait as `waiting_max` says, and of
  // anybody as many as `waiting_of_one_max` says, beside those whose turn is
  // not refused.
  int processes_max = 2;
  int waiting_max = 32;
  int waiting_of_one_max = 4;
  // nullptr for none.
  telemetry::Logger* logger = nullptr;
  telemetry::Metrics* metrics = nullptr;
};

// Reads documents in processes of their own, one a document: a file that
// crashes one, fills its memory or keeps it busy ends that process and nothing
// else. Thread-safe; blocks.
//
// Nobody keeps all of it busy while others wait: the next to be read is of
// whoever has the fewest being read, the one that came first among those. Where
// the waiting places are taken, whoever holds most of them gives the newest up
// for somebody who holds at least two fewer. A turn that waits takes no place,
// and is never given up.
class DocumentProcesses {
 public:
  // NOT_FOUND when there is no such program.
  static absl::StatusOr<std::unique_ptr<DocumentProcesses>> Open(
      DocumentProcessOptions options);

  // As ReadDocument; a process that ends on it without an answer is
  // DOCUMENT_UNREADABLE. One that takes too long, or is killed from outside, is
  // DOCUMENT_TOO_SLOW: the same file may be read when the machine has room.
  // QUEUE_FULL with a retry hint when too many wait, or others' turn came
  // before; UNAVAILABLE_PEER when none can be started or it can't be confined.
  absl::StatusOr<budget::Document> Read(const budget::Form& form,
                                        const ReadingRequest& request)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Ends what is being read and puts off what waits; nothing is read any more.
  void Stop() ABSL_LOCKS_EXCLUDED(mu_);

  // Documents that wait now.
  size_t waiting() const ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return waiting_.size();
  }

 private:
  explicit DocumentProcesses(DocumentProcessOptions options);

  // One document, from when it came until it may be read or is put off.
  struct Waiting {
    enum class State { kWaiting, kReading, kPutOff };
    ReadingTurn turn;
    State state = State::kWaiting;
  };

  // Waits for the turn of a document; QUEUE_FULL when it has none.
  absl::Status BeginTurn(const ReadingTurn& turn) ABSL_LOCKS_EXCLUDED(mu_);
  void EndTurn(const std::string& asked_by) ABSL_LOCKS_EXCLUDED(mu_);
  // Gives those their turn for whom there is room.
  void LetIn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Takes a waiting place from whoever holds most of them; false when that
  // would not be fair.
  bool MakePlaceFor(const std::string& asked_by)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Waiting places that are taken, by one or by all.
  size_t PlacesOf(const std::string& asked_by) const
      ABSL_SHARED_LOCKS_REQUIRED(mu_);
  size_t Places() const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  absl::StatusOr<v1::DocumentReadingResponse> Ask(const std::string& request);
  // A process said nothing of use: `kind` is counted.
  void Report(const char* kind, int end);

  const DocumentProcessOptions options_;
  ReaderProcess process_;
  mutable absl::Mutex mu_;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  int reading_ ABSL_GUARDED_BY(mu_) = 0;
  // The same by who asked; none is zero.
  std::map<std::string, int> reading_of_ ABSL_GUARDED_BY(mu_);
  // In the order in which they came; those are on their callers' stacks.
  std::vector<Waiting*> waiting_ ABSL_GUARDED_BY(mu_);
};

// The program beside the one that runs.
std::string DocumentReaderProgram();

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_DOCUMENT_PROCESS_H_
