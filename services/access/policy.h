// Who may call what. The contract says what each method does and to whose data
// (yuheng/access/v1/access.proto); the one table of roles is in policy.cc. A
// method is known by the type of its requests, which no other method takes.
#ifndef YUHENG_SERVICES_ACCESS_POLICY_H_
#define YUHENG_SERVICES_ACCESS_POLICY_H_

#include <string>

#include "absl/status/status.h"
#include "services/access/identity.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace yuheng::access {

// What the method that takes such requests says of itself; nullptr when there
// is none or it says nothing.
const v1::Access* AccessOf(const google::protobuf::Descriptor& request);

// Whether the table lets a role do it at all.
bool MayDo(Role role, Action action);

// Whether `identity` may make this call. Depends on nothing else, so it is the
// same whether what the request names is there or not:
//   PERMISSION_DENIED, ROLE_MISSING   no role of the identity may; or one that
//                                     may for some departments, where the
//                                     request is about more than a department
//   NOT_FOUND, NOT_FOUND              the request names another department, or
//                                     nothing that could be one's own
//   PERMISSION_DENIED, ACTOR_OTHER    it says that somebody else acts
absl::Status Judge(const Identity& identity,
                   const google::protobuf::Message& request);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_POLICY_H_
