#include "tests/fault/traffic/report.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "tests/fault/history/history_lines.h"

namespace yuheng::fault {
namespace {

// Shorter words are no ids.
constexpr size_t kIdSizeMin = 8;
constexpr size_t kEvidenceLinesMax = 8;
constexpr size_t kViolationsShownMax = 12;
// Entries have many amounts.
constexpr size_t kLineShownMax = 320;

const char* Word(Answer answer) {
  switch (answer) {
    case Answer::kUnknown:
      return "without answer";
    case Answer::kApplied:
      return "applied";
    case Answer::kRefused:
      return "refused";
    case Answer::kNeverApplied:
      return "never applied";
  }
  return "";
}

const char* Word(WatchKind kind) {
  switch (kind) {
    case WatchKind::kOpened:
      return "connection";
    case WatchKind::kSnapshot:
      return "snapshot";
    case WatchKind::kDelta:
      return "delta";
    case WatchKind::kProgress:
      return "progress";
    case WatchKind::kCompacted:
      return "compacted";
  }
  return "";
}

// Of a line that is long, up to the end of a field.
absl::string_view Start(absl::string_view line) {
  return line.size() <= kLineShownMax
             ? line
             : line.substr(0, line.rfind(',', kLineShownMax));
}

// The lines that name the same request ids and submissions.
std::vector<absl::string_view> EvidenceOf(absl::string_view lines,
                                          const Violation& violation) {
  std::vector<std::string> quoted;
  for (absl::string_view word :
       absl::StrSplit(violation.what, absl::ByAnyChar(" ,:"))) {
    if (word.size() >= kIdSizeMin && absl::StrContains(word, "-")) {
      quoted.push_back(absl::StrCat("\"", word, "\""));
    }
  }
  std::vector<absl::string_view> evidence;
  for (absl::string_view line : absl::StrSplit(lines, '\n')) {
    if (evidence.size() == kEvidenceLinesMax) break;
    const bool names = std::any_of(
        quoted.begin(), quoted.end(),
        [&](const std::string& id) { return absl::StrContains(line, id); });
    if (names) evidence.push_back(line);
  }
  return evidence;
}

}  // namespace

std::map<std::string, int64_t> CountsOf(const History& history) {
  std::map<std::string, int64_t> counts;
  const auto count = [&counts](const std::string& kind, const auto& calls) {
    for (const auto& call : calls) {
      ++counts[absl::StrCat(kind, " ", Word(call.answer))];
    }
  };
  count("submit", history.submits);
  count("decision", history.decisions);
  count("post", history.posts);
  count("outcome", history.outcomes);
  for (const TotalsCall& call : history.totals) {
    ++counts[call.asked_revision == 0 ? "totals newest" : "totals past"];
  }
  for (const EliminationsCall& call : history.eliminations) {
    ++counts[call.amounts_fen.empty() ? "eliminations none"
                                      : "eliminations some"];
  }
  for (const WatchMessage& message : history.watches) {
    ++counts[absl::StrCat("watch ", Word(message.kind))];
  }
  for (const EntryMessage& message : history.entry_watches) {
    const bool entry = message.kind == WatchKind::kDelta;
    ++counts[absl::StrCat("watch entries ",
                          entry ? "entry" : Word(message.kind))];
  }
  for (const PostCall& call : history.posts) {
    if (call.replayed) ++counts["post replayed"];
  }
  return counts;
}

size_t PrintViolations(
    const History& history, const Violations& found,
    const std::function<std::string(const std::string& property)>& title,
    std::ostream& out) {
  const std::string lines = ToLines(history);
  const size_t shown = std::min(found.size(), kViolationsShownMax);
  for (size_t i = 0; i < shown; ++i) {
    out << title(found[i].property) << ": " << found[i].what << "\n";
    for (absl::string_view line : EvidenceOf(lines, found[i])) {
      out << "    " << Start(line) << "\n";
    }
  }
  return found.size() - shown;
}

}  // namespace yuheng::fault
