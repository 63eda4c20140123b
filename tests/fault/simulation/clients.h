#ifndef YUHENG_TESTS_FAULT_SIMULATION_CLIENTS_H_
#define YUHENG_TESTS_FAULT_SIMULATION_CLIENTS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/aggregation/posting/posting.h"
#include "services/aggregation/totals/scope.h"
#include "services/ingestion/lifecycle/reception.h"
#include "tests/fault/simulation/aggregation_process.h"
#include "tests/fault/simulation/ingestion_process.h"
#include "tests/fault/simulation/network.h"

namespace yuheng::fault {

inline constexpr int kYear = 2023;
inline constexpr int kStage = 4;
// Posts to its ledger itself; ingestion does not know it.
inline constexpr char kDirectDepartment[] = "210";
// A group of the bureaus' departments.
inline constexpr char kGroup[] = "科教";

// What clients work with. All outlive them.
struct Surroundings {
  Stage stage;
  Network* network = nullptr;
  AggregationProcess* aggregation = nullptr;
  IngestionProcess* ingestion = nullptr;
};

// Somebody who does something now and then, until told to stop.
class Client {
 public:
  Client(Surroundings around, int64_t pause_us_max)
      : around_(around), pause_us_max_(pause_us_max) {}
  virtual ~Client() = default;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void Begin();
  void Stop() { stopped_ = true; }

 protected:
  virtual void Act() = 0;

  const Surroundings& around() const { return around_; }
  World& world() { return *around_.stage.world; }
  Random& random() { return world().random(); }
  History& history() { return *around_.stage.history; }
  Network& network() { return *around_.network; }
  bool stopped() const { return stopped_; }

 private:
  const Surroundings around_;
  const int64_t pause_us_max_;
  bool stopped_ = false;
};

// A bureau: sends, sends again under the same id until it hears, amends, sends
// the same bytes anew, uses an id twice, and takes back.
class Bureau final : public Client {
 public:
  // With units it reports now by units, now as a whole.
  Bureau(Surroundings around, std::string department, std::string printed_name,
         std::vector<std::string> units)
      : Client(around, 3 * kSecond),
        department_(std::move(department)),
        printed_name_(std::move(printed_name)),
        units_(std::move(units)) {}

 private:
  struct Upload {
    ingestion::UploadHeader header;
    std::string bytes;
    std::string submission;  // Once it is known.
  };

  void Act() override;
  std::string NewBytes();
  void SendNew(std::string bytes, const std::string& unit);
  void Send(std::shared_ptr<Upload> upload);
  void Withdraw(const Upload& upload);

  const std::string department_;
  const std::string printed_name_;
  const std::vector<std::string> units_;
  int requests_ = 0;
  std::vector<std::shared_ptr<Upload>> uploads_;
};

// The budget section: accepts or returns what waits for it.
class ReviewSection final : public Client {
 public:
  ReviewSection(Surroundings around, std::vector<std::string> departments)
      : Client(around, 3 * kSecond), departments_(std::move(departments)) {}

 private:
  void Act() override;

  const std::vector<std::string> departments_;
};

// A system that posts directly and asks again until it hears.
class DirectPoster final : public Client {
 public:
  explicit DirectPoster(Surroundings around) : Client(around, 2 * kSecond) {}

 private:
  void Act() override;
  void Send(const aggregation::Posting& posting);

  int requests_ = 0;
  std::vector<aggregation::Posting> postings_;
};

// The budget section's second desk: declares transfers between departments and
// units, reverses some, and asks again until it hears.
class TransferDesk final : public Client {
 public:
  explicit TransferDesk(Surroundings around) : Client(around, 3 * kSecond) {}

 private:
  void Act() override;
  void Send(const aggregation::Posting& posting);

  int requests_ = 0;
  std::vector<aggregation::Posting> postings_;
  std::vector<std::pair<std::string, uint64_t>> declared_;  // Ledger and seq.
};

// Asks what became of postings: of some before they are sent. Reads totals
// and eliminations, newest and past, and has the ledgers verified.
class Auditor final : public Client {
 public:
  Auditor(Surroundings around, std::vector<std::string> departments)
      : Client(around, 2 * kSecond), departments_(std::move(departments)) {}

 private:
  void Act() override;
  void AskOutcome();
  void ReadTotals();
  void ListEliminations();
  // A scope, and its newest revision (0) or a past one.
  std::pair<aggregation::Scope, int64_t> AnyScope();
  void Verify();

  const std::vector<std::string> departments_;
  int64_t newest_revision_ = 0;
};

// Follows one scope's totals over connections that break.
class Watcher final : public Client {
 public:
  Watcher(Surroundings around, std::string name, aggregation::Scope scope,
          int64_t pace_us)
      : Client(around, 5 * kSecond),
        name_(std::move(name)),
        scope_(std::move(scope)),
        pace_us_(pace_us) {}

  const std::string& name() const { return name_; }
  // Everything of the scope up to there was heard.
  int64_t revision() const { return revision_; }

 private:
  // Connects when it is not.
  void Act() override;
  void Hear(WatchMessage message);

  const std::string name_;
  const aggregation::Scope scope_;
  const int64_t pace_us_;
  int64_t revision_ = 0;
  int connection_ = 0;
  bool connected_ = false;
  bool heard_ = false;  // On this connection.
  bool in_snapshot_ = false;
};

// A decision of a person over the network, noted in the history.
void DecideOver(const Surroundings& around, const std::string& name,
                IngestionProcess::DecisionStep step,
                const ingestion::Decision& decision);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_CLIENTS_H_
