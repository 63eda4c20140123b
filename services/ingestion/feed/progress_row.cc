#include "services/ingestion/feed/progress_row.h"

#include <utility>

namespace yuheng::ingestion {
namespace {

SubmissionEntry Shown(SubmissionEntry entry) {
  entry.posting_pending = false;
  entry.reversal_pending = false;
  return entry;
}

}  // namespace

std::vector<ProgressRow> RowsOf(const SubmissionIndex& index,
                                const WindowBook& windows,
                                const budget::Department& department,
                                const Period& period) {
  NewestSubmissions newest =
      index.NewestOf(department.code, period.fiscal_year, period.stage);
  const Window window =
      windows.WindowOf(department.code, period.fiscal_year, period.stage);
  std::vector<ProgressRow> rows;
  ProgressRow& own = rows.emplace_back();
  own.department = department.code;
  own.window = window;
  if (newest.of_department) {
    own.newest = Shown(*std::move(newest.of_department));
  }
  const bool shown = !newest.by_unit.empty();
  for (const budget::DepartmentUnit& unit : department.units) {
    ProgressRow& row = rows.emplace_back();
    row.department = department.code;
    row.unit = unit.code;
    row.window = window;
    row.shown = shown;
    const auto sent = newest.by_unit.find(unit.code);
    if (sent == newest.by_unit.end()) continue;
    row.newest = Shown(std::move(sent->second));
    newest.by_unit.erase(sent);
  }
  for (auto& [unit, entry] : newest.by_unit) {
    rows.push_back({.department = department.code,
                    .unit = unit,
                    .newest = Shown(std::move(entry)),
                    .window = window});
  }
  return rows;
}

}  // namespace yuheng::ingestion
