#ifndef YUHENG_SERVICES_ACCESS_WRONG_PASSWORDS_H_
#define YUHENG_SERVICES_ACCESS_WRONG_PASSWORDS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "yuheng/access/v1/account.pb.h"

namespace yuheng::access {

// Wrong passwords in a row that cost nothing.
inline constexpr int kWrongPasswordsFree = 5;
// How long the next try has to wait then: doubled by each, up to the second.
inline constexpr absl::Duration kWrongPasswordWait = absl::Seconds(15);
inline constexpr absl::Duration kWrongPasswordWaitMax = absl::Minutes(15);
// Names that are remembered, whether they are somebody's or not: what is told
// of a name must not depend on that. More, and the oldest is forgotten.
inline constexpr int kWrongPasswordNamesMax = 1024;

// How long until a password of `name` is looked at; zero: now.
absl::Duration WaitOf(const v1::WrongPasswordList& wrong,
                      absl::string_view name, absl::Time now);
// A password of `name` was wrong, or is about to be looked at.
void Count(absl::string_view name, absl::Time now,
           v1::WrongPasswordList* wrong);
// It was right.
void Forget(absl::string_view name, v1::WrongPasswordList* wrong);

}  // namespace yuheng::access

#endif  // YUHENG_SERVICES_ACCESS_WRONG_PASSWORDS_H_
