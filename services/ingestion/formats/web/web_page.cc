#include "services/ingestion/formats/web/web_page.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/ingestion/formats/paper/list_number.h"
#include "services/ingestion/formats/paper/paper_builder.h"
#include "services/ingestion/formats/paper/paper_printer.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/ingestion/formats/web/element_kind.h"
#include "services/ingestion/formats/web/html_parser.h"
#include "services/ingestion/formats/web/page_styles.h"

namespace yuheng::ingestion {
namespace {

// Where a page says that it is one.
constexpr size_t kFrontBytes = 4'096;

int NumberIn(absl::string_view value, int otherwise) {
  int number = 0;
  return absl::SimpleAtoi(value, &number) ? number : otherwise;
}

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

class PageBuilder : public HtmlEvents {
 public:
  explicit PageBuilder(absl::string_view page)
      : styles_(PageStyles::In(page)) {}

  void Open(absl::string_view name, const HtmlAttributes& attributes) override {
    if (left_out_ > 0) {
      ++left_out_;
      return;
    }
    const ElementKind kind = styles_.Hides(name, attributes)
                                 ? ElementKind::kLeftOut
                                 : KindOf(name, attributes);
    // A cell that is not displayed leaves its row like any other element.
    open_.push_back(kind);
    switch (kind) {
      case ElementKind::kLeftOut:
        open_.pop_back();
        left_out_ = 1;
        break;
      case ElementKind::kInline:
        break;
      case ElementKind::kBreak:
        Break();
        break;
      case ElementKind::kBlock:
        EndParagraph();
        break;
      case ElementKind::kPreformatted:
        EndParagraph();
        ++preformatted_;
        break;
      case ElementKind::kList:
        EndParagraph();
        lists_.push_back({std::string(NumberFormatOf(name, attributes)),
                          NumberIn(attributes.Of("start"), 1)});
        break;
      case ElementKind::kItem:
        OpenItem(attributes);
        break;
      case ElementKind::kTable:
        EndParagraph();
        builder_.OpenTable();
        break;
      case ElementKind::kRow:
        EndParagraph();
        builder_.OpenRow();
        break;
      case ElementKind::kCell:
        OpenCell(attributes);
        break;
      case ElementKind::kBlankCell:
        OpenCell(attributes);
        builder_.CloseCell();
        open_.pop_back();
        left_out_ = 1;
        break;
    }
  }

  void Close(absl::string_view /*name*/) override {
    if (left_out_ > 0) {
      --left_out_;
      return;
    }
    if (open_.empty()) return;
    const ElementKind kind = open_.back();
    open_.pop_back();
    switch (kind) {
      case ElementKind::kLeftOut:
      case ElementKind::kInline:
      case ElementKind::kBreak:
      case ElementKind::kBlankCell:
        return;
      case ElementKind::kBlock:
        break;
      case ElementKind::kItem:
        label_.clear();
        break;
      case ElementKind::kPreformatted:
        --preformatted_;
        break;
      case ElementKind::kList:
        lists_.pop_back();
        break;
      case ElementKind::kTable:
        EndParagraph();
        builder_.CloseTable();
        return;
      case ElementKind::kRow:
        EndParagraph();
        builder_.CloseRow();
        return;
      case ElementKind::kCell:
        EndParagraph();
        builder_.CloseCell();
        return;
    }
    EndParagraph();
  }

  // Blanks and line ends are one blank, and none between characters that are
  // written without.
  void Text(absl::string_view text) override {
    if (left_out_ > 0) return;
    if (preformatted_ > 0) {
      Show(text);
      return;
    }
    while (!text.empty()) {
      size_t blanks = 0;
      while (blanks < text.size() && absl::ascii_isspace(text[blanks])) {
        line_ended_ = line_ended_ || text[blanks] == '\n';
        ++blanks;
      }
      blank_ = blank_ || blanks > 0;
      text.remove_prefix(blanks);
      size_t word = 0;
      while (word < text.size() && !absl::ascii_isspace(text[word])) ++word;
      if (word > 0) Show(text.substr(0, word));
      text.remove_prefix(word);
    }
  }

  bool done() const override { return !builder_.status().ok(); }

  absl::StatusOr<std::vector<PaperBlock>> Finish() { return builder_.Finish(); }

 private:
  struct List {
    std::string format;  // Empty when its items have no numbers.
    int next = 1;
  };

  void Show(absl::string_view text) {
    const std::string& before = builder_.paragraph();
    const bool first = before.empty() || before.back() == '\n';
    if (!label_.empty()) {
      builder_.Append(std::exchange(label_, ""));
    } else if (blank_ && !first && preformatted_ == 0 &&
               (!line_ended_ || IsAscii(before.back()) ||
                IsAscii(text.front()))) {
      builder_.Append(" ");
    }
    blank_ = line_ended_ = false;
    builder_.Append(text);
  }

  void Break() {
    builder_.Append("\n");
    blank_ = line_ended_ = false;
  }

  void EndParagraph() {
    builder_.EndParagraph();
    blank_ = line_ended_ = false;
  }

  void OpenCell(const HtmlAttributes& attributes) {
    EndParagraph();
    builder_.OpenCell({.columns = NumberIn(attributes.Of("colspan"), 1),
                       .rows = NumberIn(attributes.Of("rowspan"), 1)});
  }

  void OpenItem(const HtmlAttributes& attributes) {
    EndParagraph();
    label_.clear();
    if (lists_.empty() || lists_.back().format.empty()) return;
    List& list = lists_.back();
    list.next = NumberIn(attributes.Of("value"), list.next);
    const std::string number = ListNumber(list.format, list.next);
    if (list.next < kItemsMax) ++list.next;
    if (number.empty()) return;
    // Browsers put these marks behind the numbers.
    label_ =
        BeforeText(absl::StrCat(number, IsAscii(number.back()) ? "." : "、"));
  }

  static constexpr int kItemsMax = 1'000'000;

  PaperBuilder builder_;
  const PageStyles styles_;
  std::vector<ElementKind> open_;
  int left_out_ = 0;  // Open elements of what is left out.
  int preformatted_ = 0;
  std::vector<List> lists_;
  std::string label_;        // Of the item, until something of it is shown.
  bool blank_ = false;       // Blanks were read behind what was shown last;
  bool line_ended_ = false;  // a line end among them.
};

}  // namespace

bool LooksLikeWebPage(absl::string_view text) {
  text = SkipBlanks(text);
  if (!absl::StartsWith(text, "<")) return false;
  const std::string front = absl::AsciiStrToLower(text.substr(0, kFrontBytes));
  for (const absl::string_view mark :
       {"<!doctype html", "<html", "<head", "<body", "<meta", "<title",
        "<table", "<div", "<p>", "<p "}) {
    if (absl::StrContains(front, mark)) return true;
  }
  return false;
}

absl::StatusOr<PrintedText> PrintWebPage(const budget::Form& form,
                                         const DecodedText& page) {
  PageBuilder builder(page.text());
  if (absl::Status status = ParseHtml(page.text(), &builder); !status.ok()) {
    return status;
  }
  auto blocks = builder.Finish();
  if (!blocks.ok()) return blocks.status();
  auto printed = PrintPaper(form, *blocks);
  if (printed.ok() && page.bytes_invalid > 0) {
    AddProblem("reader.bytes_invalid", {page.first_invalid_line, ""},
               {{"count", absl::StrCat(page.bytes_invalid)}}, &*printed);
  }
  return printed;
}

}  // namespace yuheng::ingestion
