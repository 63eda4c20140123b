// A document that ends validation is set aside, and nothing else is.

#include "services/ingestion/lifecycle/quarantine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "services/rpc/reason.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {
namespace {

using ::testing::HasSubstr;

constexpr char kNobody[] = "无";

// Validation that may be away, and that ends on the documents of a department.
class FragileChecker final : public DocumentChecker {
 public:
  absl::StatusOr<validation::v1::VerdictSummary> Check(
      const budget::Document& document, CheckReferences* references,
      const std::function<void(const validation::v1::Finding&)>& sink)
      override {
    if (away) return absl::UnavailableError("connection refused");
    ++asked[document.department];
    if (document.department == killer || ends_on_all) {
      return hangs ? absl::DeadlineExceededError("no answer")
                   : absl::UnavailableError("socket closed");
    }
    return checker_.Check(document, references, sink);
  }

  bool away = false;
  bool hangs = false;
  bool ends_on_all = false;
  std::string killer{kScience};
  std::map<std::string, int> asked;  // By department; "" for an empty one.

 private:
  FakeChecker checker_;
};

class QuarantineTest : public ::testing::Test {
 protected:
  QuarantineTest() { Restart(); }

  void Restart() {
    desk_.Restart();
    desk_.parts.checker = &checker_;
    desk_.examiner = std::make_unique<Examiner>(&desk_.parts);
  }

  std::string Receive(const std::string& request_id,
                      absl::string_view department) {
    const auto reception =
        desk_.Receive(request_id, FakeBytes(department, 2023));
    EXPECT_TRUE(reception.ok()) << reception.status();
    return reception.ok() ? reception->record.id : "";
  }

  FragileChecker checker_;
  FakeDesk desk_;
};

TEST_F(QuarantineTest, DocumentThatEndsValidation_IsSetAsideAfterThree) {
  for (const bool hangs : {false, true}) {
    checker_.hangs = hangs;
    checker_.asked.clear();
    const std::string id = Receive(hangs ? "request-2" : "request-1", kScience);
    for (int i = 0; i < kUnansweredChecksMax; ++i) {
      EXPECT_FALSE(desk_.Advance().ok());
      EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
    }
    EXPECT_TRUE(desk_.Advance().ok());
    EXPECT_EQ(checker_.asked[std::string(kScience)], kUnansweredChecksMax);
    EXPECT_EQ(desk_.StateOfId(id), State::kUnreadable);
    EXPECT_THAT(desk_.Get(id).history.back().reason_en,
                HasSubstr("no answer on this document 3 times"));
  }
  EXPECT_EQ(desk_.examiner->set_aside_count(), 2);
}

TEST_F(QuarantineTest, SetAside_StaysSoAfterARestart) {
  const std::string id = Receive("request-1", kScience);
  for (int i = 0; i <= kUnansweredChecksMax; ++i) (void)desk_.Advance();
  Restart();
  EXPECT_EQ(desk_.StateOfId(id), State::kUnreadable);
  EXPECT_EQ(desk_.store->index().OpenCount(), 0);
}

TEST_F(QuarantineTest, Restart_BeforeItIsSetAside_LosesTheCountOnly) {
  const std::string id = Receive("request-1", kScience);
  for (int i = 0; i < kUnansweredChecksMax; ++i) (void)desk_.Advance();
  Restart();
  EXPECT_FALSE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
  checker_.killer = kNobody;
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(QuarantineTest, SetAside_SentAgain_IsCheckedAgain) {
  const std::string id = Receive("request-1", kScience);
  for (int i = 0; i <= kUnansweredChecksMax; ++i) (void)desk_.Advance();
  checker_.killer = kNobody;
  const std::string again = Receive("request-2", kScience);
  EXPECT_NE(again, id);
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(again), State::kPosted);
  EXPECT_EQ(desk_.StateOfId(id), State::kUnreadable);
}

TEST_F(QuarantineTest, ValidationAway_SetsNothingAside) {
  checker_.killer = kNobody;
  const std::string id = Receive("request-1", kScience);
  for (int outage = 0; outage < 3; ++outage) {
    checker_.away = true;
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(desk_.Advance().ok());
    EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
    // Others get through before this one is tried again.
    checker_.away = false;
    Receive(absl::StrCat("request-of-205-", outage), kEducation);
    EXPECT_TRUE(desk_.Advance("205").ok());
  }
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.StateOfId(id), State::kPosted);
}

TEST_F(QuarantineTest, ValidationThatEndsOnEverything_SetsNothingAside) {
  const std::string id = Receive("request-1", kScience);
  // On an empty document too.
  checker_.ends_on_all = true;
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(desk_.Advance().ok());
    EXPECT_EQ(desk_.StateOfId(id), State::kReceived);
  }
  EXPECT_EQ(checker_.asked[std::string(kScience)], 1);
}

TEST_F(QuarantineTest, TheOthers_GetThroughMeanwhile) {
  Receive("request-1", kScience);
  for (int i = 0; i <= kUnansweredChecksMax; ++i) {
    const std::string id =
        Receive(absl::StrCat("request-of-205-", i), kEducation);
    (void)desk_.Advance();
    EXPECT_TRUE(desk_.Advance("205").ok());
    EXPECT_EQ(*StateFromNumber(desk_.Get(id, "205").state), State::kPosted);
  }
}

// Whatever is under check goes unanswered with the document that ends
// validation: neither is let in beside the other.
TEST_F(QuarantineTest, LastCheck_IsMadeAlone) {
  class Nested final : public DocumentChecker {
   public:
    absl::StatusOr<validation::v1::VerdictSummary> Check(
        const budget::Document& document, CheckReferences* references,
        const std::function<void(const validation::v1::Finding&)>& sink)
        override {
      if (!document.department.empty()) meanwhile();
      return inner->Check(document, references, sink);
    }
    std::function<void()> meanwhile;
    DocumentChecker* inner = nullptr;
  } nested;
  nested.inner = &checker_;
  Quarantine quarantine;
  CheckReferences none;
  budget::Document document;
  const auto ignore = [](const validation::v1::Finding&) {};
  const auto check = [&](DocumentChecker& checker, const char* name,
                         absl::string_view department) {
    document.department = std::string(department);
    return quarantine.Check(checker, name, document, &none, ignore).status();
  };
  for (int i = 0; i < kUnansweredChecksMax - 1; ++i) {
    EXPECT_TRUE(absl::IsUnavailable(check(checker_, "suspect", kScience)));
  }
  const int asked = checker_.asked[std::string(kScience)];
  // A fresh one is under way, which may end validation too: it waits.
  nested.meanwhile = [&] {
    EXPECT_TRUE(absl::IsUnavailable(check(checker_, "suspect", kScience)));
    document.department = std::string(kEducation);
  };
  EXPECT_TRUE(check(nested, "fresh", kEducation).ok());
  EXPECT_EQ(checker_.asked[std::string(kScience)], asked);
  // While it is under check itself, all others do.
  nested.meanwhile = [&] {
    EXPECT_TRUE(absl::IsUnavailable(check(checker_, "fresh", kEducation)));
    EXPECT_TRUE(absl::IsUnavailable(
        quarantine.CheckOnce(checker_, document, &none, ignore).status()));
    document.department = std::string(kScience);
  };
  EXPECT_FALSE(check(nested, "suspect", kScience).ok());
  EXPECT_EQ(checker_.asked[std::string(kScience)], asked + 1);
  EXPECT_TRUE(check(checker_, "fresh", kEducation).ok());
  EXPECT_TRUE(IsRefusal(check(checker_, "suspect", kScience)));
}

TEST_F(QuarantineTest, TooMuchToDo_AndTooLarge_AreNoAnswers) {
  class Says final : public DocumentChecker {
   public:
    absl::StatusOr<validation::v1::VerdictSummary> Check(
        const budget::Document&, CheckReferences*,
        const std::function<void(const validation::v1::Finding&)>&) override {
      return status;
    }
    absl::Status status;
  } says;
  Quarantine quarantine;
  CheckReferences none;
  const budget::Document document;
  const auto check = [&](const char* name, absl::Status status) {
    says.status = std::move(status);
    return quarantine
        .Check(says, name, document, &none,
               [](const validation::v1::Finding&) {})
        .status();
  };
  const absl::Status away = absl::UnavailableError("connection refused");
  for (int i = 0; i < 3 * kUnansweredChecksMax; ++i) {
    EXPECT_EQ(check("suspect", away), away);
    (void)check("other", rpc::MakeError(rpc::Reason::kQueueFull));
    (void)check("large", rpc::MakeError(rpc::Reason::kDocumentTooLarge));
  }
  EXPECT_EQ(quarantine.set_aside_count(), 0);
}

TEST_F(QuarantineTest, SetAside_CountsOnceItIsStored) {
  const std::string id = Receive("request-1", kScience);
  for (int i = 0; i < kUnansweredChecksMax; ++i) (void)desk_.Advance();
  EXPECT_EQ(desk_.examiner->set_aside_count(), 0);
  EXPECT_TRUE(desk_.Advance().ok());
  EXPECT_EQ(desk_.examiner->set_aside_count(), 1);
  EXPECT_EQ(desk_.StateOfId(id), State::kUnreadable);
}

}  // namespace
}  // namespace yuheng::ingestion
