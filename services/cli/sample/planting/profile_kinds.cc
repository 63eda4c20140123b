#include <algorithm>
#include <string>
#include <utility>

#include "services/budget/chart_of_accounts.h"
#include "services/cli/sample/planting/text_kind.h"

namespace yuheng::cli {
namespace {

using Planted = TextKind::Planted;

// The project of a statement in a sheet; sheets are numbered from 1.
int ProjectOf(const Statement& statement) {
  return std::stoi(statement.address.substr(1)) - 1;
}

std::string SheetOf(const Statement& statement) {
  return statement.address.substr(0, statement.address.find(':') + 1);
}

// Where table 7 has a project; empty where it has not.
std::vector<std::string> InTable7(const Bureau& bureau, int project) {
  std::vector<std::string> places;
  for (const Atom& atom : bureau.atoms) {
    if (atom.project != project || !IsGeneral(atom.source)) continue;
    std::string place =
        "T7:" + atom.function + "|" + bureau.projects[project].name + ":total";
    if (std::find(places.begin(), places.end(), place) == places.end()) {
      places.push_back(std::move(place));
    }
  }
  return places;
}

Planted WrongVeterans(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const int64_t by = at->value == 0 ? 1 : -at->value;
  edits->AlsoValue("G:staff:actual", edits->ValueAt("G:staff:actual") + by);
  return edits->EditValue(*at, at->value + by);
}

Planted FewPosts(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(
      *at, edits->ValueAt("G:staff:in_post") - edits->random().Between(1, 3));
}

// A digit typed twice or two more: enough to be no vacancies.
Planted ManyPosts(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(
      kind.patterns, [](const Statement& s) { return s.value >= 10; });
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(*at, at->value * 10 + edits->random().Between(0, 9));
}

// Sheet, its source of money and its costs fit each other, but not the tables.
Planted RaiseSheet(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const std::string sheet = SheetOf(*at);
  const int64_t by = edits->Difference(at->value);
  for (const char* key : {"fiscal", "other"}) {
    const int64_t part = edits->ValueAt(sheet + key);
    if (part > 0) edits->AlsoValue(sheet + key, part + by);
  }
  for (const Statement& s : edits->statements()) {
    if (s.address.rfind(sheet, 0) == 0 &&
        s.address.find("#cost") != std::string::npos) {
      edits->AlsoValue(s.address, s.value + by);
      break;
    }
  }
  PlantedError error = edits->EditValue(*at, at->value + by);
  error.seen_at = InTable7(edits->bureau(), ProjectOf(*at));
  for (const char* place :
       {"T3:ALL:project", "N11d:fiscal:amount", "N11d:nonfiscal:amount"}) {
    error.seen_at.push_back(place);
  }
  for (const char* key : {"fiscal", "other"}) {
    error.seen_at.push_back(sheet + key);
  }
  return error;
}

// Appropriations told as own money.
Planted SplitSheet(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(
      kind.patterns, [](const Statement& s) { return s.value > 0; });
  if (at == nullptr) return std::nullopt;
  const std::string sheet = SheetOf(*at);
  edits->AlsoValue(sheet + "other", at->value);
  PlantedError error = edits->EditValue(*at, 0);
  error.seen_at = {sheet + "other",         sheet + "total",
                   "N11d:fiscal:amount",    "N11d:fiscal:count",
                   "N11d:nonfiscal:amount", "T3:ALL:project",
                   "T2:ALL:carry_nonfiscal"};
  for (std::string& place : InTable7(edits->bureau(), ProjectOf(*at))) {
    error.seen_at.push_back(std::move(place));
  }
  return error;
}

Planted DropSheet(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const int project = ProjectOf(*at);
  PlantedError error = edits->LeaveOut(*at);
  const Bureau& bureau = edits->bureau();
  error.was = bureau.projects[project].name;
  error.seen_at = InTable7(bureau, project);
  for (const char* place :
       {"T3:ALL:project", "N11d:fiscal:count", "N11d:nonfiscal:count",
        "N11d:fiscal:amount", "N11d:nonfiscal:amount"}) {
    error.seen_at.push_back(place);
  }
  error.seen_at.push_back("T3:" + bureau.projects[project].function +
                          ":project");
  std::swap(error.address, error.seen_at.front());
  return error;
}

Planted ChangeCost(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error =
      edits->EditValue(*at, at->value + edits->Difference(at->value));
  error.seen_at = {SheetOf(*at) + "total"};
  return error;
}

Planted ChangeSheetYear(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(*at, at->value + (edits->random().OneIn(2) ? 1 : -1));
}

Planted ChangeSheetUnit(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {"海东市水产研究所"});
  const std::string sheet = SheetOf(*at);
  error.seen_at = {sheet + "year", sheet + "project",
                   sheet.substr(0, sheet.size() - 1)};
  return error;
}

// A name that only table 7 and the narrative share.
Planted RenameSheet(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return !InTable7(edits->bureau(), ProjectOf(s)).empty();
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {"信息系统运行维护经费"});
  error.seen_at = InTable7(edits->bureau(), ProjectOf(*at));
  error.seen_at.push_back(SheetOf(*at) + "total");
  return error;
}

Planted ChangeGoal(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const bool people = at->address.find("#people") != std::string::npos;
  const std::string sheet = SheetOf(*at);
  PlantedError error = edits->EditValue(
      *at, at->value + edits->random().Between(2, 9) * (people ? 10 : 1));
  error.seen_at = {sheet + (people ? "ind2:target" : "ind1:target")};
  return error;
}

Planted LateDeadline(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.words.front().find("年11月30日") != std::string::npos;
  });
  if (at == nullptr) return std::nullopt;
  std::string words = at->words.front();
  const std::string year = std::to_string(edits->bureau().fiscal_year);
  words.replace(words.find(year), year.size(),
                std::to_string(edits->bureau().fiscal_year + 1));
  PlantedError error = edits->EditWords(*at, {words});
  error.seen_at = {StemOf(error.address) + ":name"};
  return error;
}

// Nothing at all, or more than all there is.
Planted WrongTarget(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const bool rate = at->address.find("ind3") != std::string::npos;
  return edits->EditWords(*at, {rate ? ">=150%" : ""});
}

Planted WrongSignature(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->EditWords(*at, {"海东市水产研究所"});
  error.address = "doc";
  return error;
}

Planted WrongDate(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const int year =
      edits->bureau().fiscal_year + (edits->random().OneIn(2) ? 0 : -1);
  PlantedError error =
      edits->EditWords(*at, {std::to_string(year) + "年8月20日"});
  error.address = "doc";
  return error;
}

}  // namespace

const std::vector<TextKind>& ProfileAndSheetKinds() {
  static const std::vector<TextKind> kKinds = {
      {"staff_total", "N-33", "G:staff:actual", ChangeCount},
      {"staff_part", "N-33", "G:staff:retired", ChangeCount, "G:staff:actual"},
      {"staff_veterans", "N-34", "G:staff:retired_cadre", WrongVeterans,
       "T6:30301:total T6:30301:personnel"},
      {"staff_posts_many", "R-13", "G:staff:posts", ManyPosts,
       "G:staff:in_post"},
      {"staff_posts", "N-38", "G:staff:posts", FewPosts, "G:staff:in_post"},
      {"units_count", "N-35", "G:units:count", ChangeCount, "G:units:words"},
      {"units_missing", "N-35", "G:units:words", DropName, "G:units:count"},
      {"offices_count", "N-35", "G:offices:count", ChangeCount,
       "G:offices:words"},
      {"offices_missing", "N-35", "G:offices:words", DropName,
       "G:offices:count"},
      {"sheet_total", "P-01", "P*:total", ChangeAmount, "@:fiscal @:other"},
      {"sheet_raised", "P-07 P-06 P-08 N-32", "P*:total", RaiseSheet},
      {"sheet_source", "P-08 P-06 N-32", "P*:fiscal", SplitSheet},
      {"sheet_missing", "P-06 P-07 N-32", "P*:total#sheet", DropSheet},
      {"sheet_weight", "P-02", "P*:ind*:weight", ChangeCount},
      {"sheet_cost", "P-04", "P*:ind*:target#cost", ChangeCost},
      {"sheet_year", "P-09 S-05", "P*:year", ChangeSheetYear},
      {"sheet_unit", "P-09", "P*:unit", ChangeSheetUnit},
      {"sheet_name", "P-06 C-09", "P*:project", RenameSheet},
      {"sheet_goal", "P-10", "P*:goal#times P*:goal#people", ChangeGoal},
      {"sheet_deadline", "P-15", "P*:ind*:target", LateDeadline},
      {"sheet_target", "P-11", "P*:ind1:target P*:ind3:target", WrongTarget},
      {"signature", "S-10", "doc#signature", WrongSignature},
      {"date", "S-10", "doc#date", WrongDate},
  };
  return kKinds;
}

}  // namespace yuheng::cli
