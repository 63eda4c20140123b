// A prefecture of 80 departments, a quarter of which report by their units: who
// sends what, in the name of whom, and what the totals must be.
#ifndef YUHENG_TESTS_E2E_PREFECTURE_YEAR_H_
#define YUHENG_TESTS_E2E_PREFECTURE_YEAR_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "services/rpc/status.h"
#include "tests/e2e/year_desk.h"

namespace yuheng::testing {

using Stub = ingestion::v1::IngestionService::Stub;

inline constexpr int kDepartments = 80;
// One in so many reports by its two units.
inline constexpr int kByUnitsEvery = 4;
// Sources of money that ceilings are set for.
inline constexpr const char* kSources[] = {"gen", "fund", "soe", "special",
                                           "unit"};

// Departments that have something to tell in the drafts; they report as a
// whole.
inline constexpr int kLate = 0;       // In the grace period.
inline constexpr int kExtended = 1;   // After it, with an extension.
inline constexpr int kExplained = 2;  // Beyond its ceiling, which it explains.
inline constexpr int kRaised = 4;     // Beyond its ceiling, which is raised.
inline constexpr int kReturned = 5;   // A reviewer returns it.
inline constexpr int kWithdrawn = 6;  // Takes back what was posted.

// What one department or unit sends.
struct Sender {
  int department = 0;
  std::string unit;
  cli::SampleDocument document;
  // Other figures in the same name.
  cli::SampleDocument other;
};

// What is in force of a stage.
using InForce = std::map<const Sender*, const cli::SampleDocument*>;

int64_t PrintedFen(const cli::SampleDocument& sample, absl::string_view source);
google::protobuf::Timestamp In(absl::Duration duration);

class PrefectureYear : public ::testing::Test {
 protected:
  void SetUp() override;

  std::string NameOf(int department) const;
  // The only sender of a department that reports as a whole.
  const Sender& SenderOf(int department) const;

  Reply Send(const Sender& sender, budget::v1::Stage stage,
             const cli::SampleDocument& document);
  // Sends what then waits for the head of finance.
  Reply SendGood(const Sender& sender, budget::v1::Stage stage,
                 const cli::SampleDocument& document);
  // The head accepts all that waits.
  void AcceptAll();
  // With a department: its extension.
  void SetWindow(budget::v1::Stage stage, absl::Duration deadline,
                 absl::Duration grace_end, int department = -1);
  ingestion::v1::Submission Get(Person& person, const std::string& name);
  template <typename Request, typename Response>
  std::string Refusal(Person& person,
                      grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                   const Request&, Response*),
                      const Request& request) {
    Response response;
    return rpc::ParseStatus(desk_->Call(person, method, request, &response))
        .reason_name;
  }

  // Finance's figures: what the sender's documents have of each source, in 元.
  // Of those who go beyond theirs, 1 万元 less of the general budget.
  void WriteCeilings(const std::string& path) const;
  void ExpectTotals(budget::v1::Stage stage, const InForce& in_force);

  // The stages, one after the other.
  void Requests();
  void Ceilings();
  void Drafts();
  void DraftBeyondCeiling_IsExplained();
  void DraftBeyondCeiling_IsAllowedMore();
  void LateDrafts();
  void LaterStages();
  void AuditLog();

  std::vector<cli::SampleDocument> documents_;
  std::vector<Sender> senders_;
  std::unique_ptr<YearDesk> desk_;
  std::vector<std::unique_ptr<Person>> clerks_;  // By department.
  std::unique_ptr<Person> reviewer_, head_, auditor_;
  std::vector<std::string> waiting_;  // For the head.
  InForce drafts_;
};

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_E2E_PREFECTURE_YEAR_H_
