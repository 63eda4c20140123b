#include "services/ingestion/lifecycle/ceiling_comparison.h"

#include <map>
#include <utility>

#include "services/budget/regional_form.h"
#include "services/ingestion/lifecycle/check_references.h"
#include "services/ingestion/lifecycle/step.h"
#include "yuheng/budget/v1/vocabulary.pb.h"

namespace yuheng::ingestion {
namespace {

// The newest draft that counts, or will when it has been looked at; empty when
// there is none.
std::string LiveDraftOf(const LifecycleParts& parts,
                        const std::string& department, int fiscal_year,
                        const std::string& unit) {
  const std::vector<SubmissionEntry> versions = parts.store->index().InSlot(
      department, {fiscal_year, budget::v1::STAGE_DRAFT, unit});
  for (auto it = versions.rbegin(); it != versions.rend(); ++it) {
    if (!IsFinal(it->state)) return it->id;
  }
  return "";
}

// By code, what people call the units of the department list; empty for others
// that have sent a draft.
std::map<std::string, std::string> UnitsOf(const LifecycleParts& parts,
                                           const budget::Ceiling& ceiling) {
  std::map<std::string, std::string> units;
  const budget::Department* listed =
      parts.departments->FindByCode(ceiling.department);
  if (listed != nullptr) {
    for (const budget::DepartmentUnit& unit : listed->units) {
      units[unit.code] = unit.name.empty() ? unit.code : unit.name;
    }
  }
  const NewestSubmissions sent = parts.store->index().NewestOf(
      ceiling.department, ceiling.fiscal_year, budget::v1::STAGE_DRAFT);
  for (const auto& [unit, newest] : sent.by_unit) units.emplace(unit, "");
  return units;
}

// Finds the drafts under the ceiling. Those of units only where there is one.
void FindDrafts(const LifecycleParts& parts, const budget::Ceiling& ceiling,
                CeilingComparison* comparison) {
  const std::string own =
      LiveDraftOf(parts, ceiling.department, ceiling.fiscal_year, ceiling.unit);
  if (!own.empty()) comparison->submission_ids.push_back(own);
  if (!own.empty() || !ceiling.unit.empty()) return;
  const std::map<std::string, std::string> units = UnitsOf(parts, ceiling);
  std::vector<std::string> missing;
  for (const auto& [unit, name] : units) {
    std::string id =
        LiveDraftOf(parts, ceiling.department, ceiling.fiscal_year, unit);
    if (!id.empty()) {
      comparison->submission_ids.push_back(std::move(id));
    } else if (!name.empty()) {
      missing.push_back(name);
    }
  }
  comparison->by_units = !comparison->submission_ids.empty();
  if (!comparison->by_units) return;
  comparison->units_missing = std::move(missing);
  if (units.size() > kUnitsComparedMax) comparison->submission_ids.clear();
}

// A figure of the ceiling while drafts are added up.
struct Sum {
  absl::optional<int64_t> stated_fen;
  int64_t last_places_fen = 0;  // Of what is not zero.
  bool complete = true;
};

void Add(const budget::Document& document, const budget::CeilingFigure& figure,
         Sum* sum) {
  const auto stated = budget::FindUnderCeiling(
      budget::FormOf(document), document, figure.source, figure.kind);
  if (!stated) {
    sum->complete = false;
    return;
  }
  sum->stated_fen = sum->stated_fen.value_or(0) + stated->amount_fen;
  if (stated->amount_fen != 0) sum->last_places_fen += stated->precision_fen;
}

CeilingVerdict VerdictOf(const budget::CeilingFigure& figure, const Sum& sum) {
  if (sum.stated_fen &&
      !budget::IsWithinCeiling(*sum.stated_fen, sum.last_places_fen,
                               figure.amount_fen)) {
    return CeilingVerdict::kBeyond;
  }
  return sum.complete ? CeilingVerdict::kWithin : CeilingVerdict::kIncomplete;
}

}  // namespace

size_t CountDrafts(const LifecycleParts& parts,
                   const budget::Ceiling& ceiling) {
  CeilingComparison comparison;
  FindDrafts(parts, ceiling, &comparison);
  return comparison.submission_ids.size();
}

absl::StatusOr<CeilingComparison> CompareCeiling(const LifecycleParts& parts,
                                                 const budget::Ceiling& ceiling,
                                                 const ReadingTurn& turn) {
  CeilingComparison comparison;
  FindDrafts(parts, ceiling, &comparison);
  std::vector<Sum> sums(ceiling.figures.size());
  for (const std::string& id : comparison.submission_ids) {
    const absl::StatusOr<storage::SubmissionRecord> record =
        parts.store->Get(ceiling.department, id);
    if (!record.ok()) return record.status();
    const absl::StatusOr<budget::Document> document =
        ReadStoredDocument(parts, ceiling.department, *record, turn);
    if (!document.ok() && !IsRefusal(document.status())) {
      return document.status();
    }
    for (size_t i = 0; i < sums.size(); ++i) {
      if (document.ok()) {
        Add(*document, ceiling.figures[i], &sums[i]);
      } else {
        sums[i].complete = false;
      }
    }
  }
  const bool drafts = comparison.by_units || !comparison.submission_ids.empty();
  const bool all =
      !comparison.submission_ids.empty() && comparison.units_missing.empty();
  for (size_t i = 0; i < sums.size(); ++i) {
    sums[i].complete = sums[i].complete && all;
    comparison.figures.push_back({ceiling.figures[i], sums[i].stated_fen,
                                  drafts
                                      ? VerdictOf(ceiling.figures[i], sums[i])
                                      : CeilingVerdict::kNoDraft});
  }
  return comparison;
}

}  // namespace yuheng::ingestion
