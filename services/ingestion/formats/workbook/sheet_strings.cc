#include "services/ingestion/formats/workbook/sheet_strings.h"

#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/workbook/limits.h"

namespace yuheng::ingestion {
namespace {

// Of _x000D_.
constexpr size_t kEscapeBytes = 7;

// The character that an escape at the front of `text` stands for; 0 when there
// is none. Only ASCII needs them.
char EscapedAt(absl::string_view text) {
  if (text.size() < kEscapeBytes || !absl::StartsWith(text, "_x00") ||
      text[kEscapeBytes - 1] != '_') {
    return 0;
  }
  uint32_t code = 0;
  if (!absl::SimpleHexAtoi(text.substr(2, 4), &code) || code > 0x7F) return 0;
  return static_cast<char>(code);
}

void AppendCharacter(char c, std::string* out) {
  const unsigned char code = static_cast<unsigned char>(c);
  if (c == '\n' || (code >= 0x20 && code != 0x7F)) {
    out->push_back(c);
  } else if (c == '\t') {
    out->push_back(' ');
  } else if (c == '\r' || c == '\v') {
    out->push_back('\n');
  }
}

}  // namespace

std::string CellText(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (const char escaped = EscapedAt(text.substr(i)); escaped != 0) {
      AppendCharacter(escaped, &out);
      i += kEscapeBytes - 1;
    } else {
      AppendCharacter(text[i], &out);
    }
  }
  return out;
}

std::string StringOf(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    if (IsNamed(child, "t")) {
      text += TextIn(child);
    } else if (IsNamed(child, "r")) {
      text += TextIn(ChildOf(child, "t"));
    }
  }
  return CellText(text);
}

absl::StatusOr<std::vector<std::string>> ReadSharedStrings(
    const XmlPart& part) {
  std::vector<std::string> strings;
  for (pugi::xml_node item = ChildOf(ChildOf(part.document, "sst"), "si"); item;
       item = NextOf(item, "si")) {
    if (strings.size() == kSharedStringsMax) {
      return RefuseTooLarge("reader.workbook_strings",
                            {{"limit", absl::StrCat(kSharedStringsMax)}});
    }
    strings.push_back(StringOf(item));
  }
  return strings;
}

}  // namespace yuheng::ingestion
