#include "services/ingestion/formats/statement_tokens.h"

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

struct CueWord {
  absl::string_view word;
  // nullopt: means nothing, and hides the shorter word inside it.
  std::optional<TokenKind> kind;
  // Counts only right before a number.
  bool before_number = false;
  // How much of the word the token takes; 0: all of it.
  size_t taken_bytes = 0;
};

constexpr size_t kOneCharacter = 3;

constexpr CueWord kCueWords[] = {
    {"占比", TokenKind::kShare},
    {"占", TokenKind::kShare},
    {"占用", std::nullopt},
    {"占地", std::nullopt},
    {"所占", TokenKind::kShare},
    {"增加(减少)", TokenKind::kUp},
    {"增长(下降)", TokenKind::kUp},
    {"增长(降低)", TokenKind::kUp},
    {"增(减)", TokenKind::kUp},
    {"增减", TokenKind::kUp},
    {"增加", TokenKind::kUp},
    {"增长", TokenKind::kUp},
    {"增幅", TokenKind::kUp},
    {"增收", TokenKind::kUp},
    {"增支", TokenKind::kUp},
    {"新增", TokenKind::kUp},
    {"上升", TokenKind::kUp},
    {"上涨", TokenKind::kUp},
    {"上浮", TokenKind::kUp},
    {"上调", TokenKind::kUp},
    {"增加/减少", TokenKind::kUp},
    {"增长/下降", TokenKind::kUp},
    {"增/减", TokenKind::kUp},
    {"提高", TokenKind::kUp},
    {"提升", TokenKind::kUp},
    {"调增", TokenKind::kUp},
    {"多出", TokenKind::kUp, true},
    {"扩大", TokenKind::kUp, true},
    {"涨", TokenKind::kUp, true},
    {"多", TokenKind::kUp, true},
    {"增", TokenKind::kUp, true},
    {"减少", TokenKind::kDown},
    {"减少(增加)", TokenKind::kDown},
    {"下降", TokenKind::kDown},
    {"下降(增长)", TokenKind::kDown},
    {"下跌", TokenKind::kDown},
    {"削减", TokenKind::kDown},
    {"降低", TokenKind::kDown},
    {"降幅", TokenKind::kDown},
    {"减幅", TokenKind::kDown},
    {"减收", TokenKind::kDown},
    {"减支", TokenKind::kDown},
    {"压减", TokenKind::kDown},
    {"压缩", TokenKind::kDown},
    {"缩减", TokenKind::kDown},
    {"核减", TokenKind::kDown},
    {"调减", TokenKind::kDown},
    {"下调", TokenKind::kDown},
    {"下浮", TokenKind::kDown},
    {"节约", TokenKind::kDown, true},
    {"节省", TokenKind::kDown, true},
    {"回落", TokenKind::kDown, true},
    {"缩小", TokenKind::kDown, true},
    {"少", TokenKind::kDown, true},
    {"减", TokenKind::kDown, true},
    {"降", TokenKind::kDown, true},
    {"持平", TokenKind::kSame},
    {"无变化", TokenKind::kSame},
    {"没有变化", TokenKind::kSame},
    {"未发生变化", TokenKind::kSame},
    {"无增减", TokenKind::kSame},
    {"无增减变化", TokenKind::kSame},
    {"保持不变", TokenKind::kSame},
    {"基本持平", std::nullopt},
    {"基本一致", std::nullopt},
    {"基本相同", std::nullopt},
    {"基本不变", std::nullopt},
    {"没有增减", TokenKind::kSame},
    {"没有增减变化", TokenKind::kSame},
    {"没有变动", TokenKind::kSame},
    {"无变动", TokenKind::kSame},
    {"未变动", TokenKind::kSame},
    {"未变化", TokenKind::kSame},
    {"未增减", TokenKind::kSame},
    {"未发生增减", TokenKind::kSame},
    {"未发生增减变化", TokenKind::kSame},
    {"未发生变动", TokenKind::kSame},
    {"无增减变动", TokenKind::kSame},
    {"不增不减", TokenKind::kSame},
    {"一致", TokenKind::kSameBehindPrior},
    {"相同", TokenKind::kSameBehindPrior},
    {"相等", TokenKind::kSameBehindPrior},
    {"不变", TokenKind::kSameBehindPrior},
    {"没有增加", std::nullopt},
    {"没有减少", std::nullopt},
    {"没有增长", std::nullopt},
    {"没有下降", std::nullopt},
    {"未增加", std::nullopt},
    {"未减少", std::nullopt},
    {"未增长", std::nullopt},
    {"比上年", TokenKind::kPrior},
    {"较上年", TokenKind::kPrior},
    {"与上年", TokenKind::kPrior},
    {"比去年", TokenKind::kPrior},
    {"较去年", TokenKind::kPrior},
    {"与去年", TokenKind::kPrior},
    {"上年", TokenKind::kPrior},
    {"去年", TokenKind::kPrior},
    {"上一年", TokenKind::kPrior},
    {"前一年", TokenKind::kPrior},
    {"同比", TokenKind::kPrior},
    {"主要原因", TokenKind::kReason},
    {"变动原因", TokenKind::kReason},
    {"变化原因", TokenKind::kReason},
    {"增加原因", TokenKind::kReason},
    {"减少原因", TokenKind::kReason},
    {"增长原因", TokenKind::kReason},
    {"下降原因", TokenKind::kReason},
    {"增减原因", TokenKind::kReason},
    {"增减变化原因", TokenKind::kReason},
    {"增加的原因", TokenKind::kReason},
    {"减少的原因", TokenKind::kReason},
    {"增加的主要原因", TokenKind::kReason},
    {"减少的主要原因", TokenKind::kReason},
    {"增长的主要原因", TokenKind::kReason},
    {"下降的主要原因", TokenKind::kReason},
    {"增加主要原因", TokenKind::kReason},
    {"减少主要原因", TokenKind::kReason},
    {"增长主要原因", TokenKind::kReason},
    {"下降主要原因", TokenKind::kReason},
    {"变动主要原因", TokenKind::kReason},
    {"变动的主要原因", TokenKind::kReason},
    {"其主要原因", TokenKind::kReason},
    {"原因", TokenKind::kReason},
    {"主要由于", TokenKind::kReason},
    {"主要是由于", TokenKind::kReason},
    {"主要是因为", TokenKind::kReason},
    {"主要因为", TokenKind::kReason},
    {"主要系", TokenKind::kReason},
    {"主要是", TokenKind::kReason},
    {"主要为", TokenKind::kReason},
    {"主要受", TokenKind::kReason},
    {"主要考虑", TokenKind::kReason},
    {"主要源于", TokenKind::kReason},
    {"主要得益于", TokenKind::kReason},
    {"主要体现", TokenKind::kReason},
    {"主因", TokenKind::kReason},
    {"由于", TokenKind::kReason},
    {"主要用于", TokenKind::kPurpose},
    {"主要用途", TokenKind::kPurpose},
    {"用于", TokenKind::kPurpose},
    {"主要保障", TokenKind::kPurpose},
    {"用途", TokenKind::kPurpose},
    {"主要包括", TokenKind::kListing},
    {"具体包括", TokenKind::kListing},
    {"主要包含", TokenKind::kListing},
    {"主要有", TokenKind::kListing},
    {"主要涵盖", TokenKind::kListing},
    {"具体为", TokenKind::kListing},
    {"包括", TokenKind::kListing},
    {"包含", TokenKind::kListing},
    {"未安排", TokenKind::kNil},
    {"未作安排", TokenKind::kNil},
    {"未做安排", TokenKind::kNil},
    {"未予安排", TokenKind::kNil},
    {"未列入预算", TokenKind::kNil},
    {"未编列", TokenKind::kNil},
    {"未编制", TokenKind::kNil},
    {"没有安排", TokenKind::kNil},
    {"没有预算安排", TokenKind::kNil},
    {"无预算安排", TokenKind::kNil},
    {"无安排", TokenKind::kNil},
    {"无此项", TokenKind::kNil},
    {"没有此项", TokenKind::kNil},
    {"为零", TokenKind::kNil},
    {"零增长", TokenKind::kSame},
    {"不安排", TokenKind::kNil},
    {"没有", TokenKind::kNilBefore},
    {"未使用", TokenKind::kNilBefore},
    {"未面向", TokenKind::kNilBefore},
    {"未专门面向", TokenKind::kNilBefore},
    {"未购置", TokenKind::kNilBefore},
    {"无可比性", std::nullopt},
    {"不可比", std::nullopt},
    {"不涉及", TokenKind::kNilBefore},
    {"无", TokenKind::kNilBefore},
    {"分别", TokenKind::kEach},
    {"均", TokenKind::kAll},
    {"人均", std::nullopt},
    {"平均", std::nullopt},
    {"均衡", std::nullopt},
    {"均等", std::nullopt},
    {"各", TokenKind::kAll, true},
    {"各为", TokenKind::kAll},
    {"各占", TokenKind::kAll, false, kOneCharacter},
    {"都为", TokenKind::kAll},
    {"都是", TokenKind::kAll},
    {"比例", TokenKind::kRatio},
    {"执行率", TokenKind::kRatio},
    {"完成率", TokenKind::kRatio},
    {"节约率", TokenKind::kRatio},
    {"(", TokenKind::kOpen},
    {")", TokenKind::kClose},
    {"、", TokenKind::kConnector},
    {"和", TokenKind::kConnector},
    {"及", TokenKind::kConnector},
    {"以及", TokenKind::kConnector},
    {"与", TokenKind::kConnector},
    {",", TokenKind::kComma},
    {";", TokenKind::kSemicolon},
    {"。", TokenKind::kStop},
    {"!", TokenKind::kStop},
    {"\n", TokenKind::kParagraph},
};

class CueIndex {
 public:
  CueIndex() {
    for (const CueWord& cue : kCueWords) {
      size_t offset = 0;
      by_first_[budget::NextCodePoint(cue.word, &offset)].push_back(&cue);
    }
  }

  // The longest cue at the start of `text`, whose first code point is `first`.
  const CueWord* Find(char32_t first, absl::string_view text) const {
    const auto list = by_first_.find(first);
    if (list == by_first_.end()) return nullptr;
    const CueWord* best = nullptr;
    for (const CueWord* cue : list->second) {
      if (!absl::StartsWith(text, cue->word)) continue;
      if (best != nullptr && best->word.size() >= cue->word.size()) continue;
      const size_t after = cue->word.size();
      const bool number =
          after < text.size() && ((text[after] >= '0' && text[after] <= '9'));
      if (cue->before_number && !number) continue;
      best = cue;
    }
    return best;
  }

 private:
  std::map<char32_t, std::vector<const CueWord*>> by_first_;
};

}  // namespace

std::vector<Token> Tokenise(absl::string_view text,
                            const std::vector<LabelSpan>& labels,
                            const std::vector<Quantity>& quantities) {
  static const CueIndex* const cues = new CueIndex;
  std::vector<Token> tokens;
  size_t label = 0;
  size_t quantity = 0;
  for (size_t at = 0; at < text.size();) {
    while (label < labels.size() && labels[label].begin < at) ++label;
    while (quantity < quantities.size() && quantities[quantity].begin < at) {
      ++quantity;
    }
    if (label < labels.size() && labels[label].begin == at) {
      tokens.push_back({TokenKind::kLabel, at, labels[label].end, label});
      at = labels[label].end;
      continue;
    }
    // 1.2060101行政运行: the number of an item and a label that begins with its
    // code.
    if (label < labels.size() && quantity < quantities.size() &&
        quantities[quantity].begin == at &&
        labels[label].begin < quantities[quantity].end &&
        text[labels[label].begin - 1] == '.') {
      at = labels[label].begin;
      continue;
    }
    if (quantity < quantities.size() && quantities[quantity].begin == at) {
      tokens.push_back(
          {TokenKind::kQuantity, at, quantities[quantity].end, quantity});
      at = quantities[quantity].end;
      continue;
    }
    size_t next = at;
    const char32_t first = budget::NextCodePoint(text, &next);
    if (const CueWord* cue = cues->Find(first, text.substr(at))) {
      next = at + (cue->taken_bytes > 0 ? cue->taken_bytes : cue->word.size());
      if (cue->kind.has_value()) tokens.push_back({*cue->kind, at, next});
    }
    at = next;
  }
  return tokens;
}

bool OpensRemark(absl::string_view text, size_t begin, size_t end) {
  if (begin >= end) return false;
  const absl::string_view between = text.substr(begin, end - begin);
  return (absl::StartsWith(between, "(含") ||
          absl::StartsWith(between, "(包")) &&
         !absl::StrContains(between, ")");
}

}  // namespace yuheng::ingestion
