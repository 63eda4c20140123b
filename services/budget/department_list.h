#ifndef YUHENG_SERVICES_BUDGET_DEPARTMENT_LIST_H_
#define YUHENG_SERVICES_BUDGET_DEPARTMENT_LIST_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace yuheng::budget {

// More departments than the whole country has.
inline constexpr size_t kDepartmentsMax = 1'000'000;
inline constexpr size_t kDepartmentListSizeBytesMax = size_t{256} << 20;
// Groups of a list, those above others included; of one department as written.
inline constexpr size_t kGroupsMax = 1000;
inline constexpr size_t kGroupsOfDepartmentMax = 16;
// A group's name, and the levels in it.
inline constexpr size_t kGroupNameSizeBytesMax = 128;
inline constexpr size_t kGroupLevelsMax = 4;

// People to ask, of one department as written, and one of them.
inline constexpr size_t kContactsOfDepartmentMax = 16;
inline constexpr size_t kContactSizeBytesMax = 128;

// A budget unit (预算单位) under a department.
struct DepartmentUnit {
  std::string code;  // 1 to 64 of A-Z a-z 0-9 . _ -.
  std::string name;  // Empty when the list gives none.
};

// A department that is expected to send a budget.
struct Department {
  std::string code;  // 1 to 64 of A-Z a-z 0-9 . _ -; the ledger's partition.
  std::string name;  // As it stands in lists and titles.
  std::vector<std::string> aliases;  // Other names documents print.
  std::string kind;                  // Free: 行政, 事业, ...; may be empty.
  std::vector<DepartmentUnit> units;  // May be empty.
  // All groups it is in, those above the written ones included; ascending.
  std::vector<std::string> groups;
  std::vector<std::string> contacts;  // Whom to ask, in the list's own words.
  // Numbers of yuheng.budget.v1.Stage that it has to send, ascending.
  std::vector<int> stages;
  // Its head confirms what it sends.
  bool confirmation_required = false;

  bool MustSend(int stage) const;

  // nullptr when there is none.
  const DepartmentUnit* FindUnit(absl::string_view code) const;
};

// The departments of one prefecture. Immutable.
class DepartmentList {
 public:
  // Reads CSV (RFC 4180 quoting inside a line) with the header
  //   code,name,aliases,kind,units
  // and behind it any of
  //   ,groups   ,contacts   ,stages   ,confirmation
  // where what a field holds several of is separated by |, a unit is its code,
  // optionally followed by ':' and its name, and a group (分组) is a name or
  // several from the highest down, separated by /: 昌吉市/教育系统 is a group
  // and part of the group 昌吉市. A stage is request, ceiling, draft, approved,
  // adjusted or final; a department with an empty field, or without one, has to
  // send all of them, and one with none has to send nothing. confirmation is
  // "required" where the department's head confirms what it sends. Blank lines
  // and lines that begin with # are skipped. INVALID_ARGUMENT names the line,
  // the column and what is wrong there: a malformed or repeated code, a missing
  // name, a name or alias that two departments share, a malformed group, an
  // unknown stage, more than kDepartmentsMax departments,
  // kDepartmentListSizeBytesMax bytes or the limits of groups and contacts.
  static absl::StatusOr<DepartmentList> Parse(absl::string_view csv);

  // nullptr when there is none.
  const Department* FindByCode(absl::string_view code) const;
  // By name or alias as documents print it: blanks and width of brackets don't
  // matter, and a final 本级 or (本级) is tolerated. nullptr when there is
  // none.
  const Department* FindByName(absl::string_view printed) const;

  // In the order of the list.
  const std::vector<Department>& departments() const { return departments_; }

  // The codes of a group's departments, ascending, each once however many of
  // its parts it is in; nullptr when no department names the group.
  const std::vector<std::string>* FindGroup(absl::string_view group) const;
  size_t group_count() const { return by_group_.size(); }

 private:
  std::vector<Department> departments_;
  std::map<std::string, size_t, std::less<>> by_code_;
  std::map<std::string, size_t, std::less<>> by_label_;
  std::map<std::string, std::vector<std::string>, std::less<>> by_group_;
};

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_DEPARTMENT_LIST_H_
