#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/planting/text_kind.h"

namespace yuheng::cli {
namespace {

using Planted = TextKind::Planted;

// Particulars of a project that the others give.
Planted DropField(const TextKind& kind, TextEdits* edits) {
  int projects = 0;
  for (const Statement& s : edits->statements()) {
    projects += absl::EndsWith(s.address, "#policy");
  }
  return projects > 1 ? DropPart(kind, edits) : std::nullopt;
}

// Of money that is spent.
Planted DropThree(const TextKind& kind, TextEdits* edits) {
  return edits->ValueAt("N10:total:amount") == 0 ? std::nullopt
                                                 : DropPart(kind, edits);
}

// 没有使用… in a section that should tell of money.
Planted ClaimEmpty(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const bool fund = at->address == "N8#text";
  const std::string money = fund ? "政府性基金预算" : "国有资本经营预算";
  PlantedError error = edits->EditWords(
      *at, {edits->bureau().name + std::to_string(edits->bureau().fiscal_year) +
            "年没有使用" + money + "拨款安排的支出，" + money +
            "支出情况表为空表。\n\n"});
  error.address = fund ? "N8:fund:none" : "N9:soe:none";
  error.seen_at = {fund ? "N8:total:amount" : "N9:total:amount",
                   fund ? "T8" : "T9", fund ? "T8:ALL:total" : "T9:ALL:total"};
  return error;
}

// Without any sheet there is nothing to count.
Planted ChangeProjects(const TextKind& kind, TextEdits* edits) {
  return edits->bureau().projects.empty() ? std::nullopt
                                          : ChangeCount(kind, edits);
}

Planted DropProjects(const TextKind& kind, TextEdits* edits) {
  return edits->bureau().projects.empty() ? std::nullopt
                                          : DropPart(kind, edits);
}

// One of several: a section without any item tells its total alone.
Planted DropItem(const TextKind& kind, TextEdits* edits) {
  int items = 0;
  for (const Statement& s : edits->statements()) {
    items += s.address.rfind("N8:2", 0) == 0 && s.measure == Measure::kPart;
  }
  return items > 1 ? DropOtherPart(kind, edits) : std::nullopt;
}

Planted WrongClass(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.measure == Measure::kWords && s.words.front() != "其他支出";
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {"其他支出"});
  const std::string stem = error.address.substr(0, error.address.rfind("/e"));
  error.address += ":amount";
  error.seen_at = {stem + "/e399:amount"};
  return error;
}

Planted WrongPeriod(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const std::string next = std::to_string(edits->bureau().fiscal_year + 1);
  return edits->EditWords(*at, {next + "年1月1日-" + next + "年12月31日"});
}

Planted WrongUnit(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  return edits->EditWords(*at, {"海东市水产研究所"});
}

// The rows of table 7 that have a project.
void AppendTableRows(const Bureau& bureau, const std::string& project,
                     std::vector<std::string>* addresses) {
  for (const Atom& atom : bureau.atoms) {
    if (atom.basic() || !IsGeneral(atom.source) ||
        bureau.projects[atom.project].name != project) {
      continue;
    }
    addresses->push_back("T7:" + atom.function + "|" + project + ":total");
  }
}

Planted RenameProject(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const std::string project = at->words.front();
  PlantedError error = edits->EditWords(*at, {"信息系统运行维护经费"});
  error.address = "N7:" + project + ":amount";
  error.seen_at = {"N7:信息系统运行维护经费:amount"};
  AppendTableRows(edits->bureau(), project, &error.seen_at);
  return error;
}

Planted DropProject(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.measure == Measure::kPart;
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->LeaveOut(*at);
  const std::string project = at->address.substr(3);
  error.address = at->address + ":amount";
  error.seen_at = {"N7"};  // The section has nothing left to say.
  AppendTableRows(edits->bureau(), project, &error.seen_at);
  return error;
}

// More than table 6 has, which is too much for any part of the department.
Planted RaiseOperating(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const int64_t most = edits->ValueAt("N6:public:amount");
  return edits->EditValue(*at, most + edits->Difference(most));
}

Planted RaiseReserved(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const std::string whole = at->address == "N11b:sme:amount"
                                ? "N11b:total:amount"
                                : "N11b:sme:amount";
  const int64_t most = edits->ValueAt(whole);
  PlantedError error = edits->EditValue(*at, most + edits->Difference(most));
  error.seen_at = {whole};
  return error;
}

// More than the department spends, though it adds up.
Planted RaiseProcurement(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const int64_t total = edits->ValueAt("N3:total:amount");
  const int64_t raised = total + edits->Difference(total);
  edits->AlsoValue("N11b:goods:amount",
                   edits->ValueAt("N11b:goods:amount") + raised - at->value);
  return edits->EditValue(*at, raised);
}

Planted NoVehicles(const TextKind& kind, TextEdits* edits) {
  if (edits->ValueAt("N10:car_run:amount") == 0) return std::nullopt;
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr || at->value == 0) return std::nullopt;
  for (const char* key : {"cars", "cars_general", "cars_other"}) {
    const std::string stem = std::string("N11c:") + key;
    edits->AlsoValue(stem + ":count", 0);
    edits->AlsoValue(stem + ":amount", 0);
  }
  PlantedError error = edits->EditValue(*at, 0);
  error.seen_at = {"N10:car_run:amount", "T10:car_run:total"};
  return error;
}

Planted MoreLarger(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(*at, edits->ValueAt("N11c:equipment_50:count") +
                                   edits->random().Between(1, 3));
}

// N pieces above 500,000 yuan for less than n times as much.
Planted LowerValue(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  const int64_t pieces = edits->ValueAt("N11c:equipment_50:count");
  if (at == nullptr || pieces == 0) return std::nullopt;
  return edits->EditValue(*at, (pieces * 50 - edits->random().Between(1, 40)) *
                                   budget::kFenPerWanYuan);
}

Planted ClaimPurchase(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {"安排购置车辆经费18万元"});
  error.address = "N11c:buy_car:amount";
  error.seen_at = {"T10:car_buy:total", "N10:car_buy:amount"};
  return error;
}

Planted DenyPurchase(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {"未安排购置车辆经费"});
  error.address = "N11c:buy_car:none";
  error.seen_at = {"T10:car_buy:total", "N10:car_buy:amount"};
  return error;
}

}  // namespace

const std::vector<TextKind>& DetailKinds() {
  static const std::vector<TextKind> kKinds = {
      {"n7_amount", "N-18", "N7:*:amount", ChangeAmount},
      {"n7_missing", "N-18 S-06", "N7:*", DropProject},
      {"n7_name", "N-18 C-09", "N7:*#name", RenameProject},
      {"n7_allocation", "N-19", "N7:*/e3*:amount", ChangeAmount},
      {"n7_class", "N-19", "N7:*/e3*#class", WrongClass},
      {"n7_annual", "N-20", "N7:*/annual:amount", ChangeAmount},
      {"n7_unit", "N-21", "N7:*:unit", WrongUnit},
      {"n7_period", "N-21", "N7:*:period", WrongPeriod},
      {"n7_field_missing", "S-17", "N7:*#policy N7:*#allocation", DropField,
       "N7"},
      {"n8_total", "N-22", "N8:total:amount", ChangeAmount},
      {"n8_item", "N-22", "N8:2*:amount", ChangeAmount},
      {"n8_item_missing", "N-22", "N8:2*", DropItem, "N8:total:amount"},
      {"n8_denied", "S-07 N-22", "N8#text", ClaimEmpty},
      {"n8_statement_missing", "S-07 N-22", "N8:fund:none", DropPart, "N8 T8"},
      {"n9_total", "N-23", "N9:total:amount", ChangeAmount},
      {"n9_item", "N-23", "N9:2*:amount", ChangeAmount},
      {"n9_denied", "S-07 N-23", "N9#text", ClaimEmpty},
      {"n9_statement_missing", "S-07 N-23", "N9:soe:none", DropPart, "N9 T9"},
      {"n10_total", "N-24", "N10:total:amount", ChangeAmount},
      {"n10_item", "N-24", "N10:*:amount", ChangeAmount, "N10:total:amount"},
      {"n10_growth", "Y-03 Y-04", "N10:*:growth", ChangeGrowth},
      {"n10_delta", "Y-11 Y-03", "N10:*:delta", ChangeDelta},
      {"n10_change_missing", "S-17", "N10#change", DropThree},
      {"n11a_amount", "N-25", "N11a:operating:amount", RaiseOperating},
      {"n11a_growth", "Y-03 Y-04", "N11a:operating:growth", ChangeGrowth},
      {"n11b_part", "N-26", "N11b:goods:amount N11b:services:amount",
       ChangeAmount},
      {"n11b_total", "N-26", "N11b:total:amount", ChangeAmount},
      {"n11b_reserved", "N-27", "N11b:sme:amount N11b:micro:amount",
       RaiseReserved},
      {"n11b_too_much", "N-28", "N11b:total:amount", RaiseProcurement},
      {"n11c_vehicles_missing", "S-17", "N11c#vehicles", DropPart},
      {"n11c_date", "N-41", "N11c:year", ChangeYear},
      {"n11c_cars", "N-29", "N11c:cars:count", ChangeCount},
      {"n11c_cars_kind", "N-29",
       "N11c:cars_general:count N11c:cars_other:count", ChangeCount,
       "N11c:cars:count"},
      {"n11c_value", "N-29", "N11c:cars:amount N11c:cars_general:amount",
       ChangeAmount, "N11c:cars:amount"},
      {"n11c_no_vehicles", "N-30", "N11c:cars:count", NoVehicles},
      {"n11c_purchase", "N-30 N-24", "N11c:buy_car:none", ClaimPurchase},
      {"n11c_purchase_denied", "N-30 N-24", "N11c#buy_car", DenyPurchase},
      {"n11c_equipment", "N-31", "N11c:equipment_100:count", MoreLarger,
       "N11c:equipment_50:count"},
      {"n11c_equipment_value", "N-31", "N11c:equipment_50:amount", LowerValue,
       "N11c:equipment_50:count"},
      {"n11d_projects_missing", "S-17", "N11d#text", DropProjects},
      {"n11d_count", "N-32", "N11d:fiscal:count N11d:nonfiscal:count",
       ChangeProjects},
      {"n11d_amount", "N-32", "N11d:fiscal:amount N11d:nonfiscal:amount",
       ChangeAmount},
  };
  return kKinds;
}

}  // namespace yuheng::cli
