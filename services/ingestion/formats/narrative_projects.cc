#include "services/ingestion/formats/narrative_projects.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/narrative_labels.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/project_fields.h"
#include "services/ingestion/formats/statement_reader.h"
#include "services/ingestion/formats/table_projects.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kNoProject[] = {
    "没有",   "无项目", "未安排", "不涉及", "无一般公共预算项目",
    "未使用", "空表",   "无此项"};

// What makes the amount behind it an annual one.
constexpr absl::string_view kAnnual[] = {"每年", "年均", "每年度", "逐年"};
// Longer than the number of a heading, in bytes.
constexpr size_t kNumberBytesMax = 24;
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

// The end of the line as printed; joined lines are no line.
size_t PrintedLineEnd(const Passage& passage, size_t begin) {
  const absl::string_view text = passage.text();
  const int line = passage.LineAt(begin);
  size_t end = begin + 1;
  while (end < text.size() && text[end] != '\n' &&
         passage.LineAt(end) == line) {
    ++end;
  }
  return end;
}

// How much of a line is a name: all but the amount at its end.
size_t NameLength(absl::string_view line) {
  const std::vector<Quantity> quantities = ScanQuantities(line);
  const bool amount = !quantities.empty() && quantities.back().begin > 0 &&
                      quantities.back().unit == Unit::kMoney &&
                      quantities.back().end == line.size();
  return amount ? quantities.back().begin : line.size();
}

class ProjectReader {
 public:
  ProjectReader(const Passage& passage, const TableProjects& projects,
                ClaimWriter* writer)
      : passage_(passage),
        projects_(projects),
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
    const size_t line_end = TrimmedEnd(text_, begin, line);
    const size_t name_end =
        begin + NameLength(text_.substr(begin, line_end - begin));
    const absl::string_view normal = text_.substr(begin, name_end - begin);
    if (normal == "无" || normal == "无项目") {
      writer_.Words("N7:none", passage_, begin, line);
      return;
    }
    const std::string* in_table = projects_.Find(normal);
    // Words without a label in the next line are no part of the name.
    for (size_t at = begin; in_table == nullptr && at < name_end;) {
      at = PrintedLineEnd(passage_, at);
      in_table = projects_.Find(text_.substr(begin, at - begin));
    }
    name_ = in_table == nullptr
                ? budget::RemoveBlanks(passage_.Printed(begin, name_end))
                : *in_table;
    if (name_end < line_end) ReadScale(name_end, line_end);
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
  const TableProjects& projects_;
  const absl::string_view text_;
  const std::vector<Quantity> quantities_;
  ClaimWriter& writer_;
  LabelFinder economic_;
  std::string name_;
};

size_t CountOf(const std::vector<ProjectFieldSpan>& fields, ProjectField kind) {
  return std::count_if(
      fields.begin(), fields.end(),
      [&](const ProjectFieldSpan& field) { return field.kind == kind; });
}

// Where the name of a project of T7 begins that is all of a numbered line, such
// as (一)引智工作经费 or 项目1:引智工作经费; npos where the line is another.
size_t NameInHeading(absl::string_view line, const TableProjects& projects) {
  if (!BeginsNumbered(line) && !absl::StartsWith(line, "项目")) {
    return absl::string_view::npos;
  }
  line = line.substr(0, NameLength(line));
  for (absl::string_view mark : {")", "、", ".", ":"}) {
    const size_t at = line.substr(0, kNumberBytesMax).find(mark);
    if (at == absl::string_view::npos) continue;
    const size_t begin = at + mark.size();
    if (projects.Find(line.substr(begin)) != nullptr) return begin;
  }
  return absl::string_view::npos;
}

// Adds the names in numbered lines without 项目名称.
void AddHeadings(const Passage& passage, const TableProjects& projects,
                 std::vector<ProjectFieldSpan>* fields) {
  const absl::string_view text = passage.text();
  std::vector<ProjectFieldSpan> all;
  auto next = fields->begin();
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = PrintedLineEnd(passage, begin);
    const auto first = next;
    for (; next != fields->end() && next->begin < end; ++next) {
      all.push_back(*next);
    }
    const size_t line_end = TrimmedEnd(text, begin, end);
    const size_t name =
        next == first
            ? NameInHeading(text.substr(begin, line_end - begin), projects)
            : absl::string_view::npos;
    if (name != absl::string_view::npos) {
      if (!all.empty()) {
        all.back().value_end = std::min(all.back().value_end, begin);
      }
      const size_t value_end =
          next == fields->end() ? text.size() : next->begin;
      all.push_back({ProjectField::kName, begin, begin + name, value_end});
    }
    begin = end < text.size() && text[end] == '\n' ? end + 1 : end;
  }
  *fields = std::move(all);
}

// What stands in front of the projects says of all of them:
// 一般公共预算项目支出60万元,共2个项目.
void ReadAllProjects(const Passage& head, ClaimWriter* writer) {
  constexpr Label kLabels[] = {
      {"项目支出", "total"}, {"一般公共预算项目支出", "total"},
      {"安排项目", "total"}, {"政府性基金", ""},
      {"国有资本经营", ""},  {"单位资金", ""},
      {"上年结转", ""}};
  constexpr absl::string_view kProjects = "项目";
  const absl::string_view text = head.text();
  StatementOptions options;
  options.fiscal_year = writer->document().fiscal_year;
  options.counts = StatementOptions::Counts::kRead;
  options.nil = StatementOptions::Nil::kIgnored;
  options.address = AddressesUnder("N7");
  // 3个单位 are no projects.
  for (const Quantity& quantity : ScanQuantities(text)) {
    if (quantity.unit == Unit::kMoney || quantity.unit == Unit::kYear ||
        absl::StartsWith(text.substr(quantity.end), kProjects) ||
        absl::EndsWith(text.substr(0, quantity.begin), kProjects)) {
      continue;
    }
    options.passed_over.push_back(quantity.begin);
  }
  ReadStatements(head, LabelFinder(kLabels, MoneySuffixes()).Find(text),
                 options, writer);
}

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
  const TableProjects projects(writer->document());
  std::vector<ProjectFieldSpan> fields = FindProjectFields(passage);
  if (CountOf(fields, ProjectField::kName) > 0 ||
      CountOf(fields, ProjectField::kScale) > 0) {
    AddHeadings(passage, projects, &fields);
  }
  if (CountOf(fields, ProjectField::kName) > 0) {
    const size_t head = std::min(text.find('\n'), text.size());
    if (head <= fields.front().begin && !BeginsNumbered(text)) {
      ReadAllProjects(passage.Slice(0, head), writer);
    }
    ProjectReader(passage, projects, writer).Read(fields);
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
