#include "services/cli/commands/local_document.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/budget/location_text.h"
#include "services/budget/table_shape.h"
#include "services/cli/commands/document_file.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/rpc/reason.h"

namespace yuheng::cli {

namespace {

absl::StatusOr<budget::Document> Read(const Terminal& terminal,
                                      const std::string& shown,
                                      const std::string& name,
                                      const std::string& bytes) {
  auto document = ingestion::ReadDocument(budget::StandardForm(), bytes,
                                          {.file_name = name});
  if (document.ok()) return document;
  const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
  return absl::Status(
      document.status().code(),
      absl::StrCat(shown, ": ", terminal.Pick({details.zh, details.en})));
}

}  // namespace

absl::StatusOr<budget::Document> ReadLocalDocument(const Terminal& terminal,
                                                   const std::string& file) {
  const auto read = ReadDocumentFile(terminal, file);
  if (!read.ok()) return read.status();
  return Read(terminal, file, read->name, read->bytes);
}

absl::StatusOr<budget::Document> ReadDocumentBytes(const Terminal& terminal,
                                                   const std::string& name,
                                                   const std::string& bytes) {
  return Read(terminal, name, name, bytes);
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
