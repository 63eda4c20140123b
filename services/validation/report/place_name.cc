#include "services/validation/report/place_name.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/account_name.h"
#include "services/budget/address.h"
#include "services/budget/regional_form.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

using budget::Document;
using budget::Form;
using budget::Message;
using budget::Row;
using budget::Side;
using budget::TableKind;
using budget::TableShape;
using budget::Text;

constexpr absl::string_view kSections[] = {
    "G",  "N1", "N2", "N3",  "N4",  "N5",   "N5a",  "N5b",  "N5c",  "N6",
    "N7", "N8", "N9", "N10", "N11", "N11a", "N11b", "N11c", "N11d", "N11e"};
constexpr absl::string_view kMeasures[] = {"amount",
                                           "area",
                                           "count",
                                           "delta",
                                           "delta_other_base",
                                           "growth",
                                           "growth_other_base",
                                           "none",
                                           "period",
                                           "policy",
                                           "reason",
                                           "share",
                                           "unit",
                                           "words"};
constexpr absl::string_view kSubjects[] = {"actual",
                                           "all_fund",
                                           "all_gen",
                                           "all_soe",
                                           "annual",
                                           "basic",
                                           "buy_car",
                                           "buy_equipment_100",
                                           "buy_equipment_50",
                                           "cars",
                                           "cars_confidential",
                                           "cars_emergency",
                                           "cars_general",
                                           "cars_law",
                                           "cars_leader",
                                           "cars_other",
                                           "cars_retired",
                                           "cars_special",
                                           "contract",
                                           "dependants",
                                           "equipment_100",
                                           "equipment_50",
                                           "fiscal",
                                           "furniture",
                                           "goods",
                                           "house",
                                           "house_business",
                                           "house_office",
                                           "house_other",
                                           "in_post",
                                           "in_post_administrative",
                                           "in_post_civil_managed",
                                           "in_post_institution",
                                           "in_post_worker",
                                           "land",
                                           "micro",
                                           "nonfiscal",
                                           "offices",
                                           "operating",
                                           "other",
                                           "personnel",
                                           "posts",
                                           "posts_administrative",
                                           "posts_civil_managed",
                                           "posts_institution",
                                           "posts_worker",
                                           "project",
                                           "projects",
                                           "public",
                                           "retired",
                                           "retired_all",
                                           "retired_cadre",
                                           "services",
                                           "sme",
                                           "staff",
                                           "total",
                                           "units",
                                           "works"};
constexpr absl::string_view kFields[] = {"fiscal", "goal",    "name",   "other",
                                         "prior",  "project", "target", "total",
                                         "unit",   "weight",  "year"};

template <size_t size>
bool IsOneOf(const absl::string_view (&list)[size], absl::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

Text Same(absl::string_view text) {
  return {std::string(text), std::string(text)};
}

Text Joined(const Text& a, const Text& b) {
  if (a.zh.empty()) return b;
  if (b.zh.empty()) return a;
  return {absl::StrCat(a.zh, " ", b.zh), absl::StrCat(a.en, ", ", b.en)};
}

// A code with its name, as the row of one of the tables prints it.
Text CodeName(const Document* document, absl::string_view code) {
  if (document != nullptr) {
    for (const budget::Table& table : document->tables) {
      for (const Row& row : table.rows) {
        if (row.code == code && !row.name.empty() && row.project.empty()) {
          return budget::AccountText(code, row.name);
        }
      }
    }
  }
  return Same(code);
}

Text RowName(const TableShape& shape, const Document* document,
             const budget::CellAddress& address) {
  const budget::Table* table =
      document == nullptr ? nullptr : document->FindTable(shape.kind);
  const Row* row =
      table == nullptr ? nullptr : table->FindRow(address.side, address.row);
  Text name;
  if (const budget::Line* line = shape.FindLine(address.side, address.row);
      line != nullptr) {
    name = budget::LineText(*line, row == nullptr ? "" : row->name);
  } else if (address.row == budget::kTotalKey) {
    name = Message("verdict.total_row");
  } else {
    const size_t bar = address.row.find('|');
    const std::string code = address.row.substr(0, bar);
    name = row != nullptr && !row->name.empty()
               ? budget::AccountText(code, row->name)
               : CodeName(document, code);
    if (bar != std::string::npos) {
      const Text project = Same(address.row.substr(bar + 1));
      name = {absl::StrCat(name.zh, " ", project.zh),
              absl::StrCat(name.en, " ", project.en)};
    }
  }
  if (!shape.two_sided()) return name;
  return Joined(
      Message(address.side == Side::kIncome ? "verdict.side_income"
                                            : "verdict.side_expenditure"),
      name);
}

Text CellName(const Form& form, const Document* document,
              const budget::CellAddress& address) {
  const TableShape& shape = form.Table(address.table);
  Text name =
      Joined(budget::NumberedTable(shape), RowName(shape, document, address));
  if (address.column.empty()) return name;
  const int index = shape.ColumnIndex(address.side, address.column);
  if (index < 0) return name;
  const budget::Column& column = shape.ColumnsOf(address.side)[index];
  return Joined(name, {column.heading, column.heading_en});
}

// T6, T6:none, or a row without a column; nothing for a place of no table.
std::optional<Text> TablePlaceName(const Form& form, const Document* document,
                                   absl::string_view address) {
  const size_t colon = address.find(':');
  int number = 0;
  if (!absl::StartsWith(address, "T") ||
      !absl::SimpleAtoi(address.substr(1, colon - 1), &number) || number < 1 ||
      number > budget::kTableCount) {
    return std::nullopt;
  }
  const TableKind kind = static_cast<TableKind>(number);
  const Text table = budget::NumberedTable(form.Table(kind));
  if (colon == absl::string_view::npos) {
    return Joined(table, {form.Table(kind).title, form.Table(kind).title_en});
  }
  const absl::string_view rest = address.substr(colon + 1);
  if (rest == "none") return Joined(table, Message("verdict.nil_statement"));
  const auto cell = budget::ParseCellAddress(form, address);
  if (cell.ok()) return CellName(form, document, *cell);
  return Joined(table, CodeName(document, rest));
}

// P3:total, P3:ind2:target.
std::optional<Text> SheetPlaceName(const Document* document,
                                   absl::string_view address) {
  const size_t colon = address.find(':');
  int number = 0;
  if (!absl::StartsWith(address, "P") ||
      !absl::SimpleAtoi(address.substr(1, colon - 1), &number) || number < 1) {
    return std::nullopt;
  }
  const budget::PerformanceSheet* sheet =
      document != nullptr && number <= static_cast<int>(document->sheets.size())
          ? &document->sheets[number - 1]
          : nullptr;
  Text name = Message("verdict.sheet",
                      {{"number", absl::StrCat(number)},
                       {"project", sheet == nullptr ? "" : sheet->project}});
  if (colon == absl::string_view::npos) return name;
  absl::string_view rest = address.substr(colon + 1);
  if (absl::StartsWith(rest, "ind")) {
    const size_t end = rest.find(':');
    const absl::string_view digits =
        rest.substr(3, end == absl::string_view::npos ? end : end - 3);
    int index = 0;
    if (absl::SimpleAtoi(digits, &index) && sheet != nullptr && index >= 1 &&
        index <= static_cast<int>(sheet->indicators.size())) {
      name =
          Joined(name, Message("verdict.indicator",
                               {{"name", sheet->indicators[index - 1].name}}));
    } else {
      name = Joined(name, Message("verdict.indicator", {{"name", digits}}));
    }
    if (end == absl::string_view::npos) return name;
    rest = rest.substr(end + 1);
  }
  return Joined(name, IsOneOf(kFields, rest)
                          ? Message(absl::StrCat("verdict.field_", rest))
                          : Same(rest));
}

// A line's label as a subject: without its number and 其中 in front.
std::string Unnumbered(absl::string_view label) {
  const std::string compact = budget::RemoveBlanks(label);
  absl::string_view rest = compact;
  if (!absl::ConsumePrefix(&rest, "其中：")) {
    for (const absl::string_view mark : {".", "、"}) {
      const size_t at = rest.find(mark);
      // The number is one character: 5. or 二、.
      if (at != absl::string_view::npos && at <= 3) {
        rest.remove_prefix(at + mark.size());
        break;
      }
    }
  }
  return std::string(rest);
}

// The same in English: 「1. General public budget」, 「of which own
// resources」.
std::string UnnumberedEnglish(absl::string_view label) {
  if (!absl::ConsumePrefix(&label, "of which ")) {
    const size_t at = label.find(". ");
    if (at != absl::string_view::npos && at <= 3) label.remove_prefix(at + 2);
  }
  return std::string(label);
}

std::optional<Text> KnownSubject(const Form& form, absl::string_view section,
                                 absl::string_view subject) {
  const auto line = [&](TableKind kind, Side side) -> std::optional<Text> {
    const budget::Line* found = form.Table(kind).FindLine(side, subject);
    if (found == nullptr) return std::nullopt;
    return Text{Unnumbered(found->label), UnnumberedEnglish(found->label_en)};
  };
  if (section == "N10") {
    if (const auto found = line(TableKind::kT10, Side::kNone)) return found;
  }
  if (section == "N1" || section == "N2" || section == "N4" ||
      section == "N8" || section == "N9") {
    if (const auto found = line(TableKind::kT1, Side::kIncome)) return found;
  }
  // N11d: fiscal and nonfiscal; N4: fiscal is the line of T4, the same word.
  if (IsOneOf(kSubjects, subject)) {
    return Message(absl::StrCat("verdict.subject_", subject));
  }
  if (section == "N11d") {
    if (const auto found = line(TableKind::kT1, Side::kIncome)) return found;
  }
  return std::nullopt;
}

}  // namespace

Text SectionName(absl::string_view section) {
  if (!IsOneOf(kSections, section)) return Same(section);
  return Message(
      absl::StrCat("verdict.section_", absl::AsciiStrToLower(section)));
}

Text MeasureName(absl::string_view measure) {
  if (!IsOneOf(kMeasures, measure)) return Same(measure);
  return Message(absl::StrCat("verdict.measure_", measure));
}

Text SubjectName(const Form& form, const Document* document,
                 absl::string_view section, absl::string_view subject) {
  if (const auto known = KnownSubject(form, section, subject)) return *known;
  if (budget::IsDigits(subject)) return CodeName(document, subject);
  const size_t slash = subject.rfind('/');
  if (slash != absl::string_view::npos) {
    const absl::string_view part = subject.substr(slash + 1);
    Text tail;
    const TableShape& projects = form.Table(TableKind::kT7);
    const int column = projects.ColumnIndex(Side::kNone, part);
    if (column >= 0) {
      tail = {projects.columns[column].heading,
              projects.columns[column].heading_en};
    } else {
      tail = SubjectName(form, document, section, part);
    }
    const Text head =
        SubjectName(form, document, section, subject.substr(0, slash));
    return {absl::StrCat(head.zh, " · ", tail.zh),
            absl::StrCat(head.en, " · ", tail.en)};
  }
  return Same(subject);
}

ClaimAddress SplitClaimAddress(absl::string_view address) {
  ClaimAddress parts;
  const size_t first = address.find(':');
  parts.section = std::string(address.substr(0, first));
  // Heads are counted below G:staff, changes below G:staff/in_post.
  if (absl::ConsumePrefix(&address, "G:staff/")) {
    parts.subject = std::string(address);
  } else if (absl::ConsumePrefix(&address, "G:staff:")) {
    parts.subject = std::string(address);
  } else if (first != absl::string_view::npos) {
    parts.subject = std::string(address.substr(first + 1));
  }
  const size_t last = parts.subject.rfind(':');
  if (last != std::string::npos &&
      IsOneOf(kMeasures, parts.subject.substr(last + 1))) {
    parts.measure = parts.subject.substr(last + 1);
    parts.subject.resize(last);
  } else if (IsOneOf(kMeasures, parts.subject)) {
    parts.measure = parts.subject;
    parts.subject.clear();
  }
  return parts;
}

Text PlaceName(const Form& document_form, const Document* document,
               absl::string_view address) {
  const Form& form = document == nullptr || document->form.empty()
                         ? document_form
                         : budget::FormOf(*document);
  if (address == "doc" || address.empty()) return Message("verdict.document");
  if (auto name = TablePlaceName(form, document, address)) return *name;
  if (auto name = SheetPlaceName(document, address)) return *name;
  const ClaimAddress parts = SplitClaimAddress(address);
  if (!IsOneOf(kSections, parts.section)) return Same(address);
  Text name = SectionName(parts.section);
  if (!parts.subject.empty()) {
    name =
        Joined(name, SubjectName(form, document, parts.section, parts.subject));
  }
  if (!parts.measure.empty()) name = Joined(name, MeasureName(parts.measure));
  return name;
}

}  // namespace yuheng::validation
