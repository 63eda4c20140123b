#include "services/ingestion/formats/project_fields.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/narrative_sections.h"

namespace yuheng::ingestion {
namespace {

struct FieldLabel {
  absl::string_view text;
  ProjectField field;
};

constexpr FieldLabel kFields[] = {
    {"项目名称", ProjectField::kName},
    {"设立的政策依据", ProjectField::kPolicy},
    {"设立政策依据", ProjectField::kPolicy},
    {"项目设立的政策依据", ProjectField::kPolicy},
    {"项目设立政策依据", ProjectField::kPolicy},
    {"项目设立依据", ProjectField::kPolicy},
    {"政策依据", ProjectField::kPolicy},
    {"立项依据", ProjectField::kPolicy},
    {"政策文件依据", ProjectField::kPolicy},
    {"设立政策文件依据", ProjectField::kPolicy},
    {"项目立项依据", ProjectField::kPolicy},
    {"设立依据", ProjectField::kPolicy},
    {"预算安排规模", ProjectField::kScale},
    {"预算安排规模(万元)", ProjectField::kScale},
    {"项目预算安排规模", ProjectField::kScale},
    {"预算规模", ProjectField::kScale},
    {"项目预算规模", ProjectField::kScale},
    {"安排规模", ProjectField::kScale},
    {"预算安排", ProjectField::kScale},
    {"预算安排金额", ProjectField::kScale},
    {"预算金额", ProjectField::kScale},
    {"项目预算", ProjectField::kScale},
    {"预算安排资金", ProjectField::kScale},
    {"资金规模", ProjectField::kScale},
    {"项目资金", ProjectField::kScale},
    {"项目资金规模", ProjectField::kScale},
    {"项目资金安排规模", ProjectField::kScale},
    {"预算数", ProjectField::kScale},
    {"年度预算安排", ProjectField::kScale},
    {"项目承担单位", ProjectField::kUnit},
    {"项目责任单位", ProjectField::kUnit},
    {"项目承办单位", ProjectField::kUnit},
    {"承办单位", ProjectField::kUnit},
    {"项目实施主体", ProjectField::kUnit},
    {"实施主体", ProjectField::kUnit},
    {"承担单位", ProjectField::kUnit},
    {"项目实施单位", ProjectField::kUnit},
    {"实施单位", ProjectField::kUnit},
    {"项目执行单位", ProjectField::kUnit},
    {"执行单位", ProjectField::kUnit},
    {"项目单位", ProjectField::kUnit},
    {"资金分配情况", ProjectField::kShares},
    {"资金分配", ProjectField::kShares},
    {"资金安排情况", ProjectField::kShares},
    {"资金使用情况", ProjectField::kShares},
    {"资金用途", ProjectField::kShares},
    {"预算资金分配情况", ProjectField::kShares},
    {"项目资金分配情况", ProjectField::kShares},
    {"经费分配情况", ProjectField::kShares},
    {"资金支出方向", ProjectField::kShares},
    {"资金执行时间", ProjectField::kPeriod},
    {"执行时间", ProjectField::kPeriod},
    {"项目执行时间", ProjectField::kPeriod},
    {"资金执行期限", ProjectField::kPeriod},
    {"项目实施时间", ProjectField::kPeriod},
    {"实施时间", ProjectField::kPeriod},
    {"项目实施期限", ProjectField::kPeriod},
    {"实施期限", ProjectField::kPeriod},
    {"执行期限", ProjectField::kPeriod},
    {"项目执行期限", ProjectField::kPeriod},
    {"项目期限", ProjectField::kPeriod},
    {"项目周期", ProjectField::kPeriod},
    {"实施周期", ProjectField::kPeriod},
    {"项目实施周期", ProjectField::kPeriod},
    {"资金使用时间", ProjectField::kPeriod},
    {"资金使用期限", ProjectField::kPeriod},
    {"起止时间", ProjectField::kPeriod},
    {"项目起止时间", ProjectField::kPeriod},
};

// The longest number of a paragraph, such as "(二十一)", in bytes.
constexpr size_t kNumberBytesMax = 24;

// What may stand between a field's label and its value.
constexpr absl::string_view kFieldMarks[] = {":",      "\n",   "为", "是",
                                             "(万元)", "(元)", "]",  "-"};
// A label of at least five characters opens a field at the start of a paragraph
// without any mark behind it.
constexpr size_t kPlainFieldBytesMin = 15;

size_t MarkLength(absl::string_view text) {
  for (absl::string_view mark : kFieldMarks) {
    if (absl::StartsWith(text, mark)) return mark.size();
  }
  return 0;
}

bool AtClauseStart(absl::string_view text, size_t at) {
  if (at == 0) return true;
  constexpr absl::string_view kStarts[] = {"\n", "。", ";", ",",
                                           ")",  "、", ".", "["};
  return budget::EndsWithAny(text.substr(0, at), kStarts);
}

// Where the number in front of a field begins, such as "(二)" or "2."; `at`
// where there is none.
size_t NumberBegin(absl::string_view text, size_t at) {
  const size_t window = at - std::min(at, kNumberBytesMax);
  size_t begin = window;
  for (absl::string_view mark : {"\n", "。", ";", ","}) {
    const size_t found = text.substr(window, at - window).rfind(mark);
    if (found != absl::string_view::npos) {
      begin = std::max(begin, window + found + mark.size());
    }
  }
  if (begin == window && window > 0) return at;
  const absl::string_view number = text.substr(begin, at - begin);
  return number == "[" || BeginsNumbered(number) ? begin : at;
}

// The longest field label at `at` that opens a field.
const FieldLabel* FieldAt(const Passage& passage, size_t at) {
  const absl::string_view text = passage.text();
  const FieldLabel* best = nullptr;
  const size_t number = NumberBegin(text, at);
  const bool paragraph =
      number == 0 || text[number - 1] == '\n' || text[at - 1] == ')';
  for (const FieldLabel& label : kFields) {
    if (!absl::StartsWith(text.substr(at), label.text)) continue;
    const size_t end = at + label.text.size();
    const bool plain = paragraph && (label.text.size() >= kPlainFieldBytesMin ||
                                     passage.BlankBefore(end));
    if (end < text.size() && MarkLength(text.substr(end)) == 0 && !plain) {
      continue;
    }
    if (best == nullptr || best->text.size() < label.text.size()) best = &label;
  }
  return best;
}

}  // namespace

std::vector<ProjectFieldSpan> FindProjectFields(const Passage& passage) {
  const absl::string_view text = passage.text();
  std::vector<ProjectFieldSpan> fields;
  for (size_t at = 0; at < text.size();) {
    const FieldLabel* label =
        AtClauseStart(text, at) ? FieldAt(passage, at) : nullptr;
    if (label == nullptr) {
      budget::NextCodePoint(text, &at);
      continue;
    }
    size_t value = at + label->text.size();
    while (const size_t mark = MarkLength(text.substr(value))) value += mark;
    fields.push_back({label->field, at, value, text.size()});
    at = value;
  }
  for (size_t i = 0; i + 1 < fields.size(); ++i) {
    size_t end = fields[i + 1].begin;
    const size_t window =
        std::max(fields[i].value_begin, end - std::min(end, kNumberBytesMax));
    if (window < end) {
      const size_t line = text.substr(window, end - window).rfind('\n');
      end = line == absl::string_view::npos ? NumberBegin(text, end)
                                            : window + line;
    }
    fields[i].value_end = std::max(fields[i].value_begin, end);
  }
  return fields;
}

bool BeginsWithProjectField(absl::string_view normalised) {
  absl::ConsumePrefix(&normalised, "[");
  return std::any_of(
      std::begin(kFields), std::end(kFields), [&](const FieldLabel& label) {
        if (!absl::StartsWith(normalised, label.text)) {
          return false;
        }
        const absl::string_view behind = normalised.substr(label.text.size());
        return behind.empty() || behind[0] == ':' || behind[0] == ']' ||
               absl::StartsWith(behind, "(万元)") ||
               absl::StartsWith(behind, "(元)");
      });
}

}  // namespace yuheng::ingestion
