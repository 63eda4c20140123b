#ifndef YUHENG_SERVICES_INGESTION_FORMATS_OUTLINE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_OUTLINE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/ingestion/formats/table_anchor.h"
#include "services/ingestion/formats/text_line.h"

namespace yuheng::ingestion {

// What a part of the document is about, told by its title and, where that
// says nothing, by its number: the order of the parts differs by region.
enum class PartTopic : uint8_t {
  kOther,
  kProfile,
  kTables,
  kNarrative,
  kTerms
};

// 第N部分.
struct Part {
  int number = 0;
  PartTopic topic = PartTopic::kOther;
  std::string title;  // As printed, trimmed.
  int line = 0;
  size_t begin = 0;  // Index of the heading.
  size_t end = 0;    // Index behind the part.
};

// The parts in document order; entries of a table of contents are left out.
std::vector<Part> FindParts(absl::Span<const TextLine> lines);

// N of a line that begins with 第N部分; 0 for others.
int PartNumber(const TextLine& line);

// Whether a paragraph opens a section: 一、… or （一）….
bool IsSectionHeading(const TextLine& line);

// The first year in a heading as NormaliseLabel leaves it: 20dd before 年; 0
// when there is none.
int YearIn(absl::string_view normal);

// What the headings of the document say about the whole of it.
struct Identity {
  budget::DocumentKind kind = budget::DocumentKind::kUnknown;
  budget::DocumentRole role = budget::DocumentRole::kUnknown;
  int fiscal_year = 0;
  std::string department;
};

// `tables` are those already read: whom they were prepared by tells the
// department. A mere mention of 决算 in a sentence makes no final account.
Identity IdentifyDocument(absl::Span<const TextLine> lines,
                          absl::Span<const Part> parts,
                          absl::Span<const TableAnchor> anchors,
                          absl::Span<const budget::Table> tables,
                          int role_votes_department, int role_votes_unit);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_OUTLINE_H_
