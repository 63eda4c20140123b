#include "services/cli/commands/rules_document.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/commands/finding_printer.h"

namespace yuheng::cli {
namespace {

using validation::RuleDescription;

struct Area {
  absl::string_view letters;  // What its rules' ids begin with.
  const char* title;
};

constexpr Area kAreas[] = {
    {"S", "cli.rules_area_structure"}, {"C", "cli.rules_area_codes"},
    {"A", "cli.rules_area_table"},     {"B", "cli.rules_area_cross"},
    {"N", "cli.rules_area_narrative"}, {"Y", "cli.rules_area_change"},
    {"P", "cli.rules_area_goals"},     {"R", "cli.rules_area_plausible"},
    {"L", "cli.rules_area_stored"},    {"", "cli.rules_area_other"},
};

const Area& AreaOf(const RuleDescription& rule) {
  const std::string letters = rule.id.substr(
      0, std::find_if_not(rule.id.begin(), rule.id.end(), [](char c) {
           return absl::ascii_isalpha(static_cast<unsigned char>(c));
         }) - rule.id.begin());
  for (const Area& area : kAreas) {
    if (area.letters == letters) return area;
  }
  return *(std::end(kAreas) - 1);
}

// Text in a cell of a Markdown table.
std::string CellText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"\n", " "}});
}

void AppendList(const Terminal& terminal,
                const std::vector<const RuleDescription*>& rules,
                std::string* out) {
  absl::StrAppend(out, "| ", Say(terminal, "cli.column_rule"), " | ",
                  Say(terminal, "cli.column_severity"), " | ",
                  Say(terminal, "cli.column_title"), " |\n",
                  "| --- | --- | --- |\n");
  for (const RuleDescription* rule : rules) {
    absl::StrAppend(out, "| ", rule->id, " | ", SeverityName(rule->severity),
                    " | ", CellText(terminal.Pick(rule->title)), " |\n");
  }
  absl::StrAppend(out, "\n");
}

void AppendRule(const Terminal& terminal, const RuleDescription& rule,
                std::string* out) {
  absl::StrAppend(out, "### ", rule.id, " ", terminal.Pick(rule.title), "\n\n",
                  Say(terminal, "cli.column_severity"), ": ",
                  SeverityName(rule.severity));
  const std::string years = YearsText(rule);
  if (!years.empty()) {
    absl::StrAppend(out, " · ", Say(terminal, "cli.column_years"), ": ", years);
  }
  absl::StrAppend(out, "\n\n");
  if (!rule.explanation.zh.empty()) {
    absl::StrAppend(out, terminal.Pick(rule.explanation), "\n\n");
  }
  if (!rule.formula.empty()) {
    absl::StrAppend(out, Say(terminal, "cli.column_formula"), ":\n\n```\n",
                    absl::StripTrailingAsciiWhitespace(rule.formula),
                    "\n```\n\n");
  } else {
    absl::StrAppend(out, Say(terminal, "cli.column_check"), ": `", rule.check,
                    "`\n\n");
  }
  if (!rule.source.zh.empty()) {
    absl::StrAppend(out, Say(terminal, "cli.column_source"), ": ",
                    terminal.Pick(rule.source), "\n\n");
  }
}

}  // namespace

std::string YearsText(const RuleDescription& rule) {
  if (rule.first_year == 0 && rule.last_year == 0) return "";
  return absl::StrCat(rule.first_year == 0 ? "" : absl::StrCat(rule.first_year),
                      "-",
                      rule.last_year == 0 ? "" : absl::StrCat(rule.last_year));
}

std::string RulesDocument(const Terminal& terminal,
                          absl::Span<const RuleDescription> rules) {
  std::string out =
      absl::StrCat("# ", Say(terminal, "cli.rules_document_title"), "\n\n",
                   Say(terminal, "cli.rules_document_intro",
                       {{"count", absl::StrCat(rules.size())}}),
                   "\n\n");
  for (const Area& area : kAreas) {
    std::vector<const RuleDescription*> of_area;
    for (const RuleDescription& rule : rules) {
      if (&AreaOf(rule) == &area) of_area.push_back(&rule);
    }
    if (of_area.empty()) continue;
    absl::StrAppend(&out, "## ", Say(terminal, area.title), "\n\n");
    AppendList(terminal, of_area, &out);
    for (const RuleDescription* rule : of_area) {
      AppendRule(terminal, *rule, &out);
    }
  }
  return out;
}

}  // namespace yuheng::cli
