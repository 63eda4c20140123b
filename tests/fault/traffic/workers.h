#ifndef YUHENG_TESTS_FAULT_TRAFFIC_WORKERS_H_
#define YUHENG_TESTS_FAULT_TRAFFIC_WORKERS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "services/cli/sample/random.h"
#include "tests/fault/traffic/contents.h"
#include "tests/fault/traffic/desk_client.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::fault {

// Bureaus send for one stage; direct postings are of two others, so that
// neither touches what the other has in force.
inline constexpr int kBureauStage = 4;
inline constexpr int kDirectStage = 3;
inline constexpr int kOtherDirectStage = 5;

// What every worker has.
struct WorkerParts {
  DeskClient* client = nullptr;
  const std::atomic<bool>* ends = nullptr;
  cli::Random random;
  std::string run;  // Begins every request id.
  int fiscal_year = 0;
};

// Somebody who does something now and then, until told to end.
class Worker {
 public:
  explicit Worker(WorkerParts parts) : parts_(std::move(parts)) {}
  virtual ~Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Returns soon after the end was told.
  void Run();

 protected:
  virtual void Act() = 0;

  DeskClient& client() { return *parts_.client; }
  cli::Random& random() { return parts_.random; }
  const std::string& run() const { return parts_.run; }
  int fiscal_year() const { return parts_.fiscal_year; }
  bool ends() const { return *parts_.ends; }
  void Pause();

 private:
  WorkerParts parts_;
};

// A bureau: sends, sends again under the same id until it hears, amends, uses
// an id twice, and takes back.
class Bureau final : public Worker {
 public:
  Bureau(WorkerParts parts, BureauDocuments documents)
      : Worker(std::move(parts)), documents_(std::move(documents)) {}

 private:
  struct Sent {
    Upload upload;
    std::string submission;  // Once it is known.
  };

  void Act() override;
  void Send(Sent* sent);

  const BureauDocuments documents_;
  std::vector<Sent> sent_;
};

// The budget section: accepts or returns what waits for it.
class ReviewSection final : public Worker {
 public:
  ReviewSection(WorkerParts parts, std::vector<std::string> departments)
      : Worker(std::move(parts)), departments_(std::move(departments)) {}

 private:
  void Act() override;

  const std::vector<std::string> departments_;
};

// The request ids of those who post to ledgers, told to those who ask about
// them: numbers from 1, over the ledgers of these departments.
class RequestNumbers {
 public:
  // `word` tells the ids from others'.
  RequestNumbers(std::string word, std::vector<std::string> departments)
      : word_(std::move(word)), departments_(std::move(departments)) {}

  std::string Next(const std::string& run) { return Id(run, ++count_); }
  // One of the past, or that is about to be made, and a department that it may
  // be of.
  std::pair<std::string, std::string> Any(const std::string& run,
                                          cli::Random& random) const;

 private:
  std::string Id(const std::string& run, int number) const;

  const std::string word_;
  const std::vector<std::string> departments_;
  std::atomic<int> count_{0};
};

// Who posts to ledgers without ingestion.
class Poster : public Worker {
 public:
  using Worker::Worker;

 protected:
  // Posts, and when no answer comes posts again or asks what became of it. The
  // seq of its entry; 0 when it has none or nobody knows.
  template <typename Request>
  int64_t Settle(const std::string& department, const Request& request);
};

// A system that posts directly.
class DirectPoster final : public Poster {
 public:
  DirectPoster(WorkerParts parts, std::string department,
               RequestNumbers* numbers)
      : Poster(std::move(parts)),
        department_(std::move(department)),
        numbers_(*numbers) {}

 private:
  void Act() override;
  aggregation::v1::PostRequest NewPosting();

  const std::string department_;
  RequestNumbers& numbers_;
  std::vector<aggregation::v1::PostRequest> posted_;
};

// The budget section's second desk: declares transfers between departments and
// units and reverses them, so that few are in force at once.
class TransferDesk final : public Poster {
 public:
  TransferDesk(WorkerParts parts, std::vector<Party> parties,
               RequestNumbers* numbers)
      : Poster(std::move(parts)),
        parties_(std::move(parties)),
        numbers_(*numbers) {}

 private:
  using Request = std::variant<aggregation::v1::DeclareEliminationRequest,
                               aggregation::v1::ReverseEliminationRequest>;
  struct Asked {
    std::string department;  // The payee's.
    Request request;
  };

  void Act() override;
  // Nothing when the parties it chose can't pay each other.
  std::optional<Asked> NewRequest();
  std::string NameOf(const Party& party);

  const std::vector<Party> parties_;
  RequestNumbers& numbers_;
  std::vector<Asked> asked_;
  std::vector<std::pair<std::string, int64_t>> declared_;  // Ledger and seq.
};

// Asks what became of postings, some of them not made yet; reads totals and
// eliminations, newest and past; has the ledgers verified.
class Auditor final : public Worker {
 public:
  Auditor(WorkerParts parts, std::vector<std::string> departments,
          std::vector<TotalsScope> scopes,
          std::vector<const RequestNumbers*> numbers)
      : Worker(std::move(parts)),
        departments_(std::move(departments)),
        scopes_(std::move(scopes)),
        numbers_(std::move(numbers)) {}

 private:
  void Act() override;

  const std::vector<std::string> departments_;
  const std::vector<TotalsScope> scopes_;
  const std::vector<const RequestNumbers*> numbers_;
  int64_t newest_revision_ = 0;
};

// Reads a stream over connections that end again and again. A Position is what
// DeskClient::Watch takes.
class StreamReader {
 public:
  template <typename Position>
  StreamReader(WorkerParts parts, Position position)
      : parts_(std::move(parts)),
        name_(position.stream),
        watch_([this, position](absl::Duration patience) mutable {
          parts_.client->Watch(patience, &position);
          revision_ = position.revision;
        }) {}
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  void Run();

  const std::string& name() const { return name_; }
  // Everything up to there was heard.
  int64_t revision() const { return revision_; }

 private:
  WorkerParts parts_;
  const std::string name_;
  const std::function<void(absl::Duration)> watch_;
  std::atomic<int64_t> revision_{0};
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_TRAFFIC_WORKERS_H_
