#include "services/validation/report/place_index.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/address.h"

namespace yuheng::validation {

using budget::Document;
using budget::PerformanceSheet;

PlaceIndex::PlaceIndex(const budget::Form& form, const Document& document) {
  AddTables(form, document);
  AddClaims(document);
  AddSheets(document);
}

void PlaceIndex::Add(std::string address, const Spot& spot,
                     const budget::SourceLocation* location, int line) {
  known_[std::move(address)].push_back({spot, location, line});
}

void PlaceIndex::AddTables(const budget::Form& form, const Document& document) {
  for (size_t t = 0; t < document.tables.size(); ++t) {
    const budget::Table& table = document.tables[t];
    if (table.kind == budget::TableKind::kNone) continue;
    const budget::TableShape& shape = form.Table(table.kind);
    const int index = static_cast<int>(t);
    const std::string name = absl::StrCat("T", static_cast<int>(table.kind));
    Add(name, {SpotKind::kTable, index}, nullptr, table.line);
    Add(absl::StrCat(name, ":none"), {SpotKind::kTable, index}, nullptr,
        table.nil_statement_line);
    for (size_t r = 0; r < table.rows.size(); ++r) {
      const budget::Row& row = table.rows[r];
      const int columns = static_cast<int>(shape.ColumnsOf(row.side).size());
      for (int c = 0; c < columns; ++c) {
        const bool there = c < static_cast<int>(row.cells.size());
        Add(budget::AddressOf(shape, row, c),
            {SpotKind::kCell, index, static_cast<int>(r), c},
            there ? &row.cells[c].location : nullptr, row.line);
      }
    }
  }
}

void PlaceIndex::AddClaims(const Document& document) {
  for (size_t i = 0; i < document.claims.size(); ++i) {
    const budget::Claim& claim = document.claims[i];
    const std::string section =
        claim.address.substr(0, claim.address.find(':'));
    auto found = std::find(sections_.begin(), sections_.end(), section);
    if (found == sections_.end()) {
      sections_.push_back(section);
      found = sections_.end() - 1;
      Add(section, {SpotKind::kSection, static_cast<int>(sections_.size()) - 1},
          nullptr, claim.line);
    }
    Add(claim.address, {SpotKind::kClaim, static_cast<int>(i)}, nullptr,
        claim.line);
  }
}

void PlaceIndex::AddSheets(const Document& document) {
  for (size_t k = 0; k < document.sheets.size(); ++k) {
    const PerformanceSheet& sheet = document.sheets[k];
    const int index = static_cast<int>(k);
    const std::string name = absl::StrCat("P", k + 1);
    Add(name, {SpotKind::kSheet, index}, nullptr, sheet.line);
    const auto field = [&](absl::string_view key, SheetField which, int line) {
      Add(absl::StrCat(name, ":", key), {SpotKind::kSheetField, index, which},
          nullptr, line);
    };
    field("total", kSheetTotal, sheet.total.location.line);
    field("fiscal", kSheetFiscal, sheet.fiscal.location.line);
    field("other", kSheetOther, sheet.other.location.line);
    field("goal", kSheetGoal, sheet.goal_line);
    field("year", kSheetYear, sheet.line);
    field("unit", kSheetUnit, sheet.line);
    field("project", kSheetProject, sheet.line);
    for (size_t j = 0; j < sheet.indicators.size(); ++j) {
      const auto part = [&](absl::string_view key, IndicatorField which) {
        Add(absl::StrCat(name, ":ind", j + 1, key),
            {SpotKind::kIndicator, index, static_cast<int>(j), which}, nullptr,
            sheet.indicators[j].line);
      };
      part("", kIndicatorName);
      part(":name", kIndicatorName);
      part(":target", kIndicatorTarget);
      part(":prior", kIndicatorPrior);
      part(":weight", kIndicatorWeight);
    }
  }
}

std::optional<Spot> PlaceIndex::FindExactly(const Place& place) const {
  const auto it = known_.find(place.address);
  if (it == known_.end()) return std::nullopt;
  for (const Known& known : it->second) {
    if (known.location != nullptr ? *known.location == place.location
                                  : known.line == place.location.line) {
      return known.spot;
    }
  }
  return it->second.front().spot;
}

std::optional<Spot> PlaceIndex::Find(const Place& place) const {
  if (const auto found = FindExactly(place)) return found;
  const size_t colon = place.address.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return FindExactly({place.address.substr(0, colon), place.location});
}

}  // namespace yuheng::validation
