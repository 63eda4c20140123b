#include "services/ingestion/formats/second_document.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace yuheng::ingestion {
namespace {

using budget::TableKind;

// Fewer parts or tables may stand twice by mistake.
constexpr size_t kPartsMin = 2;
constexpr size_t kTablesMin = 3;

// Those of `before` that are in `behind` too, ascending.
template <typename T>
std::vector<T> Again(const std::set<T>& before, const std::set<T>& behind) {
  std::vector<T> again;
  std::set_intersection(before.begin(), before.end(), behind.begin(),
                        behind.end(), std::back_inserter(again));
  return again;
}

}  // namespace

std::optional<SecondDocument> FindSecondDocument(
    absl::Span<const TextLine> lines, absl::Span<const Part> parts,
    absl::Span<const TableAnchor> anchors) {
  std::set<int> seen;
  const auto second = std::find_if(
      parts.begin(), parts.end(),
      [&seen](const Part& part) { return !seen.insert(part.number).second; });
  std::set<int> anew;
  for (auto part = second; part != parts.end(); ++part) {
    anew.insert(part->number);
  }
  if (Again(seen, anew).size() < kPartsMin) return std::nullopt;
  std::set<TableKind> before;
  std::set<TableKind> behind;
  for (size_t i = 0; i < anchors.size(); ++i) {
    if (anchors[i].kind == TableKind::kNone) continue;
    const auto end = i + 1 < anchors.size()
                         ? lines.begin() + anchors[i + 1].begin
                         : lines.end();
    const bool cells =
        std::any_of(lines.begin() + anchors[i].title + 1, end,
                    [](const TextLine& line) { return line.cell; });
    if (!cells) continue;  // Of a table of contents.
    (anchors[i].begin < second->begin ? before : behind)
        .insert(anchors[i].kind);
  }
  SecondDocument found;
  found.begin = second->begin;
  found.tables = Again(before, behind);
  if (found.tables.size() < kTablesMin) return std::nullopt;
  return found;
}

}  // namespace yuheng::ingestion
