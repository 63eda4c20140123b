#ifndef YUHENG_SERVICES_INGESTION_FORMATS_CLAIM_SCANNER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_CLAIM_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace yuheng::ingestion {

// A stretch of narrative in the form that is compared with dictionaries: blanks
// removed, full-width forms made half-width (budget::NormaliseLabel), with the
// way back to what was printed and on which line. Offsets are bytes of text().
class Passage {
 public:
  // Continues the last paragraph with another line.
  void Append(absl::string_view line, int number);
  // A part of this passage, with its own offsets.
  Passage Slice(size_t begin, size_t end) const;
  // Ends the paragraph: '\n' in text(). Nothing at the start or twice.
  void Break();

  absl::string_view text() const { return text_; }
  // What the last appended line is in text().
  absl::string_view LastLine() const;
  bool empty() const { return text_.empty(); }
  // What is printed from `begin` to `end`, without the blanks around it.
  std::string Printed(size_t begin, size_t end) const;
  // Whether a blank is printed right before an offset.
  bool BlankBefore(size_t offset) const;
  // The line of an offset; 0 in an empty passage.
  int LineAt(size_t offset) const;

 private:
  std::string text_;
  std::string printed_;
  std::vector<uint32_t> printed_offsets_;      // One a byte of text_.
  std::vector<std::pair<size_t, int>> lines_;  // Where a line begins in text_.
};

// What a printed number measures, told by the word behind it.
enum class Unit : uint8_t {
  kBare,     // No unit.
  kMoney,    // 万元, 元, 亿元; values are 分.
  kPercent,  // Millionths of a percent.
  kCount,    // Persons, vehicles, pieces; millionths of one.
  kArea,     // Millionths of a square metre.
  kYear,     // 2023年.
  kOther,    // Dates, document numbers, ranks: never a figure of a budget.
  kBeyond,   // Money or a percentage, larger than any figure can be.
};

struct Quantity {
  size_t begin = 0;
  size_t end = 0;  // Behind the unit.
  Unit unit = Unit::kBare;
  int64_t value_micro = 0;
  int64_t precision_micro = 0;
};

// Every number of a normalised text, in order.
std::vector<Quantity> ScanQuantities(absl::string_view text);

// Whether a bare number is the number of an item, such as "2." or "(2)".
bool NumbersItem(absl::string_view text, const Quantity& quantity);

// Whether a count is one of persons (人, 名, or no measure word at all).
bool CountsPersons(absl::string_view text, const Quantity& quantity);

// A label as it stands in a normalised text, and what it speaks about.
struct Label {
  absl::string_view text;
  absl::string_view subject;
};

struct LabelSpan {
  size_t begin = 0;
  size_t end = 0;
  std::string subject;
};

// Finds the labels of a dictionary in normalised texts. The longest label wins
// at a place, the leftmost place wins between overlapping ones.
class LabelFinder {
 public:
  // `suffixes` are words that may follow a label and belong to it (拨款, 收入).
  explicit LabelFinder(absl::Span<const Label> labels,
                       absl::Span<const absl::string_view> suffixes = {});

  // Later ones do not replace earlier ones of the same text.
  void Add(absl::string_view text, absl::string_view subject);

  std::vector<LabelSpan> Find(absl::string_view text) const;

 private:
  absl::Span<const absl::string_view> suffixes_;
  // By first code point; each list with the longest first.
  std::map<char32_t, std::vector<std::pair<std::string, std::string>>> labels_;
};

// Replaces those of `spans` that overlap one of `stronger`; keeps the order.
std::vector<LabelSpan> MergeSpans(std::vector<LabelSpan> spans,
                                  std::vector<LabelSpan> stronger);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_CLAIM_SCANNER_H_
