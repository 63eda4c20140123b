#include "services/ingestion/formats/word/word_fields.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace yuheng::ingestion {
namespace {

// Of an instruction only the first word is looked at.
constexpr size_t kInstructionBytesMax = 100;

}  // namespace

void WordFields::Mark(absl::string_view type) {
  if (type == "begin") {
    open_.emplace_back();
    ++instructions_;
  } else if (type == "end") {
    Close();
  } else if (type == "separate" && !open_.empty() && !open_.back().in_result) {
    Field& field = open_.back();
    field.in_result = true;
    --instructions_;
    const absl::string_view word =
        absl::StripLeadingAsciiWhitespace(field.instruction);
    field.contents = absl::StartsWithIgnoreCase(word, "TOC");
    contents_ += field.contents;
  }
}

void WordFields::AddInstruction(absl::string_view text) {
  if (open_.empty() || open_.back().in_result) return;
  std::string& instruction = open_.back().instruction;
  if (instruction.size() < kInstructionBytesMax) {
    absl::StrAppend(&instruction, text.substr(0, kInstructionBytesMax));
  }
}

void WordFields::EndParagraph() {
  while (!open_.empty() && !open_.back().in_result) Close();
}

void WordFields::Close() {
  if (open_.empty()) return;
  instructions_ -= !open_.back().in_result;
  contents_ -= open_.back().contents;
  open_.pop_back();
}

}  // namespace yuheng::ingestion
