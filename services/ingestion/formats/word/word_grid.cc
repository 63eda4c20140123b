#include "services/ingestion/formats/word/word_grid.h"

#include <algorithm>

#include "absl/strings/numbers.h"

namespace yuheng::ingestion {
namespace {

// Two millimetres, in twentieths of a point: less than one digit takes.
constexpr int kWidthMin = 113;
// No page is wider.
constexpr int kWidthMax = 32'000;
// No table has more columns.
constexpr size_t kColumnsMax = 1'000;

}  // namespace

WordGrid::WordGrid(const pugi::xml_node& table) : seen_(1) {
  int width = 0;  // Since the last border that is seen.
  for (pugi::xml_node column = ChildOf(ChildOf(table, "tblGrid"), "gridCol");
       column && seen_.size() <= kColumnsMax;
       column = NextOf(column, "gridCol")) {
    int own = 0;
    // Of unknown width: as good as any other.
    if (!absl::SimpleAtoi(PrefixedAttributeOf(column, "w"), &own) || own < 0) {
      own = kWidthMin;
    }
    width += std::min(own, kWidthMax);
    const bool seen = width >= kWidthMin;
    seen_.push_back(seen_.back() + (seen ? 1 : 0));
    if (seen) width = 0;
  }
}

int WordGrid::ColumnsSeen(int column, int span) const {
  return std::max(SeenBefore(column + span) - SeenBefore(column), 1);
}

int WordGrid::SeenBefore(int column) const {
  const int last = static_cast<int>(seen_.size()) - 1;
  if (column <= last) return seen_[static_cast<size_t>(column)];
  return seen_.back() + column - last;
}

}  // namespace yuheng::ingestion
