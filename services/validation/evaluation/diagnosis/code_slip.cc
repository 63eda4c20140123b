#include "services/validation/evaluation/diagnosis/code_slip.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::ChartOfAccounts;
using budget::Message;
using budget::Row;
using budget::Text;

// Codes that are tried on the document at most: each is a check of all of it.
constexpr size_t kCodesTriedMax = 4;
// Rows that no other table has: more are no slip, and each is compared with all
// rows of the others.
constexpr size_t kRowsAloneMax = 300;
// Failures that one code must explain at least.
constexpr size_t kSettledMin = 2;

// A row that may stand under the wrong code.
struct Suspect {
  const IndexedTable* table = nullptr;
  const Row* row = nullptr;
  std::string code;  // The right one.
  // What has the row under it; none: the chart.
  std::vector<const IndexedTable*> witnesses;
  bool same_amounts = false;  // In all of them.
  std::vector<int> failures;  // That it explains, ascending.
};

CodeChange ChangeOf(const Suspect& suspect) {
  const budget::Table& table = *suspect.table->table();
  return {table.kind, static_cast<size_t>(suspect.row - table.rows.data()),
          suspect.code};
}

budget::ChartKind ChartKindOf(const IndexedTable& table) {
  return table.shape().row_space == budget::RowSpace::kEconomic
             ? budget::ChartKind::kEconomicDepartment
             : budget::ChartKind::kFunction;
}

bool IsCoded(const Row& row) { return row.level != budget::RowLevel::kTotal; }

// Some figure that is not zero stands in both.
bool ShareAmounts(const Row& one, const Row& other) {
  const auto has = [&](const budget::Cell& cell) {
    return cell.amount_fen != 0 &&
           std::any_of(other.cells.begin(), other.cells.end(),
                       [&](const budget::Cell& each) {
                         return each.amount_fen == cell.amount_fen;
                       });
  };
  return std::any_of(one.cells.begin(), one.cells.end(), has);
}

class CodeSearch {
 public:
  CodeSearch(const DocumentIndex& index, int fiscal_year,
             const Evidence& evidence, const Trial& trial)
      : fiscal_year_(fiscal_year),
        failures_(evidence.failures()),
        trial_(trial) {
    for (const budget::TableShape& shape : budget::StandardForm().tables) {
      const IndexedTable& table = index.Of(shape.kind);
      if (table.table() == nullptr || !shape.coded()) continue;
      tables_.push_back(&table);
      for (const Row& row : table.table()->rows) {
        names_.emplace(&row, budget::NormaliseLabel(row.name));
      }
    }
    for (const KeptFinding& failure : failures_) {
      before_.insert(KeyOf(failure.finding));
    }
  }

  std::vector<Suspect> Run() {
    std::vector<std::pair<const IndexedTable*, const Row*>> alone;
    for (const IndexedTable* table : tables_) {
      const CodeCounts counts = CountsOf(*table);
      for (const Row& row : table->table()->rows) {
        if (!IsCoded(row) || !IsAlone(*table, row, counts)) continue;
        if (alone.size() == kRowsAloneMax) return {};
        alone.emplace_back(table, &row);
      }
    }
    std::vector<Suspect> suspects;
    for (const auto& [table, row] : alone) AddSuspects(*table, *row, &suspects);
    std::stable_sort(suspects.begin(), suspects.end(),
                     [](const Suspect& a, const Suspect& b) {
                       return std::tuple(a.same_amounts, a.witnesses.size()) >
                              std::tuple(b.same_amounts, b.witnesses.size());
                     });
    if (suspects.size() > kCodesTriedMax) suspects.resize(kCodesTriedMax);
    for (Suspect& suspect : suspects) Try(&suspect);
    // Of two that explain the same neither is to be believed.
    std::vector<Suspect> slips;
    for (const Suspect& suspect : suspects) {
      if (suspect.failures.size() < kSettledMin) continue;
      const bool rivalled =
          std::any_of(suspects.begin(), suspects.end(), [&](const auto& other) {
            return &other != &suspect &&
                   other.failures.size() >= suspect.failures.size() &&
                   Overlap(suspect.failures, other.failures);
          });
      if (!rivalled) slips.push_back(suspect);
    }
    return slips;
  }

 private:
  static bool Overlap(const std::vector<int>& a, const std::vector<int>& b) {
    return std::any_of(a.begin(), a.end(), [&](int each) {
      return std::binary_search(b.begin(), b.end(), each);
    });
  }

  // The tables whose rows stand under codes of the same chart.
  std::vector<const IndexedTable*> Beside(const IndexedTable& table) const {
    std::vector<const IndexedTable*> beside;
    for (const IndexedTable* other : tables_) {
      if (other != &table && ChartKindOf(*other) == ChartKindOf(table)) {
        beside.push_back(other);
      }
    }
    return beside;
  }

  // How often a table has a code at a level.
  using CodeCounts =
      std::map<std::pair<budget::RowLevel, absl::string_view>, int>;
  static CodeCounts CountsOf(const IndexedTable& table) {
    CodeCounts counts;
    for (const Row& row : table.table()->rows) ++counts[{row.level, row.code}];
    return counts;
  }

  // No other table has the row's code with its name, or the table has it twice.
  bool IsAlone(const IndexedTable& table, const Row& row,
               const CodeCounts& counts) const {
    if (row.level != budget::RowLevel::kProject &&
        counts.at({row.level, row.code}) > 1) {
      return true;
    }
    const auto beside = Beside(table);
    return std::none_of(beside.begin(), beside.end(), [&](const auto* other) {
      const Row* same = other->Find(row.side, row.code);
      return same != nullptr && names_.at(same) == names_.at(&row);
    });
  }

  void AddSuspects(const IndexedTable& table, const Row& row,
                   std::vector<Suspect>* suspects) const {
    const std::string& name = names_.at(&row);
    if (name.empty()) return;
    // The same code may stand above several projects.
    const auto lacks = [&](absl::string_view code) {
      return code.size() == row.code.size() && code != row.code &&
             (row.level == budget::RowLevel::kProject ||
              table.Find(row.side, code) == nullptr);
    };
    std::map<absl::string_view, Suspect> by_code;
    for (const IndexedTable* other : Beside(table)) {
      for (const Row& each : other->table()->rows) {
        if (names_.at(&each) != name || !IsCoded(each) || !lacks(each.code)) {
          continue;
        }
        Suspect& suspect = by_code[each.code];
        const bool same = ShareAmounts(row, each);
        if (same && !suspect.same_amounts) suspect.witnesses.clear();
        suspect.same_amounts |= same;
        auto& witnesses = suspect.witnesses;
        if (same == suspect.same_amounts &&
            (witnesses.empty() || witnesses.back() != other)) {
          witnesses.push_back(other);
        }
      }
    }
    if (by_code.empty()) {
      const absl::string_view code = OnlyCodeNamed(table, row);
      if (!code.empty() && lacks(code)) by_code[code];
    }
    for (auto& [code, suspect] : by_code) {
      suspect.table = &table;
      suspect.row = &row;
      suspect.code = std::string(code);
      suspects->push_back(std::move(suspect));
    }
  }

  // The one code of the row's level that has the row's name in the chart; empty
  // when there are more, or the row's own code has it too.
  absl::string_view OnlyCodeNamed(const IndexedTable& table,
                                  const Row& row) const {
    const ChartOfAccounts& chart =
        budget::ChartFor(ChartKindOf(table), fiscal_year_);
    absl::string_view only;
    for (const absl::string_view code : chart.CodesNamed(row.name)) {
      if (code.size() != row.code.size()) continue;
      if (!only.empty() || code == row.code) return "";
      only = code;
    }
    return only;
  }

  // Keeps the failures that disappear, unless others come.
  void Try(Suspect* suspect) const {
    const Row& row = *suspect->row;
    const auto rest = trial_({ChangeOf(*suspect)});
    if (!rest) return;
    // Figures of the row, and what the text says of it, have other addresses
    // with the other code.
    const auto subject = [](absl::string_view code) {
      return absl::StrCat(":", code);
    };
    std::set<FailureKey> left;
    for (const Finding& finding : *rest) {
      const FailureKey key = KeyOf(finding);
      const FailureKey as_printed = {
          key.first, absl::StrReplaceAll(key.second, {{subject(suspect->code),
                                                       subject(row.code)}})};
      if (before_.count(key) == 0 && before_.count(as_printed) == 0) return;
      left.insert(key);
      left.insert(as_printed);
    }
    for (size_t i = 0; i < failures_.size(); ++i) {
      if (left.count(KeyOf(failures_[i].finding)) == 0) {
        suspect->failures.push_back(static_cast<int>(i));
      }
    }
  }

  const int fiscal_year_;
  const std::vector<KeptFinding>& failures_;
  const Trial& trial_;
  std::vector<const IndexedTable*> tables_;  // In the order of the form.
  absl::flat_hash_map<const Row*, std::string> names_;  // Normalised.
  std::set<FailureKey> before_;
};

// 「表2、表3 的“一般行政管理事务”列在 2060102 下，金额相同」.
Text WitnessText(const Suspect& suspect) {
  return Message(suspect.witnesses.empty() ? "diagnosis.code_in_chart"
                 : suspect.same_amounts    ? "diagnosis.code_of_amounts"
                                           : "diagnosis.code_elsewhere",
                 {{"tables", TablesText(suspect.witnesses)},
                  {"name", suspect.row->name},
                  {"suggested", suspect.code}});
}

}  // namespace

std::vector<CommonCause> FindCodeSlips(const DocumentIndex& index,
                                       int fiscal_year,
                                       const Evidence& evidence,
                                       const Trial& trial,
                                       std::vector<Breach>* breaches) {
  std::vector<CommonCause> causes;
  if (evidence.failures().size() < kSettledMin) return causes;
  for (Suspect& slip : CodeSearch(index, fiscal_year, evidence, trial).Run()) {
    CommonCause& cause = causes.emplace_back();
    cause.culprit = PlaceOf(*slip.table, *slip.row);
    if (slip.row->line > 0) {
      cause.culprit.location = slip.table->Locate(slip.row->line);
    }
    cause.cause =
        Message("diagnosis.suspect_code", {{"table", PlaceText(*slip.table)},
                                           {"printed", slip.row->code},
                                           {"name", slip.row->name},
                                           {"suggested", slip.code}});
    const Text witness = WitnessText(slip);
    const Text settles =
        Message("diagnosis.code_settles",
                {{"rules", evidence.RulesText(slip.failures)},
                 {"count", absl::StrCat(slip.failures.size())}});
    cause.reason = {absl::StrCat(witness.zh, "；", settles.zh),
                    absl::StrCat(witness.en, "; ", settles.en)};
    for (Breach& breach : *breaches) {
      breach.settled |= std::binary_search(slip.failures.begin(),
                                           slip.failures.end(), breach.failure);
    }
    cause.change = ChangeOf(slip);
    cause.failures = std::move(slip.failures);
  }
  return causes;
}

}  // namespace yuheng::validation
