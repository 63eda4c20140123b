#ifndef YUHENG_SERVICES_INGESTION_FORMATS_TABLE_ANCHOR_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_TABLE_ANCHOR_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Tables and entries of tables of contents; performance sheets not counted.
inline constexpr size_t kAnchorsMax = 4 * budget::kTablesMax;

// Where a table begins. `begin` and `title` index the lines.
struct TableAnchor {
  // kNone: none of ours, or known by its number alone.
  budget::TableKind kind = budget::TableKind::kNone;
  int printed_number = 0;  // 0: no 表N above it, or N is no whole number.
  std::string label;       // N of 表N: 8, 3.15; empty: there is none.
  bool titled = false;     // False: known by its number alone.
  size_t begin = 0;        // The line of 表N, or of the title.
  size_t title = 0;        // The line of the title; of 表N when untitled.
  std::string title_text;
  // Rows that stand in one line each have no blank cells at their end.
  bool rows_trimmed = false;
  // The blank cells, one a line, were trimmed and can't be told any more.
  bool cells_lost = false;
  // Whom the title speaks for (单位收支总体情况表).
  budget::DocumentRole role = budget::DocumentRole::kUnknown;
};

// Finds 表N marks and titles of any form, in document order. Tables that are
// none of ours are among them with kind kNone: they end the table before them.
std::vector<TableAnchor> FindTableAnchors(const budget::Form& form,
                                          absl::Span<const TextLine> lines);

// Gives tables whose title can't be recognised the kind that their number has
// in the form. DOCUMENT_UNREADABLE beyond kAnchorsMax.
absl::Status KnowByNumber(const budget::Form& form,
                          std::vector<TableAnchor>* anchors);

// 1 to 99 in ASCII digits or 一 to 十九; 0 when `text` is neither.
int ReadOrdinal(absl::string_view text);

// N of a line that is nothing but 表N (附表1, 表一, 公开01表), also where some
// form has it that is no whole number: 表3.15; empty for others.
std::string MatchTableLabel(absl::string_view text);

// Whether a title ends with the one that the shape's form has.
bool IsTitleOf(const budget::TableShape& shape, absl::string_view title);

// Whether the text is the number or the title of a table of any form, or of a
// performance sheet.
bool NamesTable(const budget::Form& form, absl::string_view text);

// Whether the line is the title of a performance sheet.
bool IsPerformanceSheetTitle(absl::string_view text);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_TABLE_ANCHOR_H_
