#ifndef YUHENG_TESTS_E2E_CLIENT_H_
#define YUHENG_TESTS_E2E_CLIENT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"
#include "services/cli/sample/sample.h"
#include "tests/support/cluster.h"
#include "tests/support/command.h"
#include "yuheng/aggregation/v1/totals.pb.h"
#include "yuheng/ingestion/v1/submission.pb.h"

namespace yuheng::testing {

inline constexpr char kPrefecture[] = "prefectures/652300";
inline constexpr int kYear = 2023;

// A total as the test compares it.
struct TotalValue {
  int64_t derived_fen = 0;
  std::optional<int64_t> printed_fen;

  friend bool operator==(const TotalValue&, const TotalValue&) = default;
};

// Address to total; totals that are zero and printed nowhere are left out.
using TotalsMap = std::map<std::string, TotalValue>;

void Apply(const aggregation::v1::Total& total, TotalsMap* totals);

struct SubmitResult {
  grpc::Status status;
  bool receipt = false;
  bool replayed = false;
  int finding_count = 0;
  ingestion::v1::Submission submission;
};

// Uploads in one go under a fresh request id, or under `request_id`.
SubmitResult Submit(const std::shared_ptr<grpc::Channel>& channel,
                    absl::string_view file_name, absl::string_view bytes,
                    absl::string_view request_id = "", int fiscal_year = 0);
// One after another; the test fails at one that is not posted.
void SubmitAll(const Cluster& cluster,
               const std::vector<cli::SampleDocument>& documents);

// Every submission of the prefecture, newest first.
std::vector<ingestion::v1::Submission> ListSubmissions(
    const std::shared_ptr<grpc::Channel>& channel);

// Totals of the prefecture or of a scope below it; `revision` receives the
// revision they are true at.
TotalsMap ListTotals(const std::shared_ptr<grpc::Channel>& channel,
                     const std::string& scope, int64_t* revision = nullptr,
                     int64_t at_revision = 0,
                     budget::v1::Stage stage = budget::v1::STAGE_APPROVED);

// What the totals of these documents must be, computed from their leaf and
// printed amounts by plain sums over code prefixes and the form's columns.
TotalsMap SumsOf(const std::vector<cli::SampleDocument>& documents);

// The test fails where they differ.
void ExpectEqualTotals(const TotalsMap& expected, const TotalsMap& actual);

// Runs one of the shipped programs in English against these endpoints.
CommandResult RunProgram(const std::string& program,
                         std::vector<std::string> arguments,
                         const std::string& endpoints = "");

// A cluster that knows the documents' departments; their list is written to
// `directory`. Its own folder is a temporary one unless it is given.
std::unique_ptr<Cluster> StartCluster(
    const std::vector<cli::SampleDocument>& documents,
    const std::string& directory, bool auto_accept = true,
    const std::string& cluster_dir = "");

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_E2E_CLIENT_H_
