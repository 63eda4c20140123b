#include "services/ingestion/formats/word/word_body.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/paper/list_number.h"
#include "services/ingestion/formats/word/word_fields.h"
#include "services/ingestion/formats/word/word_grid.h"

namespace yuheng::ingestion {
namespace {

// No row goes over more columns.
constexpr int kSpanMax = 1'000;

struct SymbolSign {
  uint32_t code;
  absl::string_view sign;
};
// Of the font Symbol, where budgets use it.
constexpr SymbolSign kSymbolSigns[] = {{0xA3, "≤"}, {0xA5, "∞"}, {0xB1, "±"},
                                       {0xB3, "≥"}, {0xB4, "×"}, {0xB8, "÷"},
                                       {0xB9, "≠"}, {0xBB, "≈"}};

// What a w:sym shows; empty for a picture.
std::string SignOf(const pugi::xml_node& symbol) {
  uint32_t code = 0;
  if (!absl::SimpleHexAtoi(PrefixedAttributeOf(symbol, "char"), &code)) {
    return "";
  }
  if (PrefixedAttributeOf(symbol, "font") != "Symbol") return "";
  code &= 0xFF;
  for (const SymbolSign& sign : kSymbolSigns) {
    if (sign.code == code) return std::string(sign.sign);
  }
  // Digits and marks are those of ASCII.
  return code >= 0x20 && code < 0x40 ? std::string(1, static_cast<char>(code))
                                     : "";
}

// Of what is written for newer and older programs, the first.
pugi::xml_node ChosenOf(const pugi::xml_node& either) {
  const pugi::xml_node choice = ChildOf(either, "Choice");
  return choice ? choice : ChildOf(either, "Fallback");
}

// The number of columns that gridSpan or gridBefore says.
int CountOf(const pugi::xml_node& node, int otherwise) {
  int count = 0;
  return absl::SimpleAtoi(ValueOf(node), &count)
             ? std::clamp(count, otherwise, kSpanMax)
             : otherwise;
}

bool IsChange(const pugi::xml_node& node) {
  for (const char* name : {"ins", "del", "moveFrom", "moveTo"}) {
    if (IsNamed(node, name)) return true;
  }
  return false;
}

bool IsRemoved(const pugi::xml_node& node) {
  return IsNamed(node, "del") || IsNamed(node, "moveFrom");
}

// Elements around others that show nothing themselves.
bool IsWrapper(const pugi::xml_node& node) {
  for (const char* name : {"hyperlink", "smartTag", "customXml", "fldSimple",
                           "sdtContent", "bdo", "dir", "rubyBase"}) {
    if (IsNamed(node, name)) return true;
  }
  return false;
}

bool IsOfContents(const pugi::xml_node& content_control) {
  const pugi::xml_node part =
      ChildOf(ChildOf(content_control, "sdtPr"), "docPartObj");
  return ValueOf(ChildOf(part, "docPartGallery")) == "Table of Contents";
}

class WordBody {
 public:
  WordBody(const WordStyles& styles, WordNumbering* numbering,
           PaperBuilder* builder)
      : styles_(styles), numbering_(*numbering), builder_(*builder) {}

  WordAsides Read(const pugi::xml_node& body) {
    ReadBlocks(body);
    return asides_;
  }

 private:
  // Calls `visit` for the children of `node`, and for those of what is only
  // around them; counts changes and leaves out what they take away.
  template <typename Visit>
  void EachChild(const pugi::xml_node& node, const Visit& visit) {
    for (const pugi::xml_node& child : node.children()) {
      if (!builder_.status().ok()) return;
      if (IsChange(child)) {
        ++asides_.changes;
        if (!IsRemoved(child)) EachChild(child, visit);
      } else if (IsNamed(child, "sdt")) {
        if (!IsOfContents(child)) {
          EachChild(ChildOf(child, "sdtContent"), visit);
        }
      } else if (IsNamed(child, "AlternateContent")) {
        EachChild(ChosenOf(child), visit);
      } else if (IsWrapper(child)) {
        EachChild(child, visit);
      } else {
        visit(child);
      }
    }
  }

  void ReadBlocks(const pugi::xml_node& node) {
    EachChild(node, [this](const pugi::xml_node& child) {
      if (IsNamed(child, "p")) {
        ReadParagraph(child);
      } else if (IsNamed(child, "tbl")) {
        ReadTable(child);
      }
    });
  }

  void ReadParagraph(const pugi::xml_node& node) {
    const pugi::xml_node properties = ChildOf(node, "pPr");
    const absl::string_view named = ValueOf(ChildOf(properties, "pStyle"));
    const absl::string_view style =
        named.empty() ? absl::string_view(styles_.paragraph_style()) : named;
    if (styles_.IsOfContents(style)) return;
    // The paragraph goes on in the next one when its end is taken away.
    const pugi::xml_node mark = ChildOf(properties, "rPr");
    const bool joined = ChildOf(mark, "del") || ChildOf(mark, "moveFrom");
    if (ChildOf(mark, "ins") || joined) ++asides_.changes;
    auto place = ListPlaceOf(properties);
    if (!place) place = styles_.ListPlaceIn(style);
    label_.clear();
    if (place && !joined && fields_.shown()) {
      label_ = BeforeText(numbering_.Next(*place, style));
      builder_.ChargeText(label_.size());
    }
    hidden_style_ = styles_.HiddenIn(style).value_or(false);
    ReadRuns(node);
    fields_.EndParagraph();
    if (!joined) builder_.EndParagraph();
    // What stands in boxes beside the paragraph stands behind it.
    const std::vector<pugi::xml_node> boxes = std::exchange(boxes_, {});
    for (const pugi::xml_node& box : boxes) ReadBlocks(box);
  }

  void ReadRuns(const pugi::xml_node& node) {
    EachChild(node, [this](const pugi::xml_node& child) {
      if (IsNamed(child, "r")) {
        ReadRun(child);
      } else if (IsNamed(child, "oMath") || IsNamed(child, "oMathPara")) {
        ReadFormula(child);
      }
    });
  }

  // The characters of a formula in their order.
  void ReadFormula(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children()) {
      if (IsNamed(child, "t")) {
        Show(TextIn(child));
      } else {
        ReadFormula(child);
      }
    }
  }

  bool IsHidden(const pugi::xml_node& properties) const {
    if (const auto own = SwitchOf(properties, "vanish")) return *own;
    return styles_.HiddenIn(ValueOf(ChildOf(properties, "rStyle")))
        .value_or(hidden_style_);
  }

  void ReadRun(const pugi::xml_node& run) {
    const bool hidden = IsHidden(ChildOf(run, "rPr"));
    if (hidden && ChildOf(run, "t")) ++asides_.hidden;
    EachChild(run, [&](const pugi::xml_node& child) {
      if (IsNamed(child, "fldChar")) {
        fields_.Mark(PrefixedAttributeOf(child, "fldCharType"));
      } else if (IsNamed(child, "instrText")) {
        fields_.AddInstruction(TextIn(child));
      } else if (!hidden) {
        ReadPiece(child);
      }
    });
  }

  void ReadPiece(const pugi::xml_node& piece) {
    if (IsNamed(piece, "t")) {
      Show(TextIn(piece));
    } else if (IsNamed(piece, "tab") || IsNamed(piece, "ptab")) {
      if (fields_.shown()) builder_.AppendTab();
    } else if (IsNamed(piece, "br") || IsNamed(piece, "cr")) {
      Show("\n");
    } else if (IsNamed(piece, "noBreakHyphen")) {
      Show("-");
    } else if (IsNamed(piece, "sym")) {
      Show(SignOf(piece));
    } else if (IsNamed(piece, "ruby")) {
      ReadRuns(piece);
    } else if (IsNamed(piece, "footnoteReference") ||
               IsNamed(piece, "endnoteReference")) {
      ++asides_.footnotes;
    } else if (IsNamed(piece, "drawing") || IsNamed(piece, "pict") ||
               IsNamed(piece, "object")) {
      FindBoxes(piece);
    }
  }

  void FindBoxes(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children()) {
      if (IsNamed(child, "txbxContent")) {
        boxes_.push_back(child);
      } else {
        FindBoxes(IsNamed(child, "AlternateContent") ? ChosenOf(child) : child);
      }
    }
  }

  void Show(absl::string_view text) {
    if (!fields_.shown()) return;
    if (!label_.empty() && !budget::TrimBlanks(text).empty()) {
      builder_.Append(std::exchange(label_, ""));
    }
    builder_.Append(text);
  }

  void ReadTable(const pugi::xml_node& table) {
    builder_.OpenTable();
    const WordGrid grid(table);
    EachChild(table, [&](const pugi::xml_node& child) {
      if (IsNamed(child, "tr")) ReadRow(child, grid);
    });
    builder_.CloseTable();
  }

  void ReadRow(const pugi::xml_node& row, const WordGrid& grid) {
    const pugi::xml_node properties = ChildOf(row, "trPr");
    const bool removed = static_cast<bool>(ChildOf(properties, "del"));
    if (removed || ChildOf(properties, "ins")) ++asides_.changes;
    if (removed) return;
    if (SwitchOf(properties, "hidden").value_or(false)) {
      ++asides_.hidden;
      return;
    }
    builder_.OpenRow();
    int column = CountOf(ChildOf(properties, "gridBefore"), 0);
    if (column > 0) builder_.OpenCell({.columns = grid.ColumnsSeen(0, column)});
    EachChild(row, [&](const pugi::xml_node& child) {
      if (IsNamed(child, "tc")) ReadCell(child, grid, &column);
    });
    builder_.CloseRow();
  }

  // `column`: where the cell begins, and then where the next one does.
  void ReadCell(const pugi::xml_node& cell, const WordGrid& grid, int* column) {
    const pugi::xml_node properties = ChildOf(cell, "tcPr");
    const int span = CountOf(ChildOf(properties, "gridSpan"), 1);
    const int columns = grid.ColumnsSeen(*column, span);
    *column += span;
    if (ChildOf(properties, "cellDel")) {
      ++asides_.changes;
      return;
    }
    builder_.OpenCell({.columns = columns});
    // Beside and below the first of cells that are merged nothing is shown.
    if (!GoesOn(ChildOf(properties, "hMerge")) &&
        !GoesOn(ChildOf(properties, "vMerge"))) {
      ReadBlocks(cell);
    }
    builder_.CloseCell();
  }

  // Whether a mark of merging says that the cell is not the first one.
  static bool GoesOn(const pugi::xml_node& merge) {
    return merge && ValueOf(merge) != "restart";
  }

  const WordStyles& styles_;
  WordNumbering& numbering_;
  PaperBuilder& builder_;
  WordFields fields_;
  WordAsides asides_;
  // Of the paragraph that is read: its number, until something is shown; what
  // its style says; and the text boxes in it.
  std::string label_;
  bool hidden_style_ = false;
  std::vector<pugi::xml_node> boxes_;
};

}  // namespace

WordAsides ReadWordBody(const pugi::xml_node& body, const WordStyles& styles,
                        WordNumbering* numbering, PaperBuilder* builder) {
  return WordBody(styles, numbering, builder).Read(body);
}

}  // namespace yuheng::ingestion
