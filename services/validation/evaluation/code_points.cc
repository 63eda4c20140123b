#include "services/validation/evaluation/code_points.h"

#include <algorithm>
#include <vector>

#include "services/budget/text.h"

namespace yuheng::validation {

std::u32string ToCodePoints(absl::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size() / 2);
  for (size_t at = 0; at < utf8.size();) {
    points.push_back(budget::NextCodePoint(utf8, &at));
  }
  return points;
}

std::string ToUtf8(std::u32string_view points) {
  std::string utf8;
  const auto tail = [&](char32_t point, int shift) {
    utf8.push_back(static_cast<char>(0x80 | ((point >> shift) & 0x3F)));
  };
  for (const char32_t point : points) {
    if (point < 0x80) {
      utf8.push_back(static_cast<char>(point));
    } else if (point < 0x800) {
      utf8.push_back(static_cast<char>(0xC0 | (point >> 6)));
      tail(point, 0);
    } else if (point < 0x10000) {
      utf8.push_back(static_cast<char>(0xE0 | (point >> 12)));
      tail(point, 6);
      tail(point, 0);
    } else {
      utf8.push_back(static_cast<char>(0xF0 | (point >> 18)));
      tail(point, 12);
      tail(point, 6);
      tail(point, 0);
    }
  }
  return utf8;
}

bool Has(std::u32string_view text, std::u32string_view word) {
  return text.find(word) != std::u32string_view::npos;
}

bool HasAny(std::u32string_view text,
            std::initializer_list<std::u32string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](auto word) { return Has(text, word); });
}

bool Starts(std::u32string_view text, std::u32string_view word) {
  return text.substr(0, word.size()) == word;
}

size_t SharedInOrder(std::u32string_view a, std::u32string_view b) {
  std::vector<size_t> row(b.size() + 1, 0);
  for (const char32_t c : a) {
    size_t diagonal = 0;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t above = row[j + 1];
      row[j + 1] = c == b[j] ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace yuheng::validation
