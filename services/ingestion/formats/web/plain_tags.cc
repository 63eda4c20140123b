#include "services/ingestion/formats/web/plain_tags.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kKept[] = {"class", "colspan", "hidden", "id",
                                       "role",  "rowspan", "start",  "style",
                                       "type",  "value"};

// What stands in them is no HTML, up to their end tag.
constexpr absl::string_view kRaw[] = {"script", "style",    "textarea",
                                      "title",  "noframes", "iframe",
                                      "xmp",    "noembed"};
constexpr absl::string_view kLeftOut[] = {"script", "style"};

bool IsSpace(char c) { return absl::ascii_isspace(c); }

template <typename List>
bool IsOneOf(absl::string_view name, const List& list) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

class TagReader {
 public:
  explicit TagReader(absl::string_view page) : page_(page) {}

  std::string Read() {
    out_.reserve(page_.size());
    while (at_ < page_.size()) {
      const size_t tag = std::min(page_.find('<', at_), page_.size());
      absl::StrAppend(&out_, page_.substr(at_, tag - at_));
      at_ = tag;
      if (at_ < page_.size()) ReadMark();
    }
    return std::move(out_);
  }

 private:
  // At a <.
  void ReadMark() {
    const absl::string_view rest = page_.substr(at_);
    const auto at = [&](size_t i) { return i < rest.size() ? rest[i] : '\0'; };
    if (absl::StartsWith(rest, "<!--")) {
      // <!--> is one too.
      at_ += 2;
      SkipBehind("-->");
    } else if (at(1) == '!' || at(1) == '?' ||
               (at(1) == '/' && !absl::ascii_isalpha(at(2)) && at(2) != '\0')) {
      SkipBehind(">");
    } else if (at(1) == '/' && absl::ascii_isalpha(at(2))) {
      at_ += 2;
      absl::StrAppend(&out_, "</", TakeName(), ">");
      SkipBehind(">");
    } else if (absl::ascii_isalpha(at(1))) {
      ++at_;
      ReadTag();
    } else {
      ++at_;
      out_ += "&lt;";
    }
  }

  void ReadTag() {
    const std::string name = TakeName();
    std::array<bool, std::size(kKept)> seen{};
    std::string tag = absl::StrCat("<", name);
    for (SkipSpace(); at_ < page_.size() && page_[at_] != '>'; SkipSpace()) {
      ReadAttribute(&seen, &tag);
    }
    if (at_ >= page_.size()) return;  // Cut in the tag.
    ++at_;
    if (!IsOneOf(name, kLeftOut)) absl::StrAppend(&out_, tag, ">");
    if (IsOneOf(name, kRaw)) SkipRaw(name);
  }

  void ReadAttribute(std::array<bool, std::size(kKept)>* seen,
                     std::string* tag) {
    const size_t begin = at_;
    // A name may begin with =.
    ++at_;
    while (at_ < page_.size() && !IsSpace(page_[at_]) && page_[at_] != '/' &&
           page_[at_] != '>' && page_[at_] != '=') {
      ++at_;
    }
    const absl::string_view printed = page_.substr(begin, at_ - begin);
    absl::string_view value;
    SkipSpace();
    if (at_ < page_.size() && page_[at_] == '=') value = TakeValue();
    const auto* const kept = std::find_if(
        std::begin(kKept), std::end(kKept), [&](absl::string_view name) {
          return absl::EqualsIgnoreCase(name, printed);
        });
    if (kept == std::end(kKept)) return;
    bool& again = (*seen)[static_cast<size_t>(kept - std::begin(kKept))];
    if (std::exchange(again, true)) return;
    absl::StrAppend(tag, " ", *kept, "=\"",
                    absl::StrReplaceAll(value, {{"\"", "&quot;"}}), "\"");
  }

  // At its =.
  absl::string_view TakeValue() {
    ++at_;
    while (at_ < page_.size() && IsSpace(page_[at_])) ++at_;
    if (at_ >= page_.size()) return absl::string_view();
    const size_t begin = at_;
    if (const char quote = page_[at_]; quote == '"' || quote == '\'') {
      const size_t end = std::min(page_.find(quote, at_ + 1), page_.size());
      at_ = std::min(end + 1, page_.size());
      return page_.substr(begin + 1, end - begin - 1);
    }
    while (at_ < page_.size() && !IsSpace(page_[at_]) && page_[at_] != '>') {
      ++at_;
    }
    return page_.substr(begin, at_ - begin);
  }

  // Of a tag, in lower case.
  std::string TakeName() {
    const size_t begin = at_;
    while (at_ < page_.size() && !IsSpace(page_[at_]) && page_[at_] != '/' &&
           page_[at_] != '>') {
      ++at_;
    }
    std::string name = absl::AsciiStrToLower(page_.substr(begin, at_ - begin));
    name.erase(std::remove(name.begin(), name.end(), '<'), name.end());
    return name;
  }

  void SkipSpace() {
    while (at_ < page_.size() && (IsSpace(page_[at_]) || page_[at_] == '/')) {
      ++at_;
    }
  }

  void SkipBehind(absl::string_view end) {
    const size_t found = page_.find(end.data(), at_, end.size());
    at_ = found == absl::string_view::npos ? page_.size() : found + end.size();
  }

  // Up to the end tag of that name, which is read next.
  void SkipRaw(absl::string_view name) {
    for (; at_ < page_.size(); ++at_) {
      at_ = std::min(page_.find("</", at_), page_.size());
      const absl::string_view rest = page_.substr(at_);
      if (rest.size() > 2 && absl::StartsWithIgnoreCase(rest.substr(2), name)) {
        return;
      }
    }
    at_ = std::min(at_, page_.size());
  }

  const absl::string_view page_;
  size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string WithPlainTags(absl::string_view page) {
  return TagReader(page).Read();
}

}  // namespace yuheng::ingestion
