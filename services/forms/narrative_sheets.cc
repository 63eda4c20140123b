#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/budget/messages.h"
#include "services/forms/prose_sheets.h"

namespace yuheng::forms {
namespace {

constexpr int kParagraphWidth = 110;

struct Paragraph {
  int line = 0;
  std::string text;
  bool heading = false;
};

enum class Part { kProfile, kNarrative };

// The heading of the part that the tables' own sheets are.
bool IsOfTables(absl::string_view heading) {
  return absl::StartsWith(heading, "第二部分");
}

SheetCell TextCell(std::string text, bool bold, bool input) {
  return {.look = CellLook::kText,
          .text = std::move(text),
          .bold = bold,
          .input = input};
}

// Whether what stands below the heading is the narrative's; the profile stands
// before it.
bool OpensNarrative(const budget::Heading& heading) {
  return absl::StartsWith(heading.key, "N") || heading.key == "part3" ||
         heading.key == "part4";
}

// Whether the line stands in the head of a sheet of performance targets, whose
// title and year may be paragraphs.
bool IsOfSheet(const budget::Document& document, int line) {
  return std::any_of(document.sheets.begin(), document.sheets.end(),
                     [line](const budget::PerformanceSheet& sheet) {
                       return line >= sheet.line && line <= sheet.goal_line;
                     });
}

// What the document says of a part outside its tables and sheets, in its order.
// Sentences that begin in one line are one paragraph.
// Headings are those of the year that is filled in.
std::vector<Paragraph> ParagraphsOf(const budget::Document& document,
                                    int fiscal_year, Part part) {
  const auto of_year = [&](const std::string& text) {
    if (document.fiscal_year == 0) return text;
    return absl::StrReplaceAll(text, {{absl::StrCat(document.fiscal_year, "年"),
                                       absl::StrCat(fiscal_year, "年")}});
  };
  std::vector<Paragraph> all;
  int narrative_line = 0;
  for (const budget::Heading& heading : document.headings) {
    if (absl::StartsWith(heading.key, "T")) continue;
    if (narrative_line == 0 && OpensNarrative(heading)) {
      narrative_line = heading.line;
    }
    all.push_back({heading.line, of_year(heading.text), true});
  }
  for (const budget::Sentence& sentence : document.sentences) {
    if (IsOfSheet(document, sentence.line)) continue;
    if (!all.empty() && !all.back().heading &&
        all.back().line == sentence.line) {
      all.back().text += sentence.text;
    } else {
      all.push_back({sentence.line, sentence.text, false});
    }
  }
  std::vector<Paragraph> paragraphs;
  for (Paragraph& paragraph : all) {
    const bool narrative =
        narrative_line > 0 && paragraph.line >= narrative_line;
    if (narrative == (part == Part::kNarrative)) {
      paragraphs.push_back(std::move(paragraph));
    }
  }
  std::stable_sort(
      paragraphs.begin(), paragraphs.end(),
      [](const auto& a, const auto& b) { return a.line < b.line; });
  return paragraphs;
}

Sheet PartSheet(const TemplateOptions& options, Part part,
                absl::string_view name, absl::string_view headings) {
  Sheet sheet;
  sheet.name.assign(name.data(), name.size());
  sheet.column_widths = {kParagraphWidth};
  sheet.locked = true;
  const auto add = [&sheet](SheetCell cell) {
    sheet.body.push_back({std::move(cell)});
  };
  std::vector<Paragraph> paragraphs;
  if (options.filled != nullptr) {
    paragraphs = ParagraphsOf(*options.filled, options.fiscal_year, part);
  }
  for (Paragraph& paragraph : paragraphs) {
    add(TextCell(std::move(paragraph.text), paragraph.heading, true));
  }
  if (!paragraphs.empty()) {
    for (int i = 0; i < kOpenParagraphCount; ++i)
      add(TextCell("", false, true));
    return sheet;
  }
  const std::string lines =
      budget::Message(headings, {{"department", options.department},
                                 {"year", absl::StrCat(options.fiscal_year)}})
          .zh;
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    add(TextCell(std::string(line), true, false));
    if (IsOfTables(line)) continue;
    for (int i = 0; i < kOpenParagraphCount; ++i)
      add(TextCell("", false, true));
  }
  return sheet;
}

}  // namespace

Sheet ProfileSheet(const TemplateOptions& options) {
  return PartSheet(options, Part::kProfile, "部门概况",
                   "reporting.template_profile");
}

Sheet NarrativeSheet(const TemplateOptions& options) {
  return PartSheet(options, Part::kNarrative, "情况说明",
                   "reporting.template_narrative");
}

}  // namespace yuheng::forms
