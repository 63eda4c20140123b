#include "services/ingestion/formats/web/web_archive.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

// Headers are no longer.
constexpr size_t kHeadBytesMax = 8'192;

// What stands before the first empty line, which is taken off `bytes` with it;
// folded lines are joined.
std::string TakeHead(absl::string_view* bytes) {
  const absl::string_view front = bytes->substr(0, kHeadBytesMax);
  const size_t end = std::min(front.find("\n\n"), front.find("\r\n\r\n"));
  if (end == absl::string_view::npos) return "";
  const std::string head(bytes->substr(0, end));
  bytes->remove_prefix(end + (front[end] == '\r' ? 4 : 2));
  return absl::StrReplaceAll(
      head, {{"\r\n\t", " "}, {"\r\n ", " "}, {"\n\t", " "}, {"\n ", " "}});
}

// The value of a header; empty when it is not there.
absl::string_view HeaderOf(absl::string_view head, absl::string_view name) {
  while (!head.empty()) {
    const absl::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    if (absl::StartsWithIgnoreCase(line, name) && line.size() > name.size() &&
        line[name.size()] == ':') {
      return absl::StripAsciiWhitespace(line.substr(name.size() + 1));
    }
  }
  return absl::string_view();
}

bool IsType(absl::string_view value, absl::string_view type) {
  return absl::StartsWithIgnoreCase(value, type);
}

// Of multipart/related; boundary="x".
absl::string_view BoundaryIn(absl::string_view value) {
  const std::string key = "boundary=";
  const size_t at = absl::AsciiStrToLower(value).find(key);
  if (at == std::string::npos) return absl::string_view();
  value.remove_prefix(at + key.size());
  if (absl::ConsumePrefix(&value, "\""))
    return value.substr(0, value.find('"'));
  return absl::StripAsciiWhitespace(value.substr(0, value.find(';')));
}

int HexDigit(char c) {
  if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return -1;
  return absl::ascii_isdigit(static_cast<unsigned char>(c))
             ? c - '0'
             : absl::ascii_tolower(static_cast<unsigned char>(c)) - 'a' + 10;
}

// =E5 is a byte, and a line that ends with = goes on in the next one.
std::string DecodeQuotedPrintable(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out.push_back(text[i]);
      continue;
    }
    const absl::string_view rest = text.substr(i + 1);
    if (absl::StartsWith(rest, "\r\n")) {
      i += 2;
    } else if (absl::StartsWith(rest, "\n")) {
      i += 1;
    } else if (rest.size() >= 2 && HexDigit(rest[0]) >= 0 &&
               HexDigit(rest[1]) >= 0) {
      out.push_back(
          static_cast<char>(HexDigit(rest[0]) * 16 + HexDigit(rest[1])));
      i += 2;
    } else {
      out.push_back('=');
    }
  }
  return out;
}

absl::Status RefuseArchive() {
  const budget::Text text = budget::Message("reader.web_archive");
  return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
}

absl::StatusOr<std::string> Decode(absl::string_view encoding,
                                   absl::string_view body) {
  if (absl::EqualsIgnoreCase(encoding, "quoted-printable")) {
    return DecodeQuotedPrintable(body);
  }
  if (!absl::EqualsIgnoreCase(encoding, "base64")) return std::string(body);
  std::string page;
  if (!absl::Base64Unescape(body, &page)) return RefuseArchive();
  return page;
}

}  // namespace

bool LooksLikeWebArchive(absl::string_view bytes) {
  absl::string_view rest = bytes;
  const std::string head = TakeHead(&rest);
  return !HeaderOf(head, "MIME-Version").empty() &&
         IsType(HeaderOf(head, "Content-Type"), "multipart/");
}

absl::StatusOr<std::string> PageInArchive(absl::string_view bytes) {
  const std::string head = TakeHead(&bytes);
  const std::string mark =
      absl::StrCat("\n--", BoundaryIn(HeaderOf(head, "Content-Type")));
  if (mark.size() == 3) return RefuseArchive();
  // The first part may begin right behind the head.
  const std::string first = mark.substr(1);
  size_t at = absl::StartsWith(bytes, first) ? 0 : bytes.find(mark);
  while (at != absl::string_view::npos) {
    const size_t next = bytes.find(mark, at + mark.size());
    absl::string_view part =
        bytes.substr(at, next == absl::string_view::npos ? next : next - at);
    // The mark has a line of its own.
    part.remove_prefix(std::min(part.find('\n', 1), part.size() - 1) + 1);
    const std::string part_head = TakeHead(&part);
    if (IsType(HeaderOf(part_head, "Content-Type"), "text/html")) {
      return Decode(HeaderOf(part_head, "Content-Transfer-Encoding"), part);
    }
    at = next;
  }
  return RefuseArchive();
}

}  // namespace yuheng::ingestion
