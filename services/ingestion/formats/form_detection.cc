#include "services/ingestion/formats/form_detection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/column_headings.h"
#include "services/ingestion/formats/line_cells.h"
#include "services/ingestion/formats/table_notes.h"

namespace yuheng::ingestion {
namespace {

using budget::Form;
using budget::TableKind;
using budget::TableShape;

// What evidence weighs. A number is deliberate, a title is often the same
// everywhere.
constexpr int kNumberWeight = 2;
constexpr int kTitleWeight = 1;
constexpr int kMissingWeight = 1;
constexpr int kColumnsWeight = 1;
constexpr int kUnitWeight = 1;
constexpr int kYearWeight = 1;
// How much better than the standard form another one has to fit.
constexpr int kMarginMin = 3;
// Fewer tables are no form.
constexpr int kTablesMin = 3;
// Headings stand in the first cells below a title.
constexpr size_t kHeadingCellsMax = 60;
constexpr size_t kHeadingBytesMax = 120;

// What one table of the document says about the form.
struct Clue {
  const TableAnchor* anchor = nullptr;  // Null: no such table.
  int64_t unit_fen = 0;
  absl::flat_hash_set<std::string> headings;
};

class Detector {
 public:
  Detector(absl::Span<const TextLine> lines,
           absl::Span<const TableAnchor> anchors)
      : lines_(lines) {
    for (size_t i = 0; i < anchors.size(); ++i) {
      if (anchors[i].kind == TableKind::kNone) continue;
      Clue& clue = clues_[static_cast<size_t>(anchors[i].kind) - 1];
      // An entry of a table of contents has no cells behind it.
      if (clue.anchor != nullptr && !clue.headings.empty()) continue;
      tables_ += clue.anchor == nullptr;
      clue.anchor = &anchors[i];
      TakeLines(anchors[i].begin,
                i + 1 < anchors.size() ? anchors[i + 1].begin : lines.size(),
                &clue);
    }
  }

  int tables() const { return tables_; }

  int Score(const Form& form, int fiscal_year) const {
    int score = 0;
    for (const TableShape& shape : form.tables) {
      const Clue& clue = ClueOf(shape.kind);
      if (clue.anchor == nullptr) {
        score -= shape.printed ? kMissingWeight : 0;
        continue;
      }
      if (!clue.anchor->label.empty()) {
        score += shape.printed && clue.anchor->label == shape.label
                     ? kNumberWeight
                     : -kNumberWeight;
      }
      if (!shape.printed) continue;
      if (IsTitleOf(shape, clue.anchor->title_text)) score += kTitleWeight;
      if (HasColumnsOf(form, shape.kind, clue)) score += kColumnsWeight;
    }
    if (form.unit_fen != 0) score += UnitScore(form.unit_fen);
    if (fiscal_year != 0) {
      const bool within =
          fiscal_year >= form.first_year &&
          (form.last_year == 0 || fiscal_year <= form.last_year);
      score += within ? kYearWeight : -kYearWeight;
    }
    return score;
  }

 private:
  const Clue& ClueOf(TableKind kind) const {
    return clues_[static_cast<size_t>(kind) - 1];
  }

  void TakeLines(size_t begin, size_t end, Clue* clue) {
    size_t cells = 0;
    for (size_t i = begin; i < end && cells < kHeadingCellsMax; ++i) {
      const TextLine& line = lines_[i];
      if (clue->unit_fen == 0) {
        clue->unit_fen = ReadTableNote(line.text).unit_fen;
      }
      if (!line.cell && line.text.find('\t') == absl::string_view::npos) {
        continue;
      }
      EachCell(line.text, [&](absl::string_view cell) {
        ++cells;
        if (cell.size() <= kHeadingBytesMax) {
          clue->headings.insert(budget::NormaliseLabel(cell));
        }
      });
    }
  }

  static bool Holds(const Clue& clue, const budget::Column& column) {
    if (clue.headings.contains(budget::NormaliseLabel(column.heading))) {
      return true;
    }
    return std::any_of(
        column.aliases.begin(), column.aliases.end(),
        [&](const std::string& alias) {
          return clue.headings.contains(budget::NormaliseLabel(alias));
        });
  }

  // Whether the table has every column that the form prints and none that the
  // standard form has besides; false where all forms have the same.
  static bool HasColumnsOf(const Form& form, TableKind kind, const Clue& clue) {
    const bool differ = std::any_of(
        budget::Forms().begin(), budget::Forms().end(), [&](const Form* each) {
          return each->OnPaper().Table(kind).columns.size() !=
                 budget::StandardForm().Table(kind).columns.size();
        });
    if (!differ || clue.headings.empty()) return false;
    for (const budget::Column& column : form.Table(kind).columns) {
      const bool printed = column.presence == budget::Presence::kPrinted;
      if (Holds(clue, column) != printed) return false;
    }
    return true;
  }

  int UnitScore(int64_t unit_fen) const {
    for (const Clue& clue : clues_) {
      if (clue.unit_fen == 0) continue;
      return clue.unit_fen == unit_fen ? kUnitWeight : -kUnitWeight;
    }
    return 0;
  }

  const absl::Span<const TextLine> lines_;
  std::array<Clue, budget::kTableCount> clues_;
  int tables_ = 0;
};

// Whether every table of the form is there under its number, and none under
// another.
bool Explains(const Form& form, absl::Span<const TableAnchor> anchors) {
  std::array<bool, budget::kTableCount> there = {};
  for (const TableAnchor& anchor : anchors) {
    if (anchor.kind == TableKind::kNone) continue;
    if (anchor.label != form.Table(anchor.kind).label) return false;
    there[static_cast<size_t>(anchor.kind) - 1] = true;
  }
  return std::all_of(form.order.begin(), form.order.end(), [&](TableKind kind) {
    return there[static_cast<size_t>(kind) - 1];
  });
}

bool HoldsIn(const Form& form, int fiscal_year) {
  return fiscal_year == 0 ||
         (fiscal_year >= form.first_year &&
          (form.last_year == 0 || fiscal_year <= form.last_year));
}

}  // namespace

FormDetection DetectForm(absl::Span<const TextLine> lines,
                         absl::Span<const TableAnchor> anchors,
                         const std::function<int()>& fiscal_year,
                         absl::Span<const Form* const> forms) {
  const Form& standard = *forms.front();
  if (Explains(standard, anchors)) return {&standard, {}};
  const Detector detector(lines, anchors);
  if (detector.tables() < kTablesMin) return {&standard, {}};
  const int year = fiscal_year();
  int best = detector.Score(standard, year) + kMarginMin;
  std::vector<const Form*> found;
  for (const Form* form : forms) {
    if (form == &standard || !HoldsIn(*form, year)) continue;
    const int score = detector.Score(*form, year);
    if (score < best) continue;
    if (score > best) found.clear();
    best = score;
    found.push_back(form);
  }
  if (found.size() == 1) return {found.front(), {}};
  return {&standard, std::move(found)};
}

}  // namespace yuheng::ingestion
