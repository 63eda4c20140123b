#include "services/budget/location_text.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace yuheng::budget {
namespace {

// The number of "table[3]" at the front of `reference`, which is taken off it.
std::optional<std::string> TakeStep(absl::string_view step,
                                    absl::string_view* reference) {
  absl::string_view rest = *reference;
  if (!absl::ConsumePrefix(&rest, step) || !absl::ConsumePrefix(&rest, "[")) {
    return std::nullopt;
  }
  const absl::string_view number = rest.substr(0, rest.find(']'));
  if (number.empty() || number.size() == rest.size() ||
      !std::all_of(number.begin(), number.end(), absl::ascii_isdigit)) {
    return std::nullopt;
  }
  rest.remove_prefix(number.size() + 1);
  absl::ConsumePrefix(&rest, "/");
  *reference = rest;
  return std::string(number);
}

// In words; nullopt when the reference is one into a workbook.
std::optional<Text> PlaceInFile(absl::string_view reference) {
  if (const auto paragraph = TakeStep("paragraph", &reference)) {
    return Message("verdict.at_paragraph", {{"paragraph", *paragraph}});
  }
  const auto table = TakeStep("table", &reference);
  if (!table) return std::nullopt;
  const auto row = TakeStep("row", &reference);
  if (!row) return std::nullopt;
  const auto cell = TakeStep("cell", &reference);
  return cell ? Message("verdict.at_table_cell",
                        {{"table", *table}, {"row", *row}, {"cell", *cell}})
              : Message("verdict.at_table_row",
                        {{"table", *table}, {"row", *row}});
}

// The same with the file's name before it, where there are several.
std::optional<Text> PlaceInDocument(absl::string_view reference) {
  for (const absl::string_view step : {"!paragraph[", "!table["}) {
    const size_t mark = reference.rfind(step);
    if (mark == absl::string_view::npos) continue;
    std::optional<Text> place = PlaceInFile(reference.substr(mark + 1));
    if (!place) continue;
    const absl::string_view file = reference.substr(0, mark);
    return Text{absl::StrCat(file, " ", place->zh),
                absl::StrCat(file, " ", place->en)};
  }
  return PlaceInFile(reference);
}

}  // namespace

Text LocationText(const SourceLocation& location) {
  if (location.reference.empty() && location.line != 0) {
    return Message("verdict.at_line", {{"line", absl::StrCat(location.line)}});
  }
  return ShortLocation(location);
}

Text ShortLocation(const SourceLocation& location) {
  if (location.reference.empty()) {
    const std::string line =
        location.line == 0 ? "" : absl::StrCat(location.line);
    return {line, line};
  }
  return PlaceInDocument(location.reference)
      .value_or(Text{location.reference, location.reference});
}

int LineNumber(const SourceLocation& location) {
  return location.reference.empty() ? location.line : 0;
}

}  // namespace yuheng::budget
