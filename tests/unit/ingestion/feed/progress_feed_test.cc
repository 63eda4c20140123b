#include "services/ingestion/feed/progress_feed.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ingestion/lifecycle/submission_window.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using rpc::Reason;

constexpr Period kApproved{2023, 4};
constexpr absl::string_view kEducation = "昌吉州教育局";

std::string TextOf(const ProgressRow& row) {
  return absl::StrCat(
      row.department, row.unit.empty() ? "" : "/", row.unit, " ",
      row.newest ? StateName(row.newest->state) : "none",
      row.newest && row.newest->error_count > 0
          ? absl::StrCat(" ", row.newest->error_count, " errors")
          : "",
      row.newest && row.newest->explained_count > 0
          ? absl::StrCat(" ", row.newest->explained_count, " explained")
          : "");
}

std::string TextOf(const std::vector<ProgressRow>& rows) {
  return absl::StrJoin(rows, ", ", [](std::string* out, const auto& row) {
    absl::StrAppend(out, TextOf(row));
  });
}

std::string TextOf(const WatchEvent& event) {
  if (const auto* snapshot = std::get_if<SnapshotEvent>(&event)) {
    return absl::StrCat("snapshot ", snapshot->revision, ": ",
                        TextOf(snapshot->rows), snapshot->last ? "" : " ...");
  }
  if (const auto* delta = std::get_if<DeltaEvent>(&event)) {
    return absl::StrCat(delta->conflated ? "conflated " : "", "delta ",
                        delta->previous_revision, "-", delta->revision, ": ",
                        TextOf(delta->rows), delta->last ? "" : " ...");
  }
  if (const auto* progress = std::get_if<ProgressEvent>(&event)) {
    return absl::StrCat("progress ", progress->revision);
  }
  return absl::StrCat("compacted ",
                      std::get<CompactedEvent>(event).oldest_revision);
}

class ProgressFeedTest : public ::testing::Test {
 protected:
  ProgressFeed& feed() { return desk_.store->feed(); }
  std::shared_ptr<ProgressWatcher> Watch(ProgressScope scope = {kApproved},
                                         uint64_t resume = 0) {
    auto watcher =
        feed().Watch(std::move(scope), resume, [this] { ++ready_count_; });
    EXPECT_TRUE(watcher.ok()) << watcher.status();
    return *std::move(watcher);
  }
  // All there is to send now.
  std::vector<std::string> Read(const std::shared_ptr<ProgressWatcher>& w) {
    std::vector<std::string> events;
    while (const auto event = feed().Next(w.get())) {
      events.push_back(TextOf(*event));
    }
    return events;
  }
  std::string Send(absl::string_view department, int number, int errors = 0,
                   const std::string& unit = "") {
    UploadHeader header = FakeDesk::Header(absl::StrCat("request-", number));
    header.unit = unit;
    const auto received = desk_.Receive(
        header, FakeBytes(department, 2023, errors, absl::StrCat(number)));
    EXPECT_TRUE(received.ok()) << received.status();
    return received.ok() ? received->record.id : "";
  }
  void Advance(const std::string& department) {
    EXPECT_TRUE(desk_.Advance(department).ok());
  }
  using Events = std::vector<std::string>;

  FakeDesk desk_;
  int ready_count_ = 0;
};

TEST_F(ProgressFeedTest, Snapshot_HasTheListedInOrder_ThenEveryChange) {
  desk_.auto_accept = false;
  desk_.Restart();
  const auto watcher = Watch();
  EXPECT_EQ(Read(watcher),
            (Events{"snapshot 0: 206 none, 205 none, 210 none"}));
  EXPECT_EQ(ready_count_, 0);
  Send(kScience, 1);
  EXPECT_EQ(ready_count_, 1);
  EXPECT_EQ(Read(watcher), (Events{"delta 0-1: 206 RECEIVED"}));
  Advance("206");
  EXPECT_EQ(Read(watcher), (Events{"delta 1-2: 206 PENDING_REVIEW"}));
  EXPECT_EQ(Read(watcher), Events{});
}

TEST_F(ProgressFeedTest, WhoIsBehind_HearsOfTheNewestAlone_AndThatItSkipped) {
  const auto watcher = Watch();
  const auto fast = Watch();
  Read(watcher);
  Read(fast);
  Send(kScience, 1);
  Read(fast);
  Advance("206");  // Accepted, then posted.
  EXPECT_EQ(ready_count_, 3);
  EXPECT_EQ(Read(watcher), (Events{"conflated delta 0-3: 206 POSTED"}));
  EXPECT_EQ(Read(fast), (Events{"conflated delta 1-3: 206 POSTED"}));
}

TEST_F(ProgressFeedTest, ACommitThatChangesNoRow_IsNoDelta) {
  const auto watcher = Watch();
  Send(kScience, 1);
  Read(watcher);
  // A test submission, and the same bytes under another id.
  UploadHeader test = FakeDesk::Header("request-test");
  test.test = true;
  ASSERT_TRUE(desk_.Receive(test, FakeBytes(kScience, 2023, 0, "t")).ok());
  ASSERT_TRUE(
      desk_.Receive("request-2", FakeBytes(kScience, 2023, 0, "1")).ok());
  EXPECT_EQ(feed().revision(), 3u);
  EXPECT_EQ(Read(watcher), Events{});
  feed().Tick();
  EXPECT_EQ(Read(watcher), (Events{"progress 3"}));
}

TEST_F(ProgressFeedTest, OtherPeriodsAndDepartments_AreNotHeardOf) {
  ProgressScope own{kApproved};
  own.department = "205";
  const auto watcher = Watch(own);
  const auto other_stage = Watch({{2023, 3}});
  EXPECT_EQ(Read(watcher), (Events{"snapshot 0: 205 none"}));
  Read(other_stage);
  Send(kScience, 1);
  Advance("206");
  EXPECT_EQ(ready_count_, 0);
  EXPECT_EQ(Read(watcher), Events{});
  EXPECT_EQ(Read(other_stage), Events{});
  feed().Tick();
  EXPECT_EQ(ready_count_, 2);
  EXPECT_EQ(Read(watcher), (Events{"progress 3"}));
}

TEST_F(ProgressFeedTest, Units_HaveRowsAsSoonAsOneHasSent) {
  const auto watcher = Watch();
  Read(watcher);
  Send(kEducation, 1, 2, "205002");
  EXPECT_EQ(Read(watcher), (Events{"delta 0-1: 205 RECEIVED, 205/205001 none, "
                                   "205/205002 RECEIVED"}));
  Advance("205");
  EXPECT_EQ(Read(watcher), (Events{"delta 1-2: 205 RETURNED 2 errors, "
                                   "205/205002 RETURNED 2 errors"}));
  EXPECT_EQ(Read(Watch()),
            (Events{"snapshot 2: 206 none, 205 RETURNED 2 errors, "
                    "205/205001 none, 205/205002 RETURNED 2 errors, "
                    "210 none"}));
}

TEST_F(ProgressFeedTest, AUnitsWatcher_HearsOfThatUnitOnly) {
  ProgressScope own{kApproved};
  own.department = "205";
  own.units = {"205001"};
  const auto watcher = Watch(own);
  EXPECT_EQ(Read(watcher), (Events{"snapshot 0: 205/205001 none"}));
  Send(kEducation, 1, 0, "205002");
  Advance("205");
  EXPECT_EQ(ready_count_, 0);
  EXPECT_EQ(Read(watcher), Events{});
  Send(kEducation, 2, 0, "205001");
  EXPECT_EQ(Read(watcher), (Events{"delta 0-4: 205/205001 RECEIVED"}));
}

TEST_F(ProgressFeedTest, Explanations_AreCounted_AfterARestartToo) {
  desk_.checker.planted = {Planted("A6-01", validation::v1::SEVERITY_WARNING)};
  const std::string id = Send(kScience, 1, 1);
  Advance("206");
  const auto watcher = Watch();
  Read(watcher);
  ASSERT_TRUE(desk_.explainer
                  ->Explain({.department = "206",
                             .id = id,
                             .finding_id = "id-A6-01-1",
                             .text = "because",
                             .actor = "clerk"})
                  .ok());
  EXPECT_EQ(Read(watcher),
            (Events{"delta 2-3: 206 RETURNED 1 errors 1 explained"}));
  desk_.Restart();
  EXPECT_EQ(Read(Watch()),
            (Events{"snapshot 3: 206 RETURNED 1 errors 1 explained, "
                    "205 none, 210 none"}));
}

TEST_F(ProgressFeedTest, Window_OfAllStartsAgain_AnExtensionIsOneRow) {
  WindowSetter setter(&desk_.parts);
  const auto watcher = Watch();
  Read(watcher);
  WindowSetting setting{2023, 4, {}};
  setting.record.deadline_unix_us = 50'000'000;
  setting.record.reason = "notice";
  ASSERT_TRUE(setter.Set(setting).ok());
  EXPECT_EQ(Read(watcher),
            (Events{"snapshot 1: 206 none, 205 none, 210 none"}));
  setting.record.department = "205";
  setting.record.deadline_unix_us = 60'000'000;
  ASSERT_TRUE(setter.Set(setting).ok());
  auto event = feed().Next(watcher.get());
  ASSERT_TRUE(event.has_value());
  const auto& rows = std::get<DeltaEvent>(*event).rows;
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].department, "205");
  EXPECT_EQ(rows[0].window.deadline_unix_us, 60'000'000);
}

TEST_F(ProgressFeedTest, Resumed_HearsWhatChangedSince) {
  Send(kScience, 1);
  const uint64_t heard = feed().revision();
  Send(kEducation, 2, 3);
  Advance("205");
  EXPECT_EQ(Read(Watch({kApproved}, heard)),
            (Events{"conflated delta 1-3: 205 RETURNED 3 errors"}));
  EXPECT_EQ(Read(Watch({kApproved}, feed().revision())), Events{});
}

TEST_F(ProgressFeedTest, AfterARestart_AllStartAgain) {
  Send(kScience, 1);
  desk_.Restart();
  EXPECT_EQ(feed().revision(), 1u);
  // Who has heard of all too: the list may be another.
  EXPECT_EQ(
      Read(Watch({kApproved}, 1)),
      (Events{"compacted 2", "snapshot 1: 206 RECEIVED, 205 none, 210 none"}));
  Send(kEducation, 2);
  Send(kScience, 3);
  EXPECT_EQ(Read(Watch({kApproved}, 2)), (Events{"delta 2-3: 206 RECEIVED"}));
  const auto future = feed().Watch({kApproved}, 4, [] {});
  EXPECT_EQ(rpc::ReasonOf(future.status()), Reason::kRevisionInFuture);
}

TEST_F(ProgressFeedTest, ChangesBeyondTheLimit_CanNotBeResumedFrom) {
  desk_.feed_options.changes_max = 2;
  desk_.Restart();
  for (int i = 1; i <= 3; ++i) Send(kScience, i);
  EXPECT_EQ(Read(Watch({kApproved}, 1)),
            (Events{"conflated delta 1-3: 206 RECEIVED"}));
  Send(kScience, 4);
  EXPECT_EQ(
      Read(Watch({kApproved}, 1)),
      (Events{"compacted 2", "snapshot 4: 206 RECEIVED, 205 none, 210 none"}));
}

TEST_F(ProgressFeedTest, RowsBeyondTheLimit_MakeItStartAgain) {
  desk_.feed_options.waiting_rows_max = 1;
  desk_.Restart();
  const auto watcher = Watch();
  Read(watcher);
  Send(kScience, 1);
  Send(kEducation, 2);
  Send(kScience, 3);
  EXPECT_EQ(Read(watcher),
            (Events{"compacted 3",
                    "snapshot 3: 206 RECEIVED, 205 RECEIVED, 210 none"}));
  Send(kScience, 4);
  EXPECT_EQ(Read(watcher), (Events{"delta 3-4: 206 RECEIVED"}));
}

TEST_F(ProgressFeedTest, WatchersBeyondTheLimit_AreRefusedWithAHint) {
  desk_.feed_options.watchers_max = 1;
  desk_.Restart();
  const auto first = Watch();
  const absl::Status second = feed().Watch({kApproved}, 0, [] {}).status();
  EXPECT_EQ(rpc::ReasonOf(second), Reason::kCallsTooMany);
  EXPECT_TRUE(rpc::DetailsOf(second).retry_after.has_value());
  feed().Unwatch(first);
  EXPECT_EQ(feed().watcher_count(), 0u);
  EXPECT_TRUE(feed().Watch({kApproved}, 0, [] {}).ok());
}

TEST_F(ProgressFeedTest, Progress_ComesOnEachTick_BehindOrNot) {
  const auto watcher = Watch();
  Read(watcher);
  Send(kScience, 1);
  feed().Tick();
  // What was sent, not what is to come.
  EXPECT_EQ(Read(watcher), (Events{"progress 0", "delta 0-1: 206 RECEIVED"}));
  feed().Tick();
  feed().Tick();
  EXPECT_EQ(Read(watcher), (Events{"progress 1"}));
}

// A board of more rows than go into one message, and changes while it is sent.
TEST(ProgressFeedPiecesTest, Pieces_AreWholeAndHaveEachChangeOnce) {
  std::string list = "code,name,aliases,kind,units\n";
  for (int i = 1; i <= 450; ++i) {
    absl::StrAppend(&list, 1000 + i, ",局", i, ",,,\n");
  }
  FakeDesk desk(list);
  ProgressFeed& feed = desk.store->feed();
  const auto watcher = *feed.Watch({kApproved}, 0, [] {});
  const auto send = [&desk](int i) {
    EXPECT_TRUE(desk.Receive(absl::StrCat("request-", i),
                             FakeBytes(absl::StrCat("局", i), 2023))
                    .ok());
  };
  size_t rows = 0;
  const auto piece = [&] {
    const auto event = feed.Next(watcher.get());
    const auto& snapshot = std::get<SnapshotEvent>(event.value());
    EXPECT_EQ(snapshot.revision, 0u);
    rows += snapshot.rows.size();
    return snapshot;
  };
  EXPECT_EQ(piece().rows.size(), kPieceRowsMax);
  send(7);    // Was sent: a delta.
  send(430);  // Is to come: as it is then, and no delta.
  EXPECT_FALSE(piece().last);
  const SnapshotEvent last = piece();
  EXPECT_TRUE(last.last);
  EXPECT_EQ(rows, 450u);
  EXPECT_EQ(last.rows[29].newest->state, State::kReceived);
  const auto delta = feed.Next(watcher.get());
  EXPECT_EQ(TextOf(delta.value()), "delta 0-2: 1007 RECEIVED");
  EXPECT_FALSE(feed.Next(watcher.get()).has_value());

  for (int i = 1; i <= 450; ++i) {
    if (i != 7 && i != 430) send(i);
  }
  uint64_t previous = 2;
  rows = 0;
  for (bool done = false; !done;) {
    const auto event = feed.Next(watcher.get());
    const auto& part = std::get<DeltaEvent>(event.value());
    EXPECT_EQ(part.previous_revision, previous);
    EXPECT_EQ(part.revision, 450u);
    EXPECT_LE(part.rows.size(), kPieceRowsMax);
    rows += part.rows.size();
    done = part.last;
  }
  EXPECT_EQ(rows, 448u);
}

}  // namespace
}  // namespace yuheng::ingestion
