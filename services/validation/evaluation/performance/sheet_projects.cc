#include "services/validation/evaluation/performance/sheet_projects.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/performance/sheet_figure.h"

namespace yuheng::validation {
namespace {

using budget::PerformanceSheet;
using budget::Row;

// Bytes of a name below which one within another means nothing: four
// characters.
constexpr size_t kContainedBytesMin = 12;

// Money of a sheet that no project of table 7 accounts for.
struct SpareMoney {
  size_t sheet = 0;
  int64_t fen = 0;
  int64_t alternative_fen = 0;  // See LikelyTotal.
  bool fiscal = false;          // Some of it is.
  bool other = false;
  bool sound = true;  // The sheet does not contradict itself.
};

std::vector<ListedProject> ListedProjectsOf(const DocumentIndex& index) {
  const IndexedTable& table = index.Of(budget::TableKind::kT7);
  const int column = table.shape().ColumnIndex(budget::Side::kNone, "total");
  std::vector<ListedProject> all;
  absl::flat_hash_map<std::string, size_t> positions;
  for (const Row& row : table.table()->rows) {
    if (row.level != budget::RowLevel::kProject || row.project.empty()) {
      continue;
    }
    std::string key = ProjectKey(row.project);
    const auto [it, added] = positions.emplace(key, all.size());
    if (added) {
      all.emplace_back();
      all.back().name = row.project;
      all.back().key = std::move(key);
    }
    ListedProject& project = all[it->second];
    const Figure figure = FigureOf(table, row, column);
    project.rows.push_back(&row);
    project.fen = AddFen(project.fen, figure.fen);
    project.readable &= figure.readable;
  }
  return all;
}

class Matcher {
 public:
  Matcher(const budget::Document& document, const DocumentIndex& index)
      : sheets_(document.sheets), taken_(sheets_.size(), false) {
    result_.listed = ListedProjectsOf(index);
    for (const PerformanceSheet& sheet : sheets_) {
      keys_.push_back(ProjectKey(sheet.project));
    }
    MatchNames();
  }

  std::vector<ListedProject> Listed() { return std::move(result_.listed); }

  SheetProjects Match(const std::vector<ProjectMoney>& money) {
    for (const ProjectMoney& each : money) {
      if (!each.decided) continue;
      // What rounding leaves is nothing.
      if (MayBeEqual(each.unlisted_fen(), 0,
                     std::max<int64_t>(each.unlisted_figures, 3))) {
        continue;
      }
      result_.uncovered.push_back({&each, each.unlisted_fen()});
    }
    CollectSpare();
    for (const Amount amount :
         {&SpareMoney::fen, &SpareMoney::alternative_fen}) {
      MatchPairs(amount);
      MatchSubsets(amount);
    }
    if (BalancesInSum()) result_.uncovered.clear();
    FindNearest();
    return std::move(result_);
  }

 private:
  using Amount = int64_t SpareMoney::*;
  using Same = bool (Matcher::*)(const ListedProject&, size_t) const;

  bool SameName(const ListedProject& project, size_t sheet) const {
    return project.key == keys_[sheet];
  }

  bool NameWithin(const ListedProject& project, size_t sheet) const {
    const std::string& a = project.key;
    const std::string& b = keys_[sheet];
    return std::min(a.size(), b.size()) >= kContainedBytesMin &&
           (absl::StrContains(a, b) || absl::StrContains(b, a));
  }

  bool SameAmount(const ListedProject& project, size_t k) const {
    const PerformanceSheet& sheet = sheets_[k];
    return project.readable && project.fen != 0 && sheet.total.stated() &&
           sheet.total.amount_fen == project.fen &&
           (sheet.fiscal.amount_fen >= project.fen ||
            (!sheet.fiscal.stated() && !sheet.other.stated()));
  }

  void MatchNames() {
    for (const Same same :
         {&Matcher::SameName, &Matcher::NameWithin, &Matcher::SameAmount}) {
      for (ListedProject& project : result_.listed) {
        if (!project.sheets.empty()) continue;
        for (size_t k = 0; k < sheets_.size(); ++k) {
          if (taken_[k] || !(this->*same)(project, k)) continue;
          taken_[k] = true;
          project.sheets.push_back(k);
          // Several sheets of one project bear its very name.
          if (same != &Matcher::SameName) break;
        }
      }
    }
  }

  void CollectSpare() {
    for (size_t k = 0; k < sheets_.size(); ++k) {
      const PerformanceSheet& sheet = sheets_[k];
      if (taken_[k] || !sheet.total.stated()) continue;
      const LikelyTotal likely = LikelyTotalOf(sheet);
      spare_.push_back({k, likely.fen, likely.alternative_fen,
                        sheet.fiscal.amount_fen > 0, sheet.other.amount_fen > 0,
                        HoldsTogether(sheet)});
    }
    // A sheet may say more than table 7: the rest comes from elsewhere.
    for (const ListedProject& project : result_.listed) {
      SpareMoney rest;
      rest.fen = rest.alternative_fen = -project.fen;
      int64_t fiscal = -project.fen;
      int64_t other = 0;
      for (const size_t k : project.sheets) {
        const LikelyTotal likely = LikelyTotalOf(sheets_[k]);
        rest.sheet = k;
        rest.sound &= HoldsTogether(sheets_[k]);
        rest.fen += likely.fen;
        rest.alternative_fen += likely.alternative_fen;
        fiscal += sheets_[k].fiscal.amount_fen;
        other += sheets_[k].other.amount_fen;
      }
      if (project.sheets.empty() || !project.readable ||
          rest.alternative_fen <= 0 || MayBeEqual(rest.fen, 0, 2) ||
          MayBeEqual(rest.alternative_fen, 0, 2) || rest.fen < 0) {
        continue;
      }
      rest.fiscal = fiscal > 0 && !MayBeEqual(fiscal, 0, 2);
      rest.other = other > 0;
      spare_.push_back(rest);
    }
  }

  // Whether the kinds of money go together.
  static bool MayPay(const SpareMoney& spare, const UncoveredMoney& need) {
    const ProjectMoney& money = *need.money;
    const bool fiscal = money.fiscal_high_fen > money.listed_fen &&
                        !MayBeEqual(money.fiscal_high_fen, money.listed_fen, 3);
    return (!spare.fiscal || fiscal) &&
           (!spare.other || money.other_high_fen > 0);
  }

  void MatchPairs(Amount amount) {
    for (size_t i = 0; i < result_.uncovered.size();) {
      const UncoveredMoney& need = result_.uncovered[i];
      const auto spare =
          std::find_if(spare_.begin(), spare_.end(), [&](const auto& each) {
            return MayPay(each, need) &&
                   MayBeEqual(
                       each.*amount, need.fen,
                       std::max<int64_t>(need.money->unlisted_figures + 1, 3));
          });
      if (spare == spare_.end()) {
        ++i;
        continue;
      }
      spare_.erase(spare);
      result_.uncovered.erase(result_.uncovered.begin() + i);
    }
  }

  // The subset of at least two of `amounts` that adds up to `fen`, as bits; 0
  // when there is none.
  static uint32_t SubsetOf(const std::vector<int64_t>& amounts, int64_t fen) {
    if (amounts.size() > kSubsetMax) return 0;
    for (uint32_t bits = 1; bits < (1U << amounts.size()); ++bits) {
      int64_t sum = 0;
      int64_t count = 0;
      for (size_t i = 0; i < amounts.size(); ++i) {
        if ((bits >> i & 1) == 0) continue;
        sum += amounts[i];
        ++count;
      }
      if (count >= 2 && MayBeEqual(sum, fen, count + 2)) return bits;
    }
    return 0;
  }

  template <typename T>
  static void EraseBits(const std::vector<size_t>& positions, uint32_t bits,
                        std::vector<T>* from) {
    for (size_t i = positions.size(); i-- > 0;) {
      if ((bits >> i & 1) != 0) from->erase(from->begin() + positions[i]);
    }
  }

  // Several sheets for one code, then one sheet over several codes.
  void MatchSubsets(Amount amount) {
    for (size_t i = 0; i < result_.uncovered.size();) {
      std::vector<size_t> positions;
      std::vector<int64_t> amounts;
      for (size_t s = 0; s < spare_.size(); ++s) {
        if (!MayPay(spare_[s], result_.uncovered[i])) continue;
        positions.push_back(s);
        amounts.push_back(spare_[s].*amount);
      }
      const uint32_t bits = SubsetOf(amounts, result_.uncovered[i].fen);
      if (bits == 0) {
        ++i;
        continue;
      }
      EraseBits(positions, bits, &spare_);
      result_.uncovered.erase(result_.uncovered.begin() + i);
    }
    for (size_t s = 0; s < spare_.size();) {
      std::vector<size_t> positions;
      std::vector<int64_t> amounts;
      for (size_t i = 0; i < result_.uncovered.size(); ++i) {
        positions.push_back(i);
        amounts.push_back(result_.uncovered[i].fen);
      }
      const uint32_t bits = SubsetOf(amounts, spare_[s].*amount);
      if (bits == 0) {
        ++s;
        continue;
      }
      EraseBits(positions, bits, &result_.uncovered);
      spare_.erase(spare_.begin() + s);
    }
  }

  // Sheets over several codes and codes with several sheets at once: the money
  // is there, the disclosure does not say how it is spread.
  bool BalancesInSum() const {
    int64_t need = 0;
    int64_t have = 0;
    int64_t alternative = 0;
    for (const UncoveredMoney& each : result_.uncovered) {
      need = AddFen(need, each.fen);
    }
    for (const SpareMoney& each : spare_) {
      have = AddFen(have, each.fen);
      alternative = AddFen(alternative, each.alternative_fen);
    }
    const auto figures =
        static_cast<int64_t>(2 * result_.uncovered.size() + spare_.size());
    return MayBeEqual(need, have, figures) ||
           MayBeEqual(need, alternative, figures);
  }

  // For what is left, the sheet that is most likely meant: of the right kind of
  // money, nearest in amount, and apart by no more than half, unless the sheet
  // contradicts itself and its amount says little.
  void FindNearest() {
    if (std::max(spare_.size(), result_.uncovered.size()) > kNearestMax) return;
    while (!spare_.empty()) {
      UncoveredMoney* best = nullptr;
      size_t best_spare = 0;
      int64_t best_distance = 0;
      for (UncoveredMoney& need : result_.uncovered) {
        if (need.has_sheet) continue;
        for (size_t s = 0; s < spare_.size(); ++s) {
          const int64_t distance = std::abs(spare_[s].fen - need.fen);
          const bool far = distance > std::abs(need.fen) / 2 && spare_[s].sound;
          if (!MayPay(spare_[s], need) || far ||
              (best != nullptr && distance >= best_distance)) {
            continue;
          }
          best = &need;
          best_spare = s;
          best_distance = distance;
        }
      }
      if (best == nullptr) return;
      best->has_sheet = true;
      best->sheet = spare_[best_spare].sheet;
      best->sheet_fen = spare_[best_spare].fen;
      spare_.erase(spare_.begin() + best_spare);
    }
  }

  const std::vector<PerformanceSheet>& sheets_;
  std::vector<std::string> keys_;
  std::vector<bool> taken_;
  std::vector<SpareMoney> spare_;
  SheetProjects result_;
};

}  // namespace

std::string ProjectKey(absl::string_view name) {
  std::string key =
      absl::StrReplaceAll(budget::NormaliseLabel(name),
                          {{"\"", ""}, {"'", ""}, {"《", ""}, {"》", ""}});
  const size_t open = key.rfind('(');
  if (open != std::string::npos && open > 0 && absl::EndsWith(key, ")")) {
    key.resize(open);
  }
  return key;
}

std::vector<ListedProject> MatchListed(const budget::Document& document,
                                       const DocumentIndex& index) {
  return Matcher(document, index).Listed();
}

SheetProjects MatchSheets(const budget::Document& document,
                          const DocumentIndex& index,
                          const std::vector<ProjectMoney>& money) {
  return Matcher(document, index).Match(money);
}

}  // namespace yuheng::validation
