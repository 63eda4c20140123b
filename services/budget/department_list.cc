#include "services/budget/department_list.h"

#include <utility>

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
constexpr size_t kFieldCount = 5;
constexpr size_t kCodeSizeBytesMax = 64;

absl::Status BadLine(int line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("department list, line ", line, ": ", what));
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

absl::StatusOr<std::vector<std::string>> SplitFields(absl::string_view line,
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
  if (fields.size() != kFieldCount) {
    return BadLine(number, absl::StrCat("expected ", kFieldCount, " fields (",
                                        kHeader, "), found ", fields.size()));
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

absl::StatusOr<Department> ParseDepartment(absl::string_view line, int number) {
  absl::StatusOr<std::vector<std::string>> fields = SplitFields(line, number);
  if (!fields.ok()) return fields.status();
  Department department{.code = (*fields)[0],
                        .name = (*fields)[1],
                        .aliases = SplitList((*fields)[2]),
                        .kind = (*fields)[3],
                        .units = {}};
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
  bool header_seen = false;
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    absl::ConsumeSuffix(&line, "\r");
    if (TrimBlanks(line).empty() || line[0] == '#') continue;
    if (!header_seen) {
      if (RemoveBlanks(line) != kHeader) {
        return BadLine(number, absl::StrCat("expected the header ", kHeader));
      }
      header_seen = true;
      continue;
    }
    if (list.departments_.size() == kDepartmentsMax) {
      return BadLine(
          number, absl::StrCat("more than ", kDepartmentsMax, " departments"));
    }
    absl::StatusOr<Department> department = ParseDepartment(line, number);
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
    list.departments_.push_back(*std::move(department));
  }
  if (!header_seen) {
    return BadLine(number, absl::StrCat("expected the header ", kHeader));
  }
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

}  // namespace yuheng::budget
