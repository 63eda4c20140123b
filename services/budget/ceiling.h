#ifndef YUHENG_SERVICES_BUDGET_CEILING_H_
#define YUHENG_SERVICES_BUDGET_CEILING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/address.h"
#include "services/budget/document.h"
#include "services/budget/messages.h"
#include "services/budget/table_shape.h"

namespace yuheng::budget {

// Ceilings (控制数): what a department's draft may amount to, by source of the
// money and kind of expenditure.

// Figures of one ceiling. Every source and kind stands once, so there can't be
// as many.
inline constexpr size_t kCeilingFiguresMax = 64;

// The values are those of yuheng.budget.v1.ExpenditureKind.
enum class ExpenditureKind : uint8_t {
  kAll = 0,
  kBasic = 1,
  kPersonnel = 2,
  kPublic = 3,
  kProject = 4,
};

struct CeilingFigure {
  // Key of a line of T1's income side, or ALL.
  std::string source;
  ExpenditureKind kind = ExpenditureKind::kAll;
  int64_t amount_fen = 0;

  friend bool operator==(const CeilingFigure&, const CeilingFigure&) = default;
};

struct Ceiling {
  std::string department;
  std::string unit;  // Empty for the department as a whole.
  int fiscal_year = 0;
  // As Sorted puts them. Empty: there is no ceiling.
  std::vector<CeilingFigure> figures;

  friend bool operator==(const Ceiling&, const Ceiling&) = default;
};

// The cell of a document that such a figure is compared with; absent when the
// ten tables state none.
std::optional<CellAddress> CellUnderCeiling(const Form& form,
                                            absl::string_view source,
                                            ExpenditureKind kind);

// What a document states there.
struct StatedUnderCeiling {
  // Null where the table says in words that there is nothing.
  const Row* row = nullptr;
  int column = 0;  // Of its side.
  int64_t amount_fen = 0;
  int64_t precision_fen = 1;  // Of its last printed place.
};

// Absent when the document states none, or none that can be compared: it has no
// such table or line, no unit of account, or the cell can't be read. Points
// into `document`.
std::optional<StatedUnderCeiling> FindUnderCeiling(const Form& form,
                                                   const Document& document,
                                                   absl::string_view source,
                                                   ExpenditureKind kind);

// Whether that may be at most the ceiling, which is what it says. A printed
// figure stands for half its last place less: `last_places_fen` are those of
// all that `stated_fen` is the sum of, blank ones and zeros left out.
bool IsWithinCeiling(int64_t stated_fen, int64_t last_places_fen,
                     int64_t ceiling_fen);

// In the order of T1's lines, then of kinds.
std::vector<CeilingFigure> Sorted(const Form& form,
                                  std::vector<CeilingFigure> figures);

// The figure of this source and kind; nullptr when there is none.
const CeilingFigure* FindFigure(const Ceiling& ceiling,
                                absl::string_view source, ExpenditureKind kind);

// Which ceiling it is: SHA-256 in hexadecimal over all of it; empty for one
// without figures.
std::string CeilingSha256(const Ceiling& ceiling);

// What people call them: a key, a label of T1 with or without its number, or a
// usual short name (政府性基金); a kind's key or name (人员经费), and nothing
// for all kinds. Absent when it is none, or could be two.
std::optional<std::string> SourceByName(const Form& form,
                                        absl::string_view name);
std::optional<ExpenditureKind> KindByName(absl::string_view name);

// The key of a kind: total, basic, personnel, public, project.
absl::string_view KindKey(ExpenditureKind kind);
// For people: the line's label without its number; 人员经费.
Text SourceText(const Form& form, absl::string_view source);
Text KindText(ExpenditureKind kind);

}  // namespace yuheng::budget

#endif  // YUHENG_SERVICES_BUDGET_CEILING_H_
