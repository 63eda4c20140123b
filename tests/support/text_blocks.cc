#include "tests/support/text_blocks.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/budget/text.h"

namespace yuheng::testing {
namespace {

class BlockMaker {
 public:
  void Take(absl::string_view line) {
    const std::string text(budget::TrimBlanks(line));
    if (absl::StartsWith(line, "\t")) {
      TakeCell(text);
      return;
    }
    EndRow();
    if (text.empty()) return;
    if (budget::RemoveBlanks(text) == "表6") in_table6_ = true;
    if (budget::RemoveBlanks(text) == "表7") in_table6_ = false;
    blocks_.push_back({text, {}});
  }

  std::vector<TextBlock> Finish() {
    EndRow();
    return std::move(blocks_);
  }

 private:
  void TakeCell(const std::string& text) {
    const std::string label = budget::NormaliseLabel(text);
    if (absl::StrContains(label, "绩效目标表")) {
      EndRow();
      blocks_.emplace_back();
    }
    row_.push_back({text, ColumnsOf(label)});
  }

  // Of a heading that goes over several columns.
  int ColumnsOf(absl::string_view label) const {
    if (row_.empty() && absl::EndsWith(label, "编码")) {
      return absl::StrContains(label, "经济") || in_table6_ ? 2 : 3;
    }
    return label == "财政拨款(补助)" ? 7 : 1;
  }

  void EndRow() {
    if (row_.empty()) return;
    if (blocks_.empty() || !blocks_.back().paragraph.empty()) {
      blocks_.emplace_back();
    }
    blocks_.back().rows.push_back(std::exchange(row_, {}));
  }

  std::vector<TextBlock> blocks_;
  TextRow row_;
  bool in_table6_ = false;
};

}  // namespace

std::vector<TextBlock> TextBlocksOf(absl::string_view text) {
  BlockMaker maker;
  // Where a cell of the text holds paragraphs, a row does not end.
  const std::string joined = absl::StrReplaceAll(
      text,
      {{"基金预算拨款\n\n\t", "基金预算拨款\n\t"},
       {"\t科目\n\n名称", "\t科目名称"},
       {"公务用车购置及运行费\n\n（小计）", "公务用车购置及运行费（小计）"},
       {"公务用车购置及运行费\n\n(小计)", "公务用车购置及运行费(小计)"}});
  for (const absl::string_view line : absl::StrSplit(joined, '\n')) {
    maker.Take(line);
  }
  return maker.Finish();
}

}  // namespace yuheng::testing
