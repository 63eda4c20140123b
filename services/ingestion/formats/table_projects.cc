#include "services/ingestion/formats/table_projects.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/text.h"

namespace yuheng::ingestion {
namespace {

constexpr absl::string_view kOpenings[] = {"\"", "《", "「", "["};
constexpr absl::string_view kEndings[] = {
    "\"",         "》",           "」",         "]",          "项目",
    "(延续项目)", "(延续性项目)", "(延续)",     "(新增项目)", "(新增)",
    "(续建项目)", "(续建)",       "(结转项目)", "(结转)",     "(一次性项目)",
    "(一次性)",   "(经常性项目)", "(经常性)"};

}  // namespace

TableProjects::TableProjects(const budget::Document& document)
    : year_(absl::StrCat(document.fiscal_year, "年")) {
  const budget::Table* table = document.FindTable(budget::TableKind::kT7);
  if (table == nullptr) return;
  for (const budget::Row& row : table->rows) {
    if (row.project.empty()) continue;
    const std::string name = budget::NormaliseLabel(row.project);
    if (!by_name_.emplace(name, row.project).second) continue;
    const auto [bare, added] = by_bare_name_.emplace(Bare(name), row.project);
    if (!added) bare->second.clear();
  }
}

const std::string* TableProjects::Find(absl::string_view name) const {
  const auto same = by_name_.find(name);
  if (same != by_name_.end()) return &same->second;
  const auto alike = by_bare_name_.find(Bare(name));
  return alike == by_bare_name_.end() || alike->second.empty() ? nullptr
                                                               : &alike->second;
}

std::string TableProjects::Bare(absl::string_view name) const {
  for (bool again = true; again;) {
    again = absl::ConsumePrefix(&name, year_);
    if (again) absl::ConsumePrefix(&name, "度");
    for (absl::string_view word : kOpenings) {
      again |= absl::ConsumePrefix(&name, word);
    }
    for (absl::string_view word : kEndings) {
      again |= absl::ConsumeSuffix(&name, word);
    }
  }
  return std::string(name);
}

}  // namespace yuheng::ingestion
