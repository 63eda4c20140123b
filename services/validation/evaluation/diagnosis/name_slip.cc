#include "services/validation/evaluation/diagnosis/name_slip.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/budget/chart_of_accounts.h"

namespace yuheng::validation {
namespace {

using budget::Message;
using budget::Text;

// A project that one part of the document has and another has not.
struct Orphan {
  size_t breach = 0;
  const Figure* present = nullptr;
  const Figure* missing = nullptr;
};

bool IsProject(const Figure& figure) {
  if (figure.row != nullptr) {
    return figure.row->level == budget::RowLevel::kProject;
  }
  return figure.code != budget::kTotalKey && !figure.code.empty() &&
         std::any_of(figure.code.begin(), figure.code.end(),
                     [](char c) { return c < '0' || c > '9'; });
}

std::optional<Orphan> OrphanOf(const IdentitySet& set, size_t breach,
                               const std::vector<int>& facts) {
  Orphan orphan{.breach = breach};
  for (const int fact : facts) {
    const Figure& figure = set.facts()[static_cast<size_t>(fact)].figure;
    if (!IsProject(figure)) return std::nullopt;
    const Figure*& place =
        figure.row == nullptr ? orphan.missing : orphan.present;
    if (place != nullptr) return std::nullopt;
    place = &figure;
  }
  if (orphan.present == nullptr || orphan.missing == nullptr ||
      orphan.present->fen == 0 ||
      orphan.present->table == orphan.missing->table) {
    return std::nullopt;
  }
  return orphan;
}

Text NameText(const Figure& figure) {
  const Text place = PlaceText(figure);
  const std::string& name =
      figure.row->project.empty() ? figure.row->name : figure.row->project;
  return {absl::StrCat(place.zh, "“", name, "”"),
          absl::StrCat(place.en, " \"", name, "\"")};
}

}  // namespace

std::vector<CommonCause> FindNameSlips(Evidence& evidence,
                                       std::vector<Breach>* breaches) {
  const IdentitySet& set = evidence.identities();
  // By rule, the table that has it, the one that has not, and the amount;
  // tables in the form's order, as they stand in one array.
  std::map<std::tuple<absl::string_view, const IndexedTable*,
                      const IndexedTable*, int64_t>,
           std::vector<Orphan>>
      orphans;
  for (size_t i = 0; i < breaches->size(); ++i) {
    const Breach& breach = (*breaches)[i];
    if (breach.settled || breach.identity < 0) continue;
    if (const auto orphan = OrphanOf(set, i, breach.facts)) {
      const Identity& identity =
          set.identities()[static_cast<size_t>(breach.identity)];
      orphans[{identity.rule->id, orphan->present->table,
               orphan->missing->table, orphan->present->fen}]
          .push_back(*orphan);
    }
  }
  std::vector<CommonCause> causes;
  for (const auto& [key, here] : orphans) {
    const auto& [rule, table, other, fen] = key;
    // Each pair once: the narrative beside the table, whatever the order.
    if (here.size() != 1 || table->source() < other->source()) continue;
    const auto there = orphans.find({rule, other, table, fen});
    if (there == orphans.end() || there->second.size() != 1) continue;
    const Orphan& one = here[0];
    const Orphan& two = there->second[0];
    CommonCause& cause = causes.emplace_back();
    for (const Orphan* each : {&one, &two}) {
      Breach& breach = (*breaches)[each->breach];
      breach.settled = true;
      cause.failures.push_back(breach.failure);
    }
    std::sort(cause.failures.begin(), cause.failures.end());
    cause.culprit = PlaceOf(*one.present);
    cause.cause = Message(
        "diagnosis.suspect_name",
        {{"one", NameText(*one.present)}, {"other", NameText(*two.present)}});
    cause.reason =
        Message("diagnosis.one_amount", {{"amount", ValueText(*one.present)}});
  }
  return causes;
}

}  // namespace yuheng::validation
