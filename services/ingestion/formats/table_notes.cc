#include "services/ingestion/formats/table_notes.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/budget/unit_of_account.h"
#include "services/ingestion/formats/footer_labels.h"

namespace yuheng::ingestion {
namespace {

using budget::ContainsAny;
using budget::DocumentRole;

constexpr size_t kNoteBytesMax = 400;
constexpr size_t kNilStatementBytesMax = 600;
// Eight characters; what is shorter says it in set words.
constexpr size_t kLooseStatementBytesMin = 24;

struct PreparedByLabel {
  absl::string_view label;
  DocumentRole role;
};

constexpr PreparedByLabel kPreparedByLabels[] = {
    {"编制部门", DocumentRole::kDepartment},
    {"编制单位", DocumentRole::kUnit},
    {"填报部门", DocumentRole::kDepartment},
    {"填报单位", DocumentRole::kUnit},
    {"编报部门", DocumentRole::kDepartment},
    {"编报单位", DocumentRole::kUnit},
    {"部门名称", DocumentRole::kDepartment},
    {"单位名称", DocumentRole::kUnit},
    {"预算部门", DocumentRole::kDepartment},
    {"部门", DocumentRole::kDepartment},
};

int64_t UnitAtFront(absl::string_view text) {
  absl::ConsumePrefix(&text, "人民币");
  for (const budget::UnitOfAccount& unit : budget::kUnitsOfAccount) {
    if (absl::StartsWith(text, unit.name)) return unit.fen;
  }
  return 0;
}

// The unit named in a text without blanks, and where its label begins.
int64_t FindUnit(absl::string_view text, size_t* at) {
  *at = text.size();
  for (size_t from = 0;;) {
    const size_t found = text.find("单位", from);
    if (found == absl::string_view::npos) break;
    absl::string_view rest = text.substr(found + 6);
    from = found + 6;
    absl::ConsumePrefix(&rest, ":");
    if (const int64_t unit_fen = UnitAtFront(rest); unit_fen > 0) {
      *at = found;
      if (absl::EndsWith(text.substr(0, found), "金额")) *at -= 6;
      if (absl::EndsWith(text.substr(0, *at), "(")) --*at;
      return unit_fen;
    }
  }
  // "(万元)" alone.
  if (absl::StartsWith(text, "(") && absl::EndsWith(text, ")")) {
    const absl::string_view inner = text.substr(1, text.size() - 2);
    for (const budget::UnitOfAccount& unit : budget::kUnitsOfAccount) {
      if (inner == unit.name) {
        *at = 0;
        return unit.fen;
      }
    }
  }
  return 0;
}

// `text` in front of its first colon, in any print, and behind it; all of it
// and nothing when there is no colon.
std::pair<absl::string_view, absl::string_view> AtColon(
    absl::string_view text) {
  for (size_t offset = 0; offset < text.size();) {
    const size_t at = offset;
    budget::NextCodePoint(text, &offset);
    if (budget::NormaliseLabel(text.substr(at, offset - at)) == ":") {
      return {text.substr(0, at), text.substr(offset)};
    }
  }
  return {text, {}};
}

// `value` up to the next label with a colon: 某局 of 某局制表人:张三.
absl::string_view UpToNextLabel(absl::string_view value) {
  const absl::string_view front = AtColon(value).first;
  if (front.size() == value.size()) return value;
  size_t length = 0;  // Of the longest label there.
  for (const absl::string_view label : kFooterLabels) {
    if (absl::EndsWith(front, label)) length = std::max(length, label.size());
  }
  return length == 0 ? value : front.substr(0, front.size() - length);
}

// The name behind the colon, as printed but without blanks; what follows from
// the unit's label or another one on is not part of it.
std::string PreparedBy(absl::string_view text, bool with_unit) {
  const std::string compact = budget::RemoveBlanks(text);
  absl::string_view value = AtColon(compact).second;
  if (with_unit) value = value.substr(0, value.rfind("单位"));
  for (const absl::string_view tail : {"（", "(", "金额"}) {
    absl::ConsumeSuffix(&value, tail);
  }
  value = UpToNextLabel(value);
  // Between the name and the unit some forms print a date.
  const size_t year = value.find("20");
  if (year != absl::string_view::npos && absl::EndsWith(value, "日")) {
    value = value.substr(0, year);
  }
  return std::string(value);
}

}  // namespace

TableNote ReadTableNote(absl::string_view text) {
  TableNote note;
  if (text.size() > kNoteBytesMax || !ContainsAny(text, {"位", "部", "元"})) {
    return note;
  }
  const std::string normal = budget::NormaliseLabel(text);
  size_t unit_at = 0;
  note.unit_fen = FindUnit(normal, &unit_at);
  const absl::string_view front = absl::string_view(normal).substr(0, unit_at);
  for (const PreparedByLabel& label : kPreparedByLabels) {
    if (!absl::StartsWith(front, label.label)) continue;
    const absl::string_view rest = front.substr(label.label.size());
    if (!absl::StartsWith(rest, ":") && !absl::StartsWith(rest, "(盖章):")) {
      continue;
    }
    note.prepared_by_label = true;
    note.role = label.role;
    note.prepared_by = PreparedBy(text, note.unit_fen > 0);
    break;
  }
  return note;
}

bool IsNilStatement(absl::string_view text) {
  if (text.size() > kNilStatementBytesMax) return false;
  const std::string normal = budget::NormaliseLabel(text);
  if (ContainsAny(normal, {"空表", "为空", "无数据", "没有数据", "为零"}) ||
      ContainsAny(normal, {"为0,", "为0。", "为0万元", "为0元"}) ||
      budget::EndsWithAny(
          absl::StripSuffix(normal, "。"),
          {"为0", ":零", "不涉及", "未发生", "无此项", "无此项支出",
           "无此项收支", "无此项业务", "无此项资金"})) {
    return true;
  }
  return ContainsAny(normal, {"没有", "未安排", "不涉及", "无"}) &&
         ContainsAny(normal,
                     {"支出", "安排", "拨款", "预算", "经费", "收支"}) &&
         text.size() >= kLooseStatementBytesMin;
}

}  // namespace yuheng::ingestion
