#ifndef YUHENG_TESTS_UNIT_INGESTION_FORMATS_DAMAGE_H_
#define YUHENG_TESTS_UNIT_INGESTION_FORMATS_DAMAGE_H_

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {

inline std::string Repeat(absl::string_view text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) out.append(text.data(), text.size());
  return out;
}

// A sound file with flipped bits is read, or refused with a reason.
inline void ExpectFlippedIsReadOrRefused(const std::string& sound) {
  std::mt19937 random(11);
  for (int i = 0; i < 3'000; ++i) {
    std::string flipped = sound;
    for (unsigned k = 0; k < 1 + random() % 4; ++k) {
      flipped[random() % flipped.size()] ^=
          static_cast<char>(1 << (random() % 8));
    }
    const auto document = Read(flipped);
    if (!document.ok()) {
      EXPECT_FALSE(document.status().message().empty());
    }
  }
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_TESTS_UNIT_INGESTION_FORMATS_DAMAGE_H_
