#include "services/ingestion/formats/table_anchor.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/budget/messages.h"
#include "services/budget/regional_form.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

using budget::DocumentRole;
using budget::TableKind;

// No title is longer, and no paragraph of that length is one.
constexpr size_t kTitleBytesMax = 240;
constexpr size_t kTitlePrefixBytesMax = 120;

struct TitleAlias {
  absl::string_view stem;
  TableKind kind;
};

// Titles of other regions and years for the same tables (domain.md section 1).
constexpr TitleAlias kAliases[] = {
    {"收支预算总体情况表", TableKind::kT1},
    {"收支预算总表", TableKind::kT1},
    {"收支总表", TableKind::kT1},
    {"部门收入总表", TableKind::kT2},
    {"单位收入总表", TableKind::kT2},
    {"部门支出总表", TableKind::kT3},
    {"单位支出总表", TableKind::kT3},
    {"财政拨款收支总体情况表", TableKind::kT4},
    {"财政拨款收支预算总表", TableKind::kT4},
    {"财政拨款收支总表", TableKind::kT4},
    {"一般公共预算支出表", TableKind::kT5},
    {"一般公共预算财政拨款支出情况表", TableKind::kT5},
    {"一般公共预算基本支出表", TableKind::kT6},
    {"一般公共预算财政拨款基本支出情况表", TableKind::kT6},
    {"一般公共预算项目支出表", TableKind::kT7},
    {"一般公共预算财政拨款项目支出情况表", TableKind::kT7},
    {"政府性基金预算支出表", TableKind::kT8},
    {"政府性基金支出情况表", TableKind::kT8},
    {"国有资本经营预算支出表", TableKind::kT9},
    {"国有资本经营支出情况表", TableKind::kT9},
    {"三公经费支出情况表", TableKind::kT10},
    {"三公经费支出表", TableKind::kT10},
    {"三公经费预算情况表", TableKind::kT10},
    {"三公经费情况表", TableKind::kT10},
};

// Words that no title has in front of its stem.
constexpr absl::string_view kNoTitleMarks[] = {"，", ",",  "。", "；",
                                               ";",  "为", "见", "详"};

std::string TitleText(absl::string_view text) {
  return absl::StrReplaceAll(budget::NormaliseLabel(text),
                             {{"\"", ""}, {"'", ""}, {"《", ""}, {"》", ""}});
}

int DigitOf(char c) { return c >= '0' && c <= '9' ? c - '0' : -1; }

// The labels of tables that are no whole numbers, in whatever form.
const std::vector<std::string>& OddLabels() {
  static const auto* const labels = [] {
    auto* all = new std::vector<std::string>;
    for (const budget::Form* form : budget::Forms()) {
      for (const budget::TableShape& shape : form->tables) {
        if (ReadOrdinal(shape.label) == 0 && !shape.label.empty()) {
          all->push_back(shape.label);
        }
      }
    }
    // 3.1 begins 3.15.
    std::sort(all->begin(), all->end(), std::greater<>());
    all->erase(std::unique(all->begin(), all->end()), all->end());
    return all;
  }();
  return *labels;
}

// Takes such a label from the front of a title: "3.15部门收支总表".
std::string TakeOddLabel(absl::string_view* title) {
  absl::string_view rest = *title;
  if (!absl::ConsumePrefix(&rest, "附")) absl::ConsumePrefix(&rest, "公开");
  absl::ConsumePrefix(&rest, "表");
  if (rest.empty() || DigitOf(rest[0]) < 0) return "";
  for (const std::string& label : OddLabels()) {
    if (!absl::ConsumePrefix(&rest, label)) continue;
    if (!rest.empty() && DigitOf(rest[0]) >= 0) return "";
    *title = rest;
    return label;
  }
  return "";
}

// Takes 表N from the front of a title: "表1部门收支总体情况表".
int TakeNumber(absl::string_view* title) {
  absl::string_view rest = *title;
  if (!absl::ConsumePrefix(&rest, "附")) absl::ConsumePrefix(&rest, "公开");
  if (!absl::ConsumePrefix(&rest, "表")) return 0;
  size_t length = 0;
  while (length < rest.size() && length < 2 && DigitOf(rest[length]) >= 0) {
    ++length;
  }
  if (length == 0) {
    for (const size_t bytes : {size_t{6}, size_t{3}}) {
      if (rest.size() > bytes && ReadOrdinal(rest.substr(0, bytes)) > 0) {
        length = bytes;
        break;
      }
    }
  }
  const int number = ReadOrdinal(rest.substr(0, length));
  if (number == 0) return 0;
  rest.remove_prefix(length);
  for (const absl::string_view mark : {":", ".", "、", "-"}) {
    absl::ConsumePrefix(&rest, mark);
  }
  *title = rest;
  return number;
}

DocumentRole RoleOf(absl::string_view prefix) {
  if (absl::EndsWith(prefix, "单位")) return DocumentRole::kUnit;
  if (absl::EndsWith(prefix, "部门")) return DocumentRole::kDepartment;
  return DocumentRole::kUnknown;
}

// Whether `stem` stands where a title may end.
bool MayFit(absl::string_view title, absl::string_view stem) {
  for (size_t end = title.size(); end != absl::string_view::npos;
       end = end == 0 ? absl::string_view::npos : title.rfind('(', end - 1)) {
    if (absl::EndsWith(title.substr(0, end), stem)) return true;
  }
  return absl::EndsWith(absl::StripSuffix(title, ":"), stem);
}

// Whether `stem` is what `title` ends with, apart from a bracketed remark.
bool Fits(absl::string_view title, absl::string_view stem, size_t* at) {
  if (!MayFit(title, stem)) return false;
  *at = title.rfind(stem);
  if (*at == absl::string_view::npos || *at > kTitlePrefixBytesMax) {
    return false;
  }
  const absl::string_view rest = title.substr(*at + stem.size());
  if (!rest.empty() && rest.front() != '(' && rest != ":") return false;
  const absl::string_view prefix = title.substr(0, *at);
  return std::none_of(
      std::begin(kNoTitleMarks), std::end(kNoTitleMarks),
      [&](absl::string_view mark) { return absl::StrContains(prefix, mark); });
}

// What a title line says; kind kNone when it is no title of the form.
struct TitleMatch {
  TableKind kind = TableKind::kNone;
  std::string label;
  DocumentRole role = DocumentRole::kUnknown;
};

// The titles of the form, of all others, and their variants.
class TitleMatcher {
 public:
  explicit TitleMatcher(const budget::Form& form) {
    Add(form);
    for (const budget::Form* each : budget::Forms()) Add(*each);
    for (const TitleAlias& alias : kAliases) {
      stems_.push_back({std::string(alias.stem), alias.kind});
    }
  }

  TitleMatch Match(absl::string_view text) const {
    TitleMatch match;
    const std::string normal = TitleText(text);
    absl::string_view title = normal;
    match.label = TakeOddLabel(&title);
    if (match.label.empty()) {
      if (const int number = TakeNumber(&title); number > 0) {
        match.label = absl::StrCat(number);
      }
    }
    size_t longest = 0;
    for (const Stem& stem : stems_) {
      size_t at = 0;
      if (stem.text.size() <= longest || !Fits(title, stem.text, &at)) {
        continue;
      }
      longest = stem.text.size();
      match.kind = stem.kind;
      match.role = RoleOf(title.substr(0, at));
      if (match.role == DocumentRole::kUnknown) {
        match.role = RoleOf(absl::string_view(stem.text).substr(0, 6));
      }
    }
    return match;
  }

 private:
  struct Stem {
    std::string text;
    TableKind kind;

    friend bool operator==(const Stem&, const Stem&) = default;
  };

  void Add(const budget::Form& form) {
    for (const budget::TableShape& shape : form.tables) {
      Stem stem{TitleText(shape.title_stem), shape.kind};
      if (std::find(stems_.begin(), stems_.end(), stem) == stems_.end()) {
        stems_.push_back(std::move(stem));
      }
    }
  }

  std::vector<Stem> stems_;
};

// Made once for the standard form.
std::shared_ptr<const TitleMatcher> TitlesOf(const budget::Form& form) {
  static const auto* const standard = new std::shared_ptr<const TitleMatcher>(
      std::make_shared<const TitleMatcher>(budget::StandardForm()));
  return &form == &budget::StandardForm()
             ? *standard
             : std::make_shared<const TitleMatcher>(form);
}

void SetLabel(std::string label, TableAnchor* anchor) {
  anchor->printed_number = ReadOrdinal(label);
  anchor->label = std::move(label);
}

bool MayBeTitle(const TextLine& line) {
  return line.text.size() <= kTitleBytesMax &&
         absl::StrContains(line.text, "表");
}

bool IsForeignTitle(const TextLine& line) {
  if (line.cell || line.text.size() > kTitlePrefixBytesMax) return false;
  const std::string text = TitleText(line.text);
  return absl::EndsWith(text, "表") && text.size() > 12 &&
         !absl::StrContains(text, "，") && !absl::StrContains(text, ",") &&
         !absl::StrContains(text, "空表");
}

bool StandsBeforeTitle(const TextLine& line) {
  const std::string text = budget::NormaliseLabel(line.text);
  return absl::StrContains(text, "编制") || absl::StrContains(text, "单位:") ||
         absl::StrContains(text, "部门:");
}

}  // namespace

int ReadOrdinal(absl::string_view text) {
  if (text.empty()) return 0;
  if (DigitOf(text[0]) >= 0) {
    int value = 0;
    if (text.size() > 2) return 0;
    for (const char c : text) {
      if (DigitOf(c) < 0) return 0;
      value = value * 10 + DigitOf(c);
    }
    return value;
  }
  static constexpr absl::string_view kNumerals[] = {
      "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  const auto one = [](absl::string_view numeral) {
    for (int i = 0; i < 10; ++i) {
      if (kNumerals[i] == numeral) return i + 1;
    }
    return 0;
  };
  if (text.size() == 3) return one(text);
  if (text.size() == 6 && text.substr(0, 3) == kNumerals[9]) {
    const int last = one(text.substr(3));
    return last > 0 && last < 10 ? 10 + last : 0;
  }
  return 0;
}

namespace {

// N of 表N, normalised, whatever it is; empty when the line is none of that.
std::string NumberText(absl::string_view text) {
  if (text.size() > 60 || !absl::StrContains(text, "表")) return "";
  const std::string normal = budget::NormaliseLabel(text);
  absl::string_view rest = normal;
  absl::ConsumePrefix(&rest, "(");
  absl::ConsumeSuffix(&rest, ":");
  absl::ConsumeSuffix(&rest, ".");
  absl::ConsumeSuffix(&rest, ")");
  absl::ConsumePrefix(&rest, "附件");
  absl::ConsumePrefix(&rest, "附");
  for (const absl::string_view word : {"部门", "单位", "财政", "预算"}) {
    absl::ConsumePrefix(&rest, word);
  }
  absl::ConsumePrefix(&rest, "公开");
  if (absl::ConsumePrefix(&rest, "表")) return std::string(rest);
  if (absl::ConsumeSuffix(&rest, "表")) return std::string(rest);
  return "";
}

}  // namespace

std::string MatchTableLabel(absl::string_view text) {
  const std::string number = NumberText(text);
  if (const int ordinal = ReadOrdinal(number); ordinal > 0) {
    return absl::StrCat(ordinal);
  }
  const std::vector<std::string>& odd = OddLabels();
  return std::find(odd.begin(), odd.end(), number) != odd.end() ? number : "";
}

bool IsTitleOf(const budget::TableShape& shape, absl::string_view title) {
  return absl::EndsWith(TitleText(title), TitleText(shape.title_stem));
}

bool IsPerformanceSheetTitle(absl::string_view text) {
  if (text.size() > kTitleBytesMax || !absl::StrContains(text, "表")) {
    return false;
  }
  return absl::StrContains(budget::NormaliseLabel(text), "绩效目标表") ||
         absl::StrContains(budget::NormaliseLabel(text), "绩效目标申报表");
}

bool NamesTable(const budget::Form& form, absl::string_view text) {
  if (text.size() > kTitleBytesMax || !absl::StrContains(text, "表")) {
    return false;
  }
  return !MatchTableLabel(text).empty() || IsPerformanceSheetTitle(text) ||
         TitlesOf(form)->Match(text).kind != TableKind::kNone;
}

std::vector<TableAnchor> FindTableAnchors(const budget::Form& form,
                                          absl::Span<const TextLine> lines) {
  const std::shared_ptr<const TitleMatcher> titles = TitlesOf(form);
  const TitleMatcher& matcher = *titles;
  std::vector<TableAnchor> anchors;
  // Whether the last anchor is a bare 表N that still waits for its title.
  bool waiting = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (!MayBeTitle(line)) {
      if (waiting && !IsBlank(line) && !StandsBeforeTitle(line)) {
        waiting = false;
      }
      continue;
    }
    absl::string_view title = budget::TrimBlanks(line.text);
    if (std::string label = MatchTableLabel(title); !label.empty()) {
      TableAnchor anchor;
      SetLabel(std::move(label), &anchor);
      anchor.begin = anchor.title = i;
      anchors.push_back(std::move(anchor));
      waiting = true;
      continue;
    }
    TitleMatch match = matcher.Match(title);
    if (const size_t tab = title.find('\t');
        match.kind == TableKind::kNone && tab != absl::string_view::npos) {
      // Behind the title stands what belongs to the table in the same row.
      match = matcher.Match(title.substr(0, tab));
      if (match.kind != TableKind::kNone) title = title.substr(0, tab);
    }
    const bool foreign =
        match.kind == TableKind::kNone &&
        (IsForeignTitle(line) || IsPerformanceSheetTitle(line.text));
    if (match.kind == TableKind::kNone && !foreign) {
      if (waiting && !StandsBeforeTitle(line)) waiting = false;
      continue;
    }
    if (!waiting) {
      anchors.emplace_back();
      anchors.back().begin = i;
    }
    TableAnchor& anchor = anchors.back();
    anchor.kind = match.kind;
    anchor.title = i;
    anchor.titled = true;
    anchor.role = match.role;
    if (!match.label.empty()) SetLabel(std::move(match.label), &anchor);
    title = budget::TrimBlanks(title);
    anchor.title_text.assign(title.data(), title.size());
    waiting = false;
  }
  return anchors;
}

absl::Status KnowByNumber(const budget::Form& form,
                          std::vector<TableAnchor>* anchors) {
  for (TableAnchor& anchor : *anchors) {
    if (anchor.titled || anchor.label.empty()) continue;
    for (const budget::TableShape& shape : form.tables) {
      if (shape.label == anchor.label) anchor.kind = shape.kind;
    }
  }
  const auto of_the_form = std::count_if(
      anchors->begin(), anchors->end(), [](const TableAnchor& anchor) {
        return anchor.kind != TableKind::kNone;
      });
  if (static_cast<size_t>(of_the_form) > kAnchorsMax) {
    const budget::Text text = budget::Message(
        "reader.tables_too_many", {{"limit", absl::StrCat(kAnchorsMax)}});
    return rpc::MakeError(rpc::Reason::kDocumentUnreadable, text.zh, text.en);
  }
  return absl::OkStatus();
}

}  // namespace yuheng::ingestion
