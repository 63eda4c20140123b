#include "services/access/identity.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::access {
namespace {

constexpr absl::string_view kPrefix = "ROLE_";

}  // namespace

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
