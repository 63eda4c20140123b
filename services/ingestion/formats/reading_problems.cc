#include "services/ingestion/formats/reading_problems.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace yuheng::ingestion {

void AddProblem(absl::string_view id, budget::SourceLocation location,
                budget::TableKind table,
                std::initializer_list<budget::MessageArgument> arguments,
                budget::Document* document) {
  if (document->problems.size() >= budget::kProblemsMax) return;
  budget::ReadingProblem problem;
  problem.location = std::move(location);
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

void AddProblem(absl::string_view id, int line, budget::TableKind table,
                std::initializer_list<budget::MessageArgument> arguments,
                budget::Document* document) {
  AddProblem(id, document->source.Locate(line), table, arguments, document);
}

void AddProblem(absl::string_view id, budget::SourceLocation location,
                std::initializer_list<budget::MessageArgument> arguments,
                PrintedText* printed) {
  budget::ReadingProblem& problem = printed->problems.emplace_back();
  problem.id = std::string(id);
  problem.location = std::move(location);
  problem.message = budget::Message(id, arguments);
}

budget::Text TableName(const budget::TableShape& shape) {
  // As the form prints it; a table that it does not have, as the standard one.
  const std::string number =
      shape.label.empty() ? absl::StrCat(shape.number) : shape.label;
  return {absl::StrCat("表", number, "（", shape.title, "）"),
          absl::StrCat("table ", number, " (", shape.title_en, ")")};
}

}  // namespace yuheng::ingestion
