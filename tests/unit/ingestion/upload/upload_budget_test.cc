#include "services/ingestion/upload/upload_budget.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace yuheng::ingestion {
namespace {

TEST(UploadBudgetTest, AnIdentity_HasAQuarter_AndGivesItBack) {
  UploadBudget budget(/*bytes_max=*/400, /*document_bytes_max=*/10);
  UploadBudget::Share other(&budget, "li");
  {
    UploadBudget::Share first(&budget, "wang");
    UploadBudget::Share second(&budget, "wang");
    EXPECT_TRUE(first.TryHold(60));
    EXPECT_FALSE(second.TryHold(41));
    EXPECT_TRUE(second.TryHold(40));
    // What it holds already.
    EXPECT_TRUE(first.TryHold(60));
    EXPECT_TRUE(first.TryHold(1));
    EXPECT_FALSE(first.TryHold(61));
    EXPECT_TRUE(other.TryHold(100));
  }
  UploadBudget::Share again(&budget, "wang");
  EXPECT_TRUE(again.TryHold(100));
}

TEST(UploadBudgetTest, ADocument_AlwaysFits) {
  UploadBudget budget(/*bytes_max=*/40, /*document_bytes_max=*/32);
  UploadBudget::Share share(&budget, "wang");
  EXPECT_FALSE(share.TryHold(33));
  EXPECT_TRUE(share.TryHold(32));
}

TEST(UploadBudgetTest, AllTogether_HaveTheWhole) {
  UploadBudget budget(/*bytes_max=*/400, /*document_bytes_max=*/10);
  std::vector<std::unique_ptr<UploadBudget::Share>> shares;
  for (const char* identity : {"a", "b", "c", "d"}) {
    shares.push_back(std::make_unique<UploadBudget::Share>(&budget, identity));
    EXPECT_TRUE(shares.back()->TryHold(100));
  }
  UploadBudget::Share fifth(&budget, "e");
  EXPECT_FALSE(fifth.TryHold(1));
}

TEST(UploadBudgetTest, WhereNobodyIsAsked_OneMayHaveTheWhole) {
  UploadBudget budget(/*bytes_max=*/400, /*document_bytes_max=*/10);
  UploadBudget::Share share(&budget, "");
  EXPECT_TRUE(share.TryHold(400));
  EXPECT_FALSE(share.TryHold(401));
}

}  // namespace
}  // namespace yuheng::ingestion
