#include "services/ingestion/formats/statement_asides.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/match.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/ingestion/formats/prefixes.h"

namespace yuheng::ingestion {
namespace {

using budget::ContainsAny;

// What opens a requirement, and what it ends with.
constexpr absl::string_view kAccordingTo[] = {"按",   "根据", "依据", "依照",
                                              "落实", "贯彻", "遵循"};
constexpr absl::string_view kRequirements[] = {"要求", "规定", "原则", "精神",
                                               "部署", "政策", "通知", "目标"};
constexpr absl::string_view kSavings[] = {"压减", "压缩", "核减", "削减",
                                          "缩减"};
constexpr absl::string_view kLastYear[] = {"上年", "去年", "上一年", "前一年",
                                           "同比"};
constexpr absl::string_view kQuotas[] = {"定额", "标准"};
constexpr absl::string_view kQuotaFillers[] = {"标准", "为",   "由",   "从",
                                               "是",   "每人", "每年", ":"};
constexpr absl::string_view kAverages[] = {"人均", "户均", "车均", "年均",
                                           "每人", "每辆", "平均"};
constexpr absl::string_view kBounds[] = {"不低于", "不少于", "不高于",
                                         "不超过", "低于",   "超过"};
constexpr absl::string_view kRounding[] = {"尾差", "尾数", "误差"};
// What all of a place does, and what no section states a figure of.
constexpr absl::string_view kEverywhere[] = {
    "全州", "全区", "全县", "全市",     "全省",
    "全疆", "全国", "全师", "全自治区", "全自治州"};
constexpr absl::string_view kGeneralExpenditure = "一般性支出";
constexpr absl::string_view kCompared[] = {"比", "较", "与", "同", "和"};
// Bases behind 上年 that are not its budget.
constexpr absl::string_view kOtherBases[] = {"执行",     "决算",     "调整预算",
                                             "调整后",   "实际支出", "实际完成",
                                             "实际执行", "完成数"};
constexpr absl::string_view kBaseFillers[] = {
    "年",       "度",           "的",       "末",       "本级",
    "财政拨款", "一般公共预算", "部门预算", "预算",     "年终",
    "全年",     "支出",         "收入",     "\"三公\"", "经费"};
constexpr absl::string_view kCarried[] = {"结转", "结余"};

struct Clause {
  size_t begin;
  size_t end;
  size_t first_token;
  size_t last_token;  // Not included: the mark that ends the clause.
  bool ends_sentence = false;
};

bool IsMark(TokenKind kind) {
  return kind == TokenKind::kComma || kind == TokenKind::kSemicolon ||
         kind == TokenKind::kStop || kind == TokenKind::kParagraph ||
         kind == TokenKind::kOpen || kind == TokenKind::kClose;
}

class AsideFinder {
 public:
  AsideFinder(absl::string_view text, const std::vector<Quantity>& quantities,
              int fiscal_year, const std::vector<Token>& tokens)
      : text_(text),
        quantities_(quantities),
        fiscal_year_(fiscal_year),
        tokens_(tokens),
        aside_(tokens.size()),
        other_base_(tokens.size()) {}

  // The tokens without asides.
  std::vector<Token> Kept() {
    Find();
    std::vector<Token> kept;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (aside_[i] && !other_base_[i]) continue;
      kept.push_back(tokens_[i]);
      if (other_base_[i]) kept.back().kind = TokenKind::kOtherBase;
    }
    return kept;
  }

 private:
  void Find() {
    const std::vector<Clause> clauses = Clauses();
    bool required = false;
    bool compared = false;
    bool money = false;
    bool continues = false;
    for (const Clause& clause : clauses) {
      const absl::string_view words = Words(clause);
      money = money || Has(clause, Unit::kMoney);
      compared = compared || ContainsAny(words, kLastYear);
      required = required || Requires(clause);
      // 公用经费压减10%: a rate alone, and no other figure in the sentence.
      if (!money && !compared && (required || ContainsAny(words, kSavings)) &&
          Has(clause, Unit::kPercent)) {
        Drop(clause);
      }
      DropGeneral(clause);
      DropMeasures(clause);
      continues = DropOlderBase(clause, continues);
      MarkOtherBase(clause);
      if (clause.ends_sentence) required = compared = money = continues = false;
    }
  }

  std::vector<Clause> Clauses() const {
    std::vector<Clause> clauses;
    Clause clause = {0, 0, 0, 0};
    for (size_t i = 0; i <= tokens_.size(); ++i) {
      const bool last = i == tokens_.size();
      if (!last && !IsMark(tokens_[i].kind)) continue;
      clause.end = last ? text_.size() : tokens_[i].begin;
      clause.last_token = i;
      clause.ends_sentence = last || tokens_[i].kind == TokenKind::kStop ||
                             tokens_[i].kind == TokenKind::kParagraph;
      clauses.push_back(clause);
      if (!last) clause = {tokens_[i].end, 0, i + 1, 0};
    }
    return clauses;
  }

  absl::string_view Words(const Clause& clause) const {
    return text_.substr(clause.begin, clause.end - clause.begin);
  }

  const Quantity* QuantityOf(size_t token) const {
    return tokens_[token].kind == TokenKind::kQuantity
               ? &quantities_[tokens_[token].index]
               : nullptr;
  }

  bool Has(const Clause& clause, Unit unit) const {
    for (size_t i = clause.first_token; i < clause.last_token; ++i) {
      const Quantity* quantity = QuantityOf(i);
      if (quantity != nullptr && quantity->unit == unit) return true;
    }
    return false;
  }

  // The clause without the year it opens with.
  absl::string_view BehindYear(const Clause& clause) const {
    const absl::string_view words = Words(clause);
    if (clause.first_token == clause.last_token) return words;
    const Quantity* year = QuantityOf(clause.first_token);
    const bool opens = year != nullptr && year->unit == Unit::kYear &&
                       year->begin == clause.begin;
    return opens ? text_.substr(year->end, clause.end - year->end) : words;
  }

  // Drops what stands in the clause from `begin` to `end`, or to its reason.
  void Drop(const Clause& clause, size_t begin, size_t end) {
    const auto last = tokens_.begin() + clause.last_token;
    const auto first = std::lower_bound(
        tokens_.begin() + clause.first_token, last, begin,
        [](const Token& token, size_t sought) { return token.begin < sought; });
    for (auto it = first; it != last; ++it) {
      if (it->begin >= end || it->kind == TokenKind::kReason) break;
      aside_[it - tokens_.begin()] = true;
    }
  }
  void Drop(const Clause& clause) { Drop(clause, clause.begin, clause.end); }

  // 按照“三公”经费压减5%的要求: what stands between. Returns whether the clause
  // is a requirement.
  bool Requires(const Clause& clause) {
    const absl::string_view words = BehindYear(clause);
    if (!StartsWithAny(words, kAccordingTo)) return false;
    size_t end = 0;
    for (absl::string_view word : kRequirements) {
      const size_t at = words.rfind(word);
      if (at != absl::string_view::npos) end = std::max(end, at + word.size());
    }
    if (end == 0) return false;
    const size_t begin = clause.end - words.size();
    for (size_t i = clause.first_token; i < clause.last_token; ++i) {
      const Quantity* quantity = QuantityOf(i);
      if (quantity == nullptr || quantity->unit == Unit::kYear) continue;
      if (quantity->begin < begin + end) {
        Drop(clause, begin, begin + end);
        break;
      }
    }
    return true;
  }

  void DropGeneral(const Clause& clause) {
    const absl::string_view words = BehindYear(clause);
    const size_t begin = clause.end - words.size();
    bool everywhere = absl::StrContains(words, kGeneralExpenditure);
    for (absl::string_view place : kEverywhere) {
      if (!absl::StartsWith(words, place)) continue;
      // 全县教育系统预算713万元 may be this budget; 全州“三公”经费 is not.
      const bool named = std::any_of(
          tokens_.begin() + clause.first_token,
          tokens_.begin() + clause.last_token, [&](const Token& token) {
            return token.kind == TokenKind::kLabel &&
                   token.begin == begin + place.size();
          });
      everywhere = everywhere || named || !Has(clause, Unit::kMoney);
    }
    if (everywhere || ContainsAny(words, kRounding) ||
        IsOfAnOlderYear(clause)) {
      Drop(clause);
    }
  }

  // 2019年“三公”经费6.78万元. Money that is carried over bears its own year.
  bool IsOfAnOlderYear(const Clause& clause) const {
    if (BehindYear(clause).size() == Words(clause).size()) return false;
    return IsOlder(quantities_[tokens_[clause.first_token].index]) &&
           Has(clause, Unit::kMoney) && !ContainsAny(Words(clause), kCarried);
  }

  bool IsOlder(const Quantity& year) const {
    return fiscal_year_ != 0 && year.unit == Unit::kYear &&
           year.value_micro / budget::kMicroPerOne < fiscal_year_ - 1;
  }

  // Quotas, averages and bounds: from the word to behind its figure.
  void DropMeasures(const Clause& clause) {
    size_t from = clause.begin;
    for (size_t i = clause.first_token; i < clause.last_token; ++i) {
      const Quantity* quantity = QuantityOf(i);
      if (quantity == nullptr || quantity->unit == Unit::kYear) continue;
      const absl::string_view before =
          text_.substr(from, quantity->begin - from);
      const size_t opening = from;
      from = quantity->end;
      if (budget::EndsWithAny(before, kBounds)) {
        Drop(clause, quantity->begin, quantity->end);
      }
      const size_t average = FirstOf(before, kAverages);
      const size_t quota = Quota(before);
      if (average == absl::string_view::npos &&
          quota == absl::string_view::npos) {
        continue;
      }
      // A label behind the figure has figures of its own.
      size_t last = i + 1;
      while (last < clause.last_token &&
             tokens_[last].kind != TokenKind::kLabel) {
        ++last;
      }
      Drop(clause, opening + std::min(average, quota),
           last < clause.last_token ? tokens_[last].begin : clause.end);
      i = last - 1;
    }
  }

  template <size_t N>
  static size_t FirstOf(absl::string_view text,
                        const absl::string_view (&words)[N]) {
    size_t first = absl::string_view::npos;
    for (absl::string_view word : words)
      first = std::min(first, text.find(word));
    return first;
  }

  // Where the quota begins that the figure behind `before` is one of:
  // 公用经费定额为.
  static size_t Quota(absl::string_view before) {
    for (absl::string_view word : kQuotas) {
      const size_t at = before.rfind(word);
      if (at == absl::string_view::npos) continue;
      const absl::string_view rest = before.substr(at + word.size());
      if (WithoutLeading(rest, kQuotaFillers).empty()) return 0;
    }
    return absl::string_view::npos;
  }

  // Drops a change against an older year, with the changes that follow it.
  // Returns whether the next clause may go on with them.
  bool DropOlderBase(const Clause& clause, bool continues) {
    const size_t begin = OlderBase(clause);
    if (begin != absl::string_view::npos) {
      Drop(clause, begin, clause.end);
      return true;
    }
    if (!continues || clause.first_token == clause.last_token) return false;
    const Token& opening = tokens_[clause.first_token];
    if ((opening.kind != TokenKind::kUp && opening.kind != TokenKind::kDown) ||
        opening.begin != clause.begin) {
      return false;
    }
    Drop(clause);
    return true;
  }

  // Where 比2019年 begins in the clause.
  size_t OlderBase(const Clause& clause) const {
    const absl::string_view words = Words(clause);
    for (absl::string_view comparing : kCompared) {
      for (size_t at = words.find(comparing); at != absl::string_view::npos;
           at = words.find(comparing, at + comparing.size())) {
        if (IsOlderYearAt(clause.begin + at + comparing.size())) {
          return clause.begin + at;
        }
      }
    }
    return absl::string_view::npos;
  }

  // Whether an older year stands at `at`.
  bool IsOlderYearAt(size_t at) const {
    const auto year = std::lower_bound(
        quantities_.begin(), quantities_.end(), at,
        [](const Quantity& q, size_t begin) { return q.begin < begin; });
    return year != quantities_.end() && year->begin == at && IsOlder(*year);
  }

  // Marks last year, or the year it was, before a base that is not its budget.
  void MarkOtherBase(const Clause& clause) {
    for (size_t i = clause.first_token; i < clause.last_token; ++i) {
      const Quantity* year = QuantityOf(i);
      const bool last_year =
          tokens_[i].kind == TokenKind::kPrior ||
          (year != nullptr && year->unit == Unit::kYear && fiscal_year_ != 0 &&
           year->value_micro / budget::kMicroPerOne == fiscal_year_ - 1);
      if (!last_year) continue;
      const absl::string_view behind =
          text_.substr(tokens_[i].end, clause.end - tokens_[i].end);
      const absl::string_view base = WithoutLeading(behind, kBaseFillers);
      if (!StartsWithAny(base, kOtherBases)) continue;
      Drop(clause, tokens_[i].begin, clause.end - base.size());
      other_base_[i] = true;
    }
  }

  const absl::string_view text_;
  const std::vector<Quantity>& quantities_;
  const int fiscal_year_;
  const std::vector<Token>& tokens_;
  std::vector<bool> aside_;
  std::vector<bool> other_base_;
};

}  // namespace

std::vector<Token> WithoutAsides(absl::string_view text,
                                 const std::vector<Quantity>& quantities,
                                 int fiscal_year,
                                 const std::vector<Token>& tokens) {
  return AsideFinder(text, quantities, fiscal_year, tokens).Kept();
}

}  // namespace yuheng::ingestion
