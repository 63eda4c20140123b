// What a process says is measured before it is parsed.

#include "services/ingestion/isolation/answer_size.h"

#include <gtest/gtest.h>

#include <string>

#include "yuheng/ingestion/v1/document_reading.pb.h"

namespace yuheng::ingestion {
namespace {

bool IsOfSize(const std::string& bytes, size_t parts_max) {
  return IsMessageOfSize(bytes, *v1::DocumentReadingResponse::GetDescriptor(),
                         parts_max);
}

// The document, a table and two rows: four messages, and two texts.
std::string SmallAnswer() {
  v1::DocumentReadingResponse response;
  auto* table = response.mutable_document()->add_tables();
  table->set_unit_fen(100);
  table->add_rows()->set_code("206");
  table->add_rows()->set_code("207");
  return response.SerializeAsString();
}

TEST(AnswerSizeTest, MessagesAndTexts_AreCounted) {
  EXPECT_TRUE(IsOfSize(SmallAnswer(), 6));
  EXPECT_FALSE(IsOfSize(SmallAnswer(), 5));
  EXPECT_TRUE(IsOfSize("", 0));
}

TEST(AnswerSizeTest, EmptyMessages_AreNoWayAroundIt) {
  v1::DocumentReadingResponse response;
  for (int i = 0; i < 100'000; ++i) response.mutable_document()->add_tables();
  const std::string bytes = response.SerializeAsString();
  EXPECT_LT(bytes.size(), 210'000u);
  EXPECT_TRUE(IsOfSize(bytes, 100'001));
  EXPECT_FALSE(IsOfSize(bytes, 100'000));
}

TEST(AnswerSizeTest, OtherBytes_AreNoMessage) {
  const std::string bytes = SmallAnswer();
  for (size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(IsOfSize(bytes.substr(0, size), 100)) << size;
  }
  EXPECT_FALSE(IsOfSize("no\n", 100));
  // A field that the message does not have, of any kind.
  EXPECT_FALSE(IsOfSize(std::string("\x78\x01", 2), 100));
  EXPECT_FALSE(IsOfSize(std::string("\x7a\x00", 2), 100));
  // Of a field that it has in another way: a group, its end, a number.
  for (const char* tag : {"\x0b", "\x0c", "\x08"}) {
    EXPECT_FALSE(IsOfSize(std::string(tag) + "\x01", 100));
    EXPECT_FALSE(IsOfSize(std::string(tag) + "\x0c", 100));
  }
  // A size beyond what an int holds.
  EXPECT_FALSE(IsOfSize(std::string("\x0a\xff\xff\xff\xff\x0f", 6), 100));
}

}  // namespace
}  // namespace yuheng::ingestion
