// Watching the totals: who starts before, after, or resumes, ends with the same
// state, without gaps and without duplicates.

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/cli/sample/sample.h"
#include "tests/e2e/client.h"
#include "tests/support/cluster.h"
#include "tests/support/temp_dir.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::testing {
namespace {

struct Watched {
  TotalsMap totals;
  std::vector<int64_t> revisions;  // Of snapshot and deltas, as they came.
  bool ordered = true;
  int progress_count = 0;
};

// Follows the stream until `until` has been seen.
Watched WatchUntil(const std::shared_ptr<grpc::Channel>& channel,
                   int64_t resume, int64_t until, TotalsMap totals = {}) {
  Watched watched;
  watched.totals = std::move(totals);
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::WatchTotalsRequest request;
  request.mutable_scope()->set_name(kPrefecture);
  request.mutable_scope()->set_fiscal_year(kYear);
  request.mutable_scope()->set_stage(budget::v1::STAGE_APPROVED);
  request.set_resume_revision(resume);
  grpc::ClientContext context;
  auto stream = stub->WatchTotals(&context, request);
  int64_t at = resume;
  aggregation::v1::WatchTotalsResponse response;
  while (at < until && stream->Read(&response)) {
    if (response.has_snapshot()) {
      for (const auto& total : response.snapshot().totals()) {
        Apply(total, &watched.totals);
      }
      if (response.snapshot().last()) at = response.snapshot().revision();
    } else if (response.has_delta()) {
      const auto& delta = response.delta();
      watched.ordered = watched.ordered && delta.previous_revision() == at &&
                        delta.revision() > at;
      for (const auto& total : delta.totals()) Apply(total, &watched.totals);
      if (delta.last()) {
        at = delta.revision();
        watched.revisions.push_back(at);
      }
    } else if (response.has_progress()) {
      ++watched.progress_count;
      watched.ordered = watched.ordered && response.progress().revision() >= at;
    }
  }
  context.TryCancel();
  stream->Finish();
  return watched;
}

TEST(WatchTotals, BeforeAfterAndResumedEndAlike) {
  const TempDir directory;
  const auto documents = cli::GenerateSamples({.seed = 21, .departments = 12});
  const auto cluster = StartCluster(documents, directory.path());
  ASSERT_NE(cluster, nullptr);
  const auto aggregation = cluster->channel(Process::kAggregation);
  Watched before;
  std::thread watcher(
      [&] { before = WatchUntil(aggregation, 0, documents.size()); });
  TotalsMap at_five;
  for (size_t i = 0; i < documents.size(); ++i) {
    const SubmitResult result =
        Submit(cluster->channel(Process::kIngestion),
               cli::SampleFileName(documents[i]), documents[i].text);
    EXPECT_EQ(result.submission.revision(), static_cast<int64_t>(i) + 1)
        << result.status.error_message()
        << result.submission.ShortDebugString();
    if (i + 1 == 5) at_five = ListTotals(aggregation, kPrefecture);
  }
  watcher.join();
  const int64_t last = static_cast<int64_t>(documents.size());
  const Watched after = WatchUntil(aggregation, 0, last);
  const Watched resumed = WatchUntil(aggregation, 5, last, at_five);
  const TotalsMap read = ListTotals(aggregation, kPrefecture);
  EXPECT_TRUE(before.ordered);
  EXPECT_TRUE(resumed.ordered);
  EXPECT_EQ(before.totals, read);
  EXPECT_EQ(after.totals, read);
  EXPECT_EQ(resumed.totals, read);
  EXPECT_EQ(resumed.revisions, (std::vector<int64_t>{6, 7, 8, 9, 10, 11, 12}));
  // A past revision reads as it was.
  EXPECT_EQ(ListTotals(aggregation, kPrefecture, nullptr, 5), at_five);

  cluster->Kill9(Process::kAggregation);
  ASSERT_TRUE(cluster->Restart(Process::kAggregation).ok());
  const Watched again = WatchUntil(aggregation, 5, last, at_five);
  EXPECT_TRUE(again.ordered);
  EXPECT_EQ(again.revisions, resumed.revisions);
  EXPECT_EQ(again.totals, read);
}

}  // namespace
}  // namespace yuheng::testing
