#include "services/ingestion/formats/statement_words.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "services/ingestion/formats/narrative_sections.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

// How far ahead a list of figures may reach.
constexpr size_t kTokensAheadMax = 128;

// Words that may stand between the start of a clause and its label.
constexpr absl::string_view kClauseOpenings[] = {
    "其中",     ":",    "其",       "本年",
    "当年",     "预算", "财政拨款", "以下几个方面",
    "以下方面", "如下", "是",       "为",
    ",",        "安排", "1.",       "(1)",
    "(一)",     "①",    "1、",      "\n",
    "2.",       "(2)",  "(二)",     "②",
    "2、",      "3.",   "(3)",      "(三)",
    "③",        "3、",  "二是",     "三是",
    "四是",     "五是", "六是",     "七是",
    "八是"};

// What numbers the items of a list in running text.
constexpr absl::string_view kFirstItem = "一是";
constexpr absl::string_view kItemNumbers[] = {"二是", "三是", "四是", "五是",
                                              "六是", "七是", "八是"};

// What stands between 主要原因 and the reason, or 包括 and the list.
constexpr absl::string_view kWordsOpenings[] = {":",    "\n", "是", "为",
                                                "在于", ",",  "-"};

// Sentences that go on with a list of reasons.
constexpr absl::string_view kReasonContinuations[] = {
    "二是", "三是", "四是", "五是", "六是", "(2)",  "(3)", "(4)",
    "②",    "③",    "④",    "同时", "另外", "此外", "其次"};

constexpr absl::string_view kContinuations[] = {
    "比上年",   "较上年", "与上年", "同比",     "主要原因", "原因",
    "主要由于", "由于",   "因为",   "变动原因", "变化原因", "增减原因",
    "主要是",   "主要系", "增加",   "减少"};

}  // namespace

bool ContinuesStatement(absl::string_view paragraph) {
  return StartsWithAny(paragraph, kContinuations);
}

size_t WordsScope::EndBehind(size_t i, Statement next) const {
  // A bracket that was opened before the words ends them.
  int depth = 0;
  size_t end = i + 1;
  // 主要原因是: and the reason in the next line.
  if (end < tokens_.size() && tokens_[end].kind == TokenKind::kParagraph &&
      absl::EndsWith(text_.substr(0, tokens_[end].begin), ":")) {
    ++end;
  }
  for (; end < tokens_.size(); ++end) {
    if (tokens_[end].kind == TokenKind::kOpen) ++depth;
    if (tokens_[end].kind == TokenKind::kClose && --depth < 0) {
      // "1)" numbers a reason.
      const absl::string_view before = text_.substr(0, tokens_[end].begin);
      const bool numbers =
          !before.empty() && before.back() >= '0' && before.back() <= '9';
      if (!numbers) break;
      depth = 0;
    }
    if (Ends(end, next)) break;
  }
  return end;
}

size_t WordsScope::ComparisonBehind(size_t i, size_t end) const {
  size_t amounts = 0;  // In the words, and in their last clause.
  size_t amounts_last = 0;
  for (size_t at = i + 1; at <= end && at < tokens_.size(); ++at) {
    const Token& token = tokens_[at];
    const bool clause_ends = token.kind == TokenKind::kComma ||
                             token.kind == TokenKind::kStop ||
                             token.kind == TokenKind::kParagraph;
    if (clause_ends && OpensComparison(at)) {
      return amounts == 0 || amounts_last >= 2 ? at : tokens_.size();
    }
    if (clause_ends) amounts_last = 0;
    if (token.kind == TokenKind::kQuantity &&
        quantities_[token.index].unit == Unit::kMoney) {
      ++amounts;
      ++amounts_last;
    }
  }
  return tokens_.size();
}

bool WordsScope::OpensComparison(size_t i) const {
  constexpr absl::string_view kOpenings[] = {
      "比上年", "较上年", "与上年", "同比", "比去年",
      "较去年", "与去年", "比20",   "较20", "与20"};
  if (!StartsWithAny(text_.substr(tokens_[i].end), kOpenings)) return false;
  // 比2022年预算数34.84万元增加5.94万元: year, amount, change and its figure.
  const size_t last = std::min(tokens_.size(), i + 6);
  for (size_t at = i + 1; at + 1 < last; ++at) {
    const TokenKind kind = tokens_[at].kind;
    if (kind == TokenKind::kUp || kind == TokenKind::kDown) {
      const Token& figure = tokens_[at + 1];
      return figure.kind == TokenKind::kQuantity &&
             (quantities_[figure.index].unit == Unit::kMoney ||
              quantities_[figure.index].unit == Unit::kPercent);
    }
    if (kind != TokenKind::kPrior && kind != TokenKind::kQuantity) return false;
  }
  return false;
}

bool WordsScope::Ends(size_t i, Statement next) const {
  const Token& token = tokens_[i];
  switch (token.kind) {
    case TokenKind::kParagraph:
      // "2.项目支出增加30万元" goes on with a list of reasons.
      return next != Statement::kWithComparison ||
             StatementLabel(i) == tokens_.size() || StatesAnything(i, next);
    case TokenKind::kStop: {
      const absl::string_view behind = text_.substr(token.end);
      const bool goes_on = StartsWithAny(behind, kReasonContinuations);
      if (goes_on) return OpensItem(i, next);
      return StatementLabel(i) == tokens_.size() || StatesAnything(i, next);
    }
    case TokenKind::kSemicolon:
      return StartsWithAny(text_.substr(token.end), kItemNumbers)
                 ? OpensItem(i, next)
                 : StatesAnything(i, next);
    case TokenKind::kComma:
    case TokenKind::kConnector:
      return OpensStatement(i, next);
    default:
      return false;
  }
}

size_t WordsScope::StatementLabel(size_t i) const {
  size_t next = i + 1;
  size_t from = tokens_[i].end;
  if (next < tokens_.size() && tokens_[next].kind == TokenKind::kQuantity &&
      tokens_[next].begin == from &&
      quantities_[tokens_[next].index].unit == Unit::kYear) {
    from = tokens_[next].end;
    ++next;
  }
  // The number of an item is a quantity, its marks are tokens.
  size_t label = next;
  while (label < tokens_.size() && label < next + 4 &&
         tokens_[label].kind != TokenKind::kLabel) {
    ++label;
  }
  if (label >= tokens_.size() || tokens_[label].kind != TokenKind::kLabel) {
    return tokens_.size();
  }
  const absl::string_view opening = WithoutLeading(
      text_.substr(from, tokens_[label].begin - from), kClauseOpenings);
  return opening.empty() ? label : tokens_.size();
}

bool WordsScope::StatesAnything(size_t i, Statement next) const {
  const size_t label = StatementLabel(i);
  if (label >= tokens_.size()) return false;
  if (label + 1 >= tokens_.size()) return true;
  const Token& then = tokens_[label + 1];
  // "2.人员经费增加30万元" goes on with the reasons.
  const bool change =
      then.kind == TokenKind::kUp || then.kind == TokenKind::kDown;
  if (!change) return true;
  const bool nothing = label + 2 < tokens_.size() &&
                       tokens_[label + 2].kind == TokenKind::kQuantity &&
                       quantities_[tokens_[label + 2].index].value_micro == 0;
  return nothing || OpensStatement(i, next);
}

bool WordsScope::OpensStatement(size_t i, Statement statement) const {
  size_t next = StatementLabel(i) + 1;
  if (next >= tokens_.size()) return false;
  if (tokens_[next].kind == TokenKind::kUp ||
      tokens_[next].kind == TokenKind::kDown) {
    ++next;
  }
  if (next >= tokens_.size() || tokens_[next].kind != TokenKind::kQuantity ||
      quantities_[tokens_[next].index].unit != Unit::kMoney) {
    return false;
  }
  if (statement == Statement::kWithAmount) return true;
  if (next + 2 >= tokens_.size() ||
      (tokens_[next + 1].kind != TokenKind::kComma &&
       tokens_[next + 1].kind != TokenKind::kOpen)) {
    return false;
  }
  const TokenKind then = tokens_[next + 2].kind;
  return then == TokenKind::kShare || then == TokenKind::kPrior ||
         then == TokenKind::kUp || then == TokenKind::kDown ||
         then == TokenKind::kReason || then == TokenKind::kSame;
}

bool WordsScope::OpensItem(size_t i, Statement statement) const {
  if (OpensStatement(i, statement)) return true;
  const size_t then = StatementLabel(i) + 1;
  if (then >= tokens_.size() || !NumbersStatements(i)) return false;
  switch (tokens_[then].kind) {
    case TokenKind::kQuantity:
      return quantities_[tokens_[then].index].unit == Unit::kMoney;
    case TokenKind::kShare:
    case TokenKind::kPrior:
    case TokenKind::kSame:
    case TokenKind::kNil:
      return true;
    default:
      return false;
  }
}

bool WordsScope::NumbersStatements(size_t i) const {
  for (size_t back = 0; back < std::min(i, kTokensAheadMax); ++back) {
    const Token& token = tokens_[i - 1 - back];
    if (token.kind == TokenKind::kParagraph) return false;
    if (token.kind == TokenKind::kLabel &&
        absl::EndsWith(text_.substr(0, token.begin), kFirstItem)) {
      return true;
    }
  }
  return false;
}

std::pair<size_t, size_t> WordsScope::Words(size_t i, size_t end) const {
  size_t begin = tokens_[i].end;
  const size_t text_end =
      end < tokens_.size() ? tokens_[end].begin : text_.size();
  const absl::string_view words = text_.substr(begin, text_end - begin);
  begin += words.size() - WithoutLeading(words, kWordsOpenings).size();
  if (begin < text_end || tokens_[i].kind != TokenKind::kReason) {
    return {begin, text_end};
  }
  const absl::string_view before = text_.substr(0, tokens_[i].begin);
  size_t clause = 0;
  for (absl::string_view mark : {",", "。", ";", "\n"}) {
    const size_t found = before.rfind(mark);
    if (found != absl::string_view::npos) {
      clause = std::max(clause, found + mark.size());
    }
  }
  const size_t is = before.find("是", clause);
  return is == absl::string_view::npos ? std::pair(begin, text_end)
                                       : std::pair(clause, is);
}

bool WordsScope::Describes(size_t i) const {
  return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin) ==
         "主要为";
}

bool WordsScope::StartsClause(const Token& label) const {
  const absl::string_view before = text_.substr(0, label.begin);
  return absl::EndsWith(before, ",") || absl::EndsWith(before, ";");
}

bool WordsScope::EndsClause(const Token& token) const {
  constexpr absl::string_view kEnds[] = {"。", ";", ",", "\n", "、"};
  const absl::string_view behind = text_.substr(token.end);
  return behind.empty() || StartsWithAny(behind, kEnds);
}

bool WordsScope::FigureBehindColon(size_t i) const {
  const absl::string_view behind = text_.substr(tokens_[i].end);
  return absl::EndsWith(text_.substr(0, tokens_[i].begin), ":") &&
         !behind.empty() &&
         (ContinuesStatement(behind) ||
          (behind[0] >= '0' && behind[0] <= '9' && !BeginsNumbered(behind)));
}

bool WordsScope::IsMainly(size_t i) const {
  return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin) ==
         "主要是";
}

bool WordsScope::NamesAmount(size_t i) const {
  if (!IsMainly(i) || i + 2 >= tokens_.size()) return false;
  const Token& label = tokens_[i + 1];
  const Token& figure = tokens_[i + 2];
  return label.kind == TokenKind::kLabel && label.begin == tokens_[i].end &&
         figure.kind == TokenKind::kQuantity && figure.begin == label.end &&
         quantities_[figure.index].unit == Unit::kMoney;
}

bool WordsScope::ListsBehind(size_t i) const {
  const auto words = tokens_.begin();
  return std::any_of(
      words + static_cast<ptrdiff_t>(i) + 1,
      words + static_cast<ptrdiff_t>(EndBehind(i, Statement::kWithAmount)),
      [](const Token& token) { return token.kind == TokenKind::kListing; });
}

size_t WordsScope::FiguresBehind(size_t i) const {
  size_t figures = 0;
  const size_t end = std::min(tokens_.size(), i + kTokensAheadMax);
  for (size_t next = i + 1; next < end; ++next) {
    const TokenKind kind = tokens_[next].kind;
    if (kind == TokenKind::kQuantity) {
      figures += quantities_[tokens_[next].index].unit != Unit::kYear;
    } else if (figures > 0 && kind != TokenKind::kConnector) {
      // A comma may stand between two figures.
      const bool more = kind == TokenKind::kComma &&
                        next + 1 < tokens_.size() &&
                        tokens_[next + 1].kind == TokenKind::kQuantity;
      if (!more) break;
    }
  }
  return figures;
}

}  // namespace yuheng::ingestion
