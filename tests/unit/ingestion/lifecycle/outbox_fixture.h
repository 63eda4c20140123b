#ifndef YUHENG_TESTS_UNIT_INGESTION_LIFECYCLE_OUTBOX_FIXTURE_H_
#define YUHENG_TESTS_UNIT_INGESTION_LIFECYCLE_OUTBOX_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/ingestion/fake_desk.h"

namespace yuheng::ingestion {

inline const Slot kSlot{2023, 4, ""};

class OutboxTest : public ::testing::Test {
 protected:
  // Receives the n-th version of the science bureau's document.
  std::string Receive(int n, int errors = 0) {
    const auto reception = desk_.Receive(
        absl::StrCat("request-", n),
        FakeBytes(kScience, 2023, errors, absl::StrCat("version ", n)));
    EXPECT_TRUE(reception.ok()) << reception.status();
    return reception->record.id;
  }
  // The same for one of its units.
  std::string ReceiveOfUnit(const std::string& unit, int n) {
    UploadHeader header = FakeDesk::Header(absl::StrCat("request-", unit, n));
    header.unit = unit;
    const auto reception = desk_.Receive(
        header, FakeBytes(kScience, 2023, 0, absl::StrCat("version ", n)));
    EXPECT_TRUE(reception.ok()) << reception.status();
    return reception->record.id;
  }
  absl::Status Withdraw(const std::string& id) {
    return desk_.reviewer->Withdraw(
        {.department = "206", .id = id, .actor = "clerk", .reason = "wrong"});
  }
  absl::Status Accept(const std::string& id) {
    return desk_.reviewer->Accept(
        {.department = "206", .id = id, .actor = "reviewer"});
  }
  void SetAutoAccept(bool on) {
    desk_.auto_accept = on;
    desk_.Restart();
  }
  std::string InLedger() { return desk_.ledger.Contribution("206", kSlot); }

  FakeDesk desk_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_LIFECYCLE_OUTBOX_FIXTURE_H_
