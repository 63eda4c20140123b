#include "services/ingestion/formats/word/word_numbering.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/paper/list_number.h"

namespace yuheng::ingestion {
namespace {

// No list begins beyond; what is said to is not counted over.
constexpr int kNumberMax = 1'000'000;

int NumberOf(absl::string_view value, int otherwise) {
  int number = 0;
  if (!absl::SimpleAtoi(value, &number)) return otherwise;
  return std::clamp(number, -kNumberMax, kNumberMax);
}

// Of a w:lvl or w:lvlOverride; nullopt when it is none of the nine.
std::optional<size_t> LevelNumber(const pugi::xml_node& node, size_t levels) {
  const int level = NumberOf(PrefixedAttributeOf(node, "ilvl"), -1);
  if (level < 0 || static_cast<size_t>(level) >= levels) return std::nullopt;
  return static_cast<size_t>(level);
}

}  // namespace

WordNumbering::WordNumbering(const XmlPart& part, const WordStyles& styles) {
  const pugi::xml_node root = ChildOf(part.document, "numbering");
  // Levels that are those of a list which a style names.
  absl::flat_hash_map<std::string, std::string> style_links;
  for (pugi::xml_node node = ChildOf(root, "abstractNum"); node;
       node = NextOf(node, "abstractNum")) {
    const std::string id(PrefixedAttributeOf(node, "abstractNumId"));
    if (const pugi::xml_node link = ChildOf(node, "numStyleLink")) {
      style_links[id] = std::string(ValueOf(link));
    }
    Levels& levels = levels_[id];
    for (pugi::xml_node level = ChildOf(node, "lvl"); level;
         level = NextOf(level, "lvl")) {
      if (const auto number = LevelNumber(level, kLevels)) {
        levels[*number] = LevelFrom(level);
      }
    }
  }
  for (pugi::xml_node node = ChildOf(root, "num"); node;
       node = NextOf(node, "num")) {
    List list;
    list.counted_in = std::string(ValueOf(ChildOf(node, "abstractNumId")));
    for (pugi::xml_node own = ChildOf(node, "lvlOverride"); own;
         own = NextOf(own, "lvlOverride")) {
      const auto number = LevelNumber(own, kLevels);
      if (!number) continue;
      if (const pugi::xml_node start = ChildOf(own, "startOverride")) {
        list.starts[*number] = NumberOf(ValueOf(start), 1);
      }
      if (const pugi::xml_node level = ChildOf(own, "lvl")) {
        list.own[*number] = LevelFrom(level);
      }
    }
    lists_[std::string(PrefixedAttributeOf(node, "numId"))] = std::move(list);
  }
  for (auto& [id, list] : lists_) {
    const auto link = style_links.find(list.counted_in);
    if (link == style_links.end()) continue;
    const auto place = styles.ListPlaceIn(link->second);
    const auto named = place ? lists_.find(place->list) : lists_.end();
    if (named != lists_.end()) list.counted_in = named->second.counted_in;
  }
}

std::string WordNumbering::Next(const ListPlace& place,
                                absl::string_view style) {
  const auto found = lists_.find(place.list);
  if (found == lists_.end()) return "";
  const List& list = found->second;
  int at = place.level.value_or(-1);
  for (int level = 0; at < 0 && level < kLevels; ++level) {
    if (!style.empty() && LevelOf(list, level).style == style) at = level;
  }
  at = std::clamp(at, 0, kLevels - 1);
  Counts& counts = counts_[list.counted_in];
  if (begun_.insert(place.list).second) {
    for (int level = 0; level < kLevels; ++level) {
      if (list.starts[level].has_value()) counts[level].reset();
    }
  }
  counts[at] = counts[at].has_value() ? *counts[at] + 1 : StartOf(list, at);
  for (int level = at + 1; level < kLevels; ++level) {
    const int restart = LevelOf(list, level).restart;
    if (restart < 0 || at < restart) counts[level].reset();
  }
  const Level& shown = LevelOf(list, at);
  if (shown.format == "bullet") return "";
  std::string label;
  for (size_t i = 0; i < shown.text.size(); ++i) {
    const char next = i + 1 < shown.text.size() ? shown.text[i + 1] : '\0';
    if (shown.text[i] != '%' || next < '1' || next > '9') {
      label.push_back(shown.text[i]);
      continue;
    }
    const int level = next - '1';
    ++i;
    absl::StrAppend(
        &label,
        ListNumber(shown.decimal ? "decimal" : LevelOf(list, level).format,
                   counts[level].value_or(StartOf(list, level))));
  }
  return label;
}

WordNumbering::Level WordNumbering::LevelFrom(const pugi::xml_node& node) {
  Level level;
  level.start = NumberOf(ValueOf(ChildOf(node, "start")), 1);
  // A format of a newer Word stands beside one that all know.
  pugi::xml_node format = ChildOf(node, "numFmt");
  if (const pugi::xml_node either = ChildOf(node, "AlternateContent");
      !format && either) {
    format = ChildOf(ChildOf(either, "Fallback"), "numFmt");
  }
  if (format) level.format = std::string(ValueOf(format));
  const absl::string_view text = ValueOf(ChildOf(node, "lvlText"));
  too_long_ = too_long_ || text.size() > kLabelBytesMax;
  level.text = std::string(text.substr(0, kLabelBytesMax));
  level.style = std::string(ValueOf(ChildOf(node, "pStyle")));
  level.restart = NumberOf(ValueOf(ChildOf(node, "lvlRestart")), -1);
  level.decimal = SwitchOf(node, "isLgl").value_or(false);
  return level;
}

const WordNumbering::Level& WordNumbering::LevelOf(const List& list,
                                                   int level) const {
  static const Level* const none = new Level();
  if (list.own[level].has_value()) return *list.own[level];
  const auto levels = levels_.find(list.counted_in);
  return levels == levels_.end() ? *none : levels->second[level];
}

int WordNumbering::StartOf(const List& list, int level) const {
  return list.starts[level].value_or(LevelOf(list, level).start);
}

}  // namespace yuheng::ingestion
