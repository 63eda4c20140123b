#include "services/ingestion/store/ceiling_book.h"

#include "absl/algorithm/container.h"

namespace yuheng::ingestion {

budget::Ceiling CeilingOf(const CeilingSetting& setting) {
  budget::Ceiling ceiling{
      setting.record.department, setting.record.unit, setting.fiscal_year, {}};
  for (const storage::CeilingFigureRecord& figure : setting.record.figures) {
    ceiling.figures.push_back(
        {figure.source, static_cast<budget::ExpenditureKind>(figure.kind),
         figure.amount_fen});
  }
  return ceiling;
}

void CeilingBook::Add(CeilingSetting setting) {
  absl::MutexLock lock(&mu_);
  Settings& settings = settings_[setting.fiscal_year];
  ++settings.count;
  settings.by_scope[{setting.record.department, setting.record.unit}].push_back(
      std::move(setting.record));
}

absl::optional<CeilingSetting> CeilingBook::NewestOf(
    absl::string_view department, absl::string_view unit,
    int fiscal_year) const {
  absl::MutexLock lock(&mu_);
  const auto settings = settings_.find(fiscal_year);
  if (settings == settings_.end()) return absl::nullopt;
  const auto records = settings->second.by_scope.find(
      {std::string(department), std::string(unit)});
  if (records == settings->second.by_scope.end()) return absl::nullopt;
  return CeilingSetting{fiscal_year, records->second.back()};
}

std::string CeilingBook::Sha256InForce(absl::string_view department,
                                       absl::string_view unit,
                                       int fiscal_year) const {
  const auto newest = NewestOf(department, unit, fiscal_year);
  return newest ? budget::CeilingSha256(CeilingOf(*newest)) : "";
}

std::vector<ListedCeiling> CeilingBook::List(
    const CeilingFilter& filter, const absl::optional<CeilingPosition>& after,
    size_t count) const {
  std::vector<ListedCeiling> listed;
  absl::MutexLock lock(&mu_);
  for (const auto& [fiscal_year, settings] : settings_) {
    if ((filter.fiscal_year != 0 && filter.fiscal_year != fiscal_year) ||
        (after && fiscal_year < after->fiscal_year)) {
      continue;
    }
    for (const auto& [scope, records] : settings.by_scope) {
      if ((!filter.department.empty() && filter.department != scope.first) ||
          (!filter.units.empty() &&
           !absl::c_linear_search(filter.units, scope.second))) {
        continue;
      }
      for (size_t number = 0; number < records.size(); ++number) {
        const storage::CeilingRecord& record = records[number];
        const bool in_force =
            number + 1 == records.size() && !record.figures.empty();
        if (!in_force && !filter.history) continue;
        CeilingPosition position{fiscal_year, scope.first, scope.second,
                                 number};
        if (after && position <= *after) continue;
        if (listed.size() == count) return listed;
        listed.push_back(
            {{fiscal_year, record}, std::move(position), in_force});
      }
    }
  }
  return listed;
}

size_t CeilingBook::CountOf(int fiscal_year) const {
  absl::MutexLock lock(&mu_);
  const auto found = settings_.find(fiscal_year);
  return found == settings_.end() ? 0 : found->second.count;
}

}  // namespace yuheng::ingestion
