#include "services/budget/messages.h"

#include <cstdio>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/data_files.h"
#include "services/budget/text_proto.h"
#include "yuheng/budget/v1/message_catalogue.pb.h"

namespace yuheng::budget {
namespace {

using Catalogue = std::map<std::string, Text, std::less<>>;

const Catalogue& Messages() {
  static const Catalogue* const catalogue = [] {
    auto* all = new Catalogue;
    for (const EmbeddedFile& file : message_files::Files()) {
      v1::MessageCatalogue part;
      const absl::Status parsed = ParseTextProto(file.content, &part);
      if (!parsed.ok()) {
        std::fprintf(stderr, "%s: %s\n", std::string(file.name).c_str(),
                     parsed.ToString().c_str());
      }
      YUHENG_CHECK(parsed.ok());
      for (const v1::CatalogueMessage& message : part.message()) {
        YUHENG_CHECK(
            all->emplace(message.id(), Text{message.zh(), message.en()})
                .second);
      }
    }
    return all;
  }();
  return *catalogue;
}

// Fills {name} in one pass, so that a value with braces is not filled again.
std::string Fill(absl::string_view pattern,
                 std::initializer_list<MessageArgument> arguments,
                 std::string Text::*language) {
  std::string out;
  size_t at = 0;
  while (at < pattern.size()) {
    const size_t open = pattern.find('{', at);
    if (open == absl::string_view::npos) break;
    const size_t close = pattern.find('}', open);
    YUHENG_CHECK(close != absl::string_view::npos);
    absl::StrAppend(&out, pattern.substr(at, open - at));
    const absl::string_view name = pattern.substr(open + 1, close - open - 1);
    bool found = false;
    for (const MessageArgument& argument : arguments) {
      if (argument.name != name) continue;
      absl::StrAppend(&out, argument.value.*language);
      found = true;
    }
    YUHENG_CHECK(found);
    at = close + 1;
  }
  absl::StrAppend(&out, pattern.substr(at));
  return out;
}

}  // namespace

Text Message(absl::string_view id,
             std::initializer_list<MessageArgument> arguments) {
  const auto it = Messages().find(id);
  if (it == Messages().end()) {
    std::fprintf(stderr, "no message %s\n", std::string(id).c_str());
  }
  YUHENG_CHECK(it != Messages().end());
  return {Fill(it->second.zh, arguments, &Text::zh),
          Fill(it->second.en, arguments, &Text::en)};
}

std::vector<std::string> MessageIds() {
  std::vector<std::string> ids;
  for (const auto& [id, text] : Messages()) ids.push_back(id);
  return ids;
}

}  // namespace yuheng::budget
