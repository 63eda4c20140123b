#include "services/budget/text.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "services/budget/check.h"

namespace yuheng::budget {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool IsBlank(char32_t c) {
  switch (c) {
    case U' ':
    case U'\t':
    case U'\r':
    case U'\n':
    case U'\v':
    case U'\f':
    case 0x00A0:
    case 0x3000:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
      return true;
    default:
      return c >= 0x2000 && c <= 0x200A;
  }
}

void AppendUtf8(char32_t c, std::string* out) {
  if (c < 0x80) {
    *out += static_cast<char>(c);
  } else if (c < 0x800) {
    *out += static_cast<char>(0xC0 | (c >> 6));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out += static_cast<char>(0xE0 | (c >> 12));
    *out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out += static_cast<char>(0xF0 | (c >> 18));
    *out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    *out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    *out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// What the marks for vertical text and the small marks stand for, from these
// code points on; a blank where there is none.
struct MarkForms {
  char32_t first;
  std::u32string_view marks;
};

constexpr MarkForms kMarkForms[] = {
    {0xFE10, U",、。:;!?〖〗…"},
    {0xFE30, U":--__(){}[][]《》〈〉\"\"\"\"﹅﹆[]"},
    {0xFE50, U",、. ;:?!-(){}[]#&*+-<>= \\$%@"},
};

char32_t NormaliseForm(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;  // Full-width ASCII.
  if (c >= 0xFE10 && c <= 0xFE6B) {
    for (const MarkForms& forms : kMarkForms) {
      const size_t at = c - forms.first;
      if (c >= forms.first && at < forms.marks.size()) {
        return forms.marks[at] == U' ' ? c : forms.marks[at];
      }
    }
    return c;
  }
  switch (c) {
    case U'【':
    case U'〔':
    case U'［':
      return U'[';
    case U'】':
    case U'〕':
    case U'］':
      return U']';
    case U'“':
    case U'”':
    case U'„':
    case U'″':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
      return U'"';
    case U'‘':
    case U'’':
    case U'′':
      return U'\'';
    case U'•':
    case U'・':
    case U'‧':
    case U'．':
      return U'·';
    case U'—':
    case U'–':
    case U'−':
      return U'-';
    default:
      return c;
  }
}

// Most of our characters are no blank and their own normal form: printable
// ASCII, and CJK ideographs from U+4000 to U+9FFF with their three bytes. The
// length of such a character at `at`; 0 for others.
size_t PlainLength(absl::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead > ' ' && lead < 0x7F) return 1;
  return lead >= 0xE4 && lead <= 0xE9 && at + 2 < text.size() &&
                 (text[at + 1] & 0xC0) == 0x80 && (text[at + 2] & 0xC0) == 0x80
             ? 3
             : 0;
}

// Behind the plain characters at `at`.
size_t SkipPlain(absl::string_view text, size_t at) {
  while (at < text.size()) {
    const size_t length = PlainLength(text, at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

struct Range {
  char32_t first;
  char32_t last;
};

// East Asian wide and full-width blocks that occur in our texts.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
    {0xFE30, 0xFE4F},   {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
    {0x20000, 0x3FFFD}, {0x201C, 0x201D},
};

bool IsWide(char32_t c) {
  return std::any_of(std::begin(kWide), std::end(kWide), [c](const Range& r) {
    return c >= r.first && c <= r.last;
  });
}

// Whether `word` stands in `text`. Nearly all our characters begin with one of
// six bytes, so it is looked for by its last byte.
bool Contains(absl::string_view text, absl::string_view word) {
  if (word.empty()) return true;
  if (text.size() < word.size()) return false;
  const char* const end = text.data() + text.size();
  const size_t before = word.size() - 1;
  for (const char* at = text.data() + before; at < end; ++at) {
    at = static_cast<const char*>(
        std::memchr(at, word.back(), static_cast<size_t>(end - at)));
    if (at == nullptr) return false;
    if (std::memcmp(at - before, word.data(), before) == 0) return true;
  }
  return false;
}

}  // namespace

char32_t NextCodePoint(absl::string_view text, size_t* offset) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char lead = byte(*offset);
  int length = 1;
  char32_t value = lead;
  char32_t smallest = 0;
  if (lead < 0x80) {
    ++*offset;
    return lead;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2, value = lead & 0x1F, smallest = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3, value = lead & 0x0F, smallest = 0x800;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4, value = lead & 0x07, smallest = 0x10000;
  } else {
    ++*offset;
    return kReplacement;
  }
  if (*offset + length > text.size()) {
    ++*offset;
    return kReplacement;
  }
  for (int i = 1; i < length; ++i) {
    const unsigned char next = byte(*offset + i);
    if ((next & 0xC0) != 0x80) {
      ++*offset;
      return kReplacement;
    }
    value = (value << 6) | (next & 0x3F);
  }
  if (value < smallest || value > 0x10FFFF ||
      (value >= 0xD800 && value <= 0xDFFF)) {
    ++*offset;
    return kReplacement;
  }
  *offset += length;
  return value;
}

absl::string_view TrimBlanks(absl::string_view text) {
  size_t begin = 0;
  while (begin < text.size() && PlainLength(text, begin) == 0) {
    size_t next = begin;
    if (!IsBlank(NextCodePoint(text, &next))) break;
    begin = next;
  }
  size_t end = text.size();
  while (end > begin) {
    size_t start = end - 1;
    // Back to the lead byte of the last code point.
    while (start > begin && (text[start] & 0xC0) == 0x80) --start;
    if (PlainLength(text, start) == end - start) break;
    size_t next = start;
    if (!IsBlank(NextCodePoint(text, &next)) || next != end) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

bool ContainsAny(absl::string_view text,
                 absl::Span<const absl::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](auto word) { return Contains(text, word); });
}

bool StartsWithAny(absl::string_view text,
                   absl::Span<const absl::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](auto word) {
    // The last byte tells most words apart, the first none.
    return text.size() >= word.size() &&
           (word.empty() || text[word.size() - 1] == word.back()) &&
           absl::StartsWith(text, word);
  });
}

bool EndsWithAny(absl::string_view text,
                 absl::Span<const absl::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](auto word) {
    return text.size() >= word.size() &&
           (word.empty() || text.back() == word.back()) &&
           absl::EndsWith(text, word);
  });
}

StartWords::StartWords(absl::Span<const absl::string_view> words)
    : words_(words) {
  for (const absl::string_view word : words) {
    YUHENG_CHECK(word.size() >= 3);
    leads_.set(LeadOf(word));
  }
}

std::string RemoveBlanks(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    offset = SkipPlain(text, offset);
    out.append(text.data() + start, offset - start);
    if (offset == text.size()) break;
    const size_t other = offset;
    if (!IsBlank(NextCodePoint(text, &offset))) {
      out.append(text.data() + other, offset - other);
    }
  }
  return out;
}

std::string NormaliseLabel(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    offset = SkipPlain(text, offset);
    out.append(text.data() + start, offset - start);
    if (offset == text.size()) break;
    const size_t other = offset;
    const char32_t c = NextCodePoint(text, &offset);
    if (IsBlank(c)) continue;
    const char32_t normal = NormaliseForm(c);
    if (normal == c) {
      out.append(text.data() + other, offset - other);
    } else {
      AppendUtf8(normal, &out);
    }
  }
  return out;
}

bool IsUtf8(absl::string_view text) {
  for (size_t offset = 0; offset < text.size();) {
    const size_t begin = offset;
    // The character U+FFFD itself has three bytes.
    if (NextCodePoint(text, &offset) == 0xFFFD && offset == begin + 1) {
      return false;
    }
  }
  return true;
}

int DisplayWidth(absl::string_view text) {
  int width = 0;
  for (size_t offset = 0; offset < text.size();) {
    const char32_t c = NextCodePoint(text, &offset);
    if (c < 0x20 || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF) continue;
    if (c >= 0x0300 && c <= 0x036F) continue;  // Combining marks.
    width += IsWide(c) ? 2 : 1;
  }
  return width;
}

}  // namespace yuheng::budget
