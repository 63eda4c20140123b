#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/name_list.h"
#include "services/validation/evaluation/name_matcher.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Row;
using budget::TableKind;

// Names of all lists together that are compared at most.
constexpr size_t kEntriesMax = 4000;

// Accounts that one function class pays.
struct PaidBy {
  absl::string_view code;
  absl::string_view function;
};
constexpr PaidBy kPaidBy[] = {
    {"30108", "208"}, {"30109", "208"}, {"30110", "210"}, {"30111", "210"},
    {"30113", "221"}, {"30301", "208"}, {"30302", "208"}};

// Names that lists must hold, where the tables print their amounts, and the
// function class that pays them; empty when that may be any.
struct Wanted {
  // False: no table of projects says which names are theirs, so that any other
  // than an account's may be one.
  bool projects_told = true;
  std::vector<WantedName> names;
  // In the order of `names`.
  std::vector<Place> places;
  std::vector<std::string> classes;

  void Add(const IndexedTable& table, const Row& row, int column,
           WantedName name, absl::string_view function) {
    if (static_cast<size_t>(column) >= row.cells.size() ||
        row.cells[column].amount_fen == 0) {
      return;
    }
    names.push_back(std::move(name));
    places.push_back(PlaceOf(FigureOf(table, row, column)));
    classes.emplace_back(function);
  }

  // The 款 rows of 表6 with an amount in the column.
  void AddAccounts(const IndexedTable& table, absl::string_view column) {
    if (!table.usable()) return;
    const int index = table.shape().ColumnIndex(budget::Side::kNone, column);
    for (const Row& row : table.table()->rows) {
      if (row.code.size() != 5) continue;
      absl::string_view function;
      for (const PaidBy& paid : kPaidBy) {
        if (paid.code == row.code) function = paid.function;
      }
      Add(table, row, index, {row.code, row.name}, function);
    }
  }

  // The projects of 表7 with an amount.
  void AddProjects(const IndexedTable& table) {
    if (!table.usable()) return;
    for (const Row& row : table.table()->rows) {
      if (row.project.empty()) continue;
      Add(table, row, 0, {"", row.project},
          absl::string_view(row.code).substr(0, 3));
    }
  }

  // Takes out what words for a whole group stand for.
  template <typename Predicate>
  void Erase(Predicate predicate) {
    for (size_t i = names.size(); i > 0; --i) {
      if (!predicate(names[i - 1])) continue;
      names.erase(names.begin() + (i - 1));
      places.erase(places.begin() + (i - 1));
      classes.erase(classes.begin() + (i - 1));
    }
  }
};

bool IsAnyOf(absl::string_view entry,
             std::initializer_list<absl::string_view> words) {
  for (const absl::string_view word : words) {
    if (entry == word) return true;
  }
  return false;
}

// Entries that stand for a group; they are taken out, and so is what they
// stand for.
void TakeGroups(std::vector<std::string>* entries, Wanted* wanted) {
  std::erase_if(*entries, [&](const std::string& entry) {
    if (IsAnyOf(entry, {"项目支出", "项目经费", "各项目支出", "项目",
                        "专项经费", "专项支出", "业务专项经费"})) {
      wanted->Erase([](const WantedName& name) { return name.code.empty(); });
      return true;
    }
    if (IsAnyOf(entry, {"人员经费", "人员支出", "基本支出"})) {
      wanted->Erase([](const WantedName& name) {
        return absl::StartsWith(name.code, "301") ||
               absl::StartsWith(name.code, "303");
      });
      if (entry != "基本支出") return true;
    }
    if (IsAnyOf(entry, {"公用经费", "日常公用经费", "公用支出", "基本支出"})) {
      wanted->Erase([](const WantedName& name) {
        return absl::StartsWith(name.code, "302") ||
               absl::StartsWith(name.code, "310");
      });
      return true;
    }
    return false;
  });
}

// The list a name belongs into: that of the class that pays it, else the
// longest one.
size_t ListOf(absl::string_view function,
              const std::vector<const budget::Claim*>& lists) {
  size_t longest = 0;
  for (size_t i = 0; i < lists.size(); ++i) {
    if (!function.empty() &&
        absl::EndsWith(SplitClaim(lists[i]->address).subject, function)) {
      return i;
    }
    if (lists[i]->printed.size() > lists[longest]->printed.size()) longest = i;
  }
  return longest;
}

void ReportMissing(const CheckContext& context, const Wanted& wanted,
                   const std::vector<const budget::Claim*>& lists,
                   const std::vector<WantedName>& missing) {
  struct Lack {
    std::string names;
    std::vector<Place> places;
  };
  std::vector<Lack> lacks(lists.size());
  // A project of two codes is wanted twice and named once.
  std::map<std::pair<std::string, std::string>, bool> named;
  for (const WantedName& name : missing) {
    named.emplace(std::pair(name.code, name.name), false);
  }
  for (size_t i = 0; i < wanted.names.size(); ++i) {
    const WantedName& name = wanted.names[i];
    const auto told = named.find(std::pair(name.code, name.name));
    if (told == named.end()) continue;
    const size_t list = ListOf(wanted.classes[i], lists);
    Lack& lack = lacks[list];
    if (lack.places.empty()) lack.places.push_back(PlaceOf(*lists[list]));
    if (!std::exchange(told->second, true)) {
      absl::StrAppend(&lack.names, lack.names.empty() ? "" : "、", name.name);
    }
    lack.places.push_back(wanted.places[i]);
  }
  for (Lack& lack : lacks) {
    if (lack.names.empty()) continue;
    context.reporter.Fail(
        std::move(lack.places),
        Message("prose.list_missing", {{"names", lack.names}}));
  }
}

void ReportMatch(const CheckContext& context, const Wanted& wanted,
                 const std::vector<const budget::Claim*>& lists,
                 const NameMatch& match, bool open) {
  if (!open) ReportMissing(context, wanted, lists, match.missing);
  std::string accounts;
  std::string unknown;
  for (const SurplusName& name : match.surplus) {
    std::string& out = name.code.empty() ? unknown : accounts;
    absl::StrAppend(&out, out.empty() ? "" : "、", name.entry);
  }
  std::vector<Place> where;
  for (const budget::Claim* list : lists) {
    const std::string text = budget::NormaliseLabel(list->printed);
    for (const SurplusName& name : match.surplus) {
      if (!absl::StrContains(text, name.entry)) continue;
      where.push_back(PlaceOf(*list));
      break;
    }
  }
  if (where.empty()) where.push_back(PlaceOf(*lists[0]));
  if (!accounts.empty()) {
    context.reporter.Fail(where,
                          Message("prose.list_surplus", {{"names", accounts}}));
  }
  if (!unknown.empty() && wanted.projects_told) {
    context.reporter.Note(where,
                          Message("prose.list_unknown", {{"names", unknown}}));
  }
}

// Compares what the lists name together with what they must name.
void CompareLists(const CheckContext& context,
                  const std::vector<const budget::Claim*>& lists,
                  Wanted wanted) {
  std::vector<std::string> entries;
  bool open = false;
  for (const budget::Claim* list : lists) {
    open |= ListIsOpen(list->printed);
    for (std::string& entry : SplitNames(list->printed)) {
      if (entries.size() == kEntriesMax) break;
      entries.push_back(std::move(entry));
    }
  }
  TakeGroups(&entries, &wanted);
  const NameMatcher matcher(
      wanted.names, budget::ChartFor(budget::ChartKind::kEconomicDepartment,
                                     context.document.fiscal_year));
  const NameMatch match = matcher.Match(entries);
  size_t unknown = 0;
  for (const SurplusName& name : match.surplus) unknown += name.code.empty();
  // Mostly something else than names: a description, not a list.
  if (unknown > entries.size() / 2 && wanted.projects_told) {
    context.reporter.Insufficient({PlaceOf(*lists[0])},
                                  Message("prose.no_list"));
    return;
  }
  ReportMatch(context, wanted, lists, match, open);
}

}  // namespace

// N-12: what the general public budget is mainly used for (主要用于, all
// classes together) are the accounts of 表6 and the projects of 表7 with an
// amount. A list that ends with 等 need not be complete.
void CheckPurposeLists(const CheckContext& context) {
  std::vector<const budget::Claim*> lists;
  bool section = false;
  for (const budget::Claim& claim : context.document.claims) {
    const ClaimParts parts = SplitClaim(claim.address);
    if (parts.section != "N4") continue;
    section = true;
    const bool general = parts.subject == "gen" ||
                         absl::StartsWith(parts.subject, "gen/") ||
                         parts.subject == "total";
    if (general && parts.measure == "words" && !claim.printed.empty()) {
      lists.push_back(&claim);
    }
  }
  Wanted wanted;
  wanted.AddAccounts(context.index.Of(TableKind::kT6), "total");
  wanted.AddProjects(context.index.Of(TableKind::kT7));
  wanted.projects_told = context.index.Of(TableKind::kT7).shape().printed;
  if (wanted.names.empty() && lists.empty()) return;
  if (lists.empty() || wanted.names.empty()) {
    context.reporter.Insufficient(
        {{section ? "N4" : "doc", {}}},
        Message("prose.lists_unavailable",
                {{"title", context.reporter.rule().title}}));
    return;
  }
  CompareLists(context, lists, std::move(wanted));
}

// N-17: the name lists of section 六 are the accounts of 表6 with an amount in
// the column.
void CheckBasicLists(const CheckContext& context) {
  bool told = false;
  for (const absl::string_view column : {"personnel", "public"}) {
    Wanted wanted;
    wanted.AddAccounts(context.index.Of(TableKind::kT6), column);
    const budget::Claim* list =
        context.claims.Find(absl::StrCat("N6:", column, ":words"));
    const bool listed = list != nullptr && !list->printed.empty();
    if (listed && !wanted.names.empty()) {
      CompareLists(context, {list}, std::move(wanted));
    } else if ((listed || !wanted.names.empty()) && !told) {
      told = true;
      context.reporter.Insufficient(
          {{absl::StrCat("N6:", column, ":words"),
            {listed ? list->line : 0, ""}}},
          Message("prose.lists_unavailable",
                  {{"title", context.reporter.rule().title}}));
    }
  }
}

}  // namespace yuheng::validation
