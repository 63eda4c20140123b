#include "services/ingestion/lifecycle/check_references.h"

#include <utility>
#include <vector>

#include "services/ingestion/lifecycle/step.h"
#include "yuheng/budget/v1/vocabulary.pb.h"

namespace yuheng::ingestion {
namespace {

// The newest version of a slot that counts; empty id when there is none.
std::string AcceptedIn(const LifecycleParts& parts,
                       const std::string& department, const Slot& slot) {
  const std::vector<SubmissionEntry> versions =
      parts.store->index().InSlot(department, slot);
  for (auto it = versions.rbegin(); it != versions.rend(); ++it) {
    if (it->state == State::kAccepted || it->state == State::kPosted) {
      return it->id;
    }
  }
  return "";
}

// Absent when the slot has no accepted document, or one that can't be read any
// more.
absl::StatusOr<absl::optional<StoredDocument>> AcceptedDocument(
    const LifecycleParts& parts, const std::string& department,
    const Slot& slot, const StoredReader& read) {
  const std::string id = AcceptedIn(parts, department, slot);
  if (id.empty()) return absl::nullopt;
  absl::StatusOr<storage::SubmissionRecord> record =
      parts.store->Get(department, id);
  if (!record.ok()) return record.status();
  absl::StatusOr<budget::Document> document = read(*record);
  if (document.ok()) {
    return absl::make_optional(StoredDocument{id, *std::move(document)});
  }
  if (IsRefusal(document.status())) return absl::nullopt;
  return document.status();
}

absl::Status GatherUnits(const LifecycleParts& parts,
                         const std::string& department, const Slot& slot,
                         const StoredReader& read,
                         CheckReferences* references) {
  const budget::Department* known = parts.departments->FindByCode(department);
  if (known == nullptr || known->units.size() > kUnitsComparedMax) {
    return absl::OkStatus();
  }
  for (const budget::DepartmentUnit& unit : known->units) {
    const Slot of_unit{slot.fiscal_year, slot.stage, unit.code};
    if (AcceptedIn(parts, department, of_unit).empty()) {
      references->units_missing.push_back(unit.name.empty() ? unit.code
                                                            : unit.name);
    }
  }
  if (!references->units_missing.empty()) return absl::OkStatus();
  for (const budget::DepartmentUnit& unit : known->units) {
    auto document = AcceptedDocument(
        parts, department, {slot.fiscal_year, slot.stage, unit.code}, read);
    if (!document.ok()) return document.status();
    if (!document->has_value()) {
      references->units.clear();
      references->units_missing.push_back(unit.name.empty() ? unit.code
                                                            : unit.name);
      return absl::OkStatus();
    }
    references->units.push_back(**std::move(document));
  }
  return absl::OkStatus();
}

absl::optional<StageCeiling> CeilingFor(const LifecycleParts& parts,
                                        const std::string& department,
                                        const Slot& slot) {
  if (!IsUnderCeiling(slot.stage)) return absl::nullopt;
  StageCeiling under{slot.stage, {department, slot.unit, slot.fiscal_year, {}}};
  const auto newest =
      parts.store->ceilings().NewestOf(department, slot.unit, slot.fiscal_year);
  if (newest) under.ceiling = CeilingOf(*newest);
  // Where nobody sets ceilings, an approved budget lacks nothing.
  if (under.ceiling.figures.empty() && slot.stage != budget::v1::STAGE_DRAFT) {
    return absl::nullopt;
  }
  return under;
}

}  // namespace

bool IsUnderCeiling(int stage) {
  return stage == budget::v1::STAGE_DRAFT ||
         stage == budget::v1::STAGE_APPROVED;
}

absl::StatusOr<CheckReferences> GatherReferences(const LifecycleParts& parts,
                                                 const std::string& department,
                                                 const Slot& slot,
                                                 const StoredReader& read) {
  CheckReferences references;
  for (const int stage :
       {static_cast<int>(budget::v1::STAGE_APPROVED), slot.stage}) {
    auto prior = AcceptedDocument(
        parts, department, {slot.fiscal_year - 1, stage, slot.unit}, read);
    if (!prior.ok()) return prior.status();
    if (prior->has_value()) {
      references.prior_budget = **std::move(prior);
      break;
    }
  }
  if (slot.unit.empty()) {
    absl::Status gathered =
        GatherUnits(parts, department, slot, read, &references);
    if (!gathered.ok()) return gathered;
  }
  references.ceiling = CeilingFor(parts, department, slot);
  return references;
}

storage::ReferencesRecord ReferencesRecordOf(
    const CheckReferences& references) {
  storage::ReferencesRecord record;
  if (references.prior_budget) {
    record.prior_budget = references.prior_budget->submission_id;
  }
  for (const StoredDocument& unit : references.units) {
    record.units.push_back(unit.submission_id);
  }
  record.units_missing = references.units_missing;
  return record;
}

}  // namespace yuheng::ingestion
