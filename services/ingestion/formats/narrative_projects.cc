#include "services/ingestion/formats/narrative_projects.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/project_fields.h"
#include "services/ingestion/formats/statement_reader.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kNoProject[] = {
    "没有",   "无项目", "未安排", "不涉及", "无一般公共预算项目",
    "未使用", "空表",   "无此项"};

// What makes the amount behind it an annual one.
constexpr absl::string_view kAnnual[] = {"每年", "年均", "每年度", "逐年"};
// How far behind 每年 its amount may stand, in bytes.
constexpr size_t kAnnualBytesMax = 60;

// Without punctuation at the end.
size_t TrimmedEnd(absl::string_view text, size_t begin, size_t end) {
  for (bool again = true; again && end > begin;) {
    again = false;
    for (absl::string_view mark : {"\n", "。", ";", ","}) {
      if (end - begin >= mark.size() &&
          absl::EndsWith(text.substr(begin, end - begin), mark)) {
        end -= mark.size();
        again = true;
      }
    }
  }
  return end;
}

class ProjectReader {
 public:
  ProjectReader(const Passage& passage, ClaimWriter* writer)
      : passage_(passage),
        text_(passage.text()),
        quantities_(ScanQuantities(text_)),
        writer_(*writer),
        economic_({}, {}) {
    const budget::ChartOfAccounts& chart = budget::ChartFor(
        budget::ChartKind::kEconomicDepartment, writer->document().fiscal_year);
    for (absl::string_view code : chart.Codes()) {
      if (code.size() != 3) continue;
      economic_.Add(budget::NormaliseLabel(chart.Name(code)),
                    absl::StrCat("e", code));
    }
    const budget::Table* table =
        writer->document().FindTable(budget::TableKind::kT7);
    if (table == nullptr) return;
    for (const budget::Row& row : table->rows) {
      if (row.project.empty()) continue;
      projects_.emplace(budget::NormaliseLabel(row.project), row.project);
    }
  }

  void Read(const std::vector<ProjectFieldSpan>& fields) {
    for (const ProjectFieldSpan& field : fields) {
      const size_t end = TrimmedEnd(text_, field.value_begin, field.value_end);
      if (field.kind == ProjectField::kName) {
        ReadName(field.value_begin, end);
        continue;
      }
      if (name_.empty() || field.value_begin >= end) continue;
      switch (field.kind) {
        case ProjectField::kName:
          break;
        case ProjectField::kPolicy:
          Words("policy", field.value_begin, end);
          ReadAnnual(field.value_begin, end);
          break;
        case ProjectField::kScale:
          ReadScale(field.value_begin, end);
          break;
        case ProjectField::kUnit:
          Words("unit", field.value_begin, LineEnd(field.value_begin, end));
          break;
        case ProjectField::kShares:
          ReadShares(field.value_begin, end);
          break;
        case ProjectField::kPeriod:
          Words("period", field.value_begin, LineEnd(field.value_begin, end));
          break;
      }
    }
  }

 private:
  size_t LineEnd(size_t begin, size_t end) const {
    if (begin >= end) return end;
    const size_t line = text_.substr(begin, end - begin).find('\n');
    return line == absl::string_view::npos ? end : begin + line;
  }

  void ReadName(size_t begin, size_t end) {
    name_.clear();
    const size_t line = LineEnd(begin, end);
    const std::string printed = budget::RemoveBlanks(
        passage_.Printed(begin, TrimmedEnd(text_, begin, line)));
    const std::string normal = budget::NormaliseLabel(printed);
    if (normal == "无" || normal == "无项目") {
      writer_.Words("N7:none", passage_, begin, line);
      return;
    }
    const auto in_table = projects_.find(normal);
    name_ = in_table == projects_.end() ? printed : in_table->second;
  }

  void Words(absl::string_view measure, size_t begin, size_t end) {
    writer_.Words(absl::StrCat("N7:", name_, ":", measure), passage_, begin,
                  TrimmedEnd(text_, begin, end));
  }

  // The first amount from `begin` to `end`; nullptr when there is none.
  const Quantity* FirstMoney(size_t begin, size_t end) const {
    auto at = std::lower_bound(
        quantities_.begin(), quantities_.end(), begin,
        [](const Quantity& q, size_t offset) { return q.begin < offset; });
    for (; at != quantities_.end() && at->begin < end; ++at) {
      if (at->unit == Unit::kMoney) return &*at;
    }
    return nullptr;
  }

  void ReadScale(size_t begin, size_t end) {
    if (const Quantity* amount = FirstMoney(begin, end)) {
      writer_.Figure(absl::StrCat("N7:", name_, ":amount"), passage_, *amount);
    }
  }

  void ReadAnnual(size_t begin, size_t end) {
    for (absl::string_view word : kAnnual) {
      const size_t at = text_.substr(0, end).find(word, begin);
      if (at == absl::string_view::npos) continue;
      const size_t behind = at + word.size();
      const Quantity* amount =
          FirstMoney(behind, std::min(end, behind + kAnnualBytesMax));
      if (amount == nullptr) continue;
      writer_.Figure(absl::StrCat("N7:", name_, "/annual:amount"), passage_,
                     *amount);
      return;
    }
  }

  void ReadShares(size_t begin, size_t end) {
    // A passage of its own, so that statements cannot run out of the field.
    const Passage field = passage_.Slice(begin, end);
    StatementOptions options;
    options.fiscal_year = writer_.document().fiscal_year;
    options.nil = StatementOptions::Nil::kIgnored;
    options.address = [this](absl::string_view subject,
                             absl::string_view measure) {
      return absl::StrCat("N7:", name_, "/", subject, ":", measure);
    };
    ReadStatements(field, economic_.Find(field.text()), options, &writer_);
  }

  const Passage& passage_;
  const absl::string_view text_;
  const std::vector<Quantity> quantities_;
  ClaimWriter& writer_;
  LabelFinder economic_;
  // The names as T7 prints them, by the normalised ones.
  std::map<std::string, std::string> projects_;
  std::string name_;
};

// The projects of T7 in running text.
bool ReadNamedProjects(const Passage& passage, ClaimWriter* writer) {
  const budget::Table* table =
      writer->document().FindTable(budget::TableKind::kT7);
  if (table == nullptr) return false;
  LabelFinder finder({});
  for (const budget::Row& row : table->rows) {
    if (!row.project.empty()) {
      finder.Add(budget::NormaliseLabel(row.project), row.project);
    }
  }
  const std::vector<LabelSpan> labels = finder.Find(passage.text());
  if (labels.empty()) return false;
  StatementOptions options;
  options.fiscal_year = writer->document().fiscal_year;
  options.address = AddressesUnder("N7");
  ReadStatements(passage, labels, options, writer);
  return true;
}

}  // namespace

void ReadProjects(const Passage& passage, ClaimWriter* writer) {
  const absl::string_view text = passage.text();
  const std::vector<ProjectFieldSpan> fields = FindProjectFields(passage);
  const bool named = std::any_of(fields.begin(), fields.end(),
                                 [](const ProjectFieldSpan& field) {
                                   return field.kind == ProjectField::kName;
                                 });
  if (named) {
    ProjectReader(passage, writer).Read(fields);
    return;
  }
  if (ReadNamedProjects(passage, writer)) return;
  for (absl::string_view word : kNoProject) {
    if (absl::StrContains(text, word)) {
      writer->Words("N7:none", passage, 0, text.size());
      return;
    }
  }
}

}  // namespace yuheng::ingestion
