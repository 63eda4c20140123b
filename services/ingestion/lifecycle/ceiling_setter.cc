#include "services/ingestion/lifecycle/ceiling_setter.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/step.h"

namespace yuheng::ingestion {
namespace {

absl::Status WrongField(absl::string_view field, const budget::Text& text) {
  return rpc::MakeFieldError({{std::string(field), text.en}}, text.zh, text.en);
}

}  // namespace

absl::Status CeilingSetter::Check(const CeilingSetting& setting) const {
  const storage::CeilingRecord& record = setting.record;
  const budget::Department* listed =
      parts_.departments->FindByCode(record.department);
  if (listed == nullptr) {
    return WrongField("parent",
                      budget::Message("ingestion.department_not_in_list",
                                      {{"department", record.department}}));
  }
  const bool known = record.unit.empty() ||
                     std::any_of(listed->units.begin(), listed->units.end(),
                                 [&](const budget::DepartmentUnit& unit) {
                                   return unit.code == record.unit;
                                 });
  if (known) return absl::OkStatus();
  return WrongField("parent",
                    budget::Message("ceilings.unit_not_in_list",
                                    {{"department", record.department},
                                     {"unit", record.unit}}));
}

absl::StatusOr<CeilingImported> CeilingSetter::Set(CeilingImport import) {
  const CeilingBook& book = parts_.store->ceilings();
  const int64_t now_unix_us = parts_.now_unix_us();
  std::set<std::tuple<int, std::string, std::string>> seen;
  std::map<int, size_t> counts;  // With those to come.
  CeilingImported imported;
  std::vector<CeilingSetting> changed;
  bool refused = false;
  for (absl::StatusOr<CeilingSetting>& asked : import.settings) {
    CeilingOutcome& outcome =
        imported.outcomes.emplace_back(CeilingOutcome{std::move(asked), false});
    const auto refuse = [&](absl::Status why) {
      outcome.setting = std::move(why);
      refused = true;
    };
    if (!outcome.setting.ok()) {
      refused = true;
      continue;
    }
    CeilingSetting& setting = *outcome.setting;
    storage::CeilingRecord& record = setting.record;
    if (absl::Status wrong = Check(setting); !wrong.ok()) {
      refuse(std::move(wrong));
      continue;
    }
    if (!seen.emplace(setting.fiscal_year, record.department, record.unit)
             .second) {
      refuse(WrongField("parent", budget::Message("ceilings.twice")));
      continue;
    }
    auto newest =
        book.NewestOf(record.department, record.unit, setting.fiscal_year);
    if (newest ? newest->record.figures == record.figures
               : record.figures.empty()) {
      outcome.unchanged = true;
      if (newest) setting = *std::move(newest);
      continue;
    }
    const auto count =
        counts
            .try_emplace(setting.fiscal_year, book.CountOf(setting.fiscal_year))
            .first;
    if (++count->second > kCeilingSettingsMax) {
      refuse(WrongField(
          "fiscal_year",
          budget::Message("ceilings.full",
                          {{"max", absl::StrCat(kCeilingSettingsMax)}})));
      continue;
    }
    record.set_time_unix_us = now_unix_us;
    changed.push_back(setting);
  }
  if (refused || import.validate_only) return imported;
  if (!changed.empty()) {
    absl::Status committed = parts_.store->CommitCeilings(changed);
    if (!committed.ok()) return committed;
  }
  imported.applied = true;
  return imported;
}

}  // namespace yuheng::ingestion
