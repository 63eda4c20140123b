#include "storage/format/coding.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace yuheng::storage {
namespace {

TEST(CodingTest, Varint_EdgesOfEveryLength_ComeBackEqual) {
  for (int bit = 0; bit < 64; ++bit) {
    for (const uint64_t value :
         {uint64_t{1} << bit, (uint64_t{1} << bit) - 1, UINT64_MAX - bit}) {
      std::string bytes;
      AppendVarint(bytes, value);
      Reader reader(bytes);
      EXPECT_EQ(reader.ReadVarint(), value);
      EXPECT_TRUE(reader.Finish("number").ok());
    }
  }
}

TEST(CodingTest, Zigzag_Extremes_ComeBackEqual) {
  for (const int64_t value :
       {INT64_MIN, INT64_MAX, int64_t{0}, int64_t{-1}, int64_t{1}}) {
    std::string bytes;
    AppendZigzag(bytes, value);
    Reader reader(bytes);
    EXPECT_EQ(reader.ReadZigzag(), value);
    EXPECT_TRUE(reader.Finish("number").ok());
  }
}

TEST(CodingTest, Zigzag_SmallNegative_TakesOneByte) {
  std::string bytes;
  AppendZigzag(bytes, -64);
  EXPECT_EQ(bytes.size(), 1u);
}

TEST(CodingTest, BigEndian_SortsAsTheNumbersDo) {
  std::string small, large;
  AppendBigEndian64(small, 255);
  AppendBigEndian64(large, 256);
  EXPECT_LT(small, large);
  Reader reader(large);
  EXPECT_EQ(reader.ReadBigEndian64(), 256u);
}

TEST(CodingTest, ReadVarint_NotShortest_IsDataLoss) {
  Reader reader(absl::string_view("\x80\x00", 2));
  EXPECT_EQ(reader.ReadVarint(), 0u);
  EXPECT_TRUE(absl::IsDataLoss(reader.Finish("number")));
}

TEST(CodingTest, ReadVarint_Above64Bits_IsDataLoss) {
  Reader reader("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
  reader.ReadVarint();
  EXPECT_TRUE(absl::IsDataLoss(reader.Finish("number")));
}

TEST(CodingTest, ReadVarint_AboveMax_IsDataLoss) {
  Reader reader("\x05");
  reader.ReadVarint(4);
  EXPECT_TRUE(absl::IsDataLoss(reader.Finish("number")));
}

TEST(CodingTest, ReadBytes_LongerThanTheRest_IsDataLossAndEmpty) {
  Reader reader(
      "\x05"
      "abc");
  EXPECT_TRUE(reader.ReadBytes(100).empty());
  EXPECT_EQ(reader.ReadU8(), 0);
  EXPECT_TRUE(absl::IsDataLoss(reader.Finish("text")));
}

TEST(CodingTest, Finish_BytesLeftOver_IsDataLoss) {
  Reader reader("ab");
  reader.ReadU8();
  EXPECT_TRUE(absl::IsDataLoss(reader.Finish("letter")));
}

TEST(CodingTest, KeyAfterPrefix_LastByteFull_CarriesToTheOneBefore) {
  EXPECT_EQ(KeyAfterPrefix("ab"), "ac");
  EXPECT_EQ(KeyAfterPrefix("a\xff"), "b");
  EXPECT_EQ(KeyAfterPrefix("\xff\xff"), "");
  EXPECT_EQ(KeyAfterPrefix(""), "");
}

}  // namespace
}  // namespace yuheng::storage
