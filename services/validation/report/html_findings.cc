#include "services/validation/report/html_findings.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/validation/report/html_text.h"
#include "services/validation/report/words.h"

namespace yuheng::validation {
namespace {

constexpr int kFirstMax = 10;
// Places of a finding that stand open; the others are folded.
constexpr size_t kOpenPlacesMax = 4;
// So many notes stand open.
constexpr int kOpenNotesMax = 20;

std::string PlaceLink(const ReportPlan& plan, const Place& place) {
  const std::optional<Spot> spot = plan.index.Find(place);
  std::string html = Html(plan.NameOf(place));
  if (spot.has_value()) {
    html = absl::StrCat("<a href=\"#", SpotId(*spot), "\">", html, "</a>");
  }
  const budget::Text location = LocationText(place.location);
  if (!location.zh.empty()) {
    absl::StrAppend(&html, " <span class=\"at\">", Html(location), "</span>");
  }
  return html;
}

std::string Badge(Severity severity) {
  return absl::StrCat("<span class=\"badge ", SeverityClass(severity), "\">",
                      Html(SeverityText(severity)), "</span>");
}

std::string Places(const ReportPlan& plan, const Finding& finding) {
  if (finding.places.empty()) return "";
  std::string html = absl::StrCat("<div class=\"places\">",
                                  HtmlMessage("verdict.report_places"));
  for (size_t i = 0; i < finding.places.size(); ++i) {
    if (i == kOpenPlacesMax) {
      absl::StrAppend(
          &html, "<details><summary>",
          HtmlMessage("verdict.report_more_places",
                      {{"count", absl::StrCat(finding.places.size() - i)}}),
          "</summary>");
    } else if (i > 0) {
      html += "； ";
    }
    html += PlaceLink(plan, finding.places[i]);
  }
  if (finding.places.size() > kOpenPlacesMax) html += "</details>";
  return html + "</div>";
}

std::string FindingItem(const ReportPlan& plan, int index) {
  const Finding& finding = plan.FindingAt(index);
  const int number = plan.numbers[index];
  std::string html = absl::StrCat("<li id=\"f", number, "\" class=\"finding ",
                                  SeverityClass(finding.severity),
                                  "\"><div class=\"head\"><span "
                                  "class=\"number\">",
                                  number, "</span> ", Badge(finding.severity),
                                  " <b>", Html(finding.rule), "</b>");
  const auto title = plan.checked.rule_titles.find(finding.rule);
  if (title != plan.checked.rule_titles.end()) {
    absl::StrAppend(&html, " <span class=\"title\">", Html(title->second),
                    "</span>");
  }
  if (finding.status != FindingStatus::kInconsistent &&
      finding.status != FindingStatus::kInfo) {
    absl::StrAppend(&html, " <span class=\"status\">",
                    Html(StatusText(finding.status)), "</span>");
  }
  absl::StrAppend(&html, "</div><p class=\"message\">", Html(finding.message),
                  "</p>", Places(plan, finding), "</li>\n");
  return html;
}

// The likely culprit, what would fit, and why.
std::string Advice(const ReportPlan& plan, const FindingGroup& diagnosis) {
  std::string html;
  if (diagnosis.culprit.has_value()) {
    absl::StrAppend(&html, Html(CulpritLabel(diagnosis)),
                    PlaceLink(plan, *diagnosis.culprit), " ");
  }
  html += Html(SuggestionText(diagnosis));
  if (!diagnosis.reason.zh.empty()) {
    absl::StrAppend(&html, html.empty() ? "" : "<br>",
                    HtmlMessage("verdict.report_reason"),
                    Html(diagnosis.reason));
  }
  if (html.empty()) return "";
  return absl::StrCat("<p class=\"advice\">", html, "</p>");
}

std::string Group(const ReportPlan& plan, const DigestGroup& group,
                  int number) {
  std::string html =
      absl::StrCat("<section class=\"group ", SeverityClass(group.severity),
                   "\" id=\"g", number, "\">");
  if (NeedsHeadline(plan.checked.findings, group)) {
    absl::StrAppend(&html, "<h4>", Html(GroupHeadline(plan, group)));
    if (group.findings.size() > 1) {
      absl::StrAppend(
          &html, " <span class=\"count\">",
          HtmlMessage("verdict.report_findings_of_one_cause",
                      {{"count", absl::StrCat(group.findings.size())}}),
          "</span>");
    }
    html += "</h4>";
  }
  if (group.diagnosis != nullptr) html += Advice(plan, *group.diagnosis);
  html += "<ol>\n";
  for (const int index : group.findings) html += FindingItem(plan, index);
  return html + "</ol></section>\n";
}

// The line below a headline: what would fit, why, or the first finding.
budget::Text WhyText(const DigestGroup& group, const Finding& finding) {
  if (group.diagnosis == nullptr) return finding.message;
  const budget::Text suggestion = SuggestionText(*group.diagnosis);
  if (!suggestion.zh.empty()) return suggestion;
  return group.diagnosis->reason.zh.empty() ? finding.message
                                            : group.diagnosis->reason;
}

// The likely culprit, else the first place of the finding; nullptr for none.
const Place* PlaceToLookAt(const DigestGroup& group, const Finding& finding) {
  if (group.diagnosis != nullptr && group.diagnosis->culprit.has_value()) {
    return &*group.diagnosis->culprit;
  }
  return finding.places.empty() ? nullptr : &finding.places.front();
}

}  // namespace

std::string HtmlFirst(const ReportPlan& plan) {
  const int to_fix = CountToFix(plan.digest);
  if (to_fix == 0) {
    return absl::StrCat("<p class=\"nothing\">",
                        HtmlMessage("verdict.report_nothing_to_fix"), "</p>\n");
  }
  std::string html = absl::StrCat("<h2>", HtmlMessage("verdict.report_first"),
                                  "</h2>\n<ol class=\"first\">");
  for (int i = 0; i < to_fix && i < kFirstMax; ++i) {
    const DigestGroup& group = plan.digest[i];
    const Finding& finding = plan.FindingAt(group.findings.front());
    absl::StrAppend(&html, "<li><a href=\"#g", i + 1, "\">",
                    Badge(group.severity), " <b>",
                    Html(GroupHeadline(plan, group)), "</b></a> ");
    if (const Place* place = PlaceToLookAt(group, finding)) {
      absl::StrAppend(&html, "<span class=\"at\">",
                      Html(LocationText(place->location)), "</span>");
    }
    const budget::Text why = WhyText(group, finding);
    if (!absl::StrContains(GroupHeadline(plan, group).zh, why.zh)) {
      absl::StrAppend(&html, "<br>", Html(why));
    }
    html += "</li>\n";
  }
  html += "</ol>\n";
  if (to_fix > kFirstMax) {
    absl::StrAppend(&html, "<p>",
                    HtmlMessage("verdict.report_first_more",
                                {{"count", absl::StrCat(to_fix - kFirstMax)}}),
                    "</p>\n");
  }
  return html;
}

std::string HtmlFindings(const ReportPlan& plan) {
  std::string html;
  size_t next = 0;
  for (const Severity severity :
       {Severity::kError, Severity::kWarning, Severity::kNote}) {
    std::string groups;
    int count = 0;
    for (; next < plan.digest.size() && plan.digest[next].severity == severity;
         ++next) {
      ++count;
      groups += Group(plan, plan.digest[next], static_cast<int>(next) + 1);
    }
    if (count == 0) continue;
    const bool open = severity != Severity::kNote || count <= kOpenNotesMax;
    absl::StrAppend(&html, "<details class=\"severity\"", open ? " open" : "",
                    "><summary><h2>", Html(SectionTitle(severity)),
                    " <span class=\"count\">", count,
                    "</span></h2></summary>\n", groups, "</details>\n");
  }
  return html;
}

}  // namespace yuheng::validation
