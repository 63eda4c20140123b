// A budget season: eighty bureaus push, everything restarts, nothing changes.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

int64_t EntryCount(const Cluster& cluster) {
  const auto stub = aggregation::v1::AggregationService::NewStub(
      cluster.channel(Process::kAggregation));
  aggregation::v1::VerifyLedgersRequest request;
  request.set_parent(kPrefecture);
  aggregation::v1::VerifyLedgersResponse response;
  grpc::ClientContext context;
  const grpc::Status status = stub->VerifyLedgers(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.differences_size(), 0) << response.differences(0).en();
  return response.entry_count();
}

TEST(Season, EightyBureausAddUpAndSurviveKillingEveryProcess) {
  const TempDir directory;
  const auto documents =
      cli::GenerateSamples({.seed = 80, .departments = 80, .rounded = true});
  const auto cluster = StartCluster(documents, directory.path());
  ASSERT_NE(cluster, nullptr);
  const auto ingestion = cluster->channel(Process::kIngestion);
  const auto aggregation = cluster->channel(Process::kAggregation);
  for (const cli::SampleDocument& document : documents) {
    const SubmitResult result =
        Submit(ingestion, cli::SampleFileName(document), document.text);
    ASSERT_TRUE(result.status.ok())
        << document.name << ": " << result.status.error_message();
    ASSERT_EQ(result.submission.state(), ingestion::v1::SUBMISSION_STATE_POSTED)
        << document.name << ": " << result.submission.ShortDebugString();
  }
  const TotalsMap expected = SumsOf(documents);
  int64_t revision = 0;
  const TotalsMap before = ListTotals(aggregation, kPrefecture, &revision);
  ExpectEqualTotals(expected, before);
  EXPECT_EQ(revision, 80);
  EXPECT_EQ(EntryCount(*cluster), 80);
  const std::string one_scope =
      absl::StrCat(kPrefecture, "/departments/", documents[7].code);
  ExpectEqualTotals(SumsOf({documents[7]}), ListTotals(aggregation, one_scope));

  for (Process process : AllProcesses()) {
    cluster->Kill9(process);
    ASSERT_TRUE(cluster->Restart(process).ok());
  }
  EXPECT_EQ(ListTotals(aggregation, kPrefecture, &revision), before);
  EXPECT_EQ(revision, 80);
  const auto submissions = ListSubmissions(ingestion);
  ASSERT_EQ(submissions.size(), 80u);
  for (const auto& submission : submissions) {
    EXPECT_EQ(submission.state(), ingestion::v1::SUBMISSION_STATE_POSTED);
  }

  for (const cli::SampleDocument& document :
       {documents.front(), documents.back()}) {
    const SubmitResult again =
        Submit(ingestion, cli::SampleFileName(document), document.text);
    ASSERT_TRUE(again.status.ok()) << again.status.error_message();
    EXPECT_TRUE(again.replayed);
  }
  EXPECT_EQ(EntryCount(*cluster), 80);
  EXPECT_EQ(ListTotals(aggregation, kPrefecture), before);
  EXPECT_EQ(ListSubmissions(ingestion).size(), 80u);
}

TEST(Season, ACorrectedVersionReplacesTheFirst) {
  const TempDir directory;
  auto documents = cli::GenerateSamples({.seed = 5, .departments = 3});
  const auto cluster = StartCluster(documents, directory.path());
  ASSERT_NE(cluster, nullptr);
  const auto ingestion = cluster->channel(Process::kIngestion);
  for (const cli::SampleDocument& document : documents) {
    ASSERT_TRUE(Submit(ingestion, cli::SampleFileName(document), document.text)
                    .status.ok());
  }
  // Another year of the generator stands in for a revised document.
  const auto others = cli::GenerateSamples({.seed = 6, .departments = 3});
  cli::SampleDocument revised = others[1];
  for (size_t at = 0;
       (at = revised.text.find(revised.name, at)) != std::string::npos;) {
    revised.text.replace(at, revised.name.size(), documents[1].name);
    at += documents[1].name.size();
  }
  const SubmitResult result = Submit(ingestion, "revised.txt", revised.text);
  ASSERT_TRUE(result.status.ok()) << result.status.error_message();
  ASSERT_EQ(result.submission.state(), ingestion::v1::SUBMISSION_STATE_POSTED)
      << result.submission.ShortDebugString();
  EXPECT_EQ(result.submission.version(), 2);
  const TotalsMap totals =
      ListTotals(cluster->channel(Process::kAggregation), kPrefecture);
  ExpectEqualTotals(SumsOf({documents[0], revised, documents[2]}), totals);
  int superseded = 0;
  for (const auto& submission : ListSubmissions(ingestion)) {
    superseded +=
        submission.state() == ingestion::v1::SUBMISSION_STATE_SUPERSEDED;
  }
  EXPECT_EQ(superseded, 1);
}

}  // namespace
}  // namespace yuheng::testing
