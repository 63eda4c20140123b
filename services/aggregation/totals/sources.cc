#include "services/aggregation/totals/sources.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "absl/strings/string_view.h"
#include "services/budget/table_shape.h"

namespace yuheng::aggregation {
namespace {

using budget::TableKind;

// Basic and project.
struct Kinds {
  int64_t basic_fen = 0;
  int64_t project_fen = 0;

  int64_t& Of(absl::string_view column) {
    return column == "basic" ? basic_fen : project_fen;
  }
};

// A source of T2 with its transfers from above, and the table that tells which
// kind it pays.
struct Source {
  absl::string_view column;
  absl::string_view from_above;
  std::optional<TableKind> assigned_by;
};
constexpr Source kSources[] = {
    {"gen", "gen_up", TableKind::kT5},    {"fund", "fund_up", TableKind::kT8},
    {"soe", "soe_up", TableKind::kT9},    {"special", "", std::nullopt},
    {"unit", "", std::nullopt},           {"carry_fiscal", "", std::nullopt},
    {"carry_nonfiscal", "", std::nullopt}};

// What one document says of one function code.
struct Figures {
  std::map<std::string, int64_t> t2;  // By column.
  std::map<TableKind, Kinds> kinds;   // Of T3, T5, T8 and T9.
};

// What a source of `fen` can pay of `open_fen` when the rest of it pays the
// other kind. Rounding may have taken `slack_fen` from either or added it.
Bounds BoundsOf(int64_t fen, int64_t open_fen, int64_t other_open_fen,
                int64_t slack_fen) {
  const int64_t most_fen = std::max<int64_t>(0, open_fen) + slack_fen;
  const int64_t rest_fen = std::max<int64_t>(0, other_open_fen) + slack_fen;
  return {std::max<int64_t>(0, fen - rest_fen),
          std::max<int64_t>(0, std::min(fen, most_fen))};
}

// Of T2, with the transfers from above.
int64_t AmountOf(const Source& source, Figures* figures) {
  int64_t fen = figures->t2[std::string(source.column)];
  if (!source.from_above.empty()) {
    fen += figures->t2[std::string(source.from_above)];
  }
  return fen;
}

FunctionSources SourcesOf(const std::string& code, Figures figures) {
  const Kinds uses = figures.kinds[TableKind::kT3];
  FunctionSources result{.code = code,
                         .basic_fen = uses.basic_fen,
                         .project_fen = uses.project_fen,
                         .basic_open_fen = uses.basic_fen,
                         .project_open_fen = uses.project_fen,
                         .residue_fen = -uses.basic_fen - uses.project_fen};
  int64_t open_sources_fen = 0;
  for (const Source& source : kSources) {
    const int64_t fen = AmountOf(source, &figures);
    result.residue_fen += fen;
    if (!source.assigned_by) {
      open_sources_fen += fen;
      continue;
    }
    const Kinds assigned = figures.kinds[*source.assigned_by];
    result.basic_open_fen -= assigned.basic_fen;
    result.project_open_fen -= assigned.project_fen;
  }
  // The residue but for what T2 and the assigning tables differ by.
  const int64_t slack_fen = std::abs(open_sources_fen - result.basic_open_fen -
                                     result.project_open_fen);
  for (const Source& source : kSources) {
    SourceUse use{.source = std::string(source.column),
                  .amount_fen = AmountOf(source, &figures)};
    if (source.assigned_by) {
      const Kinds assigned = figures.kinds[*source.assigned_by];
      use.basic = {assigned.basic_fen, assigned.basic_fen};
      use.project = {assigned.project_fen, assigned.project_fen};
    } else {
      use.basic = BoundsOf(use.amount_fen, result.basic_open_fen,
                           result.project_open_fen, slack_fen);
      use.project = BoundsOf(use.amount_fen, result.project_open_fen,
                             result.basic_open_fen, slack_fen);
    }
    if (use != SourceUse{.source = use.source}) {
      result.sources.push_back(std::move(use));
    }
  }
  return result;
}

void AddBounds(const Bounds& b, Bounds* a) {
  a->least_fen += b.least_fen;
  a->most_fen += b.most_fen;
}

void AddSources(const FunctionSources& b, FunctionSources* a) {
  a->code = b.code;
  a->basic_fen += b.basic_fen;
  a->project_fen += b.project_fen;
  a->basic_open_fen += b.basic_open_fen;
  a->project_open_fen += b.project_open_fen;
  a->residue_fen += b.residue_fen;
  for (const SourceUse& use : b.sources) {
    const auto at = std::find_if(
        a->sources.begin(), a->sources.end(),
        [&](const SourceUse& known) { return known.source == use.source; });
    if (at == a->sources.end()) {
      a->sources.push_back(use);
      continue;
    }
    at->amount_fen += use.amount_fen;
    AddBounds(use.basic, &at->basic);
    AddBounds(use.project, &at->project);
  }
}

size_t PlaceOf(absl::string_view source) {
  return static_cast<size_t>(
      std::find_if(std::begin(kSources), std::end(kSources),
                   [&](const Source& s) { return s.column == source; }) -
      std::begin(kSources));
}

}  // namespace

void SourcesSum::Add(absl::Span<const Leaf> leaves) {
  std::map<std::string, Figures> by_code;
  for (const auto& [account, fen] : leaves) {
    const auto table = static_cast<TableKind>(account->table);
    switch (table) {
      case TableKind::kT2:
        by_code[account->row].t2[account->column] += fen;
        break;
      case TableKind::kT3:
      case TableKind::kT5:
      case TableKind::kT8:
      case TableKind::kT9:
        by_code[account->row].kinds[table].Of(account->column) += fen;
        break;
      default:
        break;  // No source meets a kind of a function there.
    }
  }
  for (auto& [code, figures] : by_code) {
    AddSources(SourcesOf(code, std::move(figures)), &by_code_[code]);
  }
}

std::vector<FunctionSources> SourcesSum::Take() const {
  std::vector<FunctionSources> functions;
  for (const auto& [code, sources] : by_code_) {
    FunctionSources& function = functions.emplace_back(sources);
    std::sort(function.sources.begin(), function.sources.end(),
              [](const SourceUse& a, const SourceUse& b) {
                return PlaceOf(a.source) < PlaceOf(b.source);
              });
  }
  return functions;
}

}  // namespace yuheng::aggregation
