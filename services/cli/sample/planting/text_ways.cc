#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

#include "services/budget/chart_of_accounts.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/figures.h"
#include "services/cli/sample/planting/text_kind.h"

namespace yuheng::cli {
namespace {

using Planted = TextKind::Planted;

// Below it rates are too rough for an error to be sure: 2 万元.
constexpr int64_t kRatedFenMin = 2 * budget::kFenPerWanYuan;

// Whether what the statement's stem says is large enough for its rates.
bool Rated(const TextEdits& edits, const Statement& statement) {
  const std::string stem = StemOf(statement.address);
  return edits.ValueAt(stem + ":amount") >= kRatedFenMin &&
         std::abs(edits.ValueAt(stem + ":delta")) >= kRatedFenMin;
}

}  // namespace

Planted ChangeAmount(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.measure == Measure::kAmount && s.value > 0;
  });
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(*at, at->value + edits->Difference(at->value));
}

Planted ChangeCount(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(*at, at->value + edits->random().Between(1, 3));
}

Planted DropPart(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [](const Statement& s) {
    return s.measure == Measure::kPart;
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->LeaveOut(*at);
  if (error.address.rfind("part", 0) == 0) error.address = "doc";
  return error;
}

Planted DropName(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(
      kind.patterns, [](const Statement& s) { return s.words.size() > 1; });
  if (at == nullptr) return std::nullopt;
  std::vector<std::string> names = at->words;
  const size_t lost = edits->random().Index(names.size());
  const std::string name = names[lost];
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(lost));
  PlantedError error = edits->EditWords(*at, std::move(names));
  // It is still among the rows of the tables.
  const Bureau& bureau = edits->bureau();
  const auto& chart = budget::ChartFor(budget::ChartKind::kEconomicDepartment,
                                       bureau.fiscal_year);
  for (const Atom& atom : bureau.atoms) {
    if (!IsGeneral(atom.source)) continue;
    if (atom.basic() && chart.Name(atom.economic) == name) {
      error.seen_at.push_back("T6:" + atom.economic + ":total");
    } else if (!atom.basic() && bureau.projects[atom.project].name == name) {
      error.seen_at.push_back("T7:" + atom.function + "|" + name + ":total");
    }
  }
  return error;
}

Planted DropOtherPart(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return s.measure == Measure::kPart &&
           edits->Find(s.address + ":amount") != nullptr;
  });
  if (at == nullptr) return std::nullopt;
  PlantedError error = edits->LeaveOut(*at);
  error.was = budget::FormatDecimal(edits->ValueAt(at->address + ":amount"));
  error.address = at->address + ":amount";
  return error;
}

Planted AddName(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const auto& chart = budget::ChartFor(budget::ChartKind::kEconomicDepartment,
                                       edits->bureau().fiscal_year);
  std::set<std::string> used;
  for (const Statement& s : edits->statements()) {
    if (s.measure == Measure::kList)
      used.insert(s.words.begin(), s.words.end());
  }
  std::vector<std::string> others;
  for (absl::string_view code : chart.Codes()) {
    const std::string name(chart.Name(code));
    // 医疗费 may be short for 医疗费补助.
    const bool alike = std::any_of(
        used.begin(), used.end(), [&name](const std::string& other) {
          return other.find(name) != std::string::npos ||
                 name.find(other) != std::string::npos;
        });
    if (code.size() == 5 && !alike) others.push_back(name);
  }
  std::vector<std::string> names = at->words;
  names.push_back(edits->random().Pick(others));
  return edits->EditWords(*at, std::move(names));
}

Planted ChangeYear(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  PlantedError error =
      edits->EditValue(*at, at->value + (edits->random().OneIn(2) ? 1 : -1));
  // A heading has no address of its own but its section's.
  error.address = StemOf(error.address);
  if (error.address.rfind("part", 0) == 0) error.address = "doc";
  return error;
}

Planted ChangeShare(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, nullptr);
  if (at == nullptr) return std::nullopt;
  const int64_t by = edits->random().Between(300, 2'000);
  return edits->EditValue(*at,
                          at->value > by ? at->value - by : at->value + by);
}

Planted ChangeGrowth(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(
      kind.patterns, [&](const Statement& s) { return Rated(*edits, s); });
  if (at == nullptr) return std::nullopt;
  // Large rates of a small base are rough.
  const int64_t by =
      edits->random().Between(300, 2'000) + std::abs(at->value) / 4;
  return edits->EditValue(*at, at->value < 0 ? at->value - by : at->value + by);
}

// Another amount of the change; the rate no longer fits.
Planted ChangeDelta(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return Rated(*edits, s) &&
           edits->Find(StemOf(s.address) + ":growth") != nullptr;
  });
  if (at == nullptr) return std::nullopt;
  const int64_t by =
      edits->Difference(edits->ValueAt(StemOf(at->address) + ":amount"));
  return edits->EditValue(*at, at->value < 0 ? at->value - by : at->value + by);
}

// 增加…，下降….
Planted ReverseOne(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return Rated(*edits, s) && s.value != 0 &&
           edits->Find(StemOf(s.address) + ":growth") != nullptr;
  });
  if (at == nullptr) return std::nullopt;
  return edits->EditValue(*at, -at->value);
}

// 减少…，下降… where there is more.
Planted ReverseBoth(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    // Growth by a little and decrease by a little have nearly one rate.
    return Rated(*edits, s) &&
           std::abs(edits->ValueAt(StemOf(s.address) + ":growth")) >= 500;
  });
  if (at == nullptr) return std::nullopt;
  const std::string growth = StemOf(at->address) + ":growth";
  if (edits->Find(growth) == nullptr) return std::nullopt;
  edits->AlsoValue(growth, -edits->ValueAt(growth));
  return edits->EditValue(*at, -at->value);
}

// Change and rate fit each other, but not the other sections.
Planted ShiftChange(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return Rated(*edits, s) &&
           edits->Find(StemOf(s.address) + ":growth") != nullptr;
  });
  if (at == nullptr) return std::nullopt;
  const std::string stem = StemOf(at->address);
  const int64_t amount = edits->ValueAt(stem + ":amount");
  const int64_t delta = at->value - edits->Difference(amount);
  const int64_t rate = HundredthsOf(std::abs(delta), amount - delta);
  edits->AlsoValue(stem + ":growth", delta < 0 ? -rate : rate);
  return edits->EditValue(*at, delta);
}

// A change that leaves less than nothing for last year.
Planted ExceedAmount(const TextKind& kind, TextEdits* edits) {
  const Statement* at = edits->Pick(kind.patterns, [&](const Statement& s) {
    return Rated(*edits, s) && s.value > 0;
  });
  if (at == nullptr) return std::nullopt;
  const int64_t amount = edits->ValueAt(StemOf(at->address) + ":amount");
  return edits->EditValue(*at, amount + edits->Difference(amount));
}

}  // namespace yuheng::cli
