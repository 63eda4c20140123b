#ifndef YUHENG_SERVICES_CLI_COMMANDS_LOCAL_DOCUMENT_H_
#define YUHENG_SERVICES_CLI_COMMANDS_LOCAL_DOCUMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/budget/document.h"
#include "services/cli/output/json.h"
#include "services/cli/output/terminal.h"

namespace yuheng::cli {

// Reads a document from a file, from the files of a folder or from standard
// input ("-") without a server.
// The error's message is for the user, in their language, with the file name.
absl::StatusOr<budget::Document> ReadLocalDocument(const Terminal& terminal,
                                                   const std::string& file);

// The same of bytes that came from elsewhere; `name` is the file's, by which
// its format may be told.
absl::StatusOr<budget::Document> ReadDocumentBytes(const Terminal& terminal,
                                                   const std::string& name,
                                                   const std::string& bytes);

// What could not be read, a line each, on err.
void PrintProblems(const Terminal& terminal, const std::string& file,
                   const budget::Document& document);
// "line" and, of a workbook, "reference" of a JSON object.
void WriteLocation(const budget::SourceLocation& location, JsonWriter* json);
// The problems as "problems" of a JSON object.
void WriteProblems(const budget::Document& document, JsonWriter* json);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_LOCAL_DOCUMENT_H_
