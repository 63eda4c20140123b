// Sheets with a title, headings and a body, and a workbook (xlsx) of them.
#ifndef YUHENG_SERVICES_FORMS_WORKBOOK_H_
#define YUHENG_SERVICES_FORMS_WORKBOOK_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/budget/decimal.h"
#include "services/forms/form_layout.h"

namespace yuheng::forms {

// The format's own limits; a text is cut and further links are left out.
inline constexpr size_t kCellTextCharactersMax = 32'000;
inline constexpr size_t kLinksPerSheetMax = 65'000;
inline constexpr size_t kSheetNameCharactersMax = 31;

enum class CellLook {
  kTitle,
  kLineLeft,   // 编制部门 above the table, the note below it.
  kLineRight,  // 单位：万元.
  kHeading,
  kCode,
  kLabel,
  kTotalLabel,
  kAmount,
  kText,  // Prose, wrapped, from the top.
};

// How a cell of the printed form looks.
CellLook LookOf(LayoutCellKind kind);

enum class CellFill {
  kNone,
  kYellow,
  kRed,
  kPaleRed,
  kOrange,
  kPaleOrange,
  kBlue,
};

// A cell of another sheet's body.
struct CellLink {
  int sheet = 0;  // An index into the sheets of the workbook.
  int row = 0;    // Of the body.
  int column = 0;
};

struct SheetCell {
  CellLook look = CellLook::kLabel;
  std::string text;  // All looks but kAmount.
  // kAmount, in 分; shown in the sheet's unit. Absent: a blank cell, or `text`
  // if there is one (what stands there is no amount).
  std::optional<int64_t> amount_fen;
  int indent = 0;
  bool bold = false;
  CellFill fill = CellFill::kNone;
  std::string comment;           // Empty for none.
  std::optional<CellLink> link;  // Not for kAmount.
  // kAmount: what computes it, without "="; `amount_fen` is its value.
  std::string formula;
  // Stays open in a locked sheet. An amount of nothing shows nothing.
  bool input = false;
};

// Cells of a body that are filled in, and what they take.
struct InputRange {
  enum class Kind { kAmount, kCodeDigits, kOneOf };
  Kind kind = Kind::kAmount;
  int first_row = 0;
  int first_column = 0;
  int last_row = 0;
  int last_column = 0;
  std::vector<std::string> choices;  // kOneOf; others are warned of.
};

struct Sheet {
  std::string name;  // On its tab; one that is taken or malformed is changed.
  std::string title;
  std::string left_line;   // Below the title.
  std::string right_line;  // Beside it; empty gives the left one all the width.
  std::vector<HeadingRange> headings;
  int heading_row_count = 0;
  // Each row has column_widths.size() cells.
  std::vector<std::vector<SheetCell>> body;
  std::vector<int> column_widths;  // In characters.
  int frozen_column_count = 0;
  bool one_page = false;  // On paper; else one page wide.
  // What a shown 1 stands for; a unit of account.
  int64_t unit_fen = budget::kFenPerWanYuan;
  // Nothing but inputs can be changed, without a password, and the note.
  bool locked = false;
  std::vector<InputRange> inputs;
  std::string note;    // Below the body; empty for none.
  std::string footer;  // In the format's notation (&L, &R, &P, &N).
};

struct WorkbookProperties {
  std::string title;
  std::string author;
  std::string comments;
  absl::Time created;  // Stands in the file's properties.
};

// The bytes of the workbook. The same input gives the same bytes. `sheets` is
// not empty; every row of a body has as many cells as there are columns.
// Control characters and invalid UTF-8 in texts become blanks. INTERNAL when
// the temporary folder it works in can't be written.
absl::StatusOr<std::string> RenderSheets(const WorkbookProperties& properties,
                                         const std::vector<Sheet>& sheets);

}  // namespace yuheng::forms

#endif  // YUHENG_SERVICES_FORMS_WORKBOOK_H_
