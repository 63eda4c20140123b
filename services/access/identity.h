#ifndef YUHENG_SERVICES_ACCESS_IDENTITY_H_
#define YUHENG_SERVICES_ACCESS_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "yuheng/access/v1/access.pb.h"

namespace yuheng::access {

using v1::Action;
using v1::Role;

// Somebody whose word about who they are was proven.
struct Identity {
  // What records name: an account, a certificate's name.
  std::string subject;
  // For people; may be empty.
  std::string display_name;
  std::vector<Role> roles;
  // Codes of the departments that clerks and heads work for.
  std::vector<std::string> departments;
};

// "department_head": a role's name in tokens and on the command line.
std::string RoleWord(Role role);
// Empty for a word that is no role.
absl::optional<Role> RoleByWord(absl::string_view word);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_IDENTITY_H_
