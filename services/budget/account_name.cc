#include "services/budget/account_name.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/budget/check.h"
#include "services/budget/data_files.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

constexpr absl::string_view kFile = "account_names_en.csv";

using Names = absl::flat_hash_map<absl::string_view, absl::string_view>;

// By the Chinese name; the same name means the same in every chart.
Names LoadNames() {
  Names names;
  // Classes are as the form calls its lines, and columns such as e301.
  for (const TableShape& shape : StandardForm().tables) {
    for (const Line& line : shape.lines) {
      if (IsDigits(line.key)) names.emplace(line.label, line.label_en);
    }
    for (const Column& column : shape.columns) {
      if (absl::StartsWith(column.key, "e") && IsDigits(column.key.substr(1))) {
        names.emplace(column.heading, column.heading_en);
      }
    }
  }
  for (const EmbeddedFile& file : data::Files()) {
    if (file.name != kFile) continue;
    for (const absl::string_view line : absl::StrSplit(file.content, '\n')) {
      const size_t comma = line.find(',');
      if (comma == absl::string_view::npos) continue;
      names.emplace(line.substr(0, comma), line.substr(comma + 1));
    }
  }
  YUHENG_CHECK(!names.empty());
  return names;
}

}  // namespace

Text AccountText(absl::string_view code, absl::string_view printed_name) {
  static const auto* const names = new Names(LoadNames());
  const std::string name = RemoveBlanks(printed_name);
  if (name.empty()) return {std::string(code), std::string(code)};
  const auto english = names->find(name);
  return {absl::StrCat(code, " ", name),
          absl::StrCat(code, " ",
                       english == names->end() ? name : english->second)};
}

Text LineText(const Line& line, absl::string_view printed_name) {
  Text text = {RemoveBlanks(printed_name.empty() ? line.label : printed_name),
               line.label_en};
  if (IsDigits(line.key)) {
    if (!absl::StartsWith(text.zh, line.key)) {
      text.zh = absl::StrCat(line.key, " ", text.zh);
    }
    text.en = absl::StrCat(line.key, " ", text.en);
  }
  return text;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace yuheng::budget
