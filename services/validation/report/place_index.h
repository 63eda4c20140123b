// Where in a document an address leads.
#ifndef YUHENG_SERVICES_VALIDATION_REPORT_PLACE_INDEX_H_
#define YUHENG_SERVICES_VALIDATION_REPORT_PLACE_INDEX_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/finding.h"

namespace yuheng::validation {

enum class SpotKind {
  kTable,       // index: of Document::tables.
  kCell,        // index, row, column.
  kSection,     // index: of the section list of the claims, see below.
  kClaim,       // index: of Document::claims.
  kSheet,       // index: of Document::sheets.
  kSheetField,  // index; row: a SheetField.
  kIndicator,   // index; row: of its indicators; column: an IndicatorField.
};

enum SheetField {
  kSheetTotal,
  kSheetFiscal,
  kSheetOther,
  kSheetGoal,
  kSheetYear,
  kSheetUnit,
  kSheetProject
};
enum IndicatorField {
  kIndicatorName,
  kIndicatorTarget,
  kIndicatorPrior,
  kIndicatorWeight
};

// Something of a document that can be marked.
struct Spot {
  SpotKind kind = SpotKind::kTable;
  int index = 0;
  int row = 0;
  int column = 0;

  friend bool operator==(const Spot&, const Spot&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Spot& spot) {
    return H::combine(std::move(h), spot.kind, spot.index, spot.row,
                      spot.column);
  }
};

// Finds places. Holds views into the document.
class PlaceIndex {
 public:
  PlaceIndex(const budget::Form& form, const budget::Document& document);

  // The figure itself; where two have the same address, the one on the place's
  // line. Else what it would stand in: the table, the section, the sheet. No
  // value for the document as a whole and for what it does not have.
  std::optional<Spot> Find(const Place& place) const;

  // The sections that have claims, in the order of their first: G, N1, N2, …
  const std::vector<std::string>& sections() const { return sections_; }

 private:
  struct Known {
    Spot spot;
    const budget::SourceLocation* location;
    int line;
  };

  void Add(std::string address, const Spot& spot,
           const budget::SourceLocation* location, int line);
  void AddTables(const budget::Form& form, const budget::Document& document);
  void AddClaims(const budget::Document& document);
  void AddSheets(const budget::Document& document);
  std::optional<Spot> FindExactly(const Place& place) const;

  absl::flat_hash_map<std::string, std::vector<Known>> known_;
  std::vector<std::string> sections_;
};

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_REPORT_PLACE_INDEX_H_
