#include "services/access/wrong_passwords.h"

#include <algorithm>

namespace yuheng::access {
namespace {

template <typename Names>
auto Find(Names& names, absl::string_view name) {
  return std::find_if(
      names.begin(), names.end(),
      [&](const v1::WrongPasswords& one) { return one.name() == name; });
}

}  // namespace

absl::Duration WaitOf(const v1::WrongPasswordList& wrong,
                      absl::string_view name, absl::Time now) {
  const auto found = Find(wrong.names(), name);
  if (found == wrong.names().end() || found->count() < kWrongPasswordsFree) {
    return absl::ZeroDuration();
  }
  absl::Duration wait = kWrongPasswordWait;
  for (int i = kWrongPasswordsFree;
       i < found->count() && wait < kWrongPasswordWaitMax; ++i) {
    wait *= 2;
  }
  wait = std::min(wait, kWrongPasswordWaitMax);
  const absl::Time last = absl::FromUnixSeconds(found->last_unix_s());
  // A clock that was set back must not lock anybody out for longer.
  return std::clamp(last + wait - now, absl::ZeroDuration(), wait);
}

void Count(absl::string_view name, absl::Time now,
           v1::WrongPasswordList* wrong) {
  auto& names = *wrong->mutable_names();
  auto found = Find(names, name);
  if (found == names.end()) {
    if (names.size() >= kWrongPasswordNamesMax) {
      names.erase(std::min_element(names.begin(), names.end(),
                                   [](const auto& a, const auto& b) {
                                     return a.last_unix_s() < b.last_unix_s();
                                   }));
    }
    wrong->add_names()->set_name(std::string(name));
    found = names.end() - 1;
  }
  found->set_count(found->count() + 1);
  found->set_last_unix_s(absl::ToUnixSeconds(now));
}

void Forget(absl::string_view name, v1::WrongPasswordList* wrong) {
  auto& names = *wrong->mutable_names();
  const auto found = Find(names, name);
  if (found != names.end()) names.erase(found);
}

}  // namespace yuheng::access
