#ifndef YUHENG_SERVICES_INGESTION_FORMATS_UNREAD_ROWS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_UNREAD_ROWS_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/raw_cell.h"
#include "services/ingestion/formats/row_look.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// Lines of a table that were not read: which of them may be rows, and how they
// are told.

// Fewer lines with figures say nothing of how the cells of a table stand.
inline constexpr size_t kUnseparatedLinesMin = 3;

// Whether a paragraph has what a row has: figures behind the front of one, or
// several; no sentence, note, date or telephone number. `in_data`: rows of the
// table were read before, so that a name with one figure may be a row too.
bool LooksLikeRow(const RowLook& look, absl::string_view text, bool in_data);

// Whether between its blanks, bars and commas the paragraph has a figure.
bool HoldsFigure(absl::string_view text);

// Whether the cells are those of a note or footer under the table, such as
// 填报日期 and its date. What may be an amount makes them a row.
bool IsNoteInCells(absl::Span<const RawCell> cells);

// Whether the line stands in a table of contents: it opens one (目录), or one
// is `open` and the line is a title, its page perhaps behind it.
bool IsContents(absl::string_view line, bool open);

// Says that the lines `numbers`, ascending, were not read: a problem for each
// run of them at its first line, with how many they are and the words of the
// first and the last. No line number is in its words, so that it is the same
// problem when the table moves. Many runs end with how many lines more.
void AddUnreadRows(const budget::TableShape& shape,
                   absl::Span<const TextLine> lines,
                   absl::Span<const int> numbers, budget::Document* document);

// Says of a table of which no row was read that its cells are not separated by
// TABs, when the lines `numbers` with figures are several; false when not.
bool AddUnseparatedCells(const budget::TableShape& shape,
                         absl::Span<const TextLine> lines,
                         absl::Span<const int> numbers,
                         budget::Document* document);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_UNREAD_ROWS_H_
