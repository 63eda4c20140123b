#include "services/validation/evaluation/claim_table.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/claim_index.h"

namespace yuheng::validation {
namespace {

using budget::Cell;
using budget::CellState;
using budget::Row;
using budget::RowLevel;

// Amounts and percentages drop trailing zeros, so their last place is that of
// the form, whatever is printed: 0.01 万元, 0.01 %.
constexpr int64_t kFormPlace = budget::kMicroPerOne / 100;

RowLevel LevelOf(Source source, absl::string_view subject) {
  // What 七 says of all projects is none of them.
  const bool projects = source == Source::kN7 && subject != "total";
  if (projects || source == Source::kP) return RowLevel::kProject;
  if (source == Source::kN11c && absl::StartsWith(subject, "cars_")) {
    return RowLevel::kItem;  // A kind of vehicles.
  }
  if (subject == "total") return RowLevel::kTotal;
  const bool code = std::all_of(subject.begin(), subject.end(),
                                [](char c) { return c >= '0' && c <= '9'; });
  if (!code) return RowLevel::kLine;
  const RowLevel level = budget::LevelOfCode(subject);
  return level == RowLevel::kNone ? RowLevel::kLine : level;
}

// 3827600元 beside tables in 万元 is 382.76万元 written in another unit, and no
// more exact: a figure is as coarse as the tables' last place where it is a
// whole number of them.
int64_t PrecisionOf(const budget::Claim& claim, absl::string_view measure,
                    int64_t table_place) {
  if (measure == "count") return 1;
  if (measure == "share" || absl::StartsWith(measure, "growth")) {
    return claim.precision_micro > 0 ? claim.precision_micro : kFormPlace;
  }
  if (absl::StrContains(claim.printed, "亿")) return claim.precision_micro;
  const int64_t printed =
      std::clamp<int64_t>(claim.precision_micro, 1, kFormPlace);
  return claim.value_micro.value_or(0) % table_place == 0
             ? std::max(printed, table_place)
             : printed;
}

// The coarsest last place among the tables, the form's at most.
int64_t TablePlaceOf(const budget::Document& document) {
  int64_t place = 1;
  for (const budget::Table& table : document.tables) {
    place = std::max(place, std::min(table.precision_fen, kFormPlace));
  }
  return place;
}

// Details of a source of money, which stand for themselves only where no sum of
// them is stated.
struct Detail {
  absl::string_view subject;
  std::vector<absl::string_view> sums;
};

const std::vector<Detail>& Details() {
  static const auto* const all = new std::vector<Detail>{
      {"gen_own", {"gen"}},
      {"fund_own", {"fund"}},
      {"soe_own", {"soe"}},
      {"unit_biz", {"unit"}},
      {"unit_upsub", {"unit"}},
      {"unit_aff", {"unit"}},
      {"unit_oper", {"unit"}},
      {"unit_other", {"unit"}},
      {"carry_fiscal", {"carry"}},
      {"carry_nonfiscal", {"carry"}},
      {"carry_gen", {"carry", "carry_fiscal"}},
      {"carry_fund", {"carry", "carry_fiscal"}},
      {"carry_soe", {"carry", "carry_fiscal"}},
      {"carry_special", {"carry", "carry_nonfiscal"}},
      {"carry_unit", {"carry", "carry_nonfiscal"}},
      // Sums of budgets that are stated beside them.
      {"fiscal", {"gen"}},
      {"nonfiscal", {"unit", "special", "carry_nonfiscal"}},
  };
  return *all;
}

class Builder {
 public:
  // `table_place` is the last place that the tables print, in 分.
  Builder(Source source, const budget::TableShape& shape, int64_t table_place,
          const budget::SourceFile& file)
      : shape_(shape), table_place_(table_place), file_(file) {
    result_.source = source;
    result_.table.unit_fen = budget::kFenPerWanYuan;
    result_.table.precision_fen = kFormPlace;
  }

  void Present(int line) {
    if (!result_.present) result_.line = line;
    result_.present = true;
  }

  void Add(const budget::Claim& claim, const ClaimParts& parts) {
    Present(0);
    if (IsDescribedAgain(claim, parts)) rows_.erase(std::string(parts.subject));
    const absl::string_view subject = parts.subject;
    const size_t slash = subject.rfind('/');
    const bool divided =
        slash != absl::string_view::npos && parts.measure == "amount";
    // Section 四 has the budget in front, section 七 what the amount is behind.
    if (divided && result_.source == Source::kN4) {
      Put(claim, subject.substr(slash + 1), subject.substr(0, slash));
      // Beside its share and change.
      Put(claim, subject, parts.measure);
    } else if (divided && result_.source == Source::kN7) {
      Put(claim, subject.substr(0, slash), subject.substr(slash + 1));
    } else {
      Put(claim, subject, parts.measure);
    }
  }

  void AddSheet(const budget::PerformanceSheet& sheet) {
    const std::string key = absl::StrCat("P", result_.table.rows.size() + 1);
    Row& row = RowOf(key);
    row.project = sheet.project;
    row.name = sheet.project;
    row.line = sheet.line;
    const auto put = [&](absl::string_view measure, Cell cell) {
      const int column = shape_.ColumnIndex(budget::Side::kNone, measure);
      row.cells[static_cast<size_t>(column)] = std::move(cell);
      result_.origins[OriginIndex(column)] = {absl::StrCat(key, ":", measure),
                                              kFormPlace};
    };
    put("total", sheet.total);
    put("fiscal", sheet.fiscal);
    put("other", sheet.other);
  }

  // Names rows that are accounts.
  void Name(
      const absl::flat_hash_map<absl::string_view, absl::string_view>& names) {
    for (Row& row : result_.table.rows) {
      const auto it = names.find(row.code);
      if (it != names.end()) row.name = absl::StrCat(row.code, " ", it->second);
    }
  }

  // Rows of sections 一 and 二 that are counted in another row are no lines.
  void SetDetailsApart() {
    if (result_.source != Source::kN1 && result_.source != Source::kN2) return;
    for (const Detail& detail : Details()) {
      const auto it = rows_.find(detail.subject);
      if (it == rows_.end()) continue;
      for (const absl::string_view sum : detail.sums) {
        const auto whole = rows_.find(sum);
        // Its first column is the amount.
        if (whole != rows_.end() &&
            result_.table.rows[whole->second].cells[0].stated()) {
          result_.table.rows[it->second].level = RowLevel::kNone;
        }
      }
    }
    SetCurrentApart();
  }

  ClaimTable Take() { return std::move(result_); }

 private:
  void Put(const budget::Claim& claim, absl::string_view subject,
           absl::string_view measure) {
    const int column = shape_.ColumnIndex(budget::Side::kNone, measure);
    if (column < 0) return;
    Row& row = RowOf(subject);
    Cell& cell = row.cells[static_cast<size_t>(column)];
    if (cell.state != CellState::kBlank) return;  // The first print counts.
    cell.state =
        claim.value_micro ? CellState::kStated : CellState::kDeclaredNil;
    cell.amount_fen = claim.value_micro.value_or(0);
    cell.printed = claim.printed;
    cell.location = file_.Locate(claim.line);
    if (row.line == 0) row.line = claim.line;
    result_.origins[OriginIndex(column)] = {
        claim.address, PrecisionOf(claim, measure, table_place_)};
  }

  // 本年收入 is the sum of sources and stands for them where none is stated.
  void SetCurrentApart() {
    const auto current = rows_.find("cur");
    if (current == rows_.end()) return;
    auto& rows = result_.table.rows;
    Row& whole = rows[current->second];
    const bool sources = std::any_of(rows.begin(), rows.end(), [&](Row& row) {
      return &row != &whole && row.level == RowLevel::kLine &&
             row.cells[0].stated() && !absl::StrContains(row.code, "carry");
    });
    if (sources) whole.level = RowLevel::kNone;
  }

  // A project of section 七 may be described once for every part of its money;
  // each is a row of its own. Amounts of a class are told again in a purpose,
  // and its whole amount in running text.
  bool IsDescribedAgain(const budget::Claim& claim, const ClaimParts& parts) {
    if (result_.source != Source::kN7 ||
        absl::StrContains(parts.subject, '/')) {
      return false;
    }
    auto& told = told_[parts.subject];
    const auto [before, added] = told.try_emplace(parts.measure, &claim);
    if (added || (claim.value_micro.has_value() &&
                  claim.value_micro == before->second->value_micro)) {
      return false;
    }
    told.clear();
    told.emplace(parts.measure, &claim);
    return true;
  }

  size_t OriginIndex(int column) const {
    return current_ * shape_.columns.size() + static_cast<size_t>(column);
  }

  Row& RowOf(absl::string_view subject) {
    auto& rows = result_.table.rows;
    const auto [it, added] = rows_.emplace(subject, rows.size());
    current_ = it->second;
    if (added) {
      Row& row = rows.emplace_back();
      row.level = LevelOf(result_.source, subject);
      row.code = std::string(subject);
      if (row.level == RowLevel::kProject) row.project = row.code;
      row.cells.resize(shape_.columns.size());
      result_.origins.resize(rows.size() * shape_.columns.size());
    }
    return rows[current_];
  }

  const budget::TableShape& shape_;
  const int64_t table_place_;
  const budget::SourceFile& file_;
  ClaimTable result_;
  absl::flat_hash_map<std::string, size_t> rows_;
  // What the last description of a project told, by measure.
  absl::flat_hash_map<
      absl::string_view,
      absl::flat_hash_map<absl::string_view, const budget::Claim*>>
      told_;
  size_t current_ = 0;
};

// The section a heading opens: N5 opens none of its parts, N11b only itself.
Source SectionOf(absl::string_view key) {
  if (key == "profile") return Source::kG;
  const Source source = FindSource(key);
  return IsTable(source) ? Source::kNone : source;
}

}  // namespace

std::vector<ClaimTable> ClaimTablesOf(const budget::Form& form,
                                      const budget::Document& document) {
  const int64_t table_place = TablePlaceOf(document);
  std::vector<Builder> builders;
  for (int i = static_cast<int>(Source::kN1); i <= kSourceCount; ++i) {
    const Source source = static_cast<Source>(i);
    builders.emplace_back(source, ShapeOf(form, source), table_place,
                          document.source);
  }
  const auto builder_of = [&](Source source) -> Builder& {
    return builders[static_cast<size_t>(source) -
                    static_cast<size_t>(Source::kN1)];
  };
  for (const budget::Heading& heading : document.headings) {
    const Source source = SectionOf(heading.key);
    if (source != Source::kNone) builder_of(source).Present(heading.line);
  }
  for (const budget::Claim& claim : document.claims) {
    const ClaimParts parts = SplitClaim(claim.address);
    const Source source = FindSource(parts.section);
    // What the sheets say is in the sheets, one row each.
    if (source == Source::kNone || IsTable(source) || source == Source::kP) {
      continue;
    }
    builder_of(source).Add(claim, parts);
  }
  for (const budget::PerformanceSheet& sheet : document.sheets) {
    builder_of(Source::kP).Present(sheet.line);
    builder_of(Source::kP).AddSheet(sheet);
  }
  // Function codes are called what the tables call them.
  absl::flat_hash_map<absl::string_view, absl::string_view> names;
  for (const budget::Table& table : document.tables) {
    for (const Row& row : table.rows) {
      if (row.level == RowLevel::kClass || row.level == RowLevel::kItem) {
        names.emplace(row.code, row.name);
      }
    }
  }
  std::vector<ClaimTable> tables;
  for (Builder& builder : builders) {
    builder.Name(names);
    builder.SetDetailsApart();
    tables.push_back(builder.Take());
  }
  return tables;
}

std::string ClaimAddress(Source source, absl::string_view subject,
                         absl::string_view measure) {
  if (source == Source::kP) return absl::StrCat(subject, ":", measure);
  const absl::string_view section = SourceName(source);
  if (source == Source::kN4 &&
      (measure == "gen" || measure == "fund" || measure == "soe")) {
    return absl::StrCat(section, ":", measure, "/", subject, ":amount");
  }
  if (source == Source::kN7 &&
      (measure == "annual" || absl::StartsWith(measure, "e"))) {
    return absl::StrCat(section, ":", subject, "/", measure, ":amount");
  }
  return absl::StrCat(section, ":", subject, ":", measure);
}

}  // namespace yuheng::validation
