#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/budget/decimal.h"
#include "services/cli/sample/planting/text_kind.h"

namespace yuheng::cli {
namespace {

using Planted = TextKind::Planted;

// Changes below it may have no reason of their own: 2 万元.
constexpr int64_t kReasonedFenMin = 2 * budget::kFenPerWanYuan;

// Sources but the first, which every bureau has.
Planted ClaimNone(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.measure == Measure::kWords && s.address != "N2:gen" &&
           s.address.find(":none") == std::string::npos;
  });
  if (at == nullptr) return std::nullopt;
  // The name stands before the amount.
  const std::string& told = at->words.front();
  std::string name = told.substr(0, told.find_first_of("0123456789\xEF"));
  // "\xEF" also opens full-width brackets in names.
  if (name.size() < 6) name = "财政拨款结转";
  if (at->address == "N2:special") name = "财政专户管理资金";
  if (at->address == "N2:unit") name = "单位资金";
  PlantedError error = edits->EditWords(*at, {name + "未安排。"});
  const std::string column = error.address.substr(3);
  error.seen_at = {error.address + ":amount", error.address + ":none",
                   "T2:ALL:" + column};
  return error;
}

Planted ClaimMoney(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.words.front().find("未安排") != std::string::npos;
  });
  if (at == nullptr) return std::nullopt;
  const std::string& told = at->words.front();
  std::string name = told.substr(0, told.find("未安排"));
  PlantedError error = edits->EditWords(
      *at, {name + "35万元，占1.2%，比上年预算增加35万元，增长100%，"
                   "主要原因是本年新增安排。"});
  error.address = StemOf(error.address) + ":amount";
  return error;
}

Planted ClaimAllGeneral(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.words.front().empty();
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(
      *at, {"收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营"
            "预算。\n\n"});
  error.seen_at = {"N4:all_gen:words", "N4:all_gen:none", "N4:fund:none",
                   "N4:soe:none",      "N4:fund:amount",  "N4:soe:amount",
                   "T4:in:fund",       "T4:in:soe"};
  return error;
}

// The path of an item that this bureau has not.
Planted WrongPath(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(
      *at, {"科学技术支出（类）基础研究（款）自然科学基金（项）"});
  error.address = StemOf(error.address) + ":amount";
  const std::string code = at->address.substr(4, 7);
  error.address = "N5c:" + code + ":amount";
  error.seen_at = {"N5c:2060203:amount", "T5:" + code + ":total"};
  return error;
}

Planted Replace(const TextKind& kind, TextEdits* edits, std::string words,
                bool changed) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return !changed || std::abs(edits->ValueAt(StemOf(s.address) + ":delta")) >=
                           kReasonedFenMin;
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {std::move(words)});
  error.seen_at = {error.address.substr(0, error.address.find(':')),
                   StemOf(error.address) + ":delta"};
  return error;
}

Planted DenyChange(const TextKind& kind, TextEdits* edits) {
  return Replace(kind, edits, "与上年保持一致", true);
}

Planted EmptyReason(const TextKind& kind, TextEdits* edits) {
  return Replace(kind, edits, "", true);
}

Planted Template(const TextKind& kind, TextEdits* edits) {
  return Replace(kind, edits, "人员经费增加（减少）", true);
}

Planted Placeholder(const TextKind& kind, TextEdits* edits) {
  return Replace(kind, edits, "按照XX文件要求安排", false);
}

// How a reason calls a subject; empty when it has no name of its own.
std::string NameInReason(const std::string& stem) {
  static const std::map<std::string, std::string> kNames = {
      {"basic", "基本支出"},         {"project", "项目支出"},
      {"unit", "单位资金"},          {"abroad", "因公出国（境）费"},
      {"car_buy", "公务用车购置费"}, {"car_run", "公务用车运行费"},
      {"reception", "公务接待费"},   {"operating", "机关运行经费"}};
  const auto found = kNames.find(stem.substr(stem.find(':') + 1));
  return found == kNames.end() ? "" : found->second;
}

// Another amount than is stated, or none at all.
Planted WrongLevel(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return edits->ValueAt(StemOf(s.address) + ":amount") > 0;
  });
  if (at == nullptr) return std::nullopt;
  const std::string stem = StemOf(at->address);
  const std::string name = NameInReason(stem);
  const int64_t amount = edits->ValueAt(stem + ":amount");
  const std::string other =
      budget::FormatDecimal(amount + edits->Difference(amount)) + "万元";
  const std::string year = std::to_string(edits->bureau().fiscal_year);
  const std::vector<std::string> reasons = {
      year + "年" + name + "安排" + other,
      "本年" + name + "预算安排" + other + "，用于保障工作需要",
      "按照工作安排，本年度" + name + "安排" + other, "本年未安排" + name,
      year + "年" + name + "没有安排"};
  return edits->EditWords(*at, {edits->random().Pick(reasons)});
}

// A number inside a reason.
Planted ChangeInReason(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  if (at->measure == Measure::kCount) {
    return edits->EditValue(*at, at->value + edits->random().Between(1, 4));
  }
  return edits->EditValue(*at, at->value + edits->Difference(at->value));
}

// A source or kind of expenditure told again, with another amount.
Planted TellAgain(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const std::string stem = at->address.substr(0, at->address.find('#'));
  std::string name = stem == "N3:basic" ? "基本支出" : "项目支出";
  if (const Statement* told = edits->Find(stem)) {
    name = told->words.front();
    name.resize(std::min(name.find_first_of("0123456789\xEF"), name.size()));
  }
  const int64_t amount = edits->ValueAt(stem + ":amount");
  PlantedError error = edits->EditWords(
      *at, {name + budget::FormatDecimal(amount + edits->Difference(amount)) +
            "万元，与上年一致。"});
  error.address = stem + ":amount";
  return error;
}

// Another bureau of the place, or the bureau of another place.
Planted OtherBureau(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const std::string& own = edits->bureau().name;
  std::string other = "天衡州气象局";
  if (edits->random().OneIn(2)) {
    const size_t place = own.find("州") + std::string("州").size();
    other = "海东州" + own.substr(place);
  }
  return edits->EditWords(*at, {std::move(other)});
}

}  // namespace

const std::vector<TextKind>& SectionKinds() {
  static const std::vector<TextKind> kKinds = {
      {"n1_total", "N-01", "N1:total:amount", ChangeAmount},
      {"n1_source", "N-02 N-08",
       "N1:gen:amount N1:gen_up:amount N1:fund:amount "
       "N1:special:amount N1:unit:amount N1:carry_fiscal:amount",
       ChangeAmount},
      {"n1_class", "N-03", "N1:2*:amount", ChangeAmount},
      {"n1_source_missing", "N-02",
       "N1:gen_up N1:fund N1:special N1:unit "
       "N1:carry_fiscal N1:carry_nonfiscal",
       DropOtherPart, "N1:total:amount"},
      {"n1_class_missing", "N-03", "N1:2*", DropOtherPart, "N1:total:amount"},
      {"n2_total", "N-04", "N2:total:amount", ChangeAmount},
      {"n2_source", "N-05 N-06 N-08",
       "N2:gen:amount N2:gen_up:amount "
       "N2:fund:amount N2:special:amount N2:unit:amount N2:carry_fiscal:amount "
       "N2:carry_nonfiscal:amount",
       ChangeAmount},
      {"n2_share", "Y-01", "N2:*:share", ChangeShare},
      {"n2_growth", "Y-03 Y-04", "N2:*:growth", ChangeGrowth},
      {"n2_delta", "Y-03 Y-06 Y-07 Y-08", "N2:*:delta", ChangeDelta},
      {"n2_direction", "Y-05 Y-03", "N2:*:growth", ReverseOne},
      {"n2_change_reversed", "Y-03 Y-07 Y-08", "N2:*:delta", ReverseBoth},
      {"n2_prior_negative", "Y-06 Y-03", "N2:*:delta", ExceedAmount},
      {"n2_prior_disagrees", "Y-07 Y-08", "N2:gen:delta N2:gen_up:delta",
       ShiftChange},
      {"n2_source_denied", "N-07",
       "N2:gen_up N2:fund N2:special N2:unit "
       "N2:carry_fiscal N2:carry_nonfiscal",
       ClaimNone},
      {"n2_source_invented", "N-07 N-05", "N2:*:none", ClaimMoney},
      {"line_twice", "N-40",
       "N2:gen#again N2:gen_up#again N2:fund#again N2:carry_fiscal#again "
       "N2:carry_nonfiscal#again N3:basic#again N3:project#again",
       TellAgain},
      {"n3_total", "N-09", "N3:total:amount", ChangeAmount},
      {"n3_amount", "N-09", "N3:basic:amount N3:project:amount", ChangeAmount},
      {"n3_share", "Y-01", "N3:basic:share N3:project:share", ChangeShare},
      {"n3_growth", "Y-03 Y-04", "N3:basic:growth N3:project:growth",
       ChangeGrowth},
      {"n3_delta", "Y-03 Y-08", "N3:basic:delta N3:project:delta", ChangeDelta},
      {"n3_direction", "Y-05 Y-03", "N3:basic:growth N3:project:growth",
       ReverseOne},
      {"n3_prior_disagrees", "Y-08 Y-09", "N3:basic:delta N3:project:delta",
       ShiftChange},
      {"n4_total", "N-10", "N4:total:amount", ChangeAmount},
      {"n4_income", "N-10", "N4:gen:amount N4:fund:amount N4:soe:amount",
       ChangeAmount},
      {"n4_class", "N-10", "N4:*/*:amount", ChangeAmount},
      {"n4_class_missing", "N-10 N-12", "N4:gen/*", DropOtherPart,
       "N4:ex:gen:amount N4:gen:amount N4:total:amount"},
      {"n4_all_general", "N-11 N-10", "N4:all_gen", ClaimAllGeneral},
      {"n4_use_missing", "N-12", "N4:gen/*:words", DropName},
      {"n4_use_invented", "N-12", "N4:gen/*:words", AddName},
      {"n5a_total", "N-13", "N5a:total:amount", ChangeAmount},
      {"n5a_amount", "N-13", "N5a:basic:amount N5a:project:amount",
       ChangeAmount},
      {"n5a_growth", "Y-03 Y-04", "N5a:basic:growth N5a:project:growth",
       ChangeGrowth},
      {"n5a_delta", "Y-03 Y-07 Y-10", "N5a:basic:delta N5a:project:delta",
       ChangeDelta},
      {"n5a_prior_disagrees", "Y-07 Y-09 Y-10",
       "N5a:basic:delta N5a:project:delta", ShiftChange},
      {"n5b_amount", "N-14", "N5b:*:amount", ChangeAmount},
      {"n5b_share", "Y-01", "N5b:*:share", ChangeShare},
      {"n5b_missing", "N-14", "N5b:*", DropOtherPart},
      {"n5c_amount", "N-15", "N5c:*:amount", ChangeAmount},
      {"n5c_growth", "Y-03 Y-04", "N5c:*:growth", ChangeGrowth},
      {"n5c_delta", "Y-03 Y-10", "N5c:*:delta", ChangeDelta},
      {"n5c_direction", "Y-05 Y-03", "N5c:*:growth", ReverseOne},
      {"n5c_prior_disagrees", "Y-10", "N5c:*:delta", ShiftChange},
      {"n5c_missing", "N-15", "N5c:*", DropOtherPart},
      {"n5c_path", "N-15", "N5c:*#path", WrongPath},
      {"n6_total", "N-16", "N6:total:amount", ChangeAmount},
      {"n6_part", "N-16", "N6:personnel:amount N6:public:amount", ChangeAmount},
      {"n6_name_missing", "N-17", "N6:personnel:words N6:public:words",
       DropName},
      {"n6_name_invented", "N-17", "N6:personnel:words N6:public:words",
       AddName},
      {"reason_denies_change", "Y-14",
       "N2:*:reason N3:*:reason N5a:*:reason "
       "N5c:*:reason",
       DenyChange},
      {"reason_empty", "S-12 Y-14", "N2:*:reason N3:*:reason N5c:*:reason",
       EmptyReason},
      {"reason_template", "S-12", "N2:*:reason N3:*:reason", Template},
      {"reason_placeholder", "S-11", "N2:*:reason N3:*:reason N5c:*:reason",
       Placeholder},
      {"reason_heads", "N-36", "N3:*:reason#在职 N5a:*:reason#在职",
       ChangeInReason, "G:staff/in_post:delta G:staff:in_post"},
      {"reason_parts", "N-37",
       "N3:*:reason#人员经费 N3:*:reason#公用经费 "
       "N5a:*:reason#人员经费 N5a:*:reason#公用经费",
       ChangeInReason, "@:delta"},
      {"reason_level", "N-42",
       "N2:unit:reason N3:basic:reason N3:project:reason N5a:basic:reason "
       "N5a:project:reason N10:abroad:reason N10:car_buy:reason "
       "N10:car_run:reason N10:reception:reason N11a:operating:reason",
       WrongLevel, "@:amount"},
      {"stated_prior", "Y-18",
       "N2:*:delta#prior N3:*:delta#prior N5a:*:delta#prior "
       "N5c:*:delta#prior N8:*:delta#prior N9:*:delta#prior",
       ChangeAmount, "@:amount"},
      {"name_of_other", "S-16",
       "N1#heading N2#heading N4#heading N5#heading N7#heading N9#heading "
       "N2#name N3#name N5a#name N6#name N11a#name N11c#name",
       OtherBureau},
      {"year_of_section", "S-05",
       "N1:year N2:year N3:year N4:year N5:year "
       "N6:year N7:year N8:year N9:year N10:year",
       ChangeYear, "doc"},
      {"year_of_part", "S-05", "part2:year part3:year", ChangeYear},
      {"part_missing", "S-01", "part1 part2 part3 part4", DropPart, "doc"},
      {"section_missing", "S-06", "N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N11",
       DropPart, "doc"},
      {"subsection_missing", "S-06", "N5a N5b N5c N11a N11b N11c N11d",
       DropPart},
  };
  return kKinds;
}

}  // namespace yuheng::cli
