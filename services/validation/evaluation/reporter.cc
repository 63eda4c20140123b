#include "services/validation/evaluation/reporter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/sha256.h"

namespace yuheng::validation {
namespace {

// Cuts between two characters.
void Clip(size_t bytes_max, std::string* text) {
  constexpr absl::string_view kMore = "…";
  if (text->size() <= bytes_max) return;
  size_t end = bytes_max - kMore.size();
  while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0) == 0x80) {
    --end;
  }
  text->resize(end);
  absl::StrAppend(text, kMore);
}

// Lengths in front keep two texts from being taken for another pair.
void AppendText(absl::string_view text, std::string* out) {
  absl::StrAppend(out, text.size(), ":", text, ";");
}

void AppendFigure(const std::optional<int64_t>& figure, std::string* out) {
  absl::StrAppend(out, figure.has_value() ? absl::StrCat(*figure) : "-", ";");
}

// Which finding it is; see yuheng.validation.v1.Finding.id.
std::string IdOf(const Finding& finding) {
  constexpr size_t kDigits = 16;
  std::vector<absl::string_view> addresses;
  for (const Place& place : finding.places) addresses.push_back(place.address);
  std::sort(addresses.begin(), addresses.end());
  std::string text;
  AppendText(finding.rule, &text);
  absl::StrAppend(&text, addresses.size(), ";");
  for (const absl::string_view address : addresses) AppendText(address, &text);
  AppendFigure(finding.expected_micro, &text);
  AppendFigure(finding.actual_micro, &text);
  AppendFigure(finding.difference_micro, &text);
  // Figures tell one error from another, whatever the words of the day.
  if (!finding.expected_micro || !finding.actual_micro) {
    AppendText(finding.message.zh, &text);
  }
  return budget::Sha256Hex(text).substr(0, kDigits);
}

}  // namespace

void Reporter::StartRule(const RuleHead& rule) {
  rule_ = &rule;
  reported_ = 0;
  left_out_ = 0;
}

void Reporter::EndRule() {
  if (left_out_ == 0 || cancelled()) return;
  Finding finding;
  finding.message =
      budget::Message("finding.more", {{"max", absl::StrCat(reported_)}});
  left_out_ = 0;
  Identify(&finding);
  Send(std::move(finding));
}

void Reporter::Fail(std::vector<Place> places, budget::Text message) {
  Finding finding;
  finding.severity = rule_->severity;
  finding.status = rule_->severity == Severity::kNote
                       ? FindingStatus::kInfo
                       : FindingStatus::kInconsistent;
  finding.places = std::move(places);
  finding.message = std::move(message);
  Report(std::move(finding));
}

void Reporter::Note(std::vector<Place> places, budget::Text message) {
  Finding finding;
  finding.places = std::move(places);
  finding.message = std::move(message);
  Report(std::move(finding));
}

void Reporter::Insufficient(std::vector<Place> places, budget::Text message) {
  Finding finding;
  finding.status = FindingStatus::kInsufficient;
  finding.places = std::move(places);
  finding.message = std::move(message);
  Report(std::move(finding));
}

void Reporter::Report(Finding finding) {
  Report(std::move(finding), rule_->discipline);
}

void Reporter::Report(Finding finding, Discipline discipline) {
  if (cancelled()) return;
  if (reported_ == kFindingsPerRuleMax) {
    ++left_out_;
    return;
  }
  Identify(&finding);
  if (discipline == Discipline::kExact &&
      (finding.status == FindingStatus::kRounding ||
       finding.status == FindingStatus::kBoundary)) {
    finding.status = rule_->severity == Severity::kNote
                         ? FindingStatus::kInfo
                         : FindingStatus::kInconsistent;
    finding.severity = rule_->severity;
    finding.message = budget::Message("finding.exact_discipline",
                                      {{"finding", finding.message}});
  }
  ++reported_;
  Send(std::move(finding));
}

void Reporter::Identify(Finding* finding) const {
  finding->rule = rule_->id;
  if (finding->places.empty()) finding->places = {{"doc", {}}};
  finding->id = IdOf(*finding);
}

void Reporter::Send(Finding finding) {
  if (finding.places.size() > kPlacesPerFindingMax) {
    finding.places.resize(kPlacesPerFindingMax);
  }
  for (Place& place : finding.places) {
    Clip(kPlaceAddressBytesMax, &place.address);
    Clip(kPlaceAddressBytesMax, &place.location.reference);
  }
  Clip(kFindingMessageBytesMax, &finding.message.zh);
  Clip(kFindingMessageBytesMax, &finding.message.en);
  switch (finding.severity) {
    case Severity::kError:
      ++summary_.error_count;
      break;
    case Severity::kWarning:
      ++summary_.warning_count;
      break;
    case Severity::kNote:
      ++summary_.note_count;
      break;
  }
  const Verdict verdict =
      finding.severity == Severity::kError     ? Verdict::kErrors
      : finding.severity == Severity::kWarning ? Verdict::kWarnings
                                               : Verdict::kNotes;
  summary_.verdict = std::max(summary_.verdict, verdict);
  if (!sink_(std::move(finding))) cancelled_ = true;
}

}  // namespace yuheng::validation
