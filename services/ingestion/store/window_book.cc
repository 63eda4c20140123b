#include "services/ingestion/store/window_book.h"

#include <algorithm>

namespace yuheng::ingestion {

storage::WindowRecord WindowBook::Settings::NewestOf(
    absl::string_view department) const {
  const auto found = newest.find(department);
  // An extension of a window that was taken away is none of the next one.
  return found == newest.end() || found->second < window_begin
             ? storage::WindowRecord()
             : records[found->second];
}

void WindowBook::Add(WindowSetting setting) {
  absl::MutexLock lock(&mu_);
  Settings& settings = settings_[{setting.fiscal_year, setting.stage}];
  settings.newest[setting.record.department] = settings.records.size();
  if (setting.record.department.empty() &&
      setting.record.deadline_unix_us == 0) {
    settings.window_begin = settings.records.size();
  }
  settings.records.push_back(std::move(setting.record));
}

Window WindowBook::WindowOf(absl::string_view department, int fiscal_year,
                            int stage) const {
  absl::MutexLock lock(&mu_);
  const auto found = settings_.find({fiscal_year, stage});
  if (found == settings_.end()) return {};
  const storage::WindowRecord all = found->second.NewestOf("");
  Window window{.open_time_unix_us = all.open_time_unix_us,
                .deadline_unix_us = all.deadline_unix_us,
                .grace_end_time_unix_us = all.grace_end_time_unix_us};
  if (window.deadline_unix_us == 0) return window;
  window.deadline_unix_us =
      std::max(window.deadline_unix_us,
               found->second.NewestOf(department).deadline_unix_us);
  window.grace_end_time_unix_us =
      std::max(window.grace_end_time_unix_us, window.deadline_unix_us);
  return window;
}

std::vector<WindowSetting> WindowBook::List(const WindowFilter& filter) const {
  std::vector<WindowSetting> listed;
  absl::MutexLock lock(&mu_);
  for (const auto& [period, settings] : settings_) {
    const auto& [fiscal_year, stage] = period;
    if ((filter.fiscal_year != 0 && filter.fiscal_year != fiscal_year) ||
        (filter.stage != 0 && filter.stage != stage)) {
      continue;
    }
    for (size_t i = 0; i < settings.records.size(); ++i) {
      const storage::WindowRecord& record = settings.records[i];
      const bool in_force = record.deadline_unix_us != 0 &&
                            i >= settings.window_begin &&
                            settings.newest.at(record.department) == i;
      const bool concerned = filter.department.empty() ||
                             record.department.empty() ||
                             record.department == filter.department;
      if (concerned && (in_force || filter.history)) {
        listed.push_back({fiscal_year, stage, record});
      }
    }
  }
  return listed;
}

storage::WindowRecord WindowBook::NewestOf(absl::string_view department,
                                           int fiscal_year, int stage) const {
  absl::MutexLock lock(&mu_);
  const auto found = settings_.find({fiscal_year, stage});
  return found == settings_.end() ? storage::WindowRecord()
                                  : found->second.NewestOf(department);
}

size_t WindowBook::CountOf(int fiscal_year, int stage) const {
  absl::MutexLock lock(&mu_);
  const auto found = settings_.find({fiscal_year, stage});
  return found == settings_.end() ? 0 : found->second.records.size();
}

}  // namespace yuheng::ingestion
