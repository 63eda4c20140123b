#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/checks/narrative/left_out.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/statements.h"

namespace yuheng::validation {
namespace {

using budget::ContainsAny;

// What a section that states a total lists under it, and the words that any
// list of that sort has.
struct Listing {
  absl::string_view section;
  absl::Span<const absl::string_view> words;
  absl::string_view what;
};
constexpr absl::string_view kSources[] = {
    "一般公共预算", "公共财政预算", "财政拨款", "财政补助", "政府性基金",
    "国有资本",     "单位资金",     "事业收入", "经营收入", "其他收入",
    "其他资金",     "自有资金",     "结转",     "专户",     "财力"};
constexpr absl::string_view kKinds[] = {"基本支出", "项目支出", "人员经费",
                                        "人员支出", "公用经费"};
constexpr absl::string_view kHospitality[] = {"出国", "用车", "车辆", "接待"};
constexpr absl::string_view kProcured[] = {"货物", "工程", "服务"};
constexpr Listing kListings[] = {
    {"N1", kSources, "prose.left_out_sources"},
    {"N2", kSources, "prose.left_out_sources"},
    {"N3", kKinds, "prose.left_out_kinds"},
    {"N5a", kKinds, "prose.left_out_kinds"},
    {"N10", kHospitality, "prose.left_out_items"},
    {"N11b", kProcured, "prose.left_out_procured"},
};

bool StatesTotal(const CheckContext& context, absl::string_view section) {
  const Statement* total = FindStatement(context.statements, section, "total");
  return total != nullptr && HasValue(total->amount) &&
         *total->amount->value_micro != 0;
}

bool SaysAnyOf(const CheckContext& context, absl::string_view section,
               absl::Span<const absl::string_view> subjects) {
  return std::any_of(
      subjects.begin(), subjects.end(), [&](absl::string_view subject) {
        return FindStatement(context.statements, section, subject) != nullptr;
      });
}

void CheckListings(const CheckContext& context) {
  for (const Listing& listing : kListings) {
    const SectionText text = TextOf(context, listing.section);
    if (text.sentences.empty() || !StatesTotal(context, listing.section) ||
        text.Contains(listing.words)) {
      continue;
    }
    TellLeftOut(context, listing.section, listing.what);
  }
}

bool HasAmount(const budget::Row& row) {
  return std::any_of(
      row.cells.begin(), row.cells.end(),
      [](const budget::Cell& cell) { return cell.amount_fen != 0; });
}

// Whether the section names a class that has an amount in the table, or says
// in another way what the money is for.
bool NamesUses(const SectionText& text, const budget::Table& table) {
  if (text.Contains(kKinds)) return true;
  for (const budget::Row& row : table.rows) {
    if (row.side != budget::Side::kExpenditure ||
        row.level != budget::RowLevel::kClass || !HasAmount(row)) {
      continue;
    }
    const std::string label = budget::NormaliseLabel(row.name);
    absl::string_view name = label;
    while (!name.empty() && name[0] >= '0' && name[0] <= '9') {
      name.remove_prefix(1);
    }
    absl::ConsumeSuffix(&name, "支出");
    const absl::string_view words[] = {name};
    if (!name.empty() && text.Contains(words)) return true;
  }
  return false;
}

// 一 and 四 list the classes of expenditure, and 四 the budgets that the income
// is of, be it as 全部为一般公共预算拨款.
void CheckClasses(const CheckContext& context) {
  struct Uses {
    absl::string_view section;
    budget::TableKind table;
  };
  constexpr Uses kUses[] = {{"N1", budget::TableKind::kT1},
                            {"N4", budget::TableKind::kT4}};
  for (const Uses& uses : kUses) {
    const SectionText text = TextOf(context, uses.section);
    const IndexedTable& table = context.index.Of(uses.table);
    if (text.sentences.empty() || !StatesTotal(context, uses.section) ||
        !table.usable() || NamesUses(text, *table.table())) {
      continue;
    }
    TellLeftOut(context, uses.section, "prose.left_out_classes");
  }
  constexpr absl::string_view kBudgets[] = {"gen",     "fund",     "soe",
                                            "all_gen", "all_fund", "all_soe"};
  const SectionText text = TextOf(context, "N4");
  const bool told = std::any_of(
      text.sentences.begin(), text.sentences.end(), [](const auto& each) {
        return ContainsAny(each.first, kSources) &&
               (absl::StrContains(each.first, "收入") ||
                !absl::StrContains(each.first, "支"));
      });
  if (!text.sentences.empty() && StatesTotal(context, "N4") && !told &&
      !SaysAnyOf(context, "N4", kBudgets)) {
    TellLeftOut(context, "N4", "prose.left_out_budgets");
  }
}

// The amount of what is procured where only what is reserved of it is told, and
// from 2022 on what of it is reserved for small and medium enterprises.
void CheckProcurement(const CheckContext& context) {
  constexpr int kReservedSince = 2022;
  constexpr absl::string_view kProcurement[] = {"total", "goods", "works",
                                                "services"};
  constexpr absl::string_view kReserved[] = {"sme", "micro"};
  constexpr absl::string_view kSmall[] = {"中小", "小微", "小型", "微型"};
  const SectionText text = TextOf(context, "N11b");
  if (text.sentences.empty()) return;
  if (SaysAnyOf(context, "N11b", kReserved) &&
      !SaysAnyOf(context, "N11b", kProcurement)) {
    TellLeftOut(context, "N11b", "prose.left_out_procurement");
  }
  if (context.document.fiscal_year >= kReservedSince &&
      StatesTotal(context, "N11b") && !text.Contains(kSmall)) {
    TellLeftOut(context, "N11b", "prose.left_out_reserved");
  }
}

// Sorts of assets that the form lists beside vehicles.
struct AssetKind {
  absl::Span<const absl::string_view> words;
  absl::string_view what;
};
constexpr absl::string_view kHouses[] = {"房", "建筑", "土地"};
constexpr absl::string_view kFurniture[] = {"家具", "家俱", "用具"};
constexpr absl::string_view kOtherAssets[] = {
    "其他资产",     "其它资产",     "其余资产", "其他固定资产",
    "其它固定资产", "其他国有资产", "其他价值"};
constexpr AssetKind kAssetKinds[] = {
    {kHouses, "prose.left_out_houses"},
    {kFurniture, "prose.left_out_furniture"},
    {kOtherAssets, "prose.left_out_other_assets"},
};

// Vehicles that are there. Who lists two of houses, furniture and other assets
// follows the form and lists the third, large equipment and purchases too.
void CheckAssets(const CheckContext& context) {
  constexpr absl::string_view kVehicles[] = {"车"};
  constexpr absl::string_view kLarge[] = {"设备", "万元以上", "万以上"};
  constexpr absl::string_view kBuying[] = {"购置", "购买", "拟购", "新购",
                                           "购车", "采购", "更新"};
  const SectionText text = TextOf(context, "N11c");
  if (text.sentences.empty() || !HasClaims(context, "N11c")) return;
  const auto there = [&](absl::string_view subject,
                         absl::Span<const absl::string_view> words) {
    return std::any_of(context.statements.begin(), context.statements.end(),
                       [&](const Statement& statement) {
                         return statement.section == "N11c" &&
                                absl::StartsWith(statement.subject, subject);
                       }) ||
           std::any_of(text.sentences.begin(), text.sentences.end(),
                       [&](const auto& each) {
                         return ContainsAny(each.first, words) &&
                                !ContainsAny(each.first, kBuying);
                       });
  };
  if (!there("cars", kVehicles)) {
    TellLeftOut(context, "N11c", "prose.left_out_vehicles", Asked::kOfAll);
  }
  size_t told = 0;
  absl::string_view lacking;
  for (const AssetKind& kind : kAssetKinds) {
    if (text.Contains(kind.words)) {
      ++told;
    } else {
      lacking = kind.what;
    }
  }
  if (told < 2) return;
  if (!lacking.empty()) TellLeftOut(context, "N11c", lacking);
  if (!there("equipment", kLarge)) {
    TellLeftOut(context, "N11c", "prose.left_out_equipment");
  }
  if (!text.Contains(kBuying)) {
    TellLeftOut(context, "N11c", "prose.left_out_purchases");
  }
}

// The part whose title has one of the words, wherever a bureau puts it; null
// when there is none.
const budget::Heading* FindPart(const CheckContext& context,
                                absl::Span<const absl::string_view> words) {
  for (const budget::Heading& heading : context.document.headings) {
    if (absl::StartsWith(heading.key, "part") &&
        ContainsAny(heading.text, words)) {
      return &heading;
    }
  }
  return nullptr;
}

// The first part tells what the department does, how it is made up and how many
// people it has; the last explains terms.
void CheckFirstAndLastPart(const CheckContext& context) {
  constexpr absl::string_view kDuties[] = {"职能", "职责", "职权", "负责",
                                           "任务", "管理", "工作"};
  constexpr absl::string_view kNamedDuties[] = {"职能", "职责", "职权"};
  constexpr absl::string_view kOrganisation[] = {
      "设", "科室", "处室", "股室", "下属", "所属", "单位", "机构", "部门"};
  constexpr absl::string_view kStaff[] = {"编制", "实有", "在职", "在编",
                                          "人员", "职工", "人数"};
  constexpr absl::string_view kTerms[] = {"指",   "支出", "收入", "资金",
                                          "经费", "预算", "拨款"};
  if (context.document.sentences.empty()) return;
  constexpr absl::string_view kSurvey[] = {"概况", "基本情况", "简介", "职能",
                                           "职责"};
  constexpr absl::string_view kGlossary[] = {"名词", "术语"};
  if (const budget::Heading* part = FindPart(context, kSurvey)) {
    const bool apart = FindHeading(context.document, "profile") != nullptr;
    const absl::string_view section =
        apart ? "profile" : absl::string_view(part->key);
    const SectionText text = TextOf(context, section);
    if (!TextOf(context, part->key).Contains(kDuties) &&
        !text.Contains(kNamedDuties)) {
      TellLeftOut(context, part->key, "prose.left_out_duties");
    }
    if (!text.Contains(kOrganisation)) {
      TellLeftOut(context, section, "prose.left_out_organisation");
    }
    if (!text.Contains(kStaff)) {
      TellLeftOut(context, section, "prose.left_out_staff");
    }
  }
  const budget::Heading* glossary = FindPart(context, kGlossary);
  if (glossary != nullptr && !TextOf(context, glossary->key).Contains(kTerms)) {
    TellLeftOut(context, glossary->key, "prose.left_out_terms");
  }
}

}  // namespace

void CheckContentsLeftOut(const CheckContext& context) {
  CheckFirstAndLastPart(context);
  CheckListings(context);
  CheckClasses(context);
  CheckProcurement(context);
  CheckAssets(context);
}

}  // namespace yuheng::validation
