#include "services/budget/chart_of_accounts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/budget/check.h"
#include "services/budget/data_files.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

struct DatedChart {
  ChartKind kind;
  int year;
  ChartOfAccounts chart;
};

// File names say kind and first year: chart_func_2023_starter.csv.
std::vector<DatedChart> LoadCharts() {
  constexpr std::pair<absl::string_view, ChartKind> kPrefixes[] = {
      {"chart_func_", ChartKind::kFunction},
      {"chart_econ_dept_", ChartKind::kEconomicDepartment},
      {"chart_econ_gov_", ChartKind::kEconomicGovernment},
  };
  std::vector<DatedChart> charts;
  for (const EmbeddedFile& file : data::Files()) {
    for (const auto& [prefix, kind] : kPrefixes) {
      if (!absl::StartsWith(file.name, prefix)) continue;
      int year = 0;
      YUHENG_CHECK(absl::SimpleAtoi(file.name.substr(prefix.size(), 4), &year));
      auto chart = ChartOfAccounts::Parse(file.content);
      YUHENG_CHECK(chart.ok());
      charts.push_back({kind, year, *std::move(chart)});
    }
  }
  std::sort(charts.begin(), charts.end(),
            [](const DatedChart& a, const DatedChart& b) {
              return std::pair(a.kind, a.year) < std::pair(b.kind, b.year);
            });
  return charts;
}

const DatedChart& DatedChartFor(ChartKind kind, int fiscal_year) {
  static const auto* const charts = new std::vector<DatedChart>(LoadCharts());
  const DatedChart* found = nullptr;
  for (const DatedChart& chart : *charts) {
    if (chart.kind != kind) continue;
    if (found == nullptr || chart.year <= fiscal_year) found = &chart;
  }
  YUHENG_CHECK(found != nullptr);
  return *found;
}

}  // namespace

absl::StatusOr<ChartOfAccounts> ChartOfAccounts::Parse(absl::string_view csv) {
  ChartOfAccounts chart;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(csv, '\n')) {
    ++number;
    line = TrimBlanks(line);
    if (line.empty()) continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
    if (number == 1) {
      if (fields.size() < 2 || fields[0] != "code" || fields[1] != "name") {
        return absl::InvalidArgumentError(
            "line 1: expected the header code,name[,aliases]");
      }
      continue;
    }
    const absl::string_view code = fields[0];
    const bool digits = std::all_of(
        code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (fields.size() < 2 || fields.size() > 3 || !digits ||
        (code.size() != 3 && code.size() != 5 && code.size() != 7) ||
        fields[1].empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", number,
          ": expected a code of 3, 5 or 7 digits, a name and aliases"));
    }
    std::vector<std::string> names = {NormaliseLabel(fields[1])};
    if (fields.size() == 3) {
      for (absl::string_view alias :
           absl::StrSplit(fields[2], '|', absl::SkipEmpty())) {
        names.push_back(NormaliseLabel(alias));
      }
    }
    if (!chart.names_.emplace(code, fields[1]).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": the code ", code, " stands twice"));
    }
    const absl::string_view key = chart.names_.find(code)->first;
    for (const std::string& name : names) {
      std::vector<absl::string_view>& codes = chart.named_[name];
      const auto place = std::lower_bound(codes.begin(), codes.end(), key);
      // An alias may be the name in another spelling.
      if (place == codes.end() || *place != key) codes.insert(place, key);
    }
  }
  return chart;
}

absl::string_view ChartOfAccounts::Name(absl::string_view code) const {
  const auto it = names_.find(code);
  return it == names_.end() ? absl::string_view()
                            : absl::string_view(it->second);
}

bool ChartOfAccounts::IsName(absl::string_view code,
                             absl::string_view printed) const {
  const auto codes = CodesNamed(printed);
  return std::binary_search(codes.begin(), codes.end(), code);
}

absl::Span<const absl::string_view> ChartOfAccounts::CodesNamed(
    absl::string_view printed) const {
  const auto it = named_.find(NormaliseLabel(printed));
  if (it == named_.end()) return {};
  return it->second;
}

std::vector<absl::string_view> ChartOfAccounts::Codes() const {
  std::vector<absl::string_view> codes;
  codes.reserve(names_.size());
  for (const auto& [code, name] : names_) codes.push_back(code);
  return codes;
}

const ChartOfAccounts& ChartFor(ChartKind kind, int fiscal_year) {
  return DatedChartFor(kind, fiscal_year).chart;
}

bool ChartIsOf(ChartKind kind, int fiscal_year) {
  return DatedChartFor(kind, fiscal_year).year == fiscal_year;
}

absl::string_view ParentCode(absl::string_view code) {
  if (code.size() == 7) return code.substr(0, 5);
  if (code.size() == 5) return code.substr(0, 3);
  return absl::string_view();
}

}  // namespace yuheng::budget
