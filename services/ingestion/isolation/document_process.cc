#include "services/ingestion/isolation/document_process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/document_codec.h"
#include "services/budget/messages.h"
#include "services/ingestion/isolation/answer_size.h"
#include "services/rpc/queue_full.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// A reader says why a document can't be read, and nothing else, and briefly:
// a hostile file may say it in its place.
constexpr absl::string_view kReasonsOfDocuments = "DOCUMENT_";
constexpr size_t kRefusalBytesMax = size_t{16} << 10;
// Messages and texts of an answer: of three tables of kRowsPerTableMax rows,
// with 28 parts a row where it is table 7.
constexpr size_t kAnswerPartsMax = 2'000'000;

absl::Status Unreadable(const char* id) {
  const budget::Text text = budget::Message(id);
  return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
}

absl::Status TooSlow(absl::Duration time_max) {
  const budget::Text text = budget::Message(
      "reader.process_slow",
      {{"seconds", absl::StrCat(absl::ToInt64Seconds(time_max))}});
  return rpc::MakeError(rpc::Reason::kDocumentTooSlow, text.zh, text.en);
}

absl::Status NotConfined() {
  const budget::Text text = budget::Message("reader.process_not_confined");
  return rpc::MakeError(rpc::Reason::kUnavailablePeer, text.zh, text.en);
}

// By who is short of memory or by its limit of processor time, not by what it
// read.
bool WasKilled(int end) { return WIFSIGNALED(end) && !IsCrash(end); }

}  // namespace

DocumentProcesses::DocumentProcesses(DocumentProcessOptions options)
    : options_(std::move(options)),
      process_(
          options_.program,
          {options_.memory_bytes_max,
           absl::ToInt64Seconds(options_.time_max) + 1},
          [this](pid_t pid) {
            if (options_.logger == nullptr) return;
            options_.logger->Info("document reader started", {{"pid", pid}});
          }) {}

absl::StatusOr<std::unique_ptr<DocumentProcesses>> DocumentProcesses::Open(
    DocumentProcessOptions options) {
  if (access(options.program.c_str(), X_OK) != 0) {
    return absl::NotFoundError(absl::StrCat(
        options.program, ", which reads documents: ", strerror(errno),
        "; install all of Yuheng's programs into "
        "one folder"));
  }
  return std::unique_ptr<DocumentProcesses>(
      new DocumentProcesses(std::move(options)));
}

absl::StatusOr<budget::Document> DocumentProcesses::Read(
    const budget::Form& form, const ReadingRequest& request) {
  v1::DocumentReadingRequest message;
  message.set_file_name(request.file_name);
  message.set_size_bytes_max(request.size_bytes_max);
  message.set_content(request.bytes.data(), request.bytes.size());
  message.set_form(request.printed_form);
  const absl::Status begun = BeginTurn(request.turn);
  if (!begun.ok()) return begun;
  const auto response = Ask(message.SerializeAsString());
  EndTurn(request.turn.asked_by);
  if (!response.ok()) return response.status();
  if (response->has_document()) {
    auto document = budget::DocumentFromProto(form, response->document());
    if (!document.ok()) return Unreadable("reader.process_ended");
    return document;
  }
  const auto& refusal = response->refusal();
  const auto reason = rpc::ReasonByName(refusal.reason());
  const bool is_refusal =
      reason.has_value() &&
      absl::StartsWith(refusal.reason(), kReasonsOfDocuments) &&
      *reason != rpc::Reason::kDocumentTooSlow &&
      refusal.zh().size() + refusal.en().size() <= kRefusalBytesMax;
  if (!is_refusal) return Unreadable("reader.process_ended");
  return rpc::MakeError(*reason, refusal.zh(), refusal.en());
}

absl::Status DocumentProcesses::BeginTurn(const ReadingTurn& turn) {
  Waiting self{.turn = turn};
  absl::MutexLock lock(&mu_);
  if (stopped_) return rpc::QueueFull();
  if (!turn.waits) {
    const bool has_enough = PlacesOf(turn.asked_by) >=
                            static_cast<size_t>(options_.waiting_of_one_max);
    const bool full = Places() >= static_cast<size_t>(options_.waiting_max);
    if (has_enough || (full && !MakePlaceFor(turn.asked_by))) {
      return rpc::QueueFull();
    }
  }
  waiting_.push_back(&self);
  LetIn();
  mu_.Await(absl::Condition(
      +[](Waiting* waiting) {
        return waiting->state != Waiting::State::kWaiting;
      },
      &self));
  return self.state == Waiting::State::kReading ? absl::OkStatus()
                                                : rpc::QueueFull();
}

void DocumentProcesses::EndTurn(const std::string& asked_by) {
  absl::MutexLock lock(&mu_);
  --reading_;
  const auto of = reading_of_.find(asked_by);
  if (--of->second == 0) reading_of_.erase(of);
  LetIn();
}

void DocumentProcesses::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopped_ = true;
    for (Waiting* waiting : waiting_) {
      waiting->state = Waiting::State::kPutOff;
    }
    waiting_.clear();
  }
  process_.Stop();
}

void DocumentProcesses::LetIn() {
  while (reading_ < options_.processes_max && !waiting_.empty()) {
    const auto reading_of = [this](const Waiting* waiting) {
      mu_.AssertReaderHeld();
      const auto of = reading_of_.find(waiting->turn.asked_by);
      return of == reading_of_.end() ? 0 : of->second;
    };
    // The first of those.
    const auto next = std::min_element(waiting_.begin(), waiting_.end(),
                                       [&](const Waiting* a, const Waiting* b) {
                                         return reading_of(a) < reading_of(b);
                                       });
    ++reading_;
    ++reading_of_[(*next)->turn.asked_by];
    (*next)->state = Waiting::State::kReading;
    waiting_.erase(next);
  }
}

size_t DocumentProcesses::PlacesOf(const std::string& asked_by) const {
  return static_cast<size_t>(std::count_if(
      waiting_.begin(), waiting_.end(), [&](const Waiting* waiting) {
        return !waiting->turn.waits && waiting->turn.asked_by == asked_by;
      }));
}

size_t DocumentProcesses::Places() const {
  return static_cast<size_t>(std::count_if(
      waiting_.begin(), waiting_.end(),
      [](const Waiting* waiting) { return !waiting->turn.waits; }));
}

bool DocumentProcesses::MakePlaceFor(const std::string& asked_by) {
  // The newest of whoever has most.
  auto giving = waiting_.end();
  size_t most = PlacesOf(asked_by) + 1;
  for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
    if ((*it)->turn.waits) continue;
    const size_t count = PlacesOf((*it)->turn.asked_by);
    const bool same = giving != waiting_.end() &&
                      (*it)->turn.asked_by == (*giving)->turn.asked_by;
    if (count <= most && !same) continue;
    giving = it;
    most = count;
  }
  if (giving == waiting_.end()) return false;
  (*giving)->state = Waiting::State::kPutOff;
  waiting_.erase(giving);
  return true;
}

absl::StatusOr<v1::DocumentReadingResponse> DocumentProcesses::Ask(
    const std::string& request) {
  const auto answer =
      process_.Ask(request, ReaderProcess::Clock::now() +
                                absl::ToChronoMilliseconds(options_.time_max));
  if (!answer.ok()) {
    Report("away", 0);
    return answer.status();
  }
  if (!answer->in_time) {
    Report("slow", 0);
    return TooSlow(options_.time_max);
  }
  if (!answer->confined) {
    Report("not_confined", answer->end);
    return NotConfined();
  }
  v1::DocumentReadingResponse response;
  // Cut short it is no message.
  if (IsMessageOfSize(answer->said, *response.descriptor(), kAnswerPartsMax) &&
      response.ParseFromString(answer->said) &&
      response.result_case() != v1::DocumentReadingResponse::RESULT_NOT_SET) {
    return response;
  }
  if (WasKilled(answer->end)) {
    Report("killed", answer->end);
    return TooSlow(options_.time_max);
  }
  Report(IsCrash(answer->end) ? "crashed" : "no_answer", answer->end);
  return Unreadable("reader.process_ended");
}

void DocumentProcesses::Report(const char* kind, int end) {
  if (options_.metrics != nullptr) {
    options_.metrics
        ->GetCounter("yuheng_ingestion_reader_failures_total",
                     "Processes that read a document and gave no answer",
                     {{"kind", kind}})
        .Increment();
  }
  if (options_.logger == nullptr) return;
  options_.logger->Warn("a document's reader gave no answer",
                        {{"kind", kind}, {"wait_status", end}});
}

std::string DocumentReaderProgram() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() /
          "yuheng-document-reader")
      .string();
}

}  // namespace yuheng::ingestion
