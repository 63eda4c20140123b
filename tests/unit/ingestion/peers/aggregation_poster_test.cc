#include "services/ingestion/peers/aggregation_poster.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/unit/aggregation/service/service_fixture.h"

namespace yuheng::ingestion {
namespace {

constexpr char kDepartment[] = "104";

// A real ledger over loopback.
class AggregationPosterTest : public aggregation::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    auto channel = rpc::OpenChannel(host_->server().address());
    ASSERT_TRUE(channel.ok()) << channel.status();
    poster_ = std::make_unique<AggregationPoster>(*channel, "652300");
  }

  Posted Post(const std::string& id, const Slot& slot, bool reverse = false) {
    aggregation::Posting sample =
        aggregation::testing::Simple(kDepartment, id, 5);
    Posting posting{
        .department = kDepartment,
        .request_id = absl::StrCat(reverse ? "reversal-" : "posting-", id),
        .slot = slot,
        .submission_id = id,
        .reverse = reverse};
    if (!reverse) {
      for (const auto& [from, to] :
           {std::pair(&sample.leaves, &posting.lines.leaves),
            std::pair(&sample.printed, &posting.lines.printed)}) {
        for (const storage::AmountLine& line : *from) {
          to->push_back({{static_cast<budget::TableKind>(line.account.table),
                          static_cast<budget::Side>(line.account.side),
                          line.account.row, line.account.column},
                         line.amount_fen});
        }
      }
    }
    const auto posted = poster_->Post(posting);
    EXPECT_TRUE(posted.ok()) << posted.status();
    return posted.value_or(Posted());
  }

  absl::optional<Contribution> InForce(const Slot& slot) {
    const auto in_force = poster_->GetInForce(kDepartment, slot);
    EXPECT_TRUE(in_force.ok()) << in_force.status();
    return in_force.value_or(absl::nullopt);
  }

  std::unique_ptr<AggregationPoster> poster_;
};

TEST_F(AggregationPosterTest, InForce_IsOfTheSlotAndNoOther) {
  const Slot one{aggregation::testing::kYear, 4, "units-a"};
  const Slot two{aggregation::testing::kYear, 4, "units-b"};
  EXPECT_FALSE(InForce(one).has_value());
  const absl::Time before = absl::Now();
  const Posted first = Post("first", one);
  ASSERT_TRUE(InForce(one).has_value());
  EXPECT_EQ(InForce(one)->submission_id, "first");
  EXPECT_EQ(InForce(one)->entry, first.entry);
  EXPECT_GE(InForce(one)->commit_time_unix_us, absl::ToUnixMicros(before));
  EXPECT_FALSE(InForce(two).has_value());
  // Behind entries of other slots it is what it was.
  Post("other", two);
  EXPECT_EQ(InForce(one)->entry, first.entry);
  const Posted second = Post("second", one);
  EXPECT_EQ(InForce(one)->submission_id, "second");
  EXPECT_EQ(InForce(one)->entry, second.entry);
}

TEST_F(AggregationPosterTest, InForce_AfterAReversal_IsNothing) {
  const Slot slot{aggregation::testing::kYear, 4, ""};
  Post("first", slot);
  Post("first", slot, true);
  EXPECT_FALSE(InForce(slot).has_value());
  Post("again", slot);
  EXPECT_EQ(InForce(slot)->submission_id, "again");
}

TEST_F(AggregationPosterTest, InForce_OfNoSlot_IsRefused) {
  for (const Slot& slot :
       {Slot{1999, 4, ""}, Slot{2023, 0, ""}, Slot{2023, 9, ""},
        Slot{2023, 4, std::string(65, 'u')}}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        poster_->GetInForce(kDepartment, slot).status()));
  }
}

}  // namespace
}  // namespace yuheng::ingestion
