#include "services/ingestion/formats/prose_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/reading_problems.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kEnds[] = {"。", "！", "？", "!", "?"};
// What these marks and line ends begin with.
constexpr absl::string_view kMayEnd = "\xE3\xEF!?\n";
// The section that holds the performance sheets.
constexpr absl::string_view kSheetSection = "N11d";

// Longer than titles without a key, such as 一、主要职能.
constexpr size_t kTitleBytesMax = 90;

// The length of the marks that end a sentence and stand at `at`; 0 when none
// does.
size_t EndLength(absl::string_view text, size_t at) {
  size_t length = 0;
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view end : kEnds) {
      if (absl::StartsWith(text.substr(at + length), end)) {
        length += end.size();
        again = true;
      }
    }
  }
  return length;
}

class ProseReader {
 public:
  ProseReader(absl::Span<const TextLine> lines,
              const std::vector<bool>& in_table, budget::Document* document)
      : lines_(lines), in_table_(in_table), document_(*document) {}

  void Read() {
    const std::vector<bool> between_pages = BetweenPages();
    const std::vector<bool> before_cell = BeforeCell();
    size_t next = 0;
    bool in_sheet = false;
    const std::vector<budget::Heading>& headings = document_.headings;
    for (size_t i = 0; i < lines_.size() && !full_; ++i) {
      const TextLine& line = lines_[i];
      const budget::Heading* opened = nullptr;
      for (; next < headings.size() && headings[next].line <= line.number;
           ++next) {
        Flush();
        section_ = headings[next].key;
        in_sheet = false;
        if (headings[next].line == line.number) opened = &headings[next];
      }
      if (in_table_[i] || between_pages[i]) continue;
      if (line.cell) {
        in_sheet = in_sheet || section_ == kSheetSection;
        continue;
      }
      // What stands between the cells of a sheet is the rest of a cell.
      if (in_sheet && before_cell[i]) continue;
      joiner_->Add(opened == nullptr ? line.text : Behind(*opened, line.text),
                   line.number);
      if (IsTitle(line.text)) passage_.Break();
    }
    Flush();
  }

 private:
  // Page numbers and the blank lines around them: a sentence goes on behind.
  std::vector<bool> BetweenPages() const {
    std::vector<bool> between(lines_.size());
    const auto blank = [&](size_t i) {
      return !lines_[i].cell && lines_[i].text.empty();
    };
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (!IsPageNumber(lines_, i)) continue;
      between[i] = true;
      for (size_t at = i; at > 0 && blank(at - 1); --at) between[at - 1] = true;
      for (size_t at = i + 1; at < lines_.size() && blank(at); ++at) {
        between[at] = true;
      }
    }
    return between;
  }

  // The lines that a cell outside tables follows before the next heading.
  std::vector<bool> BeforeCell() const {
    std::vector<bool> before(lines_.size());
    auto heading = document_.headings.rbegin();
    bool cell = false;
    for (size_t i = lines_.size(); i > 0; --i) {
      before[i - 1] = cell;
      cell = cell || (lines_[i - 1].cell && !in_table_[i - 1]);
      for (; heading != document_.headings.rend() &&
             heading->line >= lines_[i - 1].number;
           ++heading) {
        cell = false;
      }
    }
    return before;
  }

  // A numbered line without marks, such as 一、主要职能.
  static bool IsTitle(absl::string_view line) {
    if (line.size() > kTitleBytesMax) return false;
    const std::string normal = budget::NormaliseLabel(line);
    return BeginsNumbered(normal) && !absl::StrContains(normal, ",") &&
           !absl::StrContains(normal, ":") && !absl::StrContains(normal, ";") &&
           !absl::StrContains(normal, "。");
  }

  // What follows a heading in its own line.
  static absl::string_view Behind(const budget::Heading& heading,
                                  absl::string_view line) {
    const size_t at = line.find(heading.text);
    return at == absl::string_view::npos
               ? absl::string_view()
               : line.substr(at + heading.text.size());
  }

  // Adds the sentences of the section that ends here.
  void Flush() {
    const absl::string_view text = passage_.text();
    size_t begin = 0;
    for (size_t at = 0; at < text.size() && !full_;) {
      if (text[at] == '\n') {
        Add(begin, at);
        begin = ++at;
        continue;
      }
      const size_t length = EndLength(text, at);
      if (length == 0) {
        at = std::min(text.find_first_of(kMayEnd, at + 1), text.size());
        continue;
      }
      at += length;
      Add(begin, at);
      begin = at;
    }
    if (!full_) Add(begin, text.size());
    passage_ = Passage();
    joiner_.emplace(&passage_);
  }

  void Add(size_t begin, size_t end) {
    if (begin >= end) return;
    std::string text = passage_.Printed(begin, end);
    bytes_ += text.size();
    if (document_.sentences.size() == budget::kSentencesMax ||
        bytes_ > budget::kProseBytesMax) {
      full_ = true;
      AddProblem("reader.prose_limit", passage_.LineAt(begin),
                 budget::TableKind::kNone,
                 {{"sentences", absl::StrCat(budget::kSentencesMax)},
                  {"bytes", absl::StrCat(budget::kProseBytesMax)}},
                 &document_);
      return;
    }
    document_.sentences.push_back(
        {section_, std::move(text), passage_.LineAt(begin)});
  }

  const absl::Span<const TextLine> lines_;
  const std::vector<bool>& in_table_;
  budget::Document& document_;
  std::string section_;
  Passage passage_;
  std::optional<ParagraphJoiner> joiner_{&passage_};
  size_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace

void ReadProse(absl::Span<const TextLine> lines,
               const std::vector<bool>& in_table, budget::Document* document) {
  ProseReader(lines, in_table, document).Read();
}

}  // namespace yuheng::ingestion
