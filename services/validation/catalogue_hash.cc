#include "services/validation/catalogue_hash.h"

#include "absl/strings/str_cat.h"
#include "services/budget/data_files.h"
#include "services/budget/sha256.h"

namespace yuheng::validation {
namespace {

// Lengths in front keep two texts from being taken for another pair.
void Append(absl::string_view text, std::string* out) {
  absl::StrAppend(out, text.size(), ":", text, ";");
}

void AppendColumns(const std::vector<budget::Column>& columns,
                   std::string* out) {
  for (const budget::Column& column : columns) {
    Append(column.key, out);
    for (const int part : column.parts) absl::StrAppend(out, part, ",");
  }
  absl::StrAppend(out, "|");
}

void AppendForm(const budget::Form& form, std::string* out) {
  Append(form.id, out);
  for (const budget::TableShape& shape : form.tables) {
    absl::StrAppend(out, static_cast<int>(shape.kind), "/", shape.number, "/",
                    static_cast<int>(shape.row_space), "/");
    AppendColumns(shape.columns, out);
    AppendColumns(shape.income_columns, out);
    for (const budget::Line& line : shape.lines) {
      absl::StrAppend(out, static_cast<int>(line.side), "/");
      Append(line.key, out);
      for (const std::string& part : line.parts) Append(part, out);
    }
  }
}

void AppendFiles(absl::Span<const EmbeddedFile> files, std::string* out) {
  for (const EmbeddedFile& file : files) {
    Append(file.name, out);
    Append(file.content, out);
  }
}

}  // namespace

std::string CatalogueSha256(absl::Span<const EmbeddedFile> rule_files) {
  std::string text;
  AppendFiles(rule_files, &text);
  return budget::Sha256Hex(text);
}

std::string ChartsSha256(const budget::Form& form) {
  std::string text;
  AppendFiles(budget::data::Files(), &text);
  AppendForm(form, &text);
  return budget::Sha256Hex(text);
}

}  // namespace yuheng::validation
