#ifndef YUHENG_SERVICES_CLI_COMMANDS_LOCAL_DOCUMENT_H_
#define YUHENG_SERVICES_CLI_COMMANDS_LOCAL_DOCUMENT_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/cli/output/json.h"
#include "services/cli/output/terminal.h"

namespace yuheng::cli {

// Reads a document from a file, from the files of a folder or from standard
// input ("-") without a server.
// The error's message is for the user, in their language, with the file name.
// `printed_form` is that of ReadOptions.
absl::StatusOr<budget::Document> ReadLocalDocument(
    const Terminal& terminal, const std::string& file,
    const budget::Form* printed_form = nullptr);

// The same of bytes that came from elsewhere; `name` is the file's, by which
// its format may be told.
absl::StatusOr<budget::Document> ReadDocumentBytes(
    const Terminal& terminal, const std::string& name, const std::string& bytes,
    const budget::Form* printed_form = nullptr);

// --form, with the id of a form; sets `form`.
void AddFormOption(CLI::App& command, const Terminal& terminal,
                   absl::string_view description, const budget::Form** form);

// 「表样：guangxi-2022（广西…）」.
std::string FormText(const Terminal& terminal, const budget::Form& form);

// What could not be read, a line each, on err.
void PrintProblems(const Terminal& terminal, const std::string& file,
                   const budget::Document& document);
// "line" and, of a workbook, "reference" of a JSON object.
void WriteLocation(const budget::SourceLocation& location, JsonWriter* json);
// The problems as "problems" of a JSON object.
void WriteProblems(const budget::Document& document, JsonWriter* json);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_LOCAL_DOCUMENT_H_
