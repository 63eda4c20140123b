#include "services/budget/department_list.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/department_list_errors.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

constexpr absl::string_view kHeader = "code,name,aliases,kind,units";
// What may stand behind it, in any order.
constexpr absl::string_view kMoreColumns[] = {"groups", "contacts", "stages",
                                              "confirmation"};
constexpr size_t kCodeSizeBytesMax = 64;

// By their numbers in yuheng.budget.v1.Stage, from 1.
constexpr absl::string_view kStageWords[] = {"request",  "ceiling",  "draft",
                                             "approved", "adjusted", "final"};
constexpr absl::string_view kNoStage = "none";
constexpr absl::string_view kConfirmationRequired = "required";

// Carries the place and the Chinese text of an error.
constexpr char kErrorPayload[] = "yuheng/department-list-error";

absl::Status BadField(int line, absl::string_view column, const Text& what) {
  absl::Status status = absl::InvalidArgumentError(absl::StrCat(
      "department list, line ", line,
      column.empty() ? "" : absl::StrCat(", column ", column), ": ", what.en));
  status.SetPayload(
      kErrorPayload,
      absl::Cord(absl::StrJoin(
          {absl::StrCat(line), std::string(column), what.zh, what.en},
          absl::string_view("\0", 1))));
  return status;
}

absl::Status BadField(int line, absl::string_view column, absl::string_view id,
                      std::initializer_list<MessageArgument> arguments = {}) {
  return BadField(line, column, Message(id, arguments));
}

absl::Status BadLine(int line, absl::string_view id,
                     std::initializer_list<MessageArgument> arguments = {}) {
  return BadField(line, "", id, arguments);
}

absl::Status NoHeader(int line) {
  return BadLine(line, "department_list.no_header",
                 {{"header", std::string(kHeader)}});
}

DepartmentListError ErrorOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kErrorPayload);
  if (!payload) {
    const std::string text(status.message());
    return {0, "", {text, text}};
  }
  const std::vector<std::string> parts =
      absl::StrSplit(std::string(*payload), absl::string_view("\0", 1));
  DepartmentListError error{0, parts[1], {parts[2], parts[3]}};
  if (!absl::SimpleAtoi(parts[0], &error.line)) error.line = 0;
  return error;
}

// The columns of a header; empty when it is none.
std::vector<std::string> ColumnsOf(absl::string_view line) {
  const std::string header = RemoveBlanks(line);
  std::vector<std::string> columns = absl::StrSplit(header, ',');
  const std::vector<std::string> first = absl::StrSplit(kHeader, ',');
  std::set<std::string> seen;
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool known = i < first.size()
                           ? columns[i] == first[i]
                           : absl::c_linear_search(kMoreColumns, columns[i]);
    if (!known || !seen.insert(columns[i]).second) return {};
  }
  if (columns.size() < first.size()) return {};
  return columns;
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

// One for each column.
absl::StatusOr<std::vector<std::string>> SplitFields(
    absl::string_view line, const std::vector<std::string>& columns,
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
  if (quoted) {
    const size_t at = std::min(fields.size(), columns.size()) - 1;
    return BadField(number, columns[at], "department_list.quote_open");
  }
  if (fields.size() != columns.size()) {
    return BadLine(number, "department_list.field_count",
                   {{"expected", absl::StrCat(columns.size())},
                    {"columns", absl::StrJoin(columns, ",")},
                    {"found", absl::StrCat(fields.size())}});
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
      return BadField(number, "units", "department_list.unit_code",
                      {{"code", unit.code}});
    }
    if (absl::c_any_of(units, [&unit](const DepartmentUnit& other) {
          return other.code == unit.code;
        })) {
      return BadField(number, "units", "department_list.unit_twice",
                      {{"code", unit.code}});
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
    return BadField(number, "groups", "department_list.groups_of_department",
                    {{"limit", absl::StrCat(kGroupsOfDepartmentMax)}});
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
        return BadField(number, "groups", "department_list.group_name",
                        {{"group", item},
                         {"levels", absl::StrCat(kGroupLevelsMax)},
                         {"bytes", absl::StrCat(kGroupNameSizeBytesMax)}});
      }
      groups.insert(group);
    }
  }
  return std::vector<std::string>(groups.begin(), groups.end());
}

absl::StatusOr<std::vector<std::string>> ParseContacts(absl::string_view field,
                                                       int number) {
  std::vector<std::string> contacts = SplitList(field);
  const bool too_long =
      absl::c_any_of(contacts, [](const std::string& contact) {
        return contact.size() > kContactSizeBytesMax;
      });
  if (contacts.size() > kContactsOfDepartmentMax || too_long) {
    return BadField(number, "contacts", "department_list.contacts_limit",
                    {{"limit", absl::StrCat(kContactsOfDepartmentMax)},
                     {"bytes", absl::StrCat(kContactSizeBytesMax)}});
  }
  return contacts;
}

absl::StatusOr<std::vector<int>> ParseStages(absl::string_view field,
                                             int number) {
  if (field == kNoStage) return std::vector<int>();
  std::set<int> stages;
  for (const std::string& word : SplitList(field)) {
    const auto* const found = absl::c_find(kStageWords, word);
    if (found == std::end(kStageWords)) {
      return BadField(number, "stages", "department_list.stage_word",
                      {{"word", word},
                       {"stages", absl::StrJoin(kStageWords, ", ")},
                       {"none", std::string(kNoStage)}});
    }
    stages.insert(static_cast<int>(found - std::begin(kStageWords)) + 1);
  }
  if (stages.empty()) {
    for (size_t i = 1; i <= std::size(kStageWords); ++i) {
      stages.insert(static_cast<int>(i));
    }
  }
  return std::vector<int>(stages.begin(), stages.end());
}

absl::StatusOr<Department> ParseDepartment(
    absl::string_view line, const std::vector<std::string>& columns,
    int number) {
  absl::StatusOr<std::vector<std::string>> fields =
      SplitFields(line, columns, number);
  if (!fields.ok()) return fields.status();
  // Empty where the list has no such column.
  const auto field_of = [&](absl::string_view column) -> absl::string_view {
    const auto found = absl::c_find(columns, column);
    return found == columns.end() ? absl::string_view()
                                  : (*fields)[found - columns.begin()];
  };
  Department department{.code = (*fields)[0],
                        .name = (*fields)[1],
                        .aliases = SplitList((*fields)[2]),
                        .kind = (*fields)[3],
                        .units = {},
                        .groups = {},
                        .contacts = {},
                        .stages = {}};
  if (!IsResourceCode(department.code)) {
    return BadField(number, "code", "department_list.department_code",
                    {{"code", department.code}});
  }
  if (department.name.empty()) {
    return BadField(number, "name", "department_list.name_missing");
  }
  absl::StatusOr<std::vector<DepartmentUnit>> units =
      ParseUnits((*fields)[4], number);
  if (!units.ok()) return units.status();
  department.units = *std::move(units);
  absl::StatusOr<std::vector<std::string>> groups =
      ParseGroups(field_of("groups"), number);
  if (!groups.ok()) return groups.status();
  department.groups = *std::move(groups);
  absl::StatusOr<std::vector<std::string>> contacts =
      ParseContacts(field_of("contacts"), number);
  if (!contacts.ok()) return contacts.status();
  department.contacts = *std::move(contacts);
  absl::StatusOr<std::vector<int>> stages =
      ParseStages(field_of("stages"), number);
  if (!stages.ok()) return stages.status();
  department.stages = *std::move(stages);
  const absl::string_view confirmation = field_of("confirmation");
  department.confirmation_required = confirmation == kConfirmationRequired;
  if (!confirmation.empty() && !department.confirmation_required) {
    return BadField(
        number, "confirmation", "department_list.confirmation_word",
        {{"word", confirmation}, {"required", kConfirmationRequired}});
  }
  return department;
}

std::string LabelOf(absl::string_view name) {
  std::string label = NormaliseLabel(name);
  for (absl::string_view suffix : {"(本级)", "本级"}) {
    if (label.size() > suffix.size() && absl::EndsWith(label, suffix)) {
      label.erase(label.size() - suffix.size());
      break;
    }
  }
  return label;
}

// The columns of the first line that is not skipped; empty when it is none.
std::vector<std::string> HeaderOf(const std::vector<std::string>& lines) {
  for (absl::string_view line : lines) {
    absl::ConsumePrefix(&line, "\xEF\xBB\xBF");
    absl::ConsumeSuffix(&line, "\r");
    if (TrimBlanks(line).empty() || line[0] == '#') continue;
    return ColumnsOf(line);
  }
  return {};
}

// Makes a field, or a line, one that has nothing wrong. False when the list
// can't be read any further.
bool PutRight(const DepartmentListError& error,
              std::vector<std::string>* lines) {
  const std::vector<std::string> columns = HeaderOf(*lines);
  if (columns.empty()) return false;
  std::string& line = (*lines)[static_cast<size_t>(error.line) - 1];
  auto fields = SplitFields(absl::StripSuffix(line, "\r"), columns, error.line);
  const auto at = absl::c_find(columns, error.column);
  if (!fields.ok() || at == columns.end()) {
    line.assign(1, '#');
    return true;
  }
  const bool named = error.column == "code" || error.column == "name";
  (*fields)[static_cast<size_t>(at - columns.begin())] =
      named ? absl::StrCat("put-right-", error.line) : "";
  for (std::string& field : *fields) {
    field =
        absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
  }
  line = absl::StrJoin(*fields, ",");
  return true;
}

}  // namespace

const DepartmentUnit* Department::FindUnit(absl::string_view unit_code) const {
  for (const DepartmentUnit& unit : units) {
    if (unit.code == unit_code) return &unit;
  }
  return nullptr;
}

bool Department::MustSend(int stage) const {
  return absl::c_linear_search(stages, stage);
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
  std::vector<std::string> columns;  // Empty until the header was seen.
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    absl::ConsumeSuffix(&line, "\r");
    if (TrimBlanks(line).empty() || line[0] == '#') continue;
    if (columns.empty()) {
      columns = ColumnsOf(line);
      if (columns.empty()) return NoHeader(number);
      continue;
    }
    if (!IsUtf8(line)) return BadLine(number, "department_list.not_utf8");
    if (list.departments_.size() == kDepartmentsMax) {
      return BadLine(number, "department_list.departments_max",
                     {{"limit", absl::StrCat(kDepartmentsMax)}});
    }
    absl::StatusOr<Department> department =
        ParseDepartment(line, columns, number);
    if (!department.ok()) return department.status();
    const size_t index = list.departments_.size();
    if (!list.by_code_.emplace(department->code, index).second) {
      return BadField(number, "code", "department_list.code_twice",
                      {{"code", department->code}});
    }
    std::vector<std::string> names = department->aliases;
    names.push_back(department->name);
    for (const std::string& name : names) {
      const auto [it, added] = list.by_label_.emplace(LabelOf(name), index);
      if (!added && it->second != index) {
        return BadField(
            number, name == department->name ? "name" : "aliases",
            "department_list.name_twice",
            {{"name", name}, {"code", list.departments_[it->second].code}});
      }
    }
    for (const std::string& group : department->groups) {
      list.by_group_[group].push_back(department->code);
    }
    if (list.by_group_.size() > kGroupsMax) {
      return BadField(number, "groups", "department_list.groups_max",
                      {{"limit", absl::StrCat(kGroupsMax)}});
    }
    list.departments_.push_back(*std::move(department));
  }
  if (columns.empty()) return NoHeader(number);
  for (auto& [group, codes] : list.by_group_) absl::c_sort(codes);
  return list;
}

std::vector<DepartmentListError> ErrorsInDepartmentList(absl::string_view csv) {
  std::vector<DepartmentListError> errors;
  std::vector<std::string> lines = absl::StrSplit(csv, '\n');
  // What was told is put right, until nothing is left to tell.
  while (errors.size() < kDepartmentListErrorsMax) {
    const auto list = DepartmentList::Parse(absl::StrJoin(lines, "\n"));
    if (list.ok()) break;
    errors.push_back(ErrorOf(list.status()));
    const DepartmentListError& error = errors.back();
    if (error.line == 0 || !PutRight(error, &lines)) break;
  }
  absl::c_stable_sort(
      errors, [](const auto& a, const auto& b) { return a.line < b.line; });
  return errors;
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
