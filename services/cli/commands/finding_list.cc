#include "services/cli/commands/finding_list.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/budget/location_text.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"
#include "services/validation/report/digest.h"
#include "services/validation/report/place_name.h"
#include "services/validation/report/words.h"

namespace yuheng::cli {
namespace {

using validation::DigestGroup;
using validation::Finding;
using validation::FindingGroup;
using validation::Place;
using validation::Severity;

Color ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Color::kRed;
    case Severity::kWarning:
      return Color::kYellow;
    case Severity::kNote:
      return Color::kDim;
  }
  return Color::kNone;
}

// Prints one list, severity by severity.
class Printer {
 public:
  Printer(const Terminal& terminal, const FindingList& list,
          const ShownFindings& shown)
      : terminal_(terminal), list_(list), shown_(shown) {}

  void Print() {
    const std::vector<DigestGroup> digest =
        validation::DigestOf(list_.findings, list_.groups);
    const auto to_fix =
        validation::CountToFix(digest) -
        std::count_if(digest.begin(), digest.end(),
                      [this](const DigestGroup& g) { return IsSettled(g); });
    if (to_fix > 0) {
      *terminal_.out << Say(terminal_, "verdict.report_to_fix",
                            {{"count", absl::StrCat(to_fix)}})
                     << "\n";
    }
    size_t next = 0;
    for (const Severity severity :
         {Severity::kError, Severity::kWarning, Severity::kNote}) {
      if (severity < shown_.least) break;
      if (next == digest.size() || digest[next].severity != severity) continue;
      *terminal_.out << Paint(
                            terminal_.out_color, Color::kBold,
                            terminal_.Pick(validation::SectionTitle(severity)))
                     << "\n";
      for (; next < digest.size() && digest[next].severity == severity;
           ++next) {
        PrintGroup(digest[next], next + 1);
      }
      for (const auto& [rule, count] : left_out_) {
        *terminal_.out << "  "
                       << Paint(terminal_.out_color, Color::kDim,
                                Say(terminal_, "cli.findings_more",
                                    {{"rule", rule},
                                     {"count", absl::StrCat(count)}}))
                       << "\n";
      }
      left_out_.clear();
      count_.clear();
    }
  }

 private:
  bool IsExplained(const Finding& finding) const {
    return list_.explained.count(finding.id) > 0;
  }

  // Whether there were errors or warnings and all of them are explained.
  bool IsSettled(const DigestGroup& group) const {
    return group.severity > Severity::kNote &&
           std::all_of(group.findings.begin(), group.findings.end(),
                       [this](int i) {
                         const Finding& finding = list_.findings[i];
                         return finding.severity == Severity::kNote ||
                                IsExplained(finding);
                       });
  }

  std::string NameOf(const Place& place) const {
    return terminal_.Pick(validation::PlaceName(budget::StandardForm(),
                                                list_.document, place.address));
  }

  // 「第1218行  T6:303:total」.
  std::string Where(const Place& place) const {
    const std::string location =
        terminal_.Pick(budget::LocationText(place.location));
    return absl::StrCat(location, location.empty() ? "" : "  ", place.address);
  }

  // Counts the finding against its rule's limit.
  bool IsShown(const Finding& finding) {
    if (finding.severity < shown_.least) return false;
    if (shown_.all || ++count_[finding.rule] <= kShownPerRuleMax) return true;
    ++left_out_[finding.rule];
    return false;
  }

  void PrintGroup(const DigestGroup& group, size_t number) {
    std::vector<int> shown;
    for (const int i : group.findings) {
      if (IsShown(list_.findings[i])) shown.push_back(i);
    }
    if (shown.empty()) return;
    const std::string head = absl::StrCat(number < 10 ? " " : "", number, ". ");
    const std::string margin(head.size(), ' ');
    const FindingGroup* diagnosis = group.diagnosis;
    const bool several = group.findings.size() > 1;
    const bool caused = diagnosis != nullptr && !diagnosis->cause.zh.empty();
    if (!validation::NeedsHeadline(list_.findings, group)) {
      PrintFinding(list_.findings[shown.front()], head, margin);
      if (diagnosis != nullptr) {
        PrintAdvice(*diagnosis, margin, &list_.findings[shown.front()]);
      }
      return;
    }
    const Finding& first = list_.findings[group.findings.front()];
    std::string headline =
        caused ? terminal_.Pick(diagnosis->cause)
               : NameOf(first.places.empty() ? Place{"doc", {}}
                                             : first.places.front());
    if (several) {
      absl::StrAppend(&headline, "  ",
                      Say(terminal_, "verdict.report_findings_of_one_cause",
                          {{"count", absl::StrCat(group.findings.size())}}));
    }
    PrintText(headline, margin, ColorOf(group.severity), head);
    if (diagnosis != nullptr) PrintAdvice(*diagnosis, margin, nullptr);
    for (const int i : shown) {
      PrintFinding(list_.findings[i], margin + "- ", margin + "  ");
    }
  }

  // `above`: the finding that the advice stands below; null below a headline.
  void PrintAdvice(const FindingGroup& diagnosis, const std::string& margin,
                   const Finding* above) {
    std::string line;
    const bool pointed_at = above != nullptr && !above->places.empty() &&
                            diagnosis.culprit == above->places.front();
    if (diagnosis.culprit.has_value() && !pointed_at) {
      const std::string name = NameOf(*diagnosis.culprit);
      const bool named =
          terminal_.Pick(diagnosis.cause).find(name) != std::string::npos;
      line = absl::StrCat(terminal_.Pick(validation::CulpritLabel(diagnosis)),
                          named ? "" : name + "  ", Where(*diagnosis.culprit));
    }
    const std::string suggestion =
        terminal_.Pick(validation::SuggestionText(diagnosis));
    absl::StrAppend(&line, line.empty() || suggestion.empty() ? "" : "  ",
                    suggestion);
    if (!line.empty()) PrintText(line, margin);
    const std::string reason = terminal_.Pick(diagnosis.reason);
    if (!reason.empty()) {
      PrintText(absl::StrCat(Say(terminal_, "verdict.report_reason"), reason),
                margin);
    }
  }

  void PrintFinding(const Finding& finding, const std::string& head,
                    const std::string& margin) {
    const Color color = ColorOf(finding.severity);
    const Place place =
        finding.places.empty() ? Place{"doc", {}} : finding.places.front();
    const std::string message = terminal_.Pick(finding.message);
    const std::string label = absl::StrCat(
        terminal_.Pick(validation::SeverityText(finding.severity)), " ",
        finding.rule,
        IsExplained(finding) ? Say(terminal_, "waivers.explained_mark") : "");
    // Most messages begin with the place's name.
    std::string where = NameOf(place);
    where = absl::StrContains(message, where) ? "" : where + "  ";
    absl::StrAppend(&where, Where(place));
    std::vector<std::string> lines =
        WrappedLines(absl::StrCat(label, "  ", where), WidthBehind(margin));
    *terminal_.out << head << Paint(terminal_.out_color, color, label)
                   << absl::StripPrefix(lines.front(), label) << "\n";
    for (size_t i = 1; i < lines.size(); ++i) {
      *terminal_.out << margin << lines[i] << "\n";
    }
    PrintText(message, margin,
              finding.severity == Severity::kNote ? Color::kDim : Color::kNone);
  }

  int WidthBehind(const std::string& margin) const {
    return terminal_.out_width - static_cast<int>(margin.size());
  }

  // `head` stands in front of the first line instead of the margin.
  void PrintText(absl::string_view text, const std::string& margin,
                 Color color = Color::kNone, absl::string_view head = "") {
    for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
      for (const std::string& line :
           WrappedLines(paragraph, WidthBehind(margin))) {
        *terminal_.out << (head.empty() ? margin : head)
                       << Paint(terminal_.out_color, color, line) << "\n";
        head = "";
      }
    }
  }

  const Terminal& terminal_;
  const FindingList& list_;
  const ShownFindings& shown_;
  // By rule, of the severity of the moment.
  std::map<std::string, int> count_;
  std::map<std::string, int> left_out_;
};

}  // namespace

void LeaveOutBelow(Severity least, std::vector<Finding>* findings,
                   std::vector<FindingGroup>* groups) {
  std::map<int, int> positions;  // Of those that are left, from before to now.
  std::vector<Finding> left;
  for (size_t i = 0; i < findings->size(); ++i) {
    if ((*findings)[i].severity < least) continue;
    positions[static_cast<int>(i)] = static_cast<int>(left.size());
    left.push_back(std::move((*findings)[i]));
  }
  *findings = std::move(left);
  for (FindingGroup& group : *groups) {
    std::vector<int> members;
    for (const int i : group.findings) {
      const auto position = positions.find(i);
      if (position != positions.end()) members.push_back(position->second);
    }
    group.findings = std::move(members);
  }
  groups->erase(std::remove_if(groups->begin(), groups->end(),
                               [](const FindingGroup& group) {
                                 return group.findings.empty();
                               }),
                groups->end());
}

void PrintFindings(const Terminal& terminal, const FindingList& list,
                   const ShownFindings& shown) {
  Printer(terminal, list, shown).Print();
}

}  // namespace yuheng::cli
