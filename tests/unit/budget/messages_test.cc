#include "services/budget/messages.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/budget/data_files.h"
#include "services/budget/text_proto.h"
#include "yuheng/budget/v1/message_catalogue.pb.h"

namespace yuheng::budget {
namespace {

std::set<std::string> Placeholders(const std::string& text) {
  std::set<std::string> names;
  size_t at = 0;
  while ((at = text.find('{', at)) != std::string::npos) {
    const size_t end = text.find('}', at);
    EXPECT_NE(end, std::string::npos) << text;
    if (end == std::string::npos) break;
    names.insert(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

TEST(MessageCatalogue, EveryMessageIsCompleteInBothLanguages) {
  std::set<std::string> ids;
  for (const EmbeddedFile& file : message_files::Files()) {
    v1::MessageCatalogue catalogue;
    ASSERT_TRUE(ParseTextProto(file.content, &catalogue).ok()) << file.name;
    for (const v1::CatalogueMessage& message : catalogue.message()) {
      EXPECT_TRUE(ids.insert(message.id()).second) << message.id();
      EXPECT_NE(message.id().find('.'), std::string::npos) << message.id();
      EXPECT_FALSE(message.zh().empty()) << message.id();
      EXPECT_FALSE(message.en().empty()) << message.id();
      EXPECT_EQ(Placeholders(message.zh()), Placeholders(message.en()))
          << message.id();
    }
  }
  EXPECT_EQ(MessageIds().size(), ids.size());
  EXPECT_FALSE(ids.empty());
}

TEST(Message, DiesOnAnUnknownId) {
  EXPECT_DEATH(Message("no.such_message"), "broken promise");
}

}  // namespace
}  // namespace yuheng::budget
