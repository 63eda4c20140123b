#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::Claim;
using budget::ContainsAny;
using budget::Sentence;

// What is looked through for one figure, and kept of one subject, at most.
constexpr size_t kSentencesPerFigureMax = 64;
constexpr size_t kSentenceBytesMax = 64 << 10;
constexpr size_t kSpotsPerSubjectMax = 16;

// Whether a section states one amount of that subject. A project of 七 may be
// described once for every part of its money; 十一（三） counts pieces.
bool IsStatedOnce(const ClaimParts& parts) {
  return parts.measure == "amount" && absl::StartsWith(parts.section, "N") &&
         parts.section != "N7" && parts.section != "N11c";
}

// What totals of income and of expenditure are called behind their year and
// department, without 预算. They balance, so they are one amount.
bool IsTotalOfBudget(const Claim& claim, absl::string_view words) {
  const ClaimParts parts = SplitClaim(claim.address);
  constexpr absl::string_view kSections[] = {"N1", "N2", "N3", "N4"};
  if (parts.subject != "total" ||
      std::find(std::begin(kSections), std::end(kSections), parts.section) ==
          std::end(kSections)) {
    return false;
  }
  absl::ConsumePrefix(&words, "财政拨款") ||
      absl::ConsumePrefix(&words, "财政");
  for (const absl::string_view tail : {"总计", "合计", "总额", "总"}) {
    absl::ConsumeSuffix(&words, tail);
  }
  absl::ConsumeSuffix(&words, "预算");
  absl::ConsumePrefix(&words, "预算总");
  // WordsBefore takes 收入 for a tail.
  return words.empty() || words == "收入" || words == "支出" ||
         words == "收支" || words == "收、支";
}

// Two prints are the same when the coarser of their places makes them so.
bool Same(const Claim& a, const Claim& b) {
  const int64_t place =
      std::max({kPlaceFen, a.precision_micro, b.precision_micro});
  return std::abs(*a.value_micro - *b.value_micro) < place;
}

// Where a figure stands in the prose.
struct Spot {
  const Claim* claim = nullptr;
  size_t sentence = 0;
  size_t begin = 0;
};

// Finds the figures of claims in the sentences, both in document order.
class Prose {
 public:
  explicit Prose(const std::vector<Sentence>& sentences)
      : sentences_(sentences), texts_(sentences.size()) {}

  // Behind what was found before; nothing when it is not there.
  std::optional<Spot> Find(const Claim& claim) {
    const auto [begin, end] = LinesOf(claim.line);
    const size_t from = std::max(begin, sentence_);
    const size_t last = std::min(end, from + kSentencesPerFigureMax);
    const std::string printed = budget::NormaliseLabel(claim.printed);
    for (size_t i = from; i < last; ++i) {
      if (sentences_[i].text.size() > kSentenceBytesMax) continue;
      const size_t at = FindNumber(Text(i), printed, i == sentence_ ? at_ : 0);
      if (at == std::string::npos) continue;
      sentence_ = i;
      at_ = at + printed.size();
      return Spot{&claim, i, at};
    }
    return std::nullopt;
  }

  // Normalised.
  const std::string& Text(size_t sentence) {
    std::string& text = texts_[sentence];
    if (text.empty()) text = budget::NormaliseLabel(sentences_[sentence].text);
    return text;
  }

 private:
  // The sentences that begin in a figure's line or, where none does, in the
  // nearest line before it: the first and the one behind the last.
  std::pair<size_t, size_t> LinesOf(int line) const {
    const auto end = std::upper_bound(
        sentences_.begin(), sentences_.end(), line,
        [](int at, const Sentence& sentence) { return at < sentence.line; });
    if (end == sentences_.begin()) return {0, 0};
    const auto begin = std::lower_bound(
        sentences_.begin(), end, std::prev(end)->line,
        [](const Sentence& sentence, int at) { return sentence.line < at; });
    return {static_cast<size_t>(begin - sentences_.begin()),
            static_cast<size_t>(end - sentences_.begin())};
  }

  // Not inside a longer number.
  static size_t FindNumber(const std::string& text, const std::string& printed,
                           size_t from) {
    size_t at = text.find(printed, from);
    while (at != std::string::npos && at > 0 &&
           (absl::ascii_isdigit(text[at - 1]) || text[at - 1] == '.')) {
      at = text.find(printed, at + 1);
    }
    return at;
  }

  const std::vector<Sentence>& sentences_;
  std::vector<std::string> texts_;
  size_t sentence_ = 0;
  size_t at_ = 0;
};

class RepetitionCheck {
 public:
  explicit RepetitionCheck(const CheckContext& context)
      : context_(context),
        department_(budget::NormaliseLabel(context.document.department)),
        prose_(context.document.sentences) {}

  void Run() {
    if (!AnyDiffer()) return;
    absl::flat_hash_map<absl::string_view, std::vector<Spot>> stated;
    for (const Claim& claim : context_.document.claims) {
      if (!HasValue(&claim)) continue;
      const ClaimParts parts = SplitClaim(claim.address);
      if (!absl::StartsWith(parts.section, "N")) continue;
      const std::optional<Spot> spot = prose_.Find(claim);
      if (!spot || !IsStatedOnce(parts)) continue;
      std::vector<Spot>& before = stated[claim.address];
      for (const Spot& first : before) {
        if (Same(*first.claim, claim) || !IsAgain(first, *spot)) continue;
        Report(*first.claim, claim);
        break;
      }
      if (before.size() < kSpotsPerSubjectMax) before.push_back(*spot);
      if (context_.reporter.stopped()) return;
    }
  }

 private:
  // Whether any subject has two amounts, for whatever reason.
  bool AnyDiffer() const {
    absl::flat_hash_map<absl::string_view, const Claim*> stated;
    for (const Claim& claim : context_.document.claims) {
      if (!HasValue(&claim)) continue;
      if (!IsStatedOnce(SplitClaim(claim.address))) continue;
      const auto [first, added] = stated.try_emplace(claim.address, &claim);
      if (!added && !Same(*first->second, claim)) return true;
    }
    return false;
  }

  // Whether the second states what the first does in the same words, and is no
  // detail: 其中：局本级单位资金10万元 is, as is what stands in brackets.
  bool IsAgain(const Spot& first, const Spot& second) {
    const std::string& text = prose_.Text(second.sentence);
    const bool same_sentence = first.sentence == second.sentence;
    const absl::string_view before =
        absl::string_view(text).substr(0, second.begin);
    const absl::string_view between =
        before.substr(same_sentence ? first.begin : 0);
    const absl::string_view ahead = before.substr(0, ClauseBegin(second));
    // 2022年执行情况：…, and 局本级：… 信息中心：…
    if (ContainsAny(between, {"其中", "包括", "含", ":"}) ||
        SpeaksOfOtherYear(before) ||
        (!same_sentence && ContainsAny(ahead, {"结转", "结余"})) ||
        std::count(before.begin(), before.end(), '(') >
            std::count(before.begin(), before.end(), ')')) {
      return false;
    }
    const std::string words = WordsBefore(second);
    const std::string words_first = WordsBefore(first);
    if (!words.empty() && words == words_first) return true;
    // 支出预算693.33万元，结转下年20万元.
    return IsTotalOfBudget(*first.claim, words_first) &&
           IsTotalOfBudget(*second.claim, words) &&
           !ContainsAny(text, {"结转下年", "年末", "年终"});
  }

  bool SpeaksOfOtherYear(absl::string_view text) const {
    if (ContainsAny(text, {"去年", "上一年", "往年"})) return true;
    constexpr absl::string_view kLastYear = "上年";
    for (size_t at = text.find(kLastYear); at != absl::string_view::npos;
         at = text.find(kLastYear, at + kLastYear.size())) {
      // 上年财政拨款结转 is the name of a source of this year.
      const absl::string_view rest = text.substr(at);
      if (!ContainsAny(rest.substr(0, rest.find_first_of("0123456789,;:")),
                       {"结转", "结余"})) {
        return true;
      }
    }
    constexpr absl::string_view kYear = "年";
    for (size_t at = text.find(kYear); at != absl::string_view::npos;
         at = text.find(kYear, at + kYear.size())) {
      int year = 0;
      if (at >= 4 && absl::SimpleAtoi(text.substr(at - 4, 4), &year) &&
          year != context_.document.fiscal_year) {
        return true;
      }
    }
    return false;
  }

  // Where the clause of a figure begins.
  size_t ClauseBegin(const Spot& spot) {
    const absl::string_view before =
        absl::string_view(prose_.Text(spot.sentence)).substr(0, spot.begin);
    size_t begin = 0;
    for (const absl::string_view mark : {",", "、", ";", ":", "。"}) {
      const size_t at = before.rfind(mark);
      if (at != absl::string_view::npos) {
        begin = std::max(begin, at + mark.size());
      }
    }
    return begin;
  }

  // What a figure's clause calls it, without what may be added or left out.
  std::string WordsBefore(const Spot& spot) {
    const size_t begin = ClauseBegin(spot);
    const absl::string_view words =
        absl::string_view(prose_.Text(spot.sentence))
            .substr(begin, spot.begin - begin);
    std::string plain = absl::StrReplaceAll(words, {{"的", ""}});
    if (!department_.empty()) {
      plain = absl::StrReplaceAll(plain, {{department_, ""}});
    }
    absl::string_view rest = plain;
    // (2)单位资金, 2.单位资金.
    if (const size_t number = rest.find(')');
        absl::StartsWith(rest, "(") && number <= 4) {
      rest.remove_prefix(number + 1);
    }
    while (!rest.empty() && (absl::ascii_isdigit(rest[0]) || rest[0] == '.')) {
      rest.remove_prefix(1);
    }
    absl::ConsumePrefix(&rest, "年度") || absl::ConsumePrefix(&rest, "年");
    constexpr absl::string_view kTails[] = {"预算", "拨款", "收入", "资金",
                                            "安排", "共计", "为",   "数"};
    for (bool again = true; again;) {
      again = false;
      for (const absl::string_view tail : kTails) {
        // 资金 and 收入 alone are names.
        if (rest.size() > tail.size()) {
          again = absl::ConsumeSuffix(&rest, tail) || again;
        }
      }
    }
    return std::string(rest);
  }

  void Report(const Claim& first, const Claim& second) {
    context_.reporter.Fail(
        {PlaceOf(second), PlaceOf(first)},
        budget::Message("prose.amount_repeated",
                        {{"first", WanYuanText(*first.value_micro)},
                         {"second", WanYuanText(*second.value_micro)}}));
  }

  const CheckContext& context_;
  const std::string department_;
  Prose prose_;
};

}  // namespace

// N-40: what a section states twice, it states with one amount.
void CheckRepeatedAmounts(const CheckContext& context) {
  RepetitionCheck(context).Run();
}

}  // namespace yuheng::validation
