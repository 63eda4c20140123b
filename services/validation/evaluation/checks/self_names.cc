#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/checks/own_units.h"
#include "services/validation/evaluation/code_points.h"
#include "services/validation/evaluation/text_figures.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;
using budget::EndsWithAny;
using budget::StartsWithAny;

// The name of a department, in characters.
constexpr size_t kNameMin = 3;
constexpr size_t kNameMax = 40;
// Nobody speaks of itself so late in a sentence, in bytes.
constexpr size_t kOpeningBytesMax = 360;

// What stands behind the name of who speaks: 某局2023年收支总预算, or without
// the year.
constexpr absl::string_view kBehindYear[] = {
    "收支",     "收入",     "支出",     "部门预算",   "单位预算",
    "财政拨款", "一般公共", "政府性",   "国有资本",   "没有使用",
    "未使用",   "所有收入", "各项收入", "的各项收入", "政府采购",
    "机关运行", "的机关",   "\"三公",   "三公",       "预算"};
constexpr absl::string_view kBehindName[] = {
    "收支总预算",       "收入预算",     "支出预算",       "所有收入和支出",
    "实行全口径预算",   "机关运行经费", "的机关运行经费", "政府采购预算",
    "占用使用国有资产", "占有使用国有", "没有使用政府性", "没有使用国有资本",
    "预算未安排购置",   "预算安排购置", "一般公共预算",   "政府性基金预算",
    "国有资本经营预算", "财政拨款"};
// The same in part one.
constexpr absl::string_view kBehindNameInProfile[] = {
    "编制",       "人员编制",       "行政编制",     "无下属",
    "没有下属",   "下属预算单位",   "所属预算单位", "下设",
    "内设",       "贯彻落实党中央", "贯彻执行党",   "是主管",
    "主要职责是", "部门预算包括",   "概况"};

// The same in the first sentence of the duties, which opens with the name.
constexpr absl::string_view kBehindNameOfDuties[] = {
    "是",       "主要职责", "的主要职责", "主要职能", "的主要职能", "负责",
    "主要负责", "承担",     "主管",       "贯彻",     "为"};
// What of these the department says of itself alone: whoever decides on
// budgets is named in front of the others too.
constexpr absl::string_view kOwnOnly[] = {"收支总预算",
                                          "收入预算",
                                          "支出预算",
                                          "所有收入",
                                          "各项收入",
                                          "的各项收入",
                                          "实行全口径预算",
                                          "没有使用",
                                          "未使用",
                                          "机关运行",
                                          "的机关运行",
                                          "政府采购预算",
                                          "占用使用国有资产",
                                          "占有使用国有",
                                          "财政拨款\"三公",
                                          "\"三公",
                                          "预算未安排购置",
                                          "一般公共预算拨款",
                                          "一般公共预算基本",
                                          "编制数",
                                          "无下属",
                                          "没有下属",
                                          "下设",
                                          "内设",
                                          "是",
                                          "主要职责",
                                          "的主要职责"};
// What they do with the budgets of others.
constexpr absl::string_view kDecides[] = {"批复", "下达", "核定", "批准",
                                          "审核", "拨付", "要求", "通知",
                                          "办法", "规定", "目录", "制度"};

// How organisations' names end; departments first, then what is mostly below
// one.
constexpr absl::string_view kDepartmentEnds[] = {
    "局",     "委",     "委员会", "厅",     "办公室", "政府",   "法院",
    "检察院", "联合会", "总工会", "管委会", "宣传部", "组织部", "统战部",
    "联",     "科协",   "作协",   "政协",   "研究室", "办"};
constexpr absl::string_view kUnitEnds[] = {
    "中心", "站",   "所",     "队",       "院",   "校",
    "中学", "小学", "大学",   "幼儿园",   "馆",   "社",
    "协会", "学会", "基金会", "红十字会", "工会", "武装部"};

// What is in no name, and what nobody says before it speaks of itself.
constexpr absl::string_view kNoName[] = {
    "的", "收入", "支出", "预算", "资金", "情况", "元",  "上年",
    "是", "因",   "增加", "减少", "对",   "与",   "至",  "向",
    "将", "根据", "依据", "按照", "核定", "批复", "下达"};
constexpr absl::string_view kNotBefore[] = {"原因", "增加", "减少", "增长",
                                            "下降", "用于", "元",   "其中"};

// Who decides on budgets, or runs what they are spent through, and is named in
// front of them.
constexpr absl::string_view kSuperiors[] = {"财政局",   "财政厅",     "党委",
                                            "人民政府", "人大常委会", "国资委",
                                            "交易中心", "编办",       "编委"};

// The region in front of a name: 天衡州云澜县 of 天衡州云澜县交通运输局. The 市
// of 城市 and the 区 of 开发区 are no regions.
std::u32string RegionOf(absl::string_view name) {
  const std::u32string points = ToCodePoints(name);
  constexpr std::u32string_view kLevels = U"州市县区盟旗";
  constexpr std::u32string_view kBefore = U"城社园小景灌林发新护郊库矿";
  constexpr std::u32string_view kBehind = U"场政民容域划委";
  for (size_t i = points.size() < 2 ? 0 : points.size() - 2; i > 0; --i) {
    const size_t at = i - 1;
    if (kLevels.find(points[at]) == kLevels.npos ||
        (at > 0 && kBefore.find(points[at - 1]) != kBefore.npos) ||
        (kBehind.find(points[at + 1]) != kBehind.npos &&
         points.compare(at, 1, U"州") != 0)) {
      continue;
    }
    return points.substr(0, at + 1);
  }
  return {};
}

// Whether two names may be of one region: 昌吉州 is 昌吉回族自治州, and 自治州
// and 我州 may be any.
bool MayBeOneRegion(absl::string_view a, absl::string_view b) {
  const std::u32string left = RegionOf(a);
  const std::u32string right = RegionOf(b);
  const auto general = [](const std::u32string& region) {
    return region.size() < 2 || region.starts_with(U"自治") ||
           region.find_first_of(U"我本全") == 0;
  };
  if (general(left) || general(right) || left.ends_with(right) ||
      right.ends_with(left)) {
    return true;
  }
  return left.back() == right.back() &&
         SharedInOrder(left, right) == std::min(left.size(), right.size());
}

// Without what only says which part of it: 某局本级, 某局部门.
absl::string_view Bare(absl::string_view name) {
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view tail :
         {"(本级)", "本级", "(汇总)", "单位", "部门", "机关"}) {
      again = absl::ConsumeSuffix(&name, tail) || again;
    }
  }
  return name;
}

// The name that ends where `text` does; it begins behind the last mark.
absl::string_view NameAtEnd(absl::string_view text) {
  text = Bare(text);
  for (const absl::string_view mark :
       {",", "。", ";", ":", "、", "(", ")", "\"", "关于", "部分", "底"}) {
    const size_t at = text.rfind(mark);
    if (at != absl::string_view::npos) text.remove_prefix(at + mark.size());
  }
  TakeYear(&text);
  return text;
}

bool LooksLikeName(absl::string_view name) {
  const size_t length = ToCodePoints(name).size();
  constexpr absl::string_view kOthers[] = {"本", "我", "该", "各", "全",
                                           "其", "由", "经", "按", "内"};
  return length >= kNameMin && length <= kNameMax &&
         (EndsWithAny(name, kDepartmentEnds) || EndsWithAny(name, kUnitEnds)) &&
         !StartsWithAny(name, kOthers) && !ContainsAny(name, kNoName) &&
         std::none_of(name.begin(), name.end(), absl::ascii_isdigit);
}

// Which of the words above may stand behind a name.
enum class Part { kNarrative, kProfile, kDuties };

const budget::StartWords& WordsBehind(Part part) {
  static const auto* const narrative = new budget::StartWords(kBehindName);
  static const auto* const profile =
      new budget::StartWords(kBehindNameInProfile);
  static const auto* const duties = new budget::StartWords(kBehindNameOfDuties);
  return part == Part::kProfile  ? *profile
         : part == Part::kDuties ? *duties
                                 : *narrative;
}

// 我局, 本委: a word for who speaks by what kind of organisation it is.
struct Pronoun {
  absl::string_view kind;
  // Names that hold one of these may call themselves so.
  absl::Span<const absl::string_view> of;
};
constexpr absl::string_view kBureaus[] = {"局"};
constexpr absl::string_view kCommittees[] = {"委"};
constexpr absl::string_view kProvincial[] = {"厅"};
constexpr absl::string_view kSchools[] = {"校", "学", "院", "园"};
constexpr absl::string_view kHouses[] = {"院"};
constexpr absl::string_view kPartyOffices[] = {"部"};
constexpr Pronoun kPronouns[] = {{"局", kBureaus},    {"委", kCommittees},
                                 {"厅", kProvincial}, {"校", kSchools},
                                 {"院", kHouses},     {"部", kPartyOffices}};

// What a pronoun may stand behind.
constexpr absl::string_view kBeforePronoun[] = {",", "。", ";",    ":",  "、",
                                                "(", "\"", "关于", "年", "度"};

// The 我局 or 本委 that ends where `text` does, where the department can not be
// meant; empty when none does.
absl::string_view WrongPronounAtEnd(absl::string_view text,
                                    absl::string_view department) {
  for (const Pronoun& pronoun : kPronouns) {
    absl::string_view before = text;
    if (!absl::ConsumeSuffix(&before, pronoun.kind) ||
        ContainsAny(department, pronoun.of)) {
      continue;
    }
    for (const absl::string_view word : {"我", "本"}) {
      absl::string_view lead = before;
      // 某局本部 is its headquarters.
      if (!absl::ConsumeSuffix(&lead, word) ||
          (!lead.empty() && !EndsWithAny(lead, kBeforePronoun))) {
        continue;
      }
      return text.substr(lead.size());
    }
  }
  return "";
}

// Who speaks, and what is said of it from there on.
struct Speaker {
  absl::string_view name;  // Empty when nobody is named.
  absl::string_view rest;
  bool wrong_pronoun = false;
};

// Who speaks in a heading or sentence.
Speaker SpeakerIn(absl::string_view text, Part part,
                  absl::string_view department) {
  const absl::string_view opening = text.substr(0, kOpeningBytesMax);
  const budget::StartWords& behind = WordsBehind(part);
  for (size_t at = 1; at < opening.size(); ++at) {
    // Not inside a character.
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    absl::string_view rest = text.substr(at);
    const bool anchored = TakeYear(&rest) != 0
                              ? StartsWithAny(rest, kBehindYear)
                              : behind.StartOf(rest);
    if (!anchored) continue;
    const absl::string_view wrong =
        WrongPronounAtEnd(text.substr(0, at), department);
    const absl::string_view name =
        wrong.empty() ? NameAtEnd(text.substr(0, at)) : wrong;
    if (wrong.empty() && !LooksLikeName(name)) continue;
    const absl::string_view before =
        text.substr(0, static_cast<size_t>(name.data() - text.data()));
    // A list of duties names others.
    const bool opens = (before.empty() || absl::EndsWith(before, ",")) &&
                       !StartsWithAny(text, {"(", "1", "一"});
    if (ContainsAny(before, kNotBefore) || (part == Part::kDuties && !opens)) {
      return {};
    }
    return {name, rest, !wrong.empty()};
  }
  return {};
}

class SelfNameCheck {
 public:
  explicit SelfNameCheck(const CheckContext& context)
      : context_(context),
        units_(context),
        department_(budget::NormaliseLabel(context.document.department)) {}

  void Run() {
    const budget::Document& document = context_.document;
    if (department_.empty()) return;
    for (const budget::Heading& heading : document.headings) {
      const bool section = absl::StartsWith(heading.key, "N");
      if (!section && heading.key != "part1") continue;
      Look(heading.text, Where::kHeading,
           section ? Part::kNarrative : Part::kProfile,
           {section ? heading.key : "doc", {heading.line, ""}});
    }
    bool first_of_duties = true;
    for (const budget::Sentence& sentence : document.sentences) {
      const bool duties = sentence.section == "part1";
      const bool profile = duties || sentence.section == "profile";
      if (!profile && !StatesBudget(sentence.section)) continue;
      if (context_.reporter.stopped()) return;
      // The list of duties speaks of others.
      const bool told = duties && absl::StrContains(sentence.text, "。");
      const bool first = told && std::exchange(first_of_duties, false);
      if (told && !first) continue;
      const Place place = {profile ? "doc" : sentence.section,
                           {sentence.line, ""}};
      Look(sentence.text, Where::kSentence,
           profile ? Part::kProfile : Part::kNarrative, place);
      if (first) Look(sentence.text, Where::kSentence, Part::kDuties, place);
    }
    for (const budget::Table& table : document.tables) {
      Look(table.nil_statement, Where::kSentence, Part::kNarrative,
           {absl::StrCat("T", static_cast<int>(table.kind), ":none"),
            {table.nil_statement_line, ""}});
    }
    for (auto& [name, places] : others_) {
      context_.reporter.Fail(
          std::move(places),
          budget::Message(
              "prose.other_department",
              {{"found", name}, {"department", document.department}}));
    }
  }

 private:
  enum class Where { kHeading, kSentence };

  void Look(absl::string_view printed, Where where, Part part, Place place) {
    const std::string text = budget::NormaliseLabel(printed);
    const Speaker speaker = SpeakerIn(text, part, department_);
    const absl::string_view name = speaker.name;
    if (name.empty() || IsOurs(speaker, where)) return;
    // Beside its own name, it speaks of somebody else.
    if (where == Where::kSentence && absl::StrContains(text, department_)) {
      return;
    }
    const auto other =
        std::find_if(others_.begin(), others_.end(),
                     [&](const auto& each) { return each.first == name; });
    if (other != others_.end()) {
      if (other->second.back().location.line != place.location.line) {
        other->second.push_back(std::move(place));
      }
    } else {
      others_.push_back({std::string(name), {std::move(place)}});
    }
  }

  bool IsOurs(const Speaker& speaker, Where where) const {
    const absl::string_view name = speaker.name;
    if (speaker.wrong_pronoun) return false;
    if (name == department_) return true;
    if (units_.IsListed(name) ||
        (units_.MayBeDepartment(name) && MayBeOneRegion(name, department_))) {
      return true;
    }
    if (where == Where::kHeading) return false;
    // A unit that part one does not name, or who decided on the budget.
    if (absl::StartsWith(name, "国家") || absl::StartsWith(name, "中央")) {
      return true;
    }
    return (!units_.complete() && !EndsWithAny(name, kDepartmentEnds)) ||
           (EndsWithAny(name, kSuperiors) && !units_.MayBeDepartment(name) &&
            !IsOwnBudget(speaker.rest));
  }

  // Whether what goes on with `rest` is said of the speaker's own budget.
  static bool IsOwnBudget(absl::string_view rest) {
    return StartsWithAny(rest, kOwnOnly) &&
           !ContainsAny(rest.substr(0, rest.find(',')), kDecides);
  }

  const CheckContext& context_;
  const OwnUnits units_;
  const std::string department_;
  // Other departments' names and where they stand.
  std::vector<std::pair<std::string, std::vector<Place>>> others_;
};

}  // namespace

// S-16: where the text speaks as the department itself, in headings and where
// it states the budget, it gives no other department's name.
void CheckSelfNames(const CheckContext& context) {
  SelfNameCheck(context).Run();
}

}  // namespace yuheng::validation
