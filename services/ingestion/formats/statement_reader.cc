#include "services/ingestion/formats/statement_reader.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/statement_tokens.h"

namespace yuheng::ingestion {
namespace {

// The last place of an amount, a rate and a count that are stated in words.
constexpr int64_t kPrecisionOfWordsMicro = 10'000;

// Words that may stand between the start of a clause and its label.
constexpr absl::string_view kClauseOpenings[] = {
    "其中", ":", "其", "本年", "当年", "预算", "财政拨款"};

// Words that may stand between 没有 or 未安排 and the label it is about.
constexpr absl::string_view kNilFillers[] = {"使用", "安排", "购置", "新增",
                                             "本年", "当年", "发生", "列支",
                                             "预算", "的"};

// A paragraph that begins so goes on about the subject of the one before.
constexpr absl::string_view kContinuations[] = {
    "比上年", "较上年", "与上年", "同比", "主要原因", "原因", "增加", "减少"};

// Sentences that go on with a list of reasons.
constexpr absl::string_view kReasonContinuations[] = {
    "二是", "三是", "四是", "五是", "六是", "(2)",  "(3)", "(4)",
    "②",    "③",    "④",    "同时", "另外", "此外", "其次"};

// What stands between 主要原因 and the reason, or 包括 and the list.
constexpr absl::string_view kWordsOpenings[] = {":",    "是", "为",
                                                "在于", ",",  "-"};

template <size_t N>
bool StartsWithAny(absl::string_view text,
                   const absl::string_view (&words)[N]) {
  return std::any_of(
      std::begin(words), std::end(words),
      [text](absl::string_view word) { return absl::StartsWith(text, word); });
}

// Without any of `words` at its start.
template <size_t N>
absl::string_view WithoutLeading(absl::string_view text,
                                 const absl::string_view (&words)[N]) {
  for (bool again = true; again;) {
    again = false;
    for (absl::string_view word : words) {
      if (absl::ConsumePrefix(&text, word)) again = true;
    }
  }
  return text;
}

class Walker {
 public:
  Walker(const Passage& passage, const std::vector<LabelSpan>& labels,
         const StatementOptions& options, ClaimWriter* writer)
      : passage_(passage),
        text_(passage.text()),
        labels_(labels),
        quantities_(ScanQuantities(text_)),
        tokens_(Tokenise(text_, labels, quantities_)),
        options_(options),
        writer_(*writer),
        subject_(options.first_subject) {}

  void Walk() {
    for (size_t i = 0; i < tokens_.size();) i = Step(i);
  }

 private:
  enum class Direction : uint8_t { kNone, kUp, kDown, kShare, kPrior };
  enum class Last : uint8_t { kNothing, kAmount, kDelta, kRate };

  // Handles the token `i` and returns the next one to handle.
  size_t Step(size_t i) {
    const Token& token = tokens_[i];
    switch (token.kind) {
      case TokenKind::kLabel:
        OnLabel(token);
        break;
      case TokenKind::kQuantity:
        OnQuantity(quantities_[token.index]);
        break;
      case TokenKind::kShare:
        direction_ = Direction::kShare;
        break;
      case TokenKind::kUp:
        direction_ = Direction::kUp;
        break;
      case TokenKind::kDown:
        direction_ = Direction::kDown;
        break;
      case TokenKind::kPrior:
        direction_ = Direction::kPrior;
        prior_is_year_ = false;
        break;
      case TokenKind::kSame:
        OnSame(token);
        break;
      case TokenKind::kReason:
        return OnWords(i, "reason");
      case TokenKind::kPurpose:
        return OnWords(i,
                       options_.words == WordsClaim::kPurpose ? "words" : "");
      case TokenKind::kListing:
        if (options_.words == WordsClaim::kListing) return OnWords(i, "words");
        break;
      case TokenKind::kNil:
      case TokenKind::kNilBefore:
        OnNil(token);
        break;
      case TokenKind::kEach:
        if (pending_.size() >= 2) {
          queue_.assign(pending_.begin(), pending_.end());
        }
        break;
      case TokenKind::kConnector:
        break;
      case TokenKind::kComma:
        if (queue_.empty()) direction_ = Direction::kNone;
        break;
      case TokenKind::kSemicolon:
      case TokenKind::kStop:
        EndSentence();
        break;
      case TokenKind::kParagraph:
        EndSentence();
        if (touched_ &&
            !StartsWithAny(text_.substr(token.end), kContinuations)) {
          open_ = false;
        }
        break;
    }
    return i + 1;
  }

  void EndSentence() {
    direction_ = Direction::kNone;
    pending_.clear();
    queue_.clear();
    nil_end_ = absl::string_view::npos;
  }

  void OnLabel(const Token& token) {
    const LabelSpan& label = labels_[token.index];
    if (NilReaches(token)) {
      nil_end_ = token.end;
      nil_reached_ = true;
      Nil(label.subject, nil_begin_, token.end);
      open_ = false;
      touched_ = true;
      return;
    }
    const bool about_prior = direction_ == Direction::kPrior && !prior_is_year_;
    if (direction_ == Direction::kShare || (about_prior && open_)) return;
    if (direction_ == Direction::kPrior) direction_ = Direction::kNone;
    if (!pending_.empty() && token.begin > pending_end_ &&
        !OnlyConnectors(pending_end_, token.begin)) {
      pending_.clear();
    }
    if (pending_.empty()) pending_begin_ = token.begin;
    if (pending_.empty() || pending_.back() != label.subject) {
      pending_.push_back(label.subject);
    }
    pending_end_ = token.end;
    Open(label.subject);
  }

  void Open(std::string subject) {
    subject_ = std::move(subject);
    open_ = true;
    touched_ = true;
    amount_taken_ = count_taken_ = area_taken_ = delta_taken_ = false;
    last_ = Last::kNothing;
  }

  bool OnlyConnectors(size_t begin, size_t end) const {
    const absl::string_view between = text_.substr(begin, end - begin);
    constexpr absl::string_view kConnectors[] = {
        "、", "和", "以及", "及", "与", ",", "或", "(", ")", "资金", "的"};
    return WithoutLeading(between, kConnectors).empty();
  }

  // Whether the label stands right behind 没有 or another nil label.
  bool NilReaches(const Token& token) const {
    if (options_.nil == StatementOptions::Nil::kIgnored) return false;
    if (nil_end_ == absl::string_view::npos || nil_end_ > token.begin) {
      return false;
    }
    const absl::string_view between =
        text_.substr(nil_end_, token.begin - nil_end_);
    if (!nil_reached_) return WithoutLeading(between, kNilFillers).empty();
    constexpr absl::string_view kConnectors[] = {"、", "和", "以及",
                                                 "及", "与", "或"};
    return WithoutLeading(between, kConnectors).empty();
  }

  void OnQuantity(const Quantity& quantity) {
    switch (quantity.unit) {
      case Unit::kYear: {
        const int64_t year = quantity.value_micro / budget::kMicroPerOne;
        if (direction_ == Direction::kNone && options_.fiscal_year != 0 &&
            year == options_.fiscal_year - 1) {
          direction_ = Direction::kPrior;
          prior_is_year_ = true;
        }
        return;
      }
      case Unit::kOther:
        return;
      case Unit::kMoney:
        OnMeasure(quantity, "amount", &amount_taken_);
        return;
      case Unit::kPercent:
        OnRate(quantity);
        return;
      case Unit::kBare:
        OnBare(quantity);
        return;
      case Unit::kCount:
      case Unit::kArea:
        if (options_.counts == StatementOptions::Counts::kRead) {
          const bool area = quantity.unit == Unit::kArea;
          OnMeasure(quantity, area ? "area" : "count",
                    area ? &area_taken_ : &count_taken_);
        }
        return;
    }
  }

  void OnMeasure(const Quantity& quantity, absl::string_view measure,
                 bool* taken) {
    pending_.clear();
    if (!queue_.empty()) {
      Open(queue_.front());
      queue_.pop_front();
    }
    const Direction direction = direction_;
    if (queue_.empty()) direction_ = Direction::kNone;
    if (!open_ || subject_.empty()) return;
    touched_ = true;
    if (direction == Direction::kUp || direction == Direction::kDown) {
      const int sign = direction == Direction::kUp ? 1 : -1;
      writer_.Figure(Address("delta"), passage_, quantity, sign);
      delta_taken_ = true;
      last_ = Last::kDelta;
      sign_ = sign;
    } else if (direction == Direction::kNone) {
      if (*taken) {
        open_ = false;
        return;
      }
      *taken = true;
      writer_.Figure(Address(measure), passage_, quantity);
      last_ = Last::kAmount;
    }
  }

  void OnRate(const Quantity& quantity) {
    const Direction direction = direction_;
    direction_ = Direction::kNone;
    if (!open_ || subject_.empty()) return;
    if (direction == Direction::kUp || direction == Direction::kDown) {
      writer_.Figure(Address("growth"), passage_, quantity,
                     direction == Direction::kUp ? 1 : -1);
      last_ = Last::kRate;
    } else if (last_ == Last::kDelta && direction == Direction::kNone) {
      writer_.Figure(Address("growth"), passage_, quantity, sign_);
      last_ = Last::kRate;
    } else if (direction == Direction::kShare ||
               (last_ == Last::kAmount && direction == Direction::kNone)) {
      writer_.Figure(Address("share"), passage_, quantity);
      last_ = Last::kRate;
    }
  }

  // A rate printed without its sign (占 76.23), or a count without its unit.
  void OnBare(const Quantity& quantity) {
    const bool change =
        direction_ == Direction::kUp || direction_ == Direction::kDown;
    if (direction_ == Direction::kShare || (change && last_ == Last::kDelta)) {
      OnRate(quantity);
    } else if (options_.counts == StatementOptions::Counts::kRead &&
               !NumbersItem(quantity)) {
      OnMeasure(quantity, "count", &count_taken_);
    } else if (quantity.value_micro == 0 &&
               absl::EndsWith(text_.substr(0, quantity.begin), "为")) {
      // 公务用车购置费为0: nothing needs no unit.
      OnMeasure(quantity, "amount", &amount_taken_);
    }
  }

  // Whether a bare number is the number of an item, such as "2." or "(2)".
  bool NumbersItem(const Quantity& quantity) const {
    const absl::string_view before = text_.substr(0, quantity.begin);
    const absl::string_view behind = text_.substr(quantity.end);
    if (before.empty() || absl::StartsWith(behind, ".")) return true;
    for (absl::string_view mark : {"\n", ";", "。", "(", ","}) {
      if (absl::EndsWith(before, mark)) return true;
    }
    return false;
  }

  // 持平: a change of 0, once for a subject that was just spoken of.
  void OnSame(const Token& token) {
    direction_ = Direction::kNone;
    const bool spoken_of = last_ != Last::kNothing || !pending_.empty();
    if (!open_ || subject_.empty() || delta_taken_ || !spoken_of) return;
    writer_.FigureInWords(Address("delta"), passage_, token.begin, token.end, 0,
                          kPrecisionOfWordsMicro);
    delta_taken_ = true;
    last_ = Last::kDelta;
    sign_ = 1;
  }

  void OnNil(const Token& token) {
    if (options_.nil == StatementOptions::Nil::kIgnored) return;
    if (token.kind == TokenKind::kNil && !pending_.empty()) {
      for (const std::string& subject : pending_) {
        Nil(subject, pending_begin_, token.end);
      }
      pending_.clear();
      open_ = false;
      return;
    }
    nil_begin_ = token.begin;
    nil_end_ = token.end;
    nil_reached_ = false;
  }

  void Nil(absl::string_view subject, size_t begin, size_t end) {
    if (subject.empty()) return;
    writer_.Words(options_.address(subject, "none"), passage_, begin, end);
  }

  // Words from behind token `i` to the end of their statement, which is a claim
  // unless `measure` is empty. Returns the token that ends them.
  size_t OnWords(size_t i, absl::string_view measure) {
    size_t end = i + 1;
    while (end < tokens_.size() && !EndsWords(end, measure)) ++end;
    const size_t text_end =
        end < tokens_.size() ? tokens_[end].begin : text_.size();
    size_t begin = tokens_[i].end;
    const absl::string_view words = text_.substr(begin, text_end - begin);
    begin += words.size() - WithoutLeading(words, kWordsOpenings).size();
    if (!measure.empty() && open_ && !subject_.empty()) {
      writer_.Words(Address(measure), passage_, begin, text_end);
    }
    open_ = false;
    return end;
  }

  bool EndsWords(size_t i, absl::string_view measure) const {
    const Token& token = tokens_[i];
    switch (token.kind) {
      case TokenKind::kParagraph:
        return true;
      case TokenKind::kStop:
        return !StartsWithAny(text_.substr(token.end), kReasonContinuations);
      case TokenKind::kSemicolon:
        return StatementLabel(i) != tokens_.size();
      case TokenKind::kComma:
      case TokenKind::kConnector:
        return OpensStatement(i, /*compared=*/measure == "reason");
      default:
        return false;
    }
  }

  // The label that opens the clause behind token `i`; tokens_.size() when
  // something else does.
  size_t StatementLabel(size_t i) const {
    size_t next = i + 1;
    size_t from = tokens_[i].end;
    if (next < tokens_.size() && tokens_[next].kind == TokenKind::kQuantity &&
        tokens_[next].begin == from &&
        quantities_[tokens_[next].index].unit == Unit::kYear) {
      from = tokens_[next].end;
      ++next;
    }
    if (next >= tokens_.size() || tokens_[next].kind != TokenKind::kLabel) {
      return tokens_.size();
    }
    const absl::string_view opening =
        text_.substr(from, tokens_[next].begin - from);
    return WithoutLeading(opening, kClauseOpenings).empty() ? next
                                                            : tokens_.size();
  }

  // Whether a statement about another subject begins behind the comma `i`:
  // label and amount (or change), and if `compared` a share or change behind.
  bool OpensStatement(size_t i, bool compared) const {
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
    if (!compared) return true;
    if (next + 2 >= tokens_.size() ||
        tokens_[next + 1].kind != TokenKind::kComma) {
      return false;
    }
    const TokenKind then = tokens_[next + 2].kind;
    return then == TokenKind::kShare || then == TokenKind::kPrior ||
           then == TokenKind::kUp || then == TokenKind::kDown ||
           then == TokenKind::kReason || then == TokenKind::kSame;
  }

  std::string Address(absl::string_view measure) const {
    return options_.address(subject_, measure);
  }

  const Passage& passage_;
  const absl::string_view text_;
  const std::vector<LabelSpan>& labels_;
  const std::vector<Quantity> quantities_;
  const std::vector<Token> tokens_;
  const StatementOptions& options_;
  ClaimWriter& writer_;

  std::string subject_;
  bool open_ = true;
  // Whether a label or figure was met at all.
  bool touched_ = false;
  bool amount_taken_ = false;
  bool count_taken_ = false;
  bool area_taken_ = false;
  bool delta_taken_ = false;
  Direction direction_ = Direction::kNone;
  bool prior_is_year_ = false;
  Last last_ = Last::kNothing;
  int sign_ = 1;
  // Labels of this sentence that have had no figure yet.
  std::vector<std::string> pending_;
  size_t pending_begin_ = 0;
  size_t pending_end_ = 0;
  // Subjects of 分别 that wait for their figure.
  std::deque<std::string> queue_;
  // The last 没有 and where its reach ends.
  size_t nil_begin_ = 0;
  size_t nil_end_ = absl::string_view::npos;
  bool nil_reached_ = false;
};

}  // namespace

void ReadStatements(const Passage& passage,
                    const std::vector<LabelSpan>& labels,
                    const StatementOptions& options, ClaimWriter* writer) {
  Walker(passage, labels, options, writer).Walk();
}

std::function<std::string(absl::string_view, absl::string_view)> AddressesUnder(
    std::string prefix) {
  return [prefix = std::move(prefix)](absl::string_view subject,
                                      absl::string_view measure) {
    return absl::StrCat(prefix, ":", subject, ":", measure);
  };
}

}  // namespace yuheng::ingestion
