#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Sentence;

// Longer texts are cut in messages, in bytes.
constexpr size_t kQuotedBytesMax = 150;

constexpr absl::string_view kDoubled[] = {
    "、、", "，，", "。。", "；；", "：：", "，。", "。，",
    "、。", "、，", "；。", "。；", "，；", "，、"};
constexpr absl::string_view kTemplates[] = {
    "增加(减少)", "增加/减少",  "增(减)",     "增长(下降)",
    "增长/下降",  "增长(降低)", "上升(下降)", "增/减",
    "减少(增加)", "下降(增长)", "增长(减少)", "提高(降低)"};
constexpr absl::string_view kEmptyReasons[] = {
    "主要原因是。", "主要原因是:。", "主要原因:。", "主要原因。",
    "主要原因是;",  "主要原因:;",    "原因是。",    "主要是由于。",
    "主要原因是,",  "主要原因为。",  "主要原因是:;"};
// Words of a template that also stands for both sorts of bodies.
constexpr absl::string_view kResidues[] = {
    "单位(单位)", "部门(部门)", "单位/单位", "部门/部门", "局(局)",
    "部门(单位)", "单位(部门)", "部门/单位", "单位/部门"};

// Most sentences hold nothing that all of kTemplates and kResidues hold.
bool HoldsAlternative(absl::string_view text) {
  return text.find_first_of("(/") != absl::string_view::npos;
}

std::string Quoted(absl::string_view text) {
  if (text.size() <= kQuotedBytesMax) return std::string(text);
  size_t end = kQuotedBytesMax;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

Place PlaceOfSentence(const Sentence& sentence) {
  const bool section = absl::StartsWith(sentence.section, "N") ||
                       absl::StartsWith(sentence.section, "T");
  return {section ? sentence.section : "doc", {sentence.line, ""}};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// 占76.23 without % and without any other unit behind it: the number as
// printed; empty when there is none.
absl::string_view ShareWithoutPercent(absl::string_view text) {
  constexpr absl::string_view kWords[] = {"占比为", "占比", "占"};
  for (size_t at = text.find("占"); at != absl::string_view::npos;
       at = text.find("占", at + 1)) {
    absl::string_view rest = text.substr(at);
    for (const absl::string_view word : kWords) {
      if (absl::StartsWith(rest, word)) {
        rest.remove_prefix(word.size());
        break;
      }
    }
    size_t end = 0;
    while (end < rest.size() &&
           (IsDigit(rest[end]) || (rest[end] == '.' && end + 1 < rest.size() &&
                                   IsDigit(rest[end + 1])))) {
      ++end;
    }
    if (end == 0) continue;
    const absl::string_view behind = rest.substr(end);
    if (behind.empty() || absl::StartsWith(behind, ",") ||
        absl::StartsWith(behind, ";") || absl::StartsWith(behind, "。")) {
      return rest.substr(0, end);
    }
  }
  return "";
}

// What stands before 万元 that lacks no number: 数万元, 单位:万元, 百万元, and
// what is left to fill in, which S-11 tells.
constexpr absl::string_view kNoNumberNeeded[] = {
    "单位", "单位:", "单位为", "单位是", "几", "数", "多",  "余", "余个", "上",
    "每",   "百",    "千",     "亿",     "十", "零", "〇",  "一", "二",   "三",
    "四",   "五",    "六",     "七",     "八", "九", "两",  "壹", "贰",   "叁",
    "肆",   "伍",    "陆",     "柒",     "捌", "玖", "拾",  "佰", "仟",   "半",
    "×",    "—",     "－",     "…",      "○",  "点", "若干"};
// But not 预算数万元.
constexpr absl::string_view kCounts[] = {"预算数", "经费数", "总数", "计数"};
constexpr absl::string_view kBehindUnit[] = {",", "。", ";", "、", ")", "("};
// What only a number follows before the percent sign.
constexpr absl::string_view kBeforePercent[] = {
    "占", "占比", "占比为", "增长", "下降", "降低", "减少", "增幅", "降幅"};

// The clause that ends at `end`, at most a few words of it.
absl::string_view EndOfClause(absl::string_view text, size_t end) {
  constexpr absl::string_view kMarks[] = {",", "。", ";", "、", ":", "("};
  size_t begin = 0;
  for (const absl::string_view mark : kMarks) {
    const size_t at = text.substr(0, end).rfind(mark);
    if (at != absl::string_view::npos)
      begin = std::max(begin, at + mark.size());
  }
  return text.substr(begin, end - begin);
}

// 单位资金万元,占4.21% and 占%: the clause with the unit that no number stands
// before; empty when there is none.
absl::string_view UnitWithoutNumber(absl::string_view text) {
  constexpr absl::string_view kMoney = "万元";
  constexpr absl::string_view kTableUnit = "单位:";
  const size_t table_unit = text.find(kTableUnit);
  for (size_t at = text.find(kMoney); at != absl::string_view::npos;
       at = text.find(kMoney, at + 1)) {
    const absl::string_view before = text.substr(0, at);
    const absl::string_view behind = text.substr(at + kMoney.size());
    // Any letter may stand for a number, and a bracket or a blank line for a
    // table's unit; a colon is a label's.
    if (before.empty() ||
        (static_cast<unsigned char>(before.back()) < 0x80 &&
         before.back() != ':') ||
        (table_unit != absl::string_view::npos &&
         table_unit + kTableUnit.size() <= at) ||
        (budget::EndsWithAny(before, kNoNumberNeeded) &&
         !budget::EndsWithAny(before, kCounts)) ||
        (!behind.empty() && !budget::StartsWithAny(behind, kBehindUnit))) {
      continue;
    }
    const absl::string_view clause = EndOfClause(text, at + kMoney.size());
    return clause == kMoney ? text.substr(0, at + kMoney.size()) : clause;
  }
  for (size_t at = text.find('%'); at != absl::string_view::npos;
       at = text.find('%', at + 1)) {
    if (budget::EndsWithAny(text.substr(0, at), kBeforePercent)) {
      return EndOfClause(text, at + 1);
    }
  }
  return "";
}

// 人员增多是增加的主要原因。
bool ReasonStandsBefore(absl::string_view text, absl::string_view words) {
  const absl::string_view before = text.substr(0, text.find(words));
  size_t clause = before.rfind(',');
  clause = clause == absl::string_view::npos ? 0 : clause;
  return absl::EndsWith(before, "的") &&
         absl::StrContains(before.substr(clause), "是");
}

// "一在职人员…，二是…": the first of the enumerated reasons lacks its 是.
bool FirstReasonLacksWord(absl::string_view text) {
  if (!absl::StrContains(text, "二是")) return false;
  for (const absl::string_view before :
       {"原因是一", "原因:一", "原因是:一", "由于一", "原因一"}) {
    const size_t at = text.find(before);
    if (at == absl::string_view::npos) continue;
    const absl::string_view behind = text.substr(at + before.size());
    return !absl::StartsWith(behind, "是") && !absl::StartsWith(behind, "、") &&
           !absl::StartsWith(behind, "方面");
  }
  return false;
}

class StyleCheck {
 public:
  explicit StyleCheck(const CheckContext& context) : context_(context) {}

  void Run() {
    CheckEmptyClaims();
    const std::vector<Sentence>& sentences = context_.document.sentences;
    for (size_t i = 0; i < sentences.size(); ++i) {
      Look(sentences[i]);
      if (context_.reporter.stopped()) return;
    }
    ReportStyle("prose.reason_word_missing", enumerations_);
    ReportStyle("prose.mark_half_width", marks_);
  }

 private:
  void Look(const Sentence& sentence) {
    const std::string blankless = budget::RemoveBlanks(sentence.text);
    const bool any_doubled = budget::ContainsAny(blankless, kDoubled);
    for (const absl::string_view doubled : kDoubled) {
      if (!any_doubled || !absl::StrContains(blankless, doubled)) continue;
      Fail(sentence, "prose.doubled_marks", doubled);
      break;
    }
    const std::string text = budget::NormaliseLabel(sentence.text);
    const bool alternative = HoldsAlternative(text);
    for (const absl::string_view words : kTemplates) {
      if (!alternative || !absl::StrContains(text, words)) continue;
      Fail(sentence, "prose.template_left", words);
      break;
    }
    const bool reason = absl::StrContains(text, "原因");
    for (const absl::string_view words : kEmptyReasons) {
      if (!reason || !absl::StrContains(text, words) ||
          reason_lines_.contains(sentence.line) ||
          ReasonStandsBefore(text, words)) {
        continue;
      }
      Fail(sentence, "prose.reason_empty", words);
      break;
    }
    if (absl::StartsWith(sentence.section, "N")) {
      const absl::string_view share = ShareWithoutPercent(text);
      if (!share.empty()) Fail(sentence, "prose.percent_missing", share);
      const absl::string_view bare = UnitWithoutNumber(text);
      if (!bare.empty()) Fail(sentence, "prose.number_missing", bare);
    }
    if (FirstReasonLacksWord(text)) {
      enumerations_.push_back(PlaceOfSentence(sentence));
    }
    // A half-width colon between Chinese words that elsewhere have a wide one.
    if (absl::StrContains(blankless, "）:") ||
        absl::StrContains(blankless, "是:") ||
        absl::StrContains(blankless, "元,") ||
        absl::StrContains(blankless, "%,")) {
      marks_.push_back(PlaceOfSentence(sentence));
    }
  }

  // At the statements of the sentence that hold the mark, if any.
  void Fail(const Sentence& sentence, absl::string_view id,
            absl::string_view mark) {
    std::vector<Place> places;
    for (const budget::Claim& claim : context_.document.claims) {
      if (claim.line == sentence.line &&
          SplitClaim(claim.address).section == sentence.section &&
          absl::StrContains(budget::NormaliseLabel(claim.printed), mark)) {
        places.push_back(PlaceOf(claim));
      }
    }
    places.push_back(PlaceOfSentence(sentence));
    context_.reporter.Fail(
        std::move(places),
        Message(id, {{"text", Quoted(sentence.text)}, {"mark", mark}}));
  }

  // One note for all places of a matter of style.
  void ReportStyle(absl::string_view id, std::vector<Place>& places) {
    if (places.empty()) return;
    const std::string count = absl::StrCat(places.size());
    context_.reporter.Note(std::move(places), Message(id, {{"count", count}}));
  }

  // 主要原因是 at the end of a paragraph, unless a list of reasons follows in
  // the next.
  void CheckEmptyClaims() {
    for (const budget::Claim& claim : context_.document.claims) {
      if (!absl::EndsWith(claim.address, ":reason") ||
          !budget::TrimBlanks(claim.printed).empty() ||
          ListFollows(claim.line)) {
        continue;
      }
      reason_lines_.insert(claim.line);
      context_.reporter.Fail({PlaceOf(claim)},
                             Message("prose.reason_empty_claim"));
      if (context_.reporter.stopped()) return;
    }
  }

  bool ListFollows(int line) const {
    constexpr absl::string_view kListed[] = {
        "一是", "一、", "1.", "1、", "(1)", "(一)", "①", "首先", "一方面"};
    for (const Sentence& sentence : context_.document.sentences) {
      if (sentence.line <= line) continue;
      return budget::StartsWithAny(budget::NormaliseLabel(sentence.text),
                                   kListed);
    }
    return false;
  }

  const CheckContext& context_;
  std::vector<Place> enumerations_;
  std::vector<Place> marks_;
  std::set<int> reason_lines_;
};

}  // namespace

// S-12: shares without %, units without a number, doubled marks, templates that
// were never decided (增加（减少）) and reasons without words; slips of style
// are notes.
void CheckTextStyle(const CheckContext& context) { StyleCheck(context).Run(); }

// S-13: what a search and replace left behind (单位（单位）), and templates for
// departments and units alike.
void CheckResidues(const CheckContext& context) {
  std::map<absl::string_view, std::vector<Place>> found;
  const auto look = [&](absl::string_view printed, const Place& place) {
    const std::string text = budget::NormaliseLabel(printed);
    if (!HoldsAlternative(text)) return;
    for (const absl::string_view residue : kResidues) {
      if (absl::StrContains(text, residue)) found[residue].push_back(place);
    }
  };
  for (const budget::Heading& heading : context.document.headings) {
    const bool section = absl::StartsWith(heading.key, "N") ||
                         absl::StartsWith(heading.key, "T");
    look(heading.text, {section ? heading.key : "doc", {heading.line, ""}});
  }
  for (const Sentence& sentence : context.document.sentences) {
    look(sentence.text, PlaceOfSentence(sentence));
  }
  for (auto& [residue, places] : found) {
    const std::string count = absl::StrCat(places.size());
    context.reporter.Fail(
        std::move(places),
        Message("prose.residue", {{"text", residue}, {"count", count}}));
  }
}

}  // namespace yuheng::validation
