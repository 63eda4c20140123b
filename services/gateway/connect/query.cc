#include "services/gateway/connect/query.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

absl::Status Wrong() {
  const budget::Text text = budget::Message("gateway.query_malformed");
  return rpc::MakeFieldError({{"query", text.en}}, text.zh, text.en);
}

absl::optional<std::string> Unescape(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    const absl::string_view digits = text.substr(i + 1, 2);
    if (digits.size() < 2 || !absl::ascii_isxdigit(digits[0]) ||
        !absl::ascii_isxdigit(digits[1])) {
      return absl::nullopt;
    }
    plain += absl::HexStringToBytes(digits);
    i += 2;
  }
  return plain;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ParseQuery(
    absl::string_view query) {
  std::map<std::string, std::string> values;
  if (query.empty()) return values;
  for (const absl::string_view part : absl::StrSplit(query, '&')) {
    const size_t equals = part.find('=');
    const auto key = Unescape(part.substr(0, equals));
    const auto value = Unescape(
        equals == absl::string_view::npos ? "" : part.substr(equals + 1));
    if (!key.has_value() || !value.has_value() ||
        !values.emplace(*key, *value).second || values.size() > kQueryKeysMax) {
      return Wrong();
    }
  }
  return values;
}

}  // namespace yuheng::gateway
