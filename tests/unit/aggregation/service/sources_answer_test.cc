// How expenditure is paid, as an answer: whole, or refused.

#include "services/aggregation/service/sources_answer.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/rpc/reason.h"

namespace yuheng::aggregation {
namespace {

using ::testing::HasSubstr;

// So many functions, each paid by every source that expenditure may have.
SourcesReading ReadingOf(int functions) {
  constexpr int64_t kFen = 1'000'000'000'000;
  SourcesReading reading;
  for (int i = 0; i < functions; ++i) {
    FunctionSources& function = reading.functions.emplace_back();
    function.code = absl::StrCat(2'010'000 + i);
    function.basic_fen = function.project_fen = kFen;
    for (const char* source : {"gen", "fund", "soe", "special", "unit",
                               "carry_fiscal", "carry_nonfiscal"}) {
      function.sources.push_back({source, kFen, {0, kFen}, {0, kFen}});
    }
  }
  reading.entries = {{"104", 7}};
  return reading;
}

TEST(FunctionSourcesTo, TooLargeForAMessage_SaysWhatToDo) {
  v1::ListFunctionSourcesResponse response;
  const absl::Status refused =
      FunctionSourcesTo("652300", ReadingOf(100'000), &response);
  EXPECT_EQ(rpc::ReasonOf(refused), rpc::Reason::kFieldInvalid);
  const rpc::ErrorDetails details = rpc::DetailsOf(refused);
  EXPECT_EQ(details.en,
            "100000 functions do not fit one answer; ask for a department or a "
            "unit");
  EXPECT_THAT(details.zh, HasSubstr("100000"));
  EXPECT_THAT(details.zh, HasSubstr("请按部门或单位查询"));
  ASSERT_EQ(details.field_violations.size(), 1u);
  EXPECT_EQ(details.field_violations[0].field, "scope");
  // No half of it.
  EXPECT_EQ(response.ByteSizeLong(), 0u);
}

TEST(FunctionSourcesTo, WhatFits_IsWhole) {
  v1::ListFunctionSourcesResponse response;
  ASSERT_TRUE(FunctionSourcesTo("652300", ReadingOf(5'000), &response).ok());
  ASSERT_EQ(response.functions_size(), 5'000);
  EXPECT_EQ(response.functions(0).sources_size(), 7);
  ASSERT_EQ(response.entries_size(), 1);
  EXPECT_THAT(response.entries(0), HasSubstr("departments/104/"));
}

}  // namespace
}  // namespace yuheng::aggregation
