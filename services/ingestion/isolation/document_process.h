#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_DOCUMENT_PROCESS_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_DOCUMENT_PROCESS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/lifecycle/reading_request.h"
#include "yuheng/ingestion/v1/document_reading.pb.h"

namespace yuheng::ingestion {

struct DocumentProcessOptions {
  // yuheng-document-reader.
  std::string program;
  // From its start to its answer.
  absl::Duration time_max = absl::Seconds(30);
  // Its address space; 0 for no limit (sanitizers reserve all there is).
  int64_t memory_bytes_max = int64_t{2} << 30;
  // At the same time; as many documents more wait as `waiting_max` says.
  int processes_max = 2;
  int waiting_max = 6;
};

// Reads documents in processes of their own, one a document, for formats whose
// parsers are not ours: a file that crashes one, fills its memory or keeps it
// busy ends that process and nothing else. Thread-safe; blocks.
class DocumentProcesses {
 public:
  // NOT_FOUND when there is no such program.
  static absl::StatusOr<std::unique_ptr<DocumentProcesses>> Open(
      DocumentProcessOptions options);

  // As ReadDocument; a process that ends on it without an answer is
  // DOCUMENT_UNREADABLE. One that takes too long, or is killed from outside, is
  // DOCUMENT_TOO_SLOW: the same file may be read when the machine has room.
  // QUEUE_FULL with a retry hint when too many wait; UNAVAILABLE when none can
  // be started.
  absl::StatusOr<budget::Document> Read(const budget::Form& form,
                                        const ReadingRequest& request)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  explicit DocumentProcesses(DocumentProcessOptions options)
      : options_(std::move(options)) {}

  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return running_ < options_.processes_max;
  }
  absl::StatusOr<v1::DocumentReadingResponse> Ask(const std::string& request);

  const DocumentProcessOptions options_;
  absl::Mutex mu_;
  int running_ ABSL_GUARDED_BY(mu_) = 0;
  int waiting_ ABSL_GUARDED_BY(mu_) = 0;
};

// The program beside the one that runs.
std::string DocumentReaderProgram();

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_DOCUMENT_PROCESS_H_
