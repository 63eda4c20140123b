#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::EndsWithAny;
using budget::Message;
using budget::TableKind;

budget::Text NameOf(absl::string_view key) {
  struct Name {
    absl::string_view key;
    absl::string_view zh;
    absl::string_view en;
  };
  static constexpr Name kNames[] = {
      {"gen", "一般公共预算", "general public budget"},
      {"fund", "政府性基金预算", "government funds"},
      {"soe", "国有资本经营预算", "state capital"},
      {"special", "财政专户资金", "special fiscal account"},
      {"unit", "单位资金", "own funds of units"},
      {"carry", "上年结转结余", "carry-over"},
      {"carry_fiscal", "财政拨款结转", "fiscal carry-over"},
      {"carry_nonfiscal", "非财政拨款结转结余", "other carry-over"},
  };
  for (const Name& name : kNames) {
    if (name.key == key) return {std::string(name.zh), std::string(name.en)};
  }
  return {std::string(key), std::string(key)};
}

// How reasons call the sources, the longer name first.
struct Word {
  absl::string_view text;
  absl::string_view key;
};
constexpr Word kWords[] = {
    {"非财政拨款结转结余", "carry_nonfiscal"},
    {"非财政拨款结转", "carry_nonfiscal"},
    {"非财政拨款结余", "carry_nonfiscal"},
    {"财政拨款结转结余", "carry_fiscal"},
    {"财政拨款结转", "carry_fiscal"},
    {"上年结转结余", "carry"},
    {"上年结转", "carry"},
    {"单位自有资金", "unit"},
    {"单位资金", "unit"},
    {"自有资金", "unit"},
    {"财政专户管理资金", "special"},
    {"财政专户", "special"},
    {"政府性基金预算", "fund"},
    {"政府性基金", "fund"},
    {"国有资本经营预算", "soe"},
};
// Words in front of a source's name that tell of its amount of last year.
constexpr absl::string_view kPrior[] = {"上年", "上年度", "去年", "原",
                                        "原有", "原来",   "由",   "从"};
// Words between a source's name and its amount.
constexpr absl::string_view kBetween[] = {
    "资金", "拨款", "收入", "预算", "(教育收费)", "共计", "共", "为", "计"};

class SubjectCheck {
 public:
  explicit SubjectCheck(const CheckContext& context)
      : context_(context), statements_(context.statements) {}

  void Run() {
    const bool first = HasSection("N1");
    const bool second = HasSection("N2");
    if (!first || !second) {
      if (!first && !second && context_.document.claims.empty()) return;
      context_.reporter.Insufficient(
          {{first ? "N2" : "N1", {}}},
          Message("prose.sections_unavailable",
                  {{"title", context_.reporter.rule().title}}));
      return;
    }
    CompareSections();
    CompareReasons();
  }

 private:
  // A source with its amount in a reason.
  struct Named {
    const Statement* statement;
    const Word* word;
    int64_t micro;
  };

  bool HasSection(absl::string_view section) const {
    return std::any_of(statements_.begin(), statements_.end(),
                       [&](const Statement& statement) {
                         return statement.section == section &&
                                statement.amount != nullptr;
                       });
  }

  const budget::Claim* AmountOf(absl::string_view section,
                                absl::string_view subject) const {
    const Statement* statement = FindStatement(statements_, section, subject);
    return statement == nullptr || !HasValue(statement->amount)
               ? nullptr
               : statement->amount;
  }

  int64_t FenOf(absl::string_view section, absl::string_view subject) const {
    const budget::Claim* claim = AmountOf(section, subject);
    return claim == nullptr ? 0 : *claim->value_micro;
  }

  // Sections 一 and 二: one amount a source.
  void CompareSections() {
    for (const absl::string_view key :
         {"gen", "fund", "soe", "special", "unit", "carry", "carry_fiscal",
          "carry_nonfiscal"}) {
      const budget::Claim* one = AmountOf("N1", key);
      const budget::Claim* two = AmountOf("N2", key);
      if (one == nullptr || two == nullptr ||
          Same(*one->value_micro, *two->value_micro) ||
          SameWithTransfers(key)) {
        continue;
      }
      const std::string first = WanYuanText(*one->value_micro);
      const std::string second = WanYuanText(*two->value_micro);
      const int64_t carried = FenOf("N1", "carry_nonfiscal");
      const bool merged = key == "unit" && carried != 0 &&
                          AmountOf("N2", "carry_nonfiscal") == nullptr &&
                          Same(*one->value_micro + carried, *two->value_micro);
      context_.reporter.Fail(
          {PlaceOf(*two), PlaceOf(*one)},
          merged ? Message("prose.subject_merged",
                           {{"first", first},
                            {"second", second},
                            {"carried", WanYuanText(carried)}})
                 : Message("prose.subject_differs", {{"name", NameOf(key)},
                                                     {"first", first},
                                                     {"second", second}}));
    }
  }

  // One section counts transfers from above in, the other names them apart.
  bool SameWithTransfers(absl::string_view key) const {
    if (key != "gen" && key != "fund" && key != "soe") return false;
    const std::string up = absl::StrCat(key, "_up");
    const int64_t one = FenOf("N1", key);
    const int64_t two = FenOf("N2", key);
    return (AmountOf("N1", up) == nullptr &&
            Same(one, two + FenOf("N2", up))) ||
           (AmountOf("N2", up) == nullptr && Same(one + FenOf("N1", up), two));
  }

  // Two prints are the same when the coarser of their places makes them so.
  static bool Same(int64_t a, int64_t b) {
    return a > b ? a - b < kPlaceFen : b - a < kPlaceFen;
  }

  // Sources with their amounts in the reasons of section 三.
  void CompareReasons() {
    std::vector<Named> named;
    for (const Statement& statement : statements_) {
      if (statement.section != "N3" || statement.reason == nullptr) continue;
      const std::string text =
          budget::NormaliseLabel(statement.reason->printed);
      for (const TextFigure& amount : AmountsIn(text)) {
        if (const Word* word = SourceOf(text, amount)) {
          named.push_back({&statement, word, amount.micro});
        }
      }
    }
    for (const Named& each : named) {
      // What basic and project expenditure each take of it may be told apart.
      int64_t together = 0;
      for (const Named& other : named) {
        if (other.word->key == each.word->key) together += other.micro;
      }
      if (!IsAmountOf(each.word->key, each.micro) &&
          !IsAmountOf(each.word->key, together) && !LeavesTheRest(each)) {
        Report(each);
      }
    }
  }

  // The source whose amount of this year it is; null when it is none.
  static const Word* SourceOf(absl::string_view text,
                              const TextFigure& amount) {
    absl::string_view before = text.substr(0, amount.begin);
    for (bool again = true; again;) {
      again = false;
      for (const absl::string_view word : kBetween) {
        // 资金 and 预算 also end the names themselves.
        if (EndsWithSource(before) != nullptr) break;
        if (!absl::EndsWith(before, word)) continue;
        before.remove_suffix(word.size());
        again = true;
      }
    }
    const Word* source = EndsWithSource(before);
    if (source == nullptr) return nullptr;
    before.remove_suffix(source->text.size());
    return EndsWithAny(before, kPrior) ? nullptr : source;
  }

  // Whether sections 一 and 二 say so, or do not name the source. A reason may
  // speak of the change instead, or of the amount of last year.
  bool IsAmountOf(absl::string_view key, int64_t micro) const {
    const budget::Claim* one = AmountOf("N1", key);
    const budget::Claim* two = AmountOf("N2", key);
    if (one == nullptr && two == nullptr) return true;
    const Statement* income = FindStatement(statements_, "N2", key);
    if ((one != nullptr && Same(*one->value_micro, micro)) ||
        (two != nullptr && Same(*two->value_micro, micro))) {
      return true;
    }
    if (income == nullptr || !HasValue(income->delta)) return false;
    const int64_t change = *income->delta->value_micro;
    return Same(std::abs(change), micro) ||
           (two != nullptr && Same(*two->value_micro - change, micro));
  }

  // Whether basic expenditure takes what projects leave of a source, or the
  // other way round, by 表3 beside 表5, 表8 and 表9.
  bool LeavesTheRest(const Named& named) const {
    const budget::Claim* one = AmountOf("N1", named.word->key);
    const budget::Claim* two = AmountOf("N2", named.word->key);
    if (one == nullptr || two == nullptr ||
        !Same(*one->value_micro, *two->value_micro)) {
      return false;
    }
    const bool project = named.statement->subject == "project";
    const absl::string_view other = project ? "basic" : "project";
    const int64_t taken =
        TotalOf(TableKind::kT3, other) - TotalOf(TableKind::kT5, other) -
        TotalOf(TableKind::kT8, other) - TotalOf(TableKind::kT9, other);
    return taken > 0 && Same(named.micro + taken, *two->value_micro);
  }

  // Of a table's total row; 0 where it has none.
  int64_t TotalOf(TableKind kind, absl::string_view column) const {
    const IndexedTable& table = context_.index.Of(kind);
    if (!table.usable()) return 0;
    return FigureAt(table, budget::Side::kNone, budget::kTotalKey,
                    table.shape().ColumnIndex(budget::Side::kNone, column))
        .fen;
  }

  void Report(const Named& named) {
    const budget::Claim* two = AmountOf("N2", named.word->key);
    const budget::Claim* other =
        two != nullptr ? two : AmountOf("N1", named.word->key);
    context_.reporter.Fail({PlaceOf(*named.statement->reason), PlaceOf(*other)},
                           Message("prose.subject_differs_in_reason",
                                   {{"name", NameOf(named.word->key)},
                                    {"first", WanYuanText(*other->value_micro)},
                                    {"second", WanYuanText(named.micro)}}));
  }

  static const Word* EndsWithSource(absl::string_view text) {
    for (const Word& word : kWords) {
      if (absl::EndsWith(text, word.text)) return &word;
    }
    return nullptr;
  }

  const CheckContext& context_;
  const std::vector<Statement>& statements_;
};

}  // namespace

// N-08: a source of money that is named in sections 一 and 二 and in the
// reasons of section 三 has one amount. Transfers from above may be counted in.
// 单位资金 that counts 非财政拨款结转结余 in is told as such.
void CheckSubjects(const CheckContext& context) { SubjectCheck(context).Run(); }

}  // namespace yuheng::validation
