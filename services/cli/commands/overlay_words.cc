#include "services/cli/commands/overlay_words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/commands/finding_printer.h"

namespace yuheng::cli {
namespace {

absl::string_view DisciplineName(validation::Discipline discipline) {
  return discipline == validation::Discipline::kExact ? "EXACT" : "INTERVALS";
}

std::string ChangeText(const validation::RuleChange& change) {
  std::string text = change.rule;
  if (change.severity) {
    absl::StrAppend(&text, " ", SeverityName(*change.severity));
  }
  if (change.discipline) {
    absl::StrAppend(&text, " ", DisciplineName(*change.discipline));
  }
  return text;
}

}  // namespace

void PrintOverlay(const Terminal& terminal,
                  const validation::VerdictSummary& summary) {
  if (summary.overlay_sha256.empty()) return;
  *terminal.out << "  "
                << Say(terminal, "cli.overlay",
                       {{"sha256", summary.overlay_sha256.substr(0, 12)},
                        {"count", absl::StrCat(summary.overlay_change_count)}})
                << "\n";
  if (!summary.rules_off.empty()) {
    *terminal.out << "    "
                  << Say(terminal, "cli.overlay_off",
                         {{"rules", absl::StrJoin(summary.rules_off, ", ")}})
                  << "\n";
  }
  if (summary.rules_changed.empty()) return;
  const std::string changes =
      absl::StrJoin(summary.rules_changed, ", ",
                    [](std::string* out, const validation::RuleChange& change) {
                      absl::StrAppend(out, ChangeText(change));
                    });
  *terminal.out << "    "
                << Say(terminal, "cli.overlay_changed", {{"rules", changes}})
                << "\n";
}

void WriteOverlay(const validation::VerdictSummary& summary, JsonWriter* json) {
  if (!summary.overlay_sha256.empty()) {
    json->Key("overlay").BeginObject();
    json->Key("sha256").String(summary.overlay_sha256);
    json->Key("off").BeginArray();
    for (const std::string& rule : summary.rules_off) json->String(rule);
    json->EndArray();
    json->Key("changed").BeginArray();
    for (const validation::RuleChange& change : summary.rules_changed) {
      json->BeginObject().Key("rule").String(change.rule);
      json->Key("severity");
      if (change.severity) {
        json->String(SeverityName(*change.severity));
      } else {
        json->Null();
      }
      json->Key("discipline");
      if (change.discipline) {
        json->String(DisciplineName(*change.discipline));
      } else {
        json->Null();
      }
      json->EndObject();
    }
    json->EndArray();
    json->Key("count").Number(summary.overlay_change_count);
    json->EndObject();
  }
  if (!summary.references_sha256.empty()) {
    json->Key("referencesSha256").String(summary.references_sha256);
  }
  if (!summary.ceiling_sha256.empty()) {
    json->Key("ceilingSha256").String(summary.ceiling_sha256);
  }
}

}  // namespace yuheng::cli
