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

// How somebody proved who they are; the numbers are those of audit.v1.Proof.
enum class Proof { kCertificate = 1, kToken = 2 };

// Longest subject, in bytes.
inline constexpr size_t kSubjectBytesMax = 128;

// Somebody whose word about who they are was proven.
struct Identity {
  // What records name: an account, a certificate's name. See IsSubject.
  std::string subject;
  // For people; may be empty.
  std::string display_name;
  std::vector<Role> roles;
  // Codes of the departments that clerks and heads work for.
  std::vector<std::string> departments;
  // Units that they work for where it is not the whole department, as
  // department/unit; see IsUnitName.
  std::vector<std::string> units;
  Proof proof = Proof::kToken;
};

// Whether it may name somebody, or a token, in a list: 1 to 128 bytes without
// blanks and control characters, not beginning with #.
bool IsSubject(absl::string_view text);
// Whether it is department/unit, both as in resource names: 104/104001.
bool IsUnitName(absl::string_view text);
// The names that our services' own acts are recorded under. No person may have
// one: a document that policy accepted would look as if that person had.
bool IsServiceName(absl::string_view subject);

// "department_head": a role's name in tokens and on the command line.
std::string RoleWord(Role role);
// Empty for a word that is no role.
absl::optional<Role> RoleByWord(absl::string_view word);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_IDENTITY_H_
