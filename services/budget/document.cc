#include "services/budget/document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"

namespace yuheng::budget {
namespace {

// A, Z, AA, … of 1, 26, 27, …
std::string ColumnLetters(int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return letters;
}

// As a formula names it: in quotes when it holds blanks or marks, or begins
// with a digit.
std::string QuotedSheetName(const std::string& name) {
  const bool plain = !name.empty() && !absl::ascii_isdigit(name.front()) &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return absl::ascii_isalnum(c) || c == '_' || c >= 0x80;
                     });
  if (plain) return name;
  return absl::StrCat("'", absl::StrReplaceAll(name, {{"'", "''"}}), "'");
}

// What stands before a place in one of several files.
std::string FilePrefix(const std::string& file) {
  return file.empty() ? "" : absl::StrCat(QuotedSheetName(file), "!");
}

std::string ReferenceIn(const SourcePart& part, int line, int cell) {
  const int row = part.row + (line - part.line);
  switch (part.kind) {
    case SourcePartKind::kParagraphs:
      return absl::StrCat(FilePrefix(part.name), "paragraph[", row, "]");
    case SourcePartKind::kTable: {
      const size_t slash = part.name.rfind('/');
      const bool of_file = slash != std::string::npos;
      return absl::StrCat(
          FilePrefix(of_file ? part.name.substr(0, slash) : ""), "table[",
          of_file ? part.name.substr(slash + 1) : part.name, "]/row[", row, "]",
          cell == 0 ? "" : absl::StrCat("/cell[", part.column + cell - 1, "]"));
    }
    case SourcePartKind::kSheet:
      break;
  }
  if (part.row == 0) return part.name;
  return absl::StrCat(QuotedSheetName(part.name), "!",
                      cell == 0 ? "" : ColumnLetters(part.column + cell - 1),
                      row);
}

}  // namespace

RowLevel LevelOfCode(absl::string_view code) {
  switch (code.size()) {
    case 3:
      return RowLevel::kClass;
    case 5:
      return RowLevel::kGroup;
    case 7:
      return RowLevel::kItem;
    default:
      return RowLevel::kNone;
  }
}

SourceLocation SourceFile::Locate(int line, int cell) const {
  const auto behind = std::upper_bound(
      parts.begin(), parts.end(), line,
      [](int at, const SourcePart& part) { return at < part.line; });
  if (line == 0 || behind == parts.begin()) return {line, ""};
  return {line, ReferenceIn(*(behind - 1), line, cell)};
}

const Row* Table::FindRow(Side side, absl::string_view key) const {
  for (const Row& row : rows) {
    if (row.side == side && row.Key() == key) return &row;
  }
  return nullptr;
}

const Table* Document::FindTable(TableKind kind) const {
  for (const Table& table : tables) {
    if (table.kind == kind) return &table;
  }
  return nullptr;
}

const Claim* Document::FindClaim(absl::string_view address) const {
  for (const Claim& claim : claims) {
    if (claim.address == address) return &claim;
  }
  return nullptr;
}

std::vector<Fact> FactsOf(const Document& document) {
  const auto locate = [&](int line) { return document.source.Locate(line); };
  std::vector<Fact> facts;
  for (const Table& table : document.tables) {
    if (table.kind == TableKind::kNone) continue;
    const TableShape& shape = StandardForm().Table(table.kind);
    for (const Row& row : table.rows) {
      for (size_t i = 0; i < row.cells.size(); ++i) {
        const Cell& cell = row.cells[i];
        if (!cell.stated()) continue;
        facts.push_back({AddressOf(shape, row, static_cast<int>(i)),
                         cell.amount_fen, cell.printed, cell.location});
      }
    }
  }
  for (const Claim& claim : document.claims) {
    if (!claim.value_micro.has_value()) continue;
    facts.push_back(
        {claim.address, *claim.value_micro, claim.printed, locate(claim.line)});
  }
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const std::string prefix = absl::StrCat("P", k + 1, ":");
    if (sheet.fiscal_year != 0) {
      facts.push_back({absl::StrCat(prefix, "year"),
                       sheet.fiscal_year * kMicroPerOne,
                       absl::StrCat(sheet.fiscal_year), locate(sheet.line)});
    }
    const auto add_cell = [&](absl::string_view key, const Cell& cell) {
      if (!cell.stated()) return;
      facts.push_back({absl::StrCat(prefix, key), cell.amount_fen, cell.printed,
                       cell.location});
    };
    add_cell("total", sheet.total);
    add_cell("fiscal", sheet.fiscal);
    add_cell("other", sheet.other);
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      const Indicator& indicator = sheet.indicators[j];
      const std::string stem = absl::StrCat(prefix, "ind", j + 1, ":");
      if (indicator.target_micro.has_value()) {
        facts.push_back({absl::StrCat(stem, "target"), *indicator.target_micro,
                         indicator.target, locate(indicator.line)});
      }
      if (indicator.weight_micro.has_value()) {
        facts.push_back({absl::StrCat(stem, "weight"), *indicator.weight_micro,
                         indicator.weight, locate(indicator.line)});
      }
    }
  }
  return facts;
}

std::vector<TextFact> TextsOf(const Document& document) {
  const auto locate = [&](int line) { return document.source.Locate(line); };
  std::vector<TextFact> texts;
  for (const Table& table : document.tables) {
    if (table.nil_statement.empty() || table.kind == TableKind::kNone) continue;
    texts.push_back({absl::StrCat("T", static_cast<int>(table.kind), ":none"),
                     table.nil_statement, locate(table.nil_statement_line)});
  }
  for (const Claim& claim : document.claims) {
    if (claim.value_micro.has_value()) continue;
    texts.push_back({claim.address, claim.printed, locate(claim.line)});
  }
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const std::string prefix = absl::StrCat("P", k + 1, ":");
    texts.push_back(
        {absl::StrCat(prefix, "project"), sheet.project, locate(sheet.line)});
    if (!sheet.goal.empty()) {
      texts.push_back(
          {absl::StrCat(prefix, "goal"), sheet.goal, locate(sheet.goal_line)});
    }
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      const Indicator& indicator = sheet.indicators[j];
      const std::string stem = absl::StrCat(prefix, "ind", j + 1, ":");
      texts.push_back(
          {absl::StrCat(stem, "name"), indicator.name, locate(indicator.line)});
      if (!indicator.target_micro.has_value() && !indicator.target.empty()) {
        texts.push_back({absl::StrCat(stem, "target"), indicator.target,
                         locate(indicator.line)});
      }
    }
  }
  return texts;
}

}  // namespace yuheng::budget
