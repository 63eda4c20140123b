#include "storage/format/amount_lines.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace yuheng::storage {
namespace {

std::vector<AmountLine> RoundTrip(const std::vector<AmountLine>& lines) {
  std::string bytes;
  EXPECT_TRUE(AppendLines(bytes, lines).ok());
  Reader reader(bytes);
  std::vector<AmountLine> again = ReadLines(reader);
  EXPECT_TRUE(reader.Finish("lines").ok());
  return again;
}

TEST(AmountLinesTest, Append_NoLines_ComesBackEmpty) {
  EXPECT_TRUE(RoundTrip({}).empty());
}

TEST(AmountLinesTest, Append_UnsortedLines_ComeBackSorted) {
  const std::vector<AmountLine> lines = {{{2, 0, "20602", "gen"}, 1},
                                         {{1, 2, "206", ""}, 2},
                                         {{2, 0, "206", "total"}, 3},
                                         {{2, 0, "206", "gen"}, 4}};
  const std::vector<AmountLine> again = RoundTrip(lines);
  ASSERT_EQ(again.size(), 4u);
  EXPECT_EQ(again[0].amount_fen, 2);
  EXPECT_EQ(again[1].amount_fen, 4);
  EXPECT_EQ(again[2].amount_fen, 3);
  EXPECT_EQ(again[3].amount_fen, 1);
}

TEST(AmountLinesTest, Append_OrderOfInput_DoesNotChangeTheBytes) {
  std::vector<AmountLine> lines;
  for (int i = 0; i < 50; ++i) {
    lines.push_back({{3, 0, absl::StrCat(2060100 + i), "basic"}, i});
  }
  std::string ascending;
  ASSERT_TRUE(AppendLines(ascending, lines).ok());
  std::reverse(lines.begin(), lines.end());
  std::string descending;
  ASSERT_TRUE(AppendLines(descending, lines).ok());
  EXPECT_EQ(ascending, descending);
}

TEST(AmountLinesTest, Append_SameAccountTwice_IsRefused) {
  std::string bytes;
  const absl::Status status = AppendLines(
      bytes, {{{2, 0, "206", "gen"}, 1}, {{2, 0, "206", "gen"}, 1}});
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
}

TEST(AmountLinesTest, Append_RowAboveLimit_IsRefused) {
  std::string bytes;
  EXPECT_TRUE(absl::IsInvalidArgument(AppendLines(
      bytes, {{{2, 0, std::string(kRowBytesMax + 1, '2'), ""}, 1}})));
  bytes.clear();
  EXPECT_TRUE(
      AppendLines(bytes, {{{2, 0, std::string(kRowBytesMax, '2'), ""}, 1}})
          .ok());
}

TEST(AmountLinesTest, Append_200CellsOfOneTable_TakeUnderTwoKilobytes) {
  std::vector<AmountLine> lines;
  for (int row = 0; row < 20; ++row) {
    for (int column = 0; column < 10; ++column) {
      lines.push_back(
          {{2, 0, absl::StrCat(2060100 + row), absl::StrCat("column", column)},
           1'000'000 + row * column});
    }
  }
  std::string bytes;
  ASSERT_TRUE(AppendLines(bytes, lines).ok());
  EXPECT_LT(bytes.size(), 2000u);
}

TEST(AmountLinesTest, Read_CountBeyondItsBytes_FailsWithoutReserving) {
  std::string bytes;
  AppendVarint(bytes, 0);
  AppendVarint(bytes, 1);
  AppendU8(bytes, 2);
  AppendU8(bytes, 0);
  AppendVarint(bytes, kLinesMax);
  AppendBytes(bytes, "short");
  Reader reader(bytes);
  EXPECT_TRUE(ReadLines(reader).empty());
  EXPECT_TRUE(absl::IsDataLoss(reader.Finish("lines")));
}

}  // namespace
}  // namespace yuheng::storage
