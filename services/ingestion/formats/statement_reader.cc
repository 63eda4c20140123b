#include "services/ingestion/formats/statement_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/prefixes.h"
#include "services/ingestion/formats/project_counts.h"
#include "services/ingestion/formats/statement_asides.h"
#include "services/ingestion/formats/statement_quantities.h"
#include "services/ingestion/formats/statement_subjects.h"
#include "services/ingestion/formats/statement_tokens.h"
#include "services/ingestion/formats/statement_words.h"

namespace yuheng::ingestion {
namespace {

// What stands between two labels that belong together is not longer.
constexpr size_t kBetweenBytesMax = 120;

// The last place of an amount, a rate and a count that are stated in words.
constexpr int64_t kPrecisionOfWordsMicro = 10'000;

// Words that may stand between 没有 or 未安排 and the label it is about.
constexpr absl::string_view kNilFillers[] = {
    "使用", "安排", "购置",     "新增", "本年", "当年",     "发生", "列支",
    "预算", "的",   "单位价值", "单价", "单台", "中央财政", ":",    "购买"};

class Walker {
 public:
  Walker(const Passage& passage, const std::vector<LabelSpan>& labels,
         const StatementOptions& options, ClaimWriter* writer)
      : passage_(passage),
        text_(passage.text()),
        labels_(labels),
        quantities_(StatementQuantities(text_, options)),
        tokens_(WithoutAsides(text_, quantities_, options.fiscal_year,
                              Tokenise(text_, labels, quantities_))),
        scope_(text_, tokens_, quantities_),
        options_(options),
        writer_(*writer),
        subjects_(FirstSubject(labels, options)) {
    if (options.counts == StatementOptions::Counts::kProjects) {
      KeepProjectCounts(text_, quantities_, &tokens_);
    }
  }

  void Walk() {
    for (size_t i = 0; i < tokens_.size();) i = Step(i);
  }

 private:
  static std::string FirstSubject(const std::vector<LabelSpan>& labels,
                                  const StatementOptions& options) {
    const bool named =
        std::any_of(labels.begin(), labels.end(), [&](const LabelSpan& label) {
          return label.subject == options.first_subject;
        });
    return named && !options.first_subject_always ? "" : options.first_subject;
  }

  using Last = Subject::Last;
  using Joint = SubjectTracker::Joint;
  enum class Direction : uint8_t {
    kNone,
    kUp,
    kDown,
    kShare,
    kPrior,
    kForeign,  // A rate that is neither share nor growth.
  };

  // Handles the token `i` and returns the next one to handle.
  size_t Step(size_t i) {
    const Token& token = tokens_[i];
    const bool lists = options_.words == WordsClaim::kListing;
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
      case TokenKind::kRatio:
        if (direction_ == Direction::kNone) direction_ = Direction::kForeign;
        break;
      case TokenKind::kPrior:
      case TokenKind::kOtherBase:
        direction_ = Direction::kPrior;
        prior_is_year_ = false;
        other_base_ = token.kind == TokenKind::kOtherBase;
        break;
      case TokenKind::kSameBehindPrior:
        // 与上年一致, 与上年10万元一致.
        if (direction_ == Direction::kPrior || token.begin == prior_amount_end_)
          OnSame(token);
        break;
      case TokenKind::kSame:
        OnSame(token);
        break;
      case TokenKind::kReason:
        // 主要是一般公共预算483.53万元 gives no reason.
        if (scope_.NamesAmount(i)) break;
        // Nor does 主要为一般公共预算 without a change before it.
        if (scope_.Describes(i) && !subject().compared()) break;
        return OnWords(i, "reason");
      case TokenKind::kPurpose:
        if (lists && scope_.ListsBehind(i)) break;
        return OnWords(i, options_.words == WordsClaim::kNone ? "" : "words");
      case TokenKind::kListing:
        if (lists) return OnWords(i, "words");
        break;
      case TokenKind::kNil:
      case TokenKind::kNilBefore:
        OnNil(token);
        break;
      case TokenKind::kEach:
        subjects_.ShareOut(scope_.FiguresBehind(i));
        break;
      case TokenKind::kAll:
        subjects_.Each();
        break;
      case TokenKind::kConnector:
        break;
      case TokenKind::kOpen:
        subjects_.OpenBracket();
        break;
      case TokenKind::kClose:
        if (subjects_.CloseBracket()) direction_ = Direction::kNone;
        break;
      case TokenKind::kComma:
        if (!subjects_.waiting()) direction_ = Direction::kNone;
        break;
      case TokenKind::kSemicolon:
      case TokenKind::kStop:
        EndSentence();
        break;
      case TokenKind::kParagraph:
        // 2023年预算数为: and its figure in the next line.
        if (scope_.FigureBehindColon(i)) break;
        EndSentence();
        subjects_.EndParagraph();
        if (touched_ && !ContinuesStatement(text_.substr(token.end))) {
          subjects_.current().open = false;
        }
        break;
    }
    return i + 1;
  }

  void EndSentence() {
    direction_ = Direction::kNone;
    other_base_ = false;
    subjects_.EndSentence();
    nil_end_ = absl::string_view::npos;
    amount_in_sentence_ = false;
  }

  void OnLabel(const Token& token) {
    const LabelSpan& label = labels_[token.index];
    if (NilReaches(token)) {
      nil_end_ = token.end;
      nil_reached_ = true;
      Nil(label.subject, nil_begin_, token.end);
      subjects_.NameNil(label.subject);
      touched_ = true;
      return;
    }
    if (direction_ == Direction::kShare && !scope_.StartsClause(token)) return;
    if (!subjects_.pending().empty() &&
        OpensRemark(text_, pending_end_, token.begin))
      return;
    if (direction_ == Direction::kPrior) {
      // Money that is carried over bears last year's number.
      const bool carried = absl::StartsWith(label.subject, "carry");
      if (!carried && subject().open && !prior_is_year_) return;
      if (carried || !RightBehindYear(token)) direction_ = Direction::kNone;
    }
    other_base_ = false;
    subjects_.Name(label.subject, JointBefore(token));
    if (subjects_.pending().size() == 1) pending_begin_ = token.begin;
    pending_end_ = token.end;
    touched_ = true;
  }

  // 2022年收入预算: the label is about last year.
  bool RightBehindYear(const Token& token) const {
    return prior_is_year_ && token.begin <= prior_end_;
  }

  // How the label hangs together with the one before it.
  Joint JointBefore(const Token& token) const {
    if (subjects_.pending().empty() || token.begin <= pending_end_)
      return Joint::kLoose;
    return SubjectTracker::JointOf(
        text_.substr(pending_end_, token.begin - pending_end_));
  }

  // Whether the label stands right behind 没有 or another nil label.
  bool NilReaches(const Token& token) const {
    if (options_.nil == StatementOptions::Nil::kIgnored) return false;
    if (nil_end_ == absl::string_view::npos || nil_end_ > token.begin) {
      return false;
    }
    const absl::string_view between =
        text_.substr(nil_end_, token.begin - nil_end_);
    if (between.size() > kBetweenBytesMax) return false;
    if (!nil_reached_) return WithoutLeading(between, kNilFillers).empty();
    constexpr absl::string_view kConnectors[] = {"、", "和", "以及",
                                                 "及", "与", "或"};
    return WithoutLeading(between, kConnectors).empty();
  }

  void OnQuantity(const Quantity& quantity) {
    const std::vector<size_t>& others = options_.passed_over;
    if (std::binary_search(others.begin(), others.end(), quantity.begin))
      return;
    switch (quantity.unit) {
      case Unit::kYear:
        OnYear(quantity);
        return;
      case Unit::kOther:
        return;
      case Unit::kBeyond:
        if (options_.report_unassigned) writer_.Unassigned(passage_, quantity);
        return;
      case Unit::kMoney:
        OnMeasure(quantity, "amount", &Subject::amount_taken);
        return;
      case Unit::kPercent:
        OnRate(quantity);
        return;
      case Unit::kBare:
        OnBare(quantity);
        return;
      case Unit::kCount:
      case Unit::kArea:
        if (options_.counts == StatementOptions::Counts::kPersons &&
            !CountsPersons(text_, quantity)) {
          return;
        }
        if (options_.counts != StatementOptions::Counts::kIgnored) {
          const bool area = quantity.unit == Unit::kArea;
          OnMeasure(quantity, area ? "area" : "count",
                    area ? &Subject::area_taken : &Subject::count_taken);
        }
        return;
    }
  }

  void OnYear(const Quantity& quantity) {
    const int64_t year = quantity.value_micro / budget::kMicroPerOne;
    if (options_.fiscal_year == 0) return;
    if (year == options_.fiscal_year && direction_ == Direction::kPrior) {
      direction_ = Direction::kNone;
      return;
    }
    if (direction_ != Direction::kNone || year != options_.fiscal_year - 1) {
      return;
    }
    // 截至2022年底 is a day.
    constexpr absl::string_view kDays[] = {"底", "末", "终", "1"};
    if (StartsWithAny(text_.substr(quantity.end), kDays)) return;
    direction_ = Direction::kPrior;
    other_base_ = false;
    prior_is_year_ = true;
    prior_end_ = quantity.end;
    constexpr absl::string_view kFillers[] = {"度", "的", "本级", "财政拨款"};
    const absl::string_view rest = text_.substr(prior_end_);
    prior_end_ += rest.size() - WithoutLeading(rest, kFillers).size();
  }

  const Subject& subject() const { return subjects_.current(); }

  // The measure of a change or its rate, by the base it is counted from.
  std::string Change(absl::string_view measure) const {
    return absl::StrCat(measure, other_base_ ? "_other_base" : "");
  }

  void Write(absl::string_view measure, const Quantity& quantity,
             int sign = 1) {
    for (const std::string& name : subject().names) {
      writer_.Figure(options_.address(name, measure), passage_, quantity, sign);
    }
  }

  void OnMeasure(const Quantity& quantity, absl::string_view measure,
                 bool Subject::*taken) {
    if (direction_ != Direction::kPrior)
      subjects_.Take(quantity.value_micro == 0);
    const Direction direction = direction_;
    if (direction == Direction::kPrior) prior_amount_end_ = quantity.end;
    if (!subjects_.waiting()) direction_ = Direction::kNone;
    if (!subject().takes_figures()) {
      if (direction != Direction::kPrior && !subject().open) {
        Unassigned(quantity);
      }
      return;
    }
    touched_ = true;
    if (direction == Direction::kUp || direction == Direction::kDown) {
      const int sign = direction == Direction::kUp ? 1 : -1;
      if (subject().delta_taken && !other_base_) {
        Unassigned(quantity);
        return;
      }
      Write(Change("delta"), quantity, sign);
      subjects_.current().delta_taken |= !other_base_;
      subjects_.current().last = Last::kDelta;
      subjects_.current().sign = sign;
    } else if (direction == Direction::kNone) {
      if (subject().*taken) {
        Unassigned(quantity);
        subjects_.current().open = false;
        return;
      }
      subjects_.current().*taken = true;
      Write(measure, quantity);
      subjects_.current().last = Last::kAmount;
      amount_in_sentence_ = true;
      subjects_.AddSpoken();
    }
  }

  void OnRate(const Quantity& quantity) {
    if (direction_ != Direction::kPrior)
      subjects_.Take(quantity.value_micro == 0);
    const Direction direction = direction_;
    if (!subjects_.waiting()) direction_ = Direction::kNone;
    if (!subject().takes_figures() || direction == Direction::kForeign) return;
    if (direction == Direction::kUp || direction == Direction::kDown) {
      Write(Change("growth"), quantity, direction == Direction::kUp ? 1 : -1);
      subjects_.current().last = Last::kRate;
    } else if (subject().last == Last::kDelta &&
               direction == Direction::kNone) {
      // 减少2.12万元(-4.94%): the minus says it again.
      Write(Change("growth"), quantity,
            quantity.value_micro < 0 ? 1 : subject().sign);
      subjects_.current().last = Last::kRate;
    } else if (direction == Direction::kShare ||
               (subject().last == Last::kAmount && amount_in_sentence_ &&
                direction == Direction::kNone)) {
      Write("share", quantity);
      subjects_.current().last = Last::kRate;
    }
  }

  // A rate printed without its sign (占 76.23), or a count without its unit.
  void OnBare(const Quantity& quantity) {
    const bool change =
        direction_ == Direction::kUp || direction_ == Direction::kDown;
    if (direction_ == Direction::kShare ||
        (change && subject().last == Last::kDelta)) {
      OnRate(quantity);
    } else if (options_.counts != StatementOptions::Counts::kIgnored &&
               !NumbersItem(text_, quantity)) {
      OnMeasure(quantity, "count", &Subject::count_taken);
    } else if (quantity.value_micro == 0 &&
               absl::EndsWith(text_.substr(0, quantity.begin), "为")) {
      // 公务用车购置费为0: nothing needs no unit.
      OnMeasure(quantity, "amount", &Subject::amount_taken);
    }
  }

  // A figure stands where claims do, and nothing says what it is about.
  void Unassigned(const Quantity& quantity) {
    if (quantity.unit == Unit::kMoney && touched_ &&
        options_.report_unassigned) {
      writer_.Unassigned(passage_, quantity);
    }
  }

  // 持平: a change of 0, once for a subject that was just spoken of.
  void OnSame(const Token& token) {
    direction_ = Direction::kNone;
    const bool spoken_of = subject().last != Last::kNothing ||
                           !subjects_.pending().empty() || subject().nil;
    const bool taken = subject().delta_taken && !other_base_;
    if (!subject().takes_figures() || taken || !spoken_of) return;
    const std::vector<std::string> names =
        subjects_.listed().size() >= 2 ? subjects_.listed() : subject().names;
    for (const std::string& name : names) {
      writer_.FigureInWords(options_.address(name, Change("delta")), passage_,
                            token.begin, token.end, 0, kPrecisionOfWordsMicro);
    }
    subjects_.current().delta_taken |= !other_base_;
    subjects_.current().last = Last::kDelta;
    subjects_.current().sign = 1;
  }

  void OnNil(const Token& token) {
    if (options_.nil == StatementOptions::Nil::kIgnored) return;
    // 上年未安排 says nothing about this year.
    if (direction_ == Direction::kPrior) return;
    const bool behind =
        token.kind == TokenKind::kNil || scope_.EndsClause(token);
    if (behind && !subjects_.pending().empty()) {
      const std::vector<std::string> names = subjects_.pending();
      for (const std::string& name : names)
        Nil(name, pending_begin_, token.end);
      subjects_.DropPending();
      subjects_.NameNil(names.back());
      if (names.size() > 1) subjects_.current().open = false;
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
    const bool reason = measure == "reason";
    if (!reason &&
        scope_.OpensStatement(i, WordsScope::Statement::kWithAmount)) {
      return i + 1;
    }
    const size_t end =
        scope_.EndBehind(i, reason ? WordsScope::Statement::kWithComparison
                                   : WordsScope::Statement::kWithAmount);
    // 主要是人员支出,较上年增加93.6万元: no reason comes before its change.
    const bool uses = !reason || (scope_.IsMainly(i) && !subject().delta_taken);
    const size_t comparison =
        uses ? scope_.ComparisonBehind(i, end) : tokens_.size();
    const bool goes_on = comparison < tokens_.size();
    WriteWords(i, goes_on ? comparison : end, goes_on && reason ? "" : measure);
    if (goes_on) return comparison;
    subjects_.current().open = false;
    return end;
  }

  // The words from behind token `i` to token `end`.
  void WriteWords(size_t i, size_t end, absl::string_view measure) {
    if (measure.empty() || !subject().takes_figures()) return;
    const auto [begin, text_end] = scope_.Words(i, end);
    for (const std::string& name : subject().names) {
      writer_.Words(options_.address(name, measure), passage_, begin, text_end);
    }
  }

  const Passage& passage_;
  const absl::string_view text_;
  const std::vector<LabelSpan>& labels_;
  const std::vector<Quantity> quantities_;
  std::vector<Token> tokens_;
  const WordsScope scope_;
  const StatementOptions& options_;
  ClaimWriter& writer_;

  SubjectTracker subjects_;
  // Whether a label or figure was met at all.
  bool touched_ = false;
  // 67.78%来自单位资金 behind another sentence is none of its share.
  bool amount_in_sentence_ = false;
  Direction direction_ = Direction::kNone;
  // Changes are counted from 上年执行数.
  bool other_base_ = false;
  bool prior_is_year_ = false;
  size_t prior_end_ = 0;
  // Of the last amount of last year.
  size_t prior_amount_end_ = absl::string_view::npos;
  // Where the labels without figures begin and end.
  size_t pending_begin_ = 0;
  size_t pending_end_ = 0;
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

}  // namespace yuheng::ingestion
