// Who may call what. The contract says what each method does and to whose data
// (yuheng/access/v1/access.proto); the one table of roles is in policy.cc. A
// method is known by the type of its requests, which no other method takes.
#ifndef YUHENG_SERVICES_ACCESS_POLICY_H_
#define YUHENG_SERVICES_ACCESS_POLICY_H_

#include <string>
#include <vector>

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

// Whether what is done changes something, or makes something that stays.
bool Changes(Action action);

// What a call is about, for records of it.
struct Target {
  // The method's full name; empty for a request that no method takes.
  std::string method;
  Action action = v1::ACTION_UNSPECIFIED;
  // The resource names in the fields that the option says, those that are set.
  std::vector<std::string> names;
  // Its field request_id, or that of its header.
  std::string request_id;
};
Target TargetOf(const google::protobuf::Message& request);

// Whether the table lets a role do it at all.
bool MayDo(Role role, Action action);

// Whether `identity` may make this call. Depends on nothing else, so it is the
// same whether what the request names is there or not:
//   PERMISSION_DENIED, ROLE_MISSING   no role of the identity may; or one that
//                                     may for some departments, where the
//                                     request is about more than a department
//   NOT_FOUND, NOT_FOUND              the request names another department or
//                                     unit, or nothing that could be one's own
//   PERMISSION_DENIED, ACTOR_OTHER    it says that somebody else acts
absl::Status Judge(const Identity& identity,
                   const google::protobuf::Message& request);

// The units that an allowed call is limited to: codes of one department, or
// none where its caller reaches all that it names. The method keeps to them.
std::vector<std::string> UnitsReached(const Identity& identity,
                                      const google::protobuf::Message& request);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_POLICY_H_
