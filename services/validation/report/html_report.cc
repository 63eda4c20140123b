#include "services/validation/report/html_report.h"

#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/regional_form.h"
#include "services/validation/report/html_document.h"
#include "services/validation/report/html_findings.h"
#include "services/validation/report/html_text.h"
#include "services/validation/report/report_plan.h"
#include "services/validation/report/words.h"

namespace yuheng::validation {
namespace {

// The switch of the language is two radio buttons in front of the page: what is
// shown follows from which of them is checked.
constexpr char kStyle[] = R"css(
:root{--error:#c0281c;--error-pale:#fde3e1;--warning:#a86200;
--warning-pale:#fff1d6;--note:#3b6ea5;--note-pale:#e7f0fa;--line:#c9ced6}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:1.2rem 1.5rem 3rem;color:#1d2129;
font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC",
"Microsoft YaHei",sans-serif;background:#fff}
h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .6rem}
h3{font-size:1.05rem;margin:1.6rem 0 .2rem;text-align:center}
h4{font-size:1rem;margin:.2rem 0 .4rem}p{margin:.3rem 0}
a{color:inherit;text-decoration-color:#8a94a6}
input.lang{position:absolute;opacity:0}
label.lang{float:right;margin-left:.4rem;padding:.1rem .7rem;cursor:pointer;
border:1px solid var(--line);border-radius:1rem;font-size:.85rem}
#lang-zh:checked~label[for=lang-zh],#lang-en:checked~label[for=lang-en]{
background:#1d2129;color:#fff;border-color:#1d2129}
input.lang:focus-visible+input+label,input.lang:focus-visible+label{
outline:2px solid var(--note)}
#lang-zh:checked~.page .en,#lang-en:checked~.page .zh{display:none}
.summary{border:1px solid var(--line);border-left:8px solid #2e7d43;
border-radius:4px;padding:.8rem 1.2rem;margin:.8rem 0}
.summary.error{border-left-color:var(--error)}
.summary.warning{border-left-color:var(--warning)}
.summary.note{border-left-color:var(--note)}
.summary .verdict{font-size:1.35rem;font-weight:700;margin-right:1rem}
.summary.error .verdict{color:var(--error)}
.summary.warning .verdict{color:var(--warning)}
.summary.note .verdict{color:var(--note)}
.facts,.at,.count,.status,.title,.english,footer{color:#5b6472;
font-size:.87rem;font-weight:400}
.first li{margin:.45rem 0}.first a{text-decoration:none}
.first a:hover{text-decoration:underline}
nav{margin:.8rem 0;font-size:.9rem}nav a{margin-right:1rem}
.badge{display:inline-block;border-radius:3px;padding:0 .45em;color:#fff;
font-size:.8rem;line-height:1.5;vertical-align:1px}
.badge.error{background:var(--error)}.badge.warning{background:var(--warning)}
.badge.note{background:var(--note)}
details.severity>summary h2{display:inline-block}
.group{border:1px solid var(--line);border-left:5px solid var(--note);
border-radius:4px;padding:.5rem .9rem;margin:.6rem 0}
.group.error{border-left-color:var(--error)}
.group.warning{border-left-color:var(--warning)}
.group ol{list-style:none;margin:0;padding:0}
.finding{padding:.35rem 0}.finding+.finding{border-top:1px dotted var(--line)}
.number{display:inline-block;min-width:1.6em;font-weight:700}
.message{margin:.15rem 0 .15rem 1.9em}
.places{margin-left:2.1em;font-size:.87rem;color:#3c4452}
.places details{display:inline}
.advice{background:#f2f6ef;border-radius:3px;padding:.4rem .7rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:.3rem auto .8rem;font-size:.84rem;
min-width:60%}
th,td{border:1px solid var(--line);padding:.15rem .5rem;vertical-align:middle}
th{background:#f0f2f5;font-weight:600;text-align:center}
td.amount{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.code,td.total{text-align:center}td.total,td.bold{font-weight:700}
td.words{max-width:34rem}
td.in1{padding-left:1.5rem}td.in2{padding-left:2.5rem}
td.in3{padding-left:3.5rem}td.in4{padding-left:4.5rem}
table.fields th{width:8rem}
.line{display:flex;justify-content:space-between;font-size:.87rem}
.english{text-align:center;margin:0}
.mark.error{background:var(--error-pale)}
.mark.warning{background:var(--warning-pale)}
.mark.note{background:var(--note-pale)}
.mark.primary{font-weight:700}
.mark.error.primary{background:#f4a9a3;outline:2px solid var(--error);
outline-offset:-2px}
.mark.warning.primary{background:#ffd583;outline:2px solid var(--warning);
outline-offset:-2px}
.mark.note.primary{background:#cfe0f3;font-weight:400}
td .mark.primary{outline-offset:1px;padding:0 .1em}
.mark sup{font-size:.75em;line-height:0;vertical-align:.3em;margin-left:.25em;
font-weight:400}
:target{box-shadow:0 0 0 3px #ffbf00;scroll-margin:4rem}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem;
word-break:break-all}
@media print{
body{max-width:none;padding:0;font-size:9.5pt}
label.lang,nav{display:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{text-decoration:none}.wide{overflow:visible}
.group,tr,h2,h3,h4{break-inside:avoid}h2,h3,h4{break-after:avoid}
table{font-size:7.5pt;min-width:100%}thead{display:table-header-group}
@page{size:A4 landscape;margin:12mm}}
)css";

std::string Head(const budget::Text& title, bool english) {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", english ? "en" : "zh",
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
      "'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>",
      Html(english ? title.en : title.zh), "</title>\n<style>", kStyle,
      "</style>\n</head>\n<body>\n"
      "<input class=\"lang\" type=\"radio\" name=\"lang\" id=\"lang-zh\"",
      english ? "" : " checked",
      "><input class=\"lang\" type=\"radio\" name=\"lang\" id=\"lang-en\"",
      english ? " checked" : "",
      "><label class=\"lang\" for=\"lang-en\">English</label>"
      "<label class=\"lang\" for=\"lang-zh\">中文</label>\n"
      "<div class=\"page\">\n");
}

absl::string_view SummaryClass(const VerdictSummary& summary) {
  if (summary.error_count > 0) return " error";
  if (summary.warning_count > 0) return " warning";
  return summary.note_count > 0 ? " note" : "";
}

std::string Summary(const ReportPlan& plan) {
  const CheckedDocument& checked = plan.checked;
  const VerdictSummary& summary = checked.summary;
  std::string html = absl::StrCat(
      "<section class=\"summary", SummaryClass(summary),
      "\"><p><span class=\"verdict\">", Html(VerdictText(summary)), "</span> ",
      HtmlMessage("verdict.report_counts",
                  {{"counts", CountsText(summary, checked.least)},
                   {"rules", absl::StrCat(summary.rule_count)}}),
      "</p>");
  if (const int to_fix = CountToFix(plan.digest); to_fix > 0) {
    absl::StrAppend(
        &html, "<p>",
        HtmlMessage("verdict.report_to_fix", {{"count", absl::StrCat(to_fix)}}),
        "</p>");
  }
  return absl::StrCat(
      html, "<p class=\"facts\">",
      HtmlMessage("verdict.report_file", {{"file", FileName(checked.file)}}),
      "</p></section>\n");
}

std::string Problems(const budget::Document& document) {
  if (document.problems.empty()) return "";
  std::string html = absl::StrCat(
      "<h2>", HtmlMessage("verdict.report_problems"), "</h2>\n<ul>\n");
  for (const budget::ReadingProblem& problem : document.problems) {
    absl::StrAppend(&html, "<li>", Html(problem.message),
                    " <span class=\"at\">",
                    Html(LocationText(problem.location)), "</span></li>\n");
  }
  return html + "</ul>\n";
}

// A part of the document under its title; nothing for an empty one.
std::string Part(absl::string_view id, absl::string_view title,
                 const std::string& content) {
  if (content.empty()) return "";
  return absl::StrCat("<h2 id=\"", id, "\">", HtmlMessage(title), "</h2>\n",
                      content);
}

}  // namespace

std::string HtmlReport(const CheckedDocument& checked,
                       ReportLanguage opens_in) {
  const ReportPlan plan(checked);
  const budget::Document& document = checked.document;
  const budget::Form& form = budget::FormOf(document);
  const budget::Text title = budget::Message(
      "verdict.report_title",
      {{"department", document.department},
       {"year",
        document.fiscal_year == 0 ? "" : absl::StrCat(document.fiscal_year)}});
  const std::string tables = HtmlTables(plan);
  const std::string claims = HtmlClaims(plan);
  const std::string sheets = HtmlSheets(plan);
  std::string html = absl::StrCat(Head(title, opens_in == ReportLanguage::kEn),
                                  "<h1>", Html(title), "</h1>\n", Summary(plan),
                                  HtmlFirst(plan), "<nav>");
  const auto link = [&](absl::string_view id, absl::string_view message,
                        const std::string& content) {
    if (content.empty()) return;
    absl::StrAppend(&html, "<a href=\"#", id, "\">", HtmlMessage(message),
                    "</a>");
  };
  link("tables", "verdict.report_tables", tables);
  link("claims", "verdict.report_claims", claims);
  link("sheets", "verdict.report_sheets", sheets);
  absl::StrAppend(
      &html, "</nav>\n", HtmlFindings(plan), Problems(document),
      plan.marks.empty()
          ? ""
          : absl::StrCat("<p class=\"facts\">",
                         HtmlMessage("verdict.report_legend"), "</p>\n"),
      Part("tables", "verdict.report_tables", tables),
      Part("claims", "verdict.report_claims", claims),
      Part("sheets", "verdict.report_sheets", sheets));
  absl::StrAppend(
      &html, "<footer>",
      HtmlMessage("forms.line", {{"id", form.id}, {"name", form.name}}), "<br>",
      HtmlMessage("verdict.report_made_by",
                  {{"catalogue", checked.summary.catalogue_sha256}}),
      "<br>SHA-256 ", Html(document.source.sha256),
      "</footer>\n</div>\n</body>\n</html>\n");
  return html;
}

}  // namespace yuheng::validation
