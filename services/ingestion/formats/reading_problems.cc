#include "services/ingestion/formats/reading_problems.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace yuheng::ingestion {
namespace {

// A message names no more places than that.
constexpr int kLineRangesMax = 12;

}  // namespace

void AddProblem(absl::string_view id, int line, budget::TableKind table,
                std::initializer_list<budget::MessageArgument> arguments,
                budget::Document* document) {
  if (document->problems.size() >= budget::kProblemsMax) return;
  budget::ReadingProblem problem;
  problem.location.line = line;
  if (document->problems.size() + 1 == budget::kProblemsMax) {
    problem.id = "reader.problems_too_many";
    problem.message = budget::Message(
        problem.id, {{"limit", absl::StrCat(budget::kProblemsMax)}});
  } else {
    problem.id = std::string(id);
    problem.table = table;
    problem.message = budget::Message(id, arguments);
  }
  document->problems.push_back(std::move(problem));
}

std::string LinesText(absl::Span<const int> lines) {
  std::string text;
  int ranges = 0;
  for (size_t i = 0; i < lines.size(); ++ranges) {
    if (ranges == kLineRangesMax) return text + "…";
    size_t last = i;
    while (last + 1 < lines.size() && lines[last + 1] <= lines[last] + 1) {
      ++last;
    }
    absl::StrAppend(&text, ranges == 0 ? "" : "、", lines[i]);
    if (lines[last] > lines[i]) absl::StrAppend(&text, "–", lines[last]);
    i = last + 1;
  }
  return text;
}

budget::Text TableName(const budget::TableShape& shape) {
  return {absl::StrCat("表", shape.number, "（", shape.title, "）"),
          absl::StrCat("table ", shape.number, " (", shape.title_en, ")")};
}

}  // namespace yuheng::ingestion
