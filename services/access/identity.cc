#include "services/access/identity.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/rpc/resource_name.h"

namespace yuheng::access {
namespace {

constexpr absl::string_view kPrefix = "ROLE_";

constexpr absl::string_view kServiceNames[] = {"aggregation", "ingestion",
                                               "reporting", "validation"};

}  // namespace

bool IsSubject(absl::string_view text) {
  return !text.empty() && text.size() <= kSubjectBytesMax && text[0] != '#' &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isspace(c) || absl::ascii_iscntrl(c);
         });
}

bool IsUnitName(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  return rpc::IsResourceId(parts.first) && rpc::IsResourceId(parts.second);
}

bool IsServiceName(absl::string_view subject) {
  return std::find(std::begin(kServiceNames), std::end(kServiceNames),
                   subject) != std::end(kServiceNames);
}

std::string RoleWord(Role role) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::Role_Name(role), kPrefix));
}

absl::optional<Role> RoleByWord(absl::string_view word) {
  Role role;
  if (word != absl::AsciiStrToLower(word) ||
      !v1::Role_Parse(absl::StrCat(kPrefix, absl::AsciiStrToUpper(word)),
                      &role) ||
      role == v1::ROLE_UNSPECIFIED) {
    return absl::nullopt;
  }
  return role;
}

}  // namespace yuheng::access
