#include "services/ingestion/formats/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "services/budget/messages.h"
#include "services/ingestion/formats/text_lines.h"
#include "services/rpc/reason.h"

namespace yuheng::ingestion {
namespace {

using budget::Message;
using budget::Text;
using rpc::Reason;

constexpr absl::string_view kBom = "\xEF\xBB\xBF";
constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
// A text of which at least this many characters are sound for each damaged
// byte is damaged UTF-8, not another encoding.
constexpr size_t kSoundPerInvalid = 20;

struct Magic {
  absl::string_view mark;
  absl::string_view message_id;
};

constexpr Magic kMagics[] = {
    {absl::string_view("PK\x05\x06", 4), "reader.binary_office"},
    {absl::string_view("\xD0\xCF\x11\xE0", 4), "reader.binary_office"},
    {"{\\rtf", "reader.binary_office"},
    {"%PDF", "reader.binary_pdf"},
    {"\x89PNG", "reader.binary_picture"},
    {"\xFF\xD8\xFF", "reader.binary_picture"},
    {"GIF8", "reader.binary_picture"},
    {absl::string_view("II*\0", 4), "reader.binary_picture"},
    {"\x1F\x8B", "reader.archive_kind"},
    {"7z\xBC\xAF", "reader.archive_kind"},
    {"Rar!", "reader.archive_kind"},
    {"\x7F"
     "ELF",
     "reader.binary_other"},
};

absl::Status Refuse(Reason reason, absl::string_view message_id) {
  const Text text = Message(message_id);
  return rpc::MakeError(reason, text.zh, text.en);
}

struct Utf8Scan {
  size_t multibyte = 0;
  size_t invalid = 0;
  size_t first_invalid = 0;
  // Bytes of an unfinished character at the very end.
  size_t unfinished = 0;
};

// How many bytes at the end are the beginning of a character.
size_t UnfinishedTail(absl::string_view bytes) {
  for (size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
    const unsigned char c = bytes[bytes.size() - back];
    if ((c & 0xC0) == 0x80) continue;
    const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

Utf8Scan ScanUtf8(absl::string_view bytes) {
  Utf8Scan scan;
  scan.unfinished = UnfinishedTail(bytes);
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const int32_t size = static_cast<int32_t>(bytes.size() - scan.unfinished);
  for (int32_t i = 0; i < size;) {
    if (data[i] < 0x80) {
      ++i;
      continue;
    }
    const int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    if (c >= 0) {
      ++scan.multibyte;
    } else if (scan.invalid++ == 0) {
      scan.first_invalid = start;
    }
  }
  return scan;
}

std::string ReplaceInvalid(absl::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 64);
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const int32_t size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    const int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    if (c >= 0) {
      out.append(bytes.data() + start, i - start);
    } else {
      out.append(kReplacement.data(), kReplacement.size());
    }
  }
  return out;
}

// Converts with ICU, stopping at the first byte that does not belong.
// Returns false when there is one, apart from an unfinished last character.
bool Convert(const char* name, absl::string_view bytes, std::string* out,
             bool* cut) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(name, &error), &ucnv_close);
  if (U_FAILURE(error)) return false;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr,
                      nullptr, nullptr, &error);
  if (U_FAILURE(error)) return false;
  std::vector<UChar> units(bytes.size() + 1);
  const char* source = bytes.data();
  UChar* target = units.data();
  ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source,
                 bytes.data() + bytes.size(), nullptr, true, &error);
  *cut = error == U_TRUNCATED_CHAR_FOUND;
  if (U_FAILURE(error) && !*cut) return false;
  const int32_t length = static_cast<int32_t>(target - units.data());
  out->resize(static_cast<size_t>(length) * 3);
  int32_t written = 0;
  error = U_ZERO_ERROR;
  u_strToUTF8(out->data(), static_cast<int32_t>(out->size()), &written,
              units.data(), length, &error);
  if (U_FAILURE(error)) return false;
  out->resize(written);
  return true;
}

constexpr std::array<bool, 256> kControls = [] {
  std::array<bool, 256> controls{};
  for (int c = 0; c < 0x20; ++c) controls[c] = c < '\t' || c > '\r';
  controls[0x7F] = true;
  return controls;
}();

// NUL never stands in a text; of other control characters a text has hardly
// any.
bool LooksBinary(absl::string_view bytes) {
  if (absl::StrContains(bytes, '\0')) return true;
  size_t controls = 0;
  for (const char c : bytes) controls += kControls[static_cast<uint8_t>(c)];
  return controls * 100 > bytes.size() + 200;
}

int LineAt(absl::string_view bytes, size_t offset) {
  return 1 + static_cast<int>(
                 std::count(bytes.begin(), bytes.begin() + offset, '\n'));
}

absl::StatusOr<DecodedText> DecodeWith(const char* name,
                                       absl::string_view encoding,
                                       absl::string_view bytes) {
  DecodedText decoded;
  decoded.encoding = std::string(encoding);
  decoded.converted = true;
  if (!Convert(name, bytes, &decoded.storage, &decoded.cut_in_character)) {
    return Refuse(Reason::kDocumentUnreadable, "reader.encoding_unknown");
  }
  if (absl::StrContains(decoded.storage, absl::string_view("\0", 1))) {
    return Refuse(Reason::kDocumentBinary, "reader.binary_other");
  }
  return decoded;
}

absl::StatusOr<DecodedText> DecodeBytes(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\xFF\xFE")) {
    return DecodeWith("UTF-16LE", "UTF-16LE", bytes.substr(2));
  }
  if (absl::StartsWith(bytes, "\xFE\xFF")) {
    return DecodeWith("UTF-16BE", "UTF-16BE", bytes.substr(2));
  }
  if (LooksBinary(bytes)) {
    return Refuse(Reason::kDocumentBinary, "reader.binary_other");
  }
  const bool bom = absl::StartsWith(bytes, kBom);
  if (bom) bytes.remove_prefix(kBom.size());
  const Utf8Scan scan = ScanUtf8(bytes);
  if (scan.invalid == 0 && (scan.unfinished == 0 || scan.multibyte > 0)) {
    DecodedText decoded;
    decoded.encoding = bom ? "UTF-8-BOM" : "UTF-8";
    decoded.original = bytes.substr(0, bytes.size() - scan.unfinished);
    decoded.cut_in_character = scan.unfinished > 0;
    return decoded;
  }
  if (bom || scan.multibyte > scan.invalid * kSoundPerInvalid) {
    DecodedText decoded;
    decoded.encoding = bom ? "UTF-8-BOM" : "UTF-8";
    decoded.storage =
        ReplaceInvalid(bytes.substr(0, bytes.size() - scan.unfinished));
    decoded.converted = true;
    decoded.bytes_invalid = scan.invalid;
    decoded.first_invalid_line = LineAt(bytes, scan.first_invalid);
    decoded.cut_in_character = scan.unfinished > 0;
    return decoded;
  }
  return DecodeWith("gb18030", "GB18030", bytes);
}

}  // namespace

absl::StatusOr<DecodedText> DecodeText(absl::string_view bytes) {
  for (const Magic& magic : kMagics) {
    if (absl::StartsWith(bytes, magic.mark)) {
      return Refuse(Reason::kDocumentBinary, magic.message_id);
    }
  }
  if (SkipBlanks(bytes).empty()) {
    return Refuse(Reason::kDocumentEmpty, "reader.empty");
  }
  absl::StatusOr<DecodedText> decoded = DecodeBytes(bytes);
  if (decoded.ok() && SkipBlanks(decoded->text()).empty()) {
    return Refuse(Reason::kDocumentEmpty, "reader.empty");
  }
  return decoded;
}

}  // namespace yuheng::ingestion
