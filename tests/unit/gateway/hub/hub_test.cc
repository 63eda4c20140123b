#include "services/gateway/hub/hub.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/gateway/connect/envelope.h"
#include "services/rpc/reason.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"

namespace yuheng::gateway {
namespace {

using aggregation::v1::WatchTotalsResponse;
using Rows = std::map<std::string, int64_t>;

constexpr char kPath[] =
    "/yuheng.aggregation.v1.AggregationService/WatchTotals";

// What a test lets upstream say.
struct FakeUpstream {
  std::deque<std::string> messages;
  absl::optional<Error> ended;
  std::function<void()> on_change;
  bool closed = false;
};

class FakeWatch final : public Watch {
 public:
  explicit FakeWatch(std::shared_ptr<FakeUpstream> upstream)
      : upstream_(std::move(upstream)) {}
  ~FakeWatch() override { upstream_->closed = true; }
  absl::optional<std::string> Take() override {
    if (upstream_->messages.empty()) return absl::nullopt;
    std::string message = std::move(upstream_->messages.front());
    upstream_->messages.pop_front();
    return message;
  }
  absl::optional<Error> Ended() override { return upstream_->ended; }

 private:
  const std::shared_ptr<FakeUpstream> upstream_;
};

template <typename Piece>
void AddRows(const Rows& rows, Piece* piece) {
  for (const auto& [row, fen] : rows) {
    auto* total = piece->add_totals();
    total->mutable_account()->set_row(row);
    total->set_derived_fen(fen);
  }
}

WatchTotalsResponse Snapshot(int64_t revision, const Rows& rows,
                             bool last = true) {
  WatchTotalsResponse response;
  response.mutable_snapshot()->set_revision(revision);
  response.mutable_snapshot()->set_last(last);
  AddRows(rows, response.mutable_snapshot());
  return response;
}

WatchTotalsResponse Delta(int64_t revision, int64_t previous, const Rows& rows,
                          bool last = true) {
  WatchTotalsResponse response;
  response.mutable_delta()->set_revision(revision);
  response.mutable_delta()->set_previous_revision(previous);
  response.mutable_delta()->set_last(last);
  response.mutable_delta()->set_department("d");
  AddRows(rows, response.mutable_delta());
  return response;
}

WatchTotalsResponse ProgressAt(int64_t revision) {
  WatchTotalsResponse response;
  response.mutable_progress()->set_revision(revision);
  return response;
}

// A browser as the contract makes one: applies what it is told.
struct Browser {
  std::unique_ptr<Hub::Reader> reader;
  int woken = 0;
  Rows rows;
  int64_t revision = -1;
  int snapshots = 0, updates = 0, conflated = 0, compacted = 0, progressed = 0;
  absl::optional<Error> end;

  // One turn; false when there is nothing.
  bool Take() {
    const Hub::Next next = reader->TakeNext();
    if (next.end.has_value()) end = next.end;
    if (next.envelopes == nullptr) return false;
    EnvelopeReader envelopes(1 << 20);
    envelopes.Append(*next.envelopes);
    for (;;) {
      const auto message = envelopes.Next();
      EXPECT_TRUE(message.ok());
      if (!message.ok() || !message->has_value()) break;
      WatchTotalsResponse response;
      EXPECT_TRUE(response.ParseFromString(**message));
      Apply(response);
    }
    EXPECT_TRUE(envelopes.AtBoundary());
    return true;
  }
  void TakeAll() {
    while (Take()) {
    }
  }

 private:
  void Apply(const WatchTotalsResponse& response) {
    if (response.has_compacted()) ++compacted;
    if (response.has_progress()) {
      ++progressed;
      EXPECT_GE(response.progress().revision(), revision);
    }
    if (response.has_snapshot()) {
      if (!in_snapshot) rows.clear();
      in_snapshot = !response.snapshot().last();
      for (const auto& total : response.snapshot().totals()) {
        rows[total.account().row()] = total.derived_fen();
      }
      revision = response.snapshot().revision();
      if (!in_snapshot) ++snapshots;
    }
    if (response.has_delta()) {
      const auto& delta = response.delta();
      // No gap, nothing twice, no going back.
      if (delta_revision != delta.revision()) {
        EXPECT_EQ(delta.previous_revision(), revision);
        EXPECT_GT(delta.revision(), revision);
      }
      delta_revision = delta.revision();
      for (const auto& total : delta.totals()) {
        rows[total.account().row()] = total.derived_fen();
        if (total.derived_fen() == 0) rows.erase(total.account().row());
      }
      if (!delta.last()) return;
      revision = delta.revision();
      ++updates;
      if (delta.conflated()) ++conflated;
    }
  }
  bool in_snapshot = false;
  int64_t delta_revision = -1;
};

class HubTest : public ::testing::Test {
 protected:
  HubTest()
      : hub_({.open =
                  [this](const ViewKey& key, std::function<void()> on_change) {
                    auto upstream = std::make_shared<FakeUpstream>();
                    upstream->on_change = std::move(on_change);
                    opened_.push_back(upstream);
                    keys_.push_back(key);
                    return std::make_unique<FakeWatch>(upstream);
                  },
              .post =
                  [this](const std::function<void()>& task) {
                    if (later_ != nullptr) return later_->push_back(task);
                    task();
                  },
              .views_max = 5,
              .caller_views_max = 3,
              .nobody_views_max = 2,
              .on_conflated = [this] { ++conflated_; }}) {}

  static ViewKey Key(const std::string& request = "",
                     const std::string& authorization = "") {
    return {.path = kPath, .request = request, .authorization = authorization};
  }
  std::unique_ptr<Browser> Join(const ViewKey& key, int64_t resume = 0,
                                Codec codec = Codec::kProto) {
    auto browser = std::make_unique<Browser>();
    browser->revision = resume == 0 ? -1 : resume;
    auto reader = hub_.Subscribe(key, resume, codec,
                                 [raw = browser.get()] { ++raw->woken; });
    EXPECT_TRUE(reader.ok()) << reader.status();
    if (!reader.ok()) return nullptr;
    browser->reader = *std::move(reader);
    return browser;
  }
  void Say(const WatchTotalsResponse& response, size_t upstream = 0) {
    opened_[upstream]->messages.push_back(response.SerializeAsString());
    opened_[upstream]->on_change();
  }
  void End(Error error, size_t upstream = 0) {
    opened_[upstream]->ended = std::move(error);
    opened_[upstream]->on_change();
  }

  int conflated_ = 0;
  std::vector<std::shared_ptr<FakeUpstream>> opened_;
  std::vector<ViewKey> keys_;
  // Tasks of the hub, where a test runs them.
  std::vector<std::function<void()>>* later_ = nullptr;
  Hub hub_;
};

TEST_F(HubTest, ManyReaders_ShareOneWatchAndItsBytes) {
  std::vector<std::unique_ptr<Browser>> browsers;
  for (int i = 0; i < 100; ++i) browsers.push_back(Join(Key()));
  EXPECT_EQ(opened_.size(), 1u);
  Say(Snapshot(3, {{"a", 1}, {"b", 2}}));
  for (auto& browser : browsers) browser->TakeAll();
  Say(Delta(4, 3, {{"a", 5}}));
  const void* bytes = nullptr;
  for (auto& browser : browsers) {
    EXPECT_GE(browser->woken, 1);
    const Hub::Next next = browser->reader->TakeNext();
    ASSERT_NE(next.envelopes, nullptr);
    if (bytes == nullptr) bytes = next.envelopes.get();
    EXPECT_EQ(next.envelopes.get(), bytes);
  }
  EXPECT_EQ(hub_.view_count(), 1);
  browsers.clear();
  EXPECT_TRUE(opened_[0]->closed);
  EXPECT_EQ(hub_.view_count(), 0);
}

TEST_F(HubTest, OtherRequestOrIdentity_IsAnotherView) {
  const auto one = Join(Key("r"));
  const auto other = Join(Key("r", "Bearer x"));
  EXPECT_EQ(opened_.size(), 2u);
  EXPECT_EQ(keys_[1].authorization, "Bearer x");
}

TEST_F(HubTest, Views_AreSoManyInAllAndOfEachCaller) {
  std::vector<std::unique_ptr<Browser>> browsers;
  const auto join = [&](const char* request, const char* authorization) {
    browsers.push_back(Join(Key(request, authorization)));
  };
  const auto refused = [&](const char* request, const char* authorization) {
    const absl::Status status =
        hub_.Subscribe(Key(request, authorization), 0, Codec::kProto, [] {})
            .status();
    return rpc::ReasonOf(status) == rpc::Reason::kCallsTooMany &&
           rpc::DetailsOf(status).retry_after.has_value();
  };
  join("a", "");
  join("b", "");
  EXPECT_TRUE(refused("c", ""));
  // Those that there are have room for everybody.
  join("a", "");
  join("a", "Bearer x");
  join("b", "Bearer x");
  join("c", "Bearer x");
  EXPECT_TRUE(refused("d", "Bearer x"));
  // All are taken.
  EXPECT_TRUE(refused("a", "Bearer y"));
  browsers.pop_back();
  EXPECT_FALSE(refused("a", "Bearer y"));
}

TEST_F(HubTest, LastReaderThatLeaves_WaitsForNothing) {
  std::vector<std::function<void()>> later;
  auto browser = Join(Key());
  later_ = &later;
  browser.reset();
  EXPECT_EQ(hub_.view_count(), 0);
  // Its thread is not held up by ending the watch.
  EXPECT_FALSE(opened_[0]->closed);
  ASSERT_EQ(later.size(), 1u);
  later[0]();
  EXPECT_TRUE(opened_[0]->closed);
  // Who comes in between has a watch of their own.
  later_ = nullptr;
  const auto next = Join(Key());
  EXPECT_EQ(opened_.size(), 2u);
}

TEST_F(HubTest, LateReader_BeginsWithTheStateAsItIs) {
  const auto first = Join(Key());
  Say(Snapshot(3, {{"a", 1}}, /*last=*/false));
  first->TakeAll();
  EXPECT_EQ(first->snapshots, 0);
  Say(Snapshot(3, {{"b", 2}}));
  Say(Delta(4, 3, {{"a", 0}}, /*last=*/false));
  first->TakeAll();
  // Half an update is told nobody.
  EXPECT_EQ(first->rows, (Rows{{"a", 1}, {"b", 2}}));
  Say(Delta(4, 3, {{"c", 3}}));
  Say(ProgressAt(9));
  const auto late = Join(Key());
  late->TakeAll();
  first->TakeAll();
  EXPECT_EQ(late->rows, (Rows{{"b", 2}, {"c", 3}}));
  EXPECT_EQ(late->rows, first->rows);
  EXPECT_EQ(late->snapshots, 1);
  EXPECT_EQ(late->updates, 0);
  // What was said before may be old.
  EXPECT_EQ(late->progressed, 0);
  EXPECT_EQ(first->progressed, 1);
  Say(ProgressAt(9));
  late->TakeAll();
  EXPECT_EQ(late->progressed, 1);
  EXPECT_EQ(first->updates, 1);
  EXPECT_EQ(first->conflated, 0);
}

TEST_F(HubTest, SlowReader_HearsTheNewestInOneUpdate) {
  const auto fast = Join(Key());
  const auto slow = Join(Key());
  Say(Snapshot(1, {{"a", 1}, {"b", 1}}));
  fast->TakeAll();
  slow->TakeAll();
  for (int64_t revision = 2; revision < 100; ++revision) {
    Say(Delta(revision, revision - 1, {{"a", revision}}));
    fast->TakeAll();
  }
  EXPECT_EQ(fast->updates, 98);
  EXPECT_EQ(fast->conflated, 0);
  slow->TakeAll();
  EXPECT_EQ(slow->updates, 1);
  EXPECT_EQ(slow->conflated, 1);
  EXPECT_EQ(conflated_, 1);
  EXPECT_EQ(slow->rows, fast->rows);
  EXPECT_EQ(slow->revision, fast->revision);
  // It was woken once: then it had something already.
  EXPECT_LE(slow->woken, 2);
}

TEST_F(HubTest, ResumedReader_HearsWhatItMissed) {
  const auto first = Join(Key());
  Say(Snapshot(5, {{"a", 1}, {"b", 1}}));
  Say(Delta(6, 5, {{"a", 2}}));
  Say(Delta(8, 6, {{"b", 2}}));
  const auto resumed = Join(Key(), 6);
  resumed->TakeAll();
  EXPECT_EQ(resumed->snapshots, 0);
  EXPECT_EQ(resumed->rows, (Rows{{"b", 2}}));
  EXPECT_EQ(resumed->conflated, 0);
  const auto away = Join(Key(), 5);
  away->TakeAll();
  EXPECT_EQ(away->rows, (Rows{{"a", 2}, {"b", 2}}));
  EXPECT_EQ(away->conflated, 1);
  // From before what is kept.
  const auto old = Join(Key(), 4);
  old->TakeAll();
  EXPECT_EQ(old->compacted, 1);
  EXPECT_EQ(old->snapshots, 1);
  EXPECT_EQ(old->rows, (Rows{{"a", 2}, {"b", 2}}));
}

TEST_F(HubTest, ResumedAheadOfAFreshView_WaitsForWhatFollowsItsSnapshot) {
  const auto resumed = Join(Key(), 9);
  Say(Snapshot(5, {{"a", 1}}));
  resumed->TakeAll();
  // One sign of life may come before the updates.
  Say(ProgressAt(5));
  resumed->TakeAll();
  Say(Delta(8, 5, {{"a", 2}}));
  Say(Delta(9, 8, {{"a", 3}}));
  Say(Delta(10, 9, {{"a", 4}}));
  EXPECT_GE(resumed->woken, 1);
  resumed->TakeAll();
  EXPECT_FALSE(resumed->end.has_value());
  EXPECT_EQ(resumed->snapshots, 0);
  EXPECT_EQ(resumed->updates, 1);
  EXPECT_EQ(resumed->rows, (Rows{{"a", 4}}));
}

TEST_F(HubTest, ResumedAheadOfAllThatComes_IsRefused) {
  const auto first = Join(Key());
  Say(Snapshot(5, {{"a", 1}}));
  Say(ProgressAt(8));
  const auto ahead = Join(Key(), 9);
  ahead->TakeAll();
  Say(ProgressAt(8));
  ahead->TakeAll();
  EXPECT_FALSE(ahead->end.has_value());
  Say(ProgressAt(8));
  ahead->TakeAll();
  ASSERT_TRUE(ahead->end.has_value());
  EXPECT_EQ(ahead->end->code, absl::StatusCode::kOutOfRange);
  // What ends the view ends who waits.
  const auto waiting = Join(Key(), 9);
  waiting->TakeAll();
  End({.code = absl::StatusCode::kUnavailable});
  waiting->TakeAll();
  ASSERT_TRUE(waiting->end.has_value());
  EXPECT_EQ(waiting->end->code, absl::StatusCode::kUnavailable);
}

TEST_F(HubTest, ResumedFromProgress_FollowsTheNextUpdate) {
  const auto first = Join(Key());
  Say(Snapshot(5, {{"a", 1}}));
  Say(ProgressAt(7));
  const auto resumed = Join(Key(), 7);
  resumed->TakeAll();
  EXPECT_EQ(resumed->updates, 0);
  EXPECT_EQ(resumed->progressed, 0);
  Say(Delta(8, 5, {{"a", 2}}));
  resumed->TakeAll();
  EXPECT_EQ(resumed->updates, 1);
  EXPECT_EQ(resumed->conflated, 0);
  EXPECT_EQ(resumed->revision, 8);
}

TEST_F(HubTest, AllRowsReplaced_AreToldAnew) {
  const auto browser = Join(Key());
  Say(Snapshot(5, {{"a", 1}, {"b", 1}}));
  browser->TakeAll();
  Say(Snapshot(6, {{"c", 1}}));
  browser->TakeAll();
  EXPECT_EQ(browser->snapshots, 2);
  EXPECT_EQ(browser->rows, (Rows{{"c", 1}}));
}

TEST_F(HubTest, ReaderThatTakesNothing_KeepsItsPlace_OthersGoOn) {
  const auto slow = Join(Key());
  const auto other = Join(Key());
  Say(Snapshot(1, {{"a", 1}}));
  other->TakeAll();
  for (int64_t revision = 2; revision < 1000; ++revision) {
    Say(Delta(revision, revision - 1, {{"a", revision}}));
    Say(ProgressAt(revision));
    other->TakeAll();
  }
  EXPECT_EQ(other->progressed, 998);
  // A large snapshot may take a slow line longer than anything else.
  slow->TakeAll();
  EXPECT_FALSE(slow->end.has_value());
  EXPECT_EQ(slow->snapshots, 1);
  EXPECT_EQ(slow->rows, other->rows);
}

TEST_F(HubTest, EndOfTheWatch_IsToldAfterWhatCameBefore) {
  const auto browser = Join(Key());
  Say(Snapshot(1, {{"a", 1}}));
  End({.code = absl::StatusCode::kPermissionDenied, .message = "no"});
  browser->TakeAll();
  EXPECT_EQ(browser->snapshots, 1);
  ASSERT_TRUE(browser->end.has_value());
  EXPECT_EQ(browser->end->message, "no");
  // Who comes now has a watch of their own.
  const auto next = Join(Key());
  EXPECT_EQ(opened_.size(), 2u);
  Say(Snapshot(2, {{"a", 2}}), 1);
  next->TakeAll();
  EXPECT_EQ(next->rows, (Rows{{"a", 2}}));
}

TEST_F(HubTest, MessageThatDoesNotBelong_EndsTheView) {
  for (const std::string& message :
       {std::string("\xff"), Delta(2, 1, {}).SerializeAsString(),
        WatchTotalsResponse().SerializeAsString()}) {
    const auto browser = Join(Key());
    opened_.back()->messages.push_back(message);
    opened_.back()->on_change();
    browser->TakeAll();
    ASSERT_TRUE(browser->end.has_value());
    EXPECT_EQ(browser->end->code, absl::StatusCode::kInternal);
  }
}

TEST_F(HubTest, ManyRows_ComeInPieces) {
  const auto browser = Join(Key());
  Rows rows;
  for (int i = 0; i < 4500; ++i) rows[absl::StrCat(i)] = i + 1;
  Say(Snapshot(1, rows));
  const Hub::Next next = browser->reader->TakeNext();
  ASSERT_NE(next.envelopes, nullptr);
  EnvelopeReader envelopes(1 << 20);
  envelopes.Append(*next.envelopes);
  std::vector<int> sizes;
  for (auto message = *envelopes.Next(); message.has_value();
       message = *envelopes.Next()) {
    WatchTotalsResponse response;
    ASSERT_TRUE(response.ParseFromString(*message));
    sizes.push_back(response.snapshot().totals_size());
    EXPECT_EQ(response.snapshot().last(), sizes.size() == 3);
  }
  EXPECT_EQ(sizes, (std::vector<int>{2000, 2000, 500}));
}

}  // namespace
}  // namespace yuheng::gateway
