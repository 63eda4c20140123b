#include "services/gateway/connect/envelope.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

std::string Envelope(const std::string& data) {
  std::string bytes;
  AppendEnvelope(0, data, &bytes);
  return bytes;
}

TEST(EnvelopeTest, Head_IsFlagsAndLength) {
  std::string bytes;
  AppendEnvelope(kEndOfStreamFlag, std::string(0x010203, 'x'), &bytes);
  EXPECT_EQ(bytes.substr(0, 5), std::string("\x02\x00\x01\x02\x03", 5));
  EXPECT_EQ(bytes.size(), 5u + 0x010203);
}

TEST(EnvelopeTest, Body_MayComeByteByByte) {
  const std::string body = Envelope("first") + Envelope("") + Envelope("third");
  EnvelopeReader reader(16);
  std::vector<std::string> read;
  for (const char c : body) {
    reader.Append(std::string(1, c));
    for (;;) {
      const auto next = reader.Next();
      ASSERT_TRUE(next.ok());
      if (!next->has_value()) break;
      read.push_back(**next);
    }
  }
  EXPECT_EQ(read, (std::vector<std::string>{"first", "", "third"}));
  EXPECT_TRUE(reader.AtBoundary());
}

TEST(EnvelopeTest, CutEnvelope_IsNoBoundary) {
  for (const size_t size : {1, 4, 5, 9}) {
    EnvelopeReader reader(16);
    reader.Append(Envelope("12345").substr(0, size));
    const auto next = reader.Next();
    ASSERT_TRUE(next.ok());
    EXPECT_FALSE(next->has_value());
    EXPECT_FALSE(reader.AtBoundary());
  }
}

TEST(EnvelopeTest, LongEnvelope_IsRefusedByItsHead) {
  EnvelopeReader reader(16);
  reader.Append(Envelope(std::string(17, 'x')).substr(0, kEnvelopeHeadBytes));
  EXPECT_EQ(rpc::ReasonOf(reader.Next().status()),
            rpc::Reason::kRequestTooLarge);
  EnvelopeReader largest(16);
  largest.Append(Envelope(std::string(16, 'x')));
  EXPECT_EQ((*largest.Next())->size(), 16u);
}

TEST(EnvelopeTest, OtherFlags_AreRefused) {
  for (const unsigned char flags : {1, 2, 3, 0x80}) {
    std::string bytes;
    AppendEnvelope(flags, "", &bytes);
    EnvelopeReader reader(16);
    reader.Append(bytes);
    EXPECT_EQ(rpc::ReasonOf(reader.Next().status()),
              rpc::Reason::kFieldInvalid);
  }
}

}  // namespace
}  // namespace yuheng::gateway
