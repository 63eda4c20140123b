#include "services/validation/evaluation/diagnosis/change.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/budget/address.h"
#include "services/budget/text.h"

namespace yuheng::validation {
namespace {

using budget::Document;
using budget::Row;
using budget::Table;

// The document's table of that kind; null when there is none.
Table* TableOf(budget::TableKind kind, Document* document) {
  const auto table =
      std::find_if(document->tables.begin(), document->tables.end(),
                   [&](const Table& each) { return each.kind == kind; });
  return table == document->tables.end() ? nullptr : &*table;
}

// An amount of a sheet: P2:fiscal. Null when it is none.
budget::Cell* SheetCellAt(absl::string_view address, Document* document) {
  const size_t colon = address.find(':');
  size_t number = 0;
  if (colon == absl::string_view::npos || !absl::ConsumePrefix(&address, "P") ||
      !absl::SimpleAtoi(address.substr(0, colon - 1), &number) || number == 0 ||
      number > document->sheets.size()) {
    return nullptr;
  }
  budget::PerformanceSheet& sheet = document->sheets[number - 1];
  const absl::string_view amount = address.substr(colon);
  if (amount == "total") return &sheet.total;
  if (amount == "fiscal") return &sheet.fiscal;
  return amount == "other" ? &sheet.other : nullptr;
}

// A cell or a claim.
bool SetFigure(const budget::Form& form, const std::string& address,
               int64_t fen, Document* document) {
  for (budget::Claim& claim : document->claims) {
    if (claim.address != address) continue;
    claim.value_micro = fen;
    return true;
  }
  budget::Cell* cell = SheetCellAt(address, document);
  if (cell == nullptr) {
    const auto parsed = budget::ParseCellAddress(form, address);
    if (!parsed.ok()) return false;
    // The document is the caller's own; FindCell only does not say so.
    cell =
        const_cast<budget::Cell*>(budget::FindCell(form, *document, *parsed));
  }
  if (cell == nullptr) return false;
  cell->state = budget::CellState::kStated;
  cell->amount_fen = fen;
  return true;
}

// Whether a subject of the text is the account of that name rather than a code:
// 「住房保障支出(类)」.
bool IsAccountNamed(absl::string_view subject, absl::string_view name) {
  for (const absl::string_view level : {"(类)", "(款)", "(项)"}) {
    if (absl::ConsumeSuffix(&subject, level)) break;
  }
  return !name.empty() && absl::EndsWith(subject, name);
}

// What the text says of the row's account goes with it: the text names
// accounts, and has had their codes from the tables or, where these differ,
// none.
bool SetCode(const CodeChange& change, Document* document) {
  Table* const table = TableOf(change.table, document);
  if (table == nullptr || change.row >= table->rows.size()) return false;
  Row& row = table->rows[change.row];
  const std::string old = std::exchange(row.code, change.code);
  const std::string name = budget::NormaliseLabel(row.name);
  const bool left = std::any_of(
      document->tables.begin(), document->tables.end(), [&](const auto& each) {
        return std::any_of(each.rows.begin(), each.rows.end(),
                           [&](const Row& other) { return other.code == old; });
      });
  for (budget::Claim& claim : document->claims) {
    const size_t from = claim.address.find(':') + 1;
    const size_t to = claim.address.rfind(':');
    if (from == 0 || to < from) continue;
    const auto subject =
        absl::string_view(claim.address).substr(from, to - from);
    if ((subject == old && !left) || IsAccountNamed(subject, name)) {
      claim.address.replace(from, to - from, change.code);
    }
  }
  return true;
}

bool AddRow(const RowChange& change, Document* document) {
  Table* const table = TableOf(change.table, document);
  if (table == nullptr || change.position > table->rows.size()) return false;
  table->rows.insert(
      table->rows.begin() + static_cast<std::ptrdiff_t>(change.position),
      change.row);
  return true;
}

}  // namespace

bool Make(const budget::Form& form, const Change& change, Document* document) {
  if (const auto* figure = std::get_if<FigureChange>(&change)) {
    return SetFigure(form, figure->address, figure->fen, document);
  }
  if (const auto* code = std::get_if<CodeChange>(&change)) {
    return SetCode(*code, document);
  }
  return AddRow(std::get<RowChange>(change), document);
}

}  // namespace yuheng::validation
