#include "services/cli/commands/local_document.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/regional_form.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/document_file.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/rpc/reason.h"

namespace yuheng::cli {

namespace {

absl::StatusOr<budget::Document> Read(const Terminal& terminal,
                                      const std::string& shown,
                                      const std::string& name,
                                      const std::string& bytes,
                                      const budget::Form* printed_form) {
  auto document = ingestion::ReadDocument(
      budget::StandardForm(), bytes,
      {.file_name = name, .printed_form = printed_form});
  if (document.ok()) return document;
  const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
  return absl::Status(
      document.status().code(),
      absl::StrCat(shown, ": ", terminal.Pick({details.zh, details.en})));
}

}  // namespace

absl::StatusOr<budget::Document> ReadLocalDocument(
    const Terminal& terminal, const std::string& file,
    const budget::Form* printed_form) {
  const auto read = ReadDocumentFile(terminal, file);
  if (!read.ok()) return read.status();
  return Read(terminal, file, read->name, read->bytes, printed_form);
}

absl::StatusOr<budget::Document> ReadDocumentBytes(
    const Terminal& terminal, const std::string& name, const std::string& bytes,
    const budget::Form* printed_form) {
  return Read(terminal, name, name, bytes, printed_form);
}

void AddFormOption(CLI::App& command, const Terminal& terminal,
                   absl::string_view description, const budget::Form** form) {
  command.add_option_function<std::string>(
      "--form",
      [&terminal, form](const std::string& id) {
        *form = budget::FindForm(id);
        if (*form == nullptr) {
          throw CLI::ValidationError(
              "--form", Say(terminal, "forms.unknown",
                            {{"value", id}, {"forms", budget::FormIds()}}));
        }
      },
      Say(terminal, description, {{"forms", budget::FormIds()}}));
}

std::string FormText(const Terminal& terminal, const budget::Form& form) {
  return Say(terminal, "forms.line", {{"id", form.id}, {"name", form.name}});
}

void PrintProblems(const Terminal& terminal, const std::string& file,
                   const budget::Document& document) {
  for (const budget::ReadingProblem& problem : document.problems) {
    *terminal.err << file << ":"
                  << terminal.Pick(budget::ShortLocation(problem.location))
                  << ": " << terminal.Pick(problem.message) << "\n";
  }
}

void WriteLocation(const budget::SourceLocation& location, JsonWriter* json) {
  json->Key("line").Number(budget::LineNumber(location));
  if (!location.reference.empty()) {
    json->Key("reference").String(location.reference);
  }
}

void WriteProblems(const budget::Document& document, JsonWriter* json) {
  json->Key("problems").BeginArray();
  for (const budget::ReadingProblem& problem : document.problems) {
    json->BeginObject();
    json->Key("id").String(problem.id);
    WriteLocation(problem.location, json);
    json->Key("message").BeginObject();
    json->Key("zh").String(problem.message.zh);
    json->Key("en").String(problem.message.en);
    json->EndObject().EndObject();
  }
  json->EndArray();
}

}  // namespace yuheng::cli
