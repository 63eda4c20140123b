#ifndef YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_NUMBERING_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_NUMBERING_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/formats/package/xml_part.h"
#include "services/ingestion/formats/word/word_styles.h"

namespace yuheng::ingestion {

// The lists of a Word document: what stands in front of their paragraphs, such
// as 一、 or （一）, is not in the text but counted while it is shown.
class WordNumbering {
 public:
  // Of a label, its numbers as %1 to %9: 第%1章.
  static constexpr size_t kLabelBytesMax = 1'000;

  WordNumbering() = default;
  WordNumbering(const XmlPart& part, const WordStyles& styles);

  // Whether a label is longer than kLabelBytesMax; it is cut.
  bool too_long() const { return too_long_; }

  // Counts a paragraph of a list and says its label; empty for bullets and for
  // a list that is not there. A list without a level is at that whose style is
  // `style`, else at the first.
  std::string Next(const ListPlace& place, absl::string_view style);

 private:
  static constexpr int kLevels = 9;

  struct Level {
    int start = 1;
    std::string format = "decimal";
    std::string text;   // %1 to %9 are the numbers of the levels.
    std::string style;  // Paragraphs of that style are at this level.
    int restart = -1;   // From 1: behind which level; 0: never; -1: any above.
    bool decimal = false;  // All its numbers are in digits.
  };
  using Levels = std::array<Level, kLevels>;
  // Several lists may count on in one, unless they say where they begin.
  struct List {
    std::string counted_in;  // Key of levels_ and counts_.
    std::array<std::optional<int>, kLevels> starts;
    std::array<std::optional<Level>, kLevels> own;
  };
  using Counts = std::array<std::optional<int>, kLevels>;

  Level LevelFrom(const pugi::xml_node& node);
  const Level& LevelOf(const List& list, int level) const;
  int StartOf(const List& list, int level) const;

  absl::flat_hash_map<std::string, Levels> levels_;
  absl::flat_hash_map<std::string, List> lists_;
  absl::flat_hash_map<std::string, Counts> counts_;
  bool too_long_ = false;
  absl::flat_hash_set<std::string> begun_;  // Lists that were counted in.
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_WORD_WORD_NUMBERING_H_
