#include "services/budget/department_list.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

constexpr absl::string_view kHeader = "code,name,aliases,kind,units";
constexpr absl::string_view kHeaderWithGroups =
    "code,name,aliases,kind,units,groups";
constexpr size_t kCodeSizeBytesMax = 64;

absl::Status BadLine(int line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("department list, line ", line, ": ", what));
}

absl::Status NoHeader(int line) {
  return BadLine(line, absl::StrCat("expected the header ", kHeader, " or ",
                                    kHeaderWithGroups));
}

// What may stand as a department or unit id in a resource name.
bool IsResourceCode(absl::string_view text) {
  if (text.empty() || text.size() > kCodeSizeBytesMax ||
      !absl::ascii_isalnum(text[0])) {
    return false;
  }
  for (char c : text) {
    if (!absl::ascii_isalnum(c) && c != '.' && c != '_' && c != '-') {
      return false;
    }
  }
  return true;
}

// `header` says how many there are.
absl::StatusOr<std::vector<std::string>> SplitFields(absl::string_view line,
                                                     absl::string_view header,
                                                     int number) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (i + 1 < line.size() && line[i + 1] == '"') {
        fields.back() += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  if (quoted) return BadLine(number, "a quoted field is not closed");
  const auto expected = 1 + static_cast<size_t>(absl::c_count(header, ','));
  if (fields.size() != expected) {
    return BadLine(number, absl::StrCat("expected ", expected, " fields (",
                                        header, "), found ", fields.size()));
  }
  for (std::string& field : fields) field = std::string(TrimBlanks(field));
  return fields;
}

std::vector<std::string> SplitList(absl::string_view field) {
  std::vector<std::string> items;
  for (absl::string_view item : absl::StrSplit(field, '|')) {
    item = TrimBlanks(item);
    if (!item.empty()) items.emplace_back(item);
  }
  return items;
}

absl::StatusOr<std::vector<DepartmentUnit>> ParseUnits(absl::string_view field,
                                                       int number) {
  std::vector<DepartmentUnit> units;
  for (const std::string& item : SplitList(field)) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(item, absl::MaxSplits(':', 1));
    DepartmentUnit unit{.code = std::string(TrimBlanks(parts.first)),
                        .name = std::string(TrimBlanks(parts.second))};
    if (!IsResourceCode(unit.code)) {
      return BadLine(number,
                     absl::StrCat("\"", unit.code, "\" is no unit code"));
    }
    units.push_back(std::move(unit));
  }
  return units;
}

// Whether a level of a group's name can be read and asked for.
bool IsGroupLevel(absl::string_view level) {
  for (size_t offset = 0; offset < level.size();) {
    const char32_t c = NextCodePoint(level, &offset);
    if (c < 0x20 || c == 0x7F || c == 0xFFFD) return false;
  }
  return !level.empty();
}

// The groups of a department and those above them.
absl::StatusOr<std::vector<std::string>> ParseGroups(absl::string_view field,
                                                     int number) {
  const std::vector<std::string> items = SplitList(field);
  if (items.size() > kGroupsOfDepartmentMax) {
    return BadLine(number, absl::StrCat("more than ", kGroupsOfDepartmentMax,
                                        " groups of one department"));
  }
  std::set<std::string> groups;
  for (const std::string& item : items) {
    std::string group;
    size_t level_count = 0;
    for (absl::string_view level : absl::StrSplit(item, '/')) {
      level = TrimBlanks(level);
      absl::StrAppend(&group, level_count == 0 ? "" : "/", level);
      if (++level_count > kGroupLevelsMax ||
          group.size() > kGroupNameSizeBytesMax || !IsGroupLevel(level)) {
        return BadLine(
            number,
            absl::StrCat("\"", item, "\" is no group: 1 to ", kGroupLevelsMax,
                         " names separated by /, together at most ",
                         kGroupNameSizeBytesMax, " bytes of UTF-8, are"));
      }
      groups.insert(group);
    }
  }
  return std::vector<std::string>(groups.begin(), groups.end());
}

absl::StatusOr<Department> ParseDepartment(absl::string_view line,
                                           absl::string_view header,
                                           int number) {
  absl::StatusOr<std::vector<std::string>> fields =
      SplitFields(line, header, number);
  if (!fields.ok()) return fields.status();
  Department department{.code = (*fields)[0],
                        .name = (*fields)[1],
                        .aliases = SplitList((*fields)[2]),
                        .kind = (*fields)[3],
                        .units = {},
                        .groups = {}};
  if (!IsResourceCode(department.code)) {
    return BadLine(number,
                   absl::StrCat("\"", department.code,
                                "\" is no department code: 1 to 64 of A-Z a-z "
                                "0-9 . _ - are"));
  }
  if (department.name.empty()) return BadLine(number, "the name is missing");
  absl::StatusOr<std::vector<DepartmentUnit>> units =
      ParseUnits((*fields)[4], number);
  if (!units.ok()) return units.status();
  department.units = *std::move(units);
  if (header == kHeaderWithGroups) {
    absl::StatusOr<std::vector<std::string>> groups =
        ParseGroups((*fields)[5], number);
    if (!groups.ok()) return groups.status();
    department.groups = *std::move(groups);
  }
  return department;
}

std::string LabelOf(absl::string_view name) {
  std::string label = NormaliseLabel(name);
  for (absl::string_view suffix : {"(本级)", "本级"}) {
    if (label.size() > suffix.size() && absl::EndsWith(label, suffix)) {
      label.resize(label.size() - suffix.size());
      break;
    }
  }
  return label;
}

}  // namespace

const DepartmentUnit* Department::FindUnit(absl::string_view unit_code) const {
  for (const DepartmentUnit& unit : units) {
    if (unit.code == unit_code) return &unit;
  }
  return nullptr;
}

absl::StatusOr<DepartmentList> DepartmentList::Parse(absl::string_view csv) {
  if (csv.size() > kDepartmentListSizeBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the department list is larger than ",
                     kDepartmentListSizeBytesMax, " bytes"));
  }
  DepartmentList list;
  absl::ConsumePrefix(&csv, "\xEF\xBB\xBF");
  int number = 0;
  absl::string_view header;  // Empty until it was seen.
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    absl::ConsumeSuffix(&line, "\r");
    if (TrimBlanks(line).empty() || line[0] == '#') continue;
    if (header.empty()) {
      const std::string found = RemoveBlanks(line);
      if (found != kHeader && found != kHeaderWithGroups) {
        return NoHeader(number);
      }
      header = found == kHeader ? kHeader : kHeaderWithGroups;
      continue;
    }
    if (list.departments_.size() == kDepartmentsMax) {
      return BadLine(
          number, absl::StrCat("more than ", kDepartmentsMax, " departments"));
    }
    absl::StatusOr<Department> department =
        ParseDepartment(line, header, number);
    if (!department.ok()) return department.status();
    const size_t index = list.departments_.size();
    if (!list.by_code_.emplace(department->code, index).second) {
      return BadLine(number, absl::StrCat("department ", department->code,
                                          " stands twice"));
    }
    std::vector<std::string> names = department->aliases;
    names.push_back(department->name);
    for (const std::string& name : names) {
      const auto [it, added] = list.by_label_.emplace(LabelOf(name), index);
      if (!added && it->second != index) {
        return BadLine(
            number, absl::StrCat("the name ", name, " belongs to department ",
                                 list.departments_[it->second].code, " too"));
      }
    }
    for (const std::string& group : department->groups) {
      list.by_group_[group].push_back(department->code);
    }
    if (list.by_group_.size() > kGroupsMax) {
      return BadLine(number, absl::StrCat("more than ", kGroupsMax,
                                          " groups, those above others "
                                          "included"));
    }
    list.departments_.push_back(*std::move(department));
  }
  if (header.empty()) return NoHeader(number);
  for (auto& [group, codes] : list.by_group_) absl::c_sort(codes);
  return list;
}

const Department* DepartmentList::FindByCode(absl::string_view code) const {
  const auto it = by_code_.find(code);
  return it == by_code_.end() ? nullptr : &departments_[it->second];
}

const Department* DepartmentList::FindByName(absl::string_view printed) const {
  const auto it = by_label_.find(LabelOf(printed));
  return it == by_label_.end() ? nullptr : &departments_[it->second];
}

const std::vector<std::string>* DepartmentList::FindGroup(
    absl::string_view group) const {
  const auto it = by_group_.find(group);
  return it == by_group_.end() ? nullptr : &it->second;
}

}  // namespace yuheng::budget
