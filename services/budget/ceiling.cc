#include "services/budget/ceiling.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/sha256.h"
#include "services/budget/text.h"

namespace yuheng::budget {
namespace {

struct NamedSource {
  absl::string_view name;
  absl::string_view key;
};

// Besides the labels of table 1, where 一般公共预算拨款 stands twice.
constexpr NamedSource kShortNames[] = {
    {"一般公共预算", "gen"},
    {"一般公共预算拨款", "gen"},
    {"政府性基金", "fund"},
    {"政府性基金预算", "fund"},
    {"政府性基金预算拨款", "fund"},
    {"基金预算拨款", "fund"},
    {"国有资本经营预算", "soe"},
    {"国有资本经营预算拨款", "soe"},
    {"财政专户", "special"},
    {"财政专户核拨", "special"},
    {"财政专户管理资金", "special"},
    {"教育收费", "special"},
    {"单位资金", "unit"},
    {"上年结转", "carry"},
    {"合计", kTotalKey},
    {"总计", kTotalKey},
    {"全部", kTotalKey},
};

// By ExpenditureKind; columns of the tables that split expenditure.
constexpr absl::string_view kKindKeys[] = {"total", "basic", "personnel",
                                           "public", "project"};

// 一般财力 of 其中：一般财力, 单位资金 of 5.单位资金. `label` is normalised.
absl::string_view WithoutNumber(absl::string_view label) {
  absl::ConsumePrefix(&label, "其中:");
  for (const absl::string_view number : {"一、", "二、"}) {
    absl::ConsumePrefix(&label, number);
  }
  if (label.size() > 2 && absl::ascii_isdigit(label[0]) && label[1] == '.') {
    label.remove_prefix(2);
  }
  return label;
}

const std::vector<Line>& LinesOf(const Form& form) {
  return form.Table(TableKind::kT1).lines;
}

// The place of a source among T1's income lines; -1 for none.
int RankOf(const Form& form, absl::string_view source) {
  const std::vector<Line>& lines = LinesOf(form);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].side == Side::kIncome && lines[i].key == source) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

// The table that splits a source's expenditure into this kind.
TableKind TableOf(absl::string_view source, ExpenditureKind kind) {
  const bool within_basic =
      kind == ExpenditureKind::kPersonnel || kind == ExpenditureKind::kPublic;
  if (source == "gen") return within_basic ? TableKind::kT6 : TableKind::kT5;
  if (within_basic) return TableKind::kNone;
  if (source == kTotalKey) return TableKind::kT3;
  if (source == "fund") return TableKind::kT8;
  if (source == "soe") return TableKind::kT9;
  return TableKind::kNone;
}

}  // namespace

std::optional<CellAddress> CellUnderCeiling(const Form& form,
                                            absl::string_view source,
                                            ExpenditureKind kind) {
  if (RankOf(form, source) < 0) return std::nullopt;
  if (kind == ExpenditureKind::kAll) {
    return CellAddress{TableKind::kT1, Side::kIncome, std::string(source), ""};
  }
  const TableKind table = TableOf(source, kind);
  if (table == TableKind::kNone) return std::nullopt;
  return CellAddress{table, Side::kNone, std::string(kTotalKey),
                     std::string(KindKey(kind))};
}

std::optional<StatedUnderCeiling> FindUnderCeiling(const Form& form,
                                                   const Document& document,
                                                   absl::string_view source,
                                                   ExpenditureKind kind) {
  const auto cell = CellUnderCeiling(form, source, kind);
  if (!cell) return std::nullopt;
  const Table* table = document.FindTable(cell->table);
  if (table == nullptr) return std::nullopt;
  StatedUnderCeiling stated;
  stated.precision_fen = std::max<int64_t>(1, table->precision_fen);
  if (!cell->column.empty()) {
    stated.column =
        form.Table(cell->table).ColumnIndex(cell->side, cell->column);
  }
  stated.row = table->FindRow(cell->side, cell->row);
  if (stated.row == nullptr) {
    if (table->nil_statement.empty()) return std::nullopt;
    return stated;
  }
  const auto column = static_cast<size_t>(stated.column);
  if (table->unit_fen <= 0 || column >= stated.row->cells.size()) {
    return std::nullopt;
  }
  const Cell& found = stated.row->cells[column];
  if (found.state == CellState::kUnreadable) return std::nullopt;
  if (found.stated()) stated.amount_fen = found.amount_fen;
  return stated;
}

bool IsWithinCeiling(int64_t stated_fen, int64_t last_places_fen,
                     int64_t ceiling_fen) {
  return stated_fen <= ceiling_fen ||
         2 * (__int128{stated_fen} - ceiling_fen) <= last_places_fen;
}

std::vector<CeilingFigure> Sorted(const Form& form,
                                  std::vector<CeilingFigure> figures) {
  std::sort(figures.begin(), figures.end(),
            [&form](const CeilingFigure& a, const CeilingFigure& b) {
              return std::pair(RankOf(form, a.source), a.kind) <
                     std::pair(RankOf(form, b.source), b.kind);
            });
  return figures;
}

const CeilingFigure* FindFigure(const Ceiling& ceiling,
                                absl::string_view source,
                                ExpenditureKind kind) {
  for (const CeilingFigure& figure : ceiling.figures) {
    if (figure.source == source && figure.kind == kind) return &figure;
  }
  return nullptr;
}

std::string CeilingSha256(const Ceiling& ceiling) {
  if (ceiling.figures.empty()) return "";
  // Codes and keys hold none of these marks.
  std::string text = absl::StrCat("ceiling;", ceiling.department, ";",
                                  ceiling.unit, ";", ceiling.fiscal_year, ";");
  for (const CeilingFigure& figure : ceiling.figures) {
    absl::StrAppend(&text, figure.source, "/", KindKey(figure.kind), "=",
                    figure.amount_fen, ";");
  }
  return Sha256Hex(text);
}

std::optional<std::string> SourceByName(const Form& form,
                                        absl::string_view name) {
  const std::string wanted = NormaliseLabel(name);
  for (const NamedSource& source : kShortNames) {
    if (wanted == source.name) return std::string(source.key);
  }
  std::optional<std::string> found;
  for (const Line& line : LinesOf(form)) {
    if (line.side != Side::kIncome) continue;
    if (name == line.key) return line.key;
    std::vector<std::string> labels = line.aliases;
    labels.push_back(line.label);
    for (const std::string& each : labels) {
      const std::string label = NormaliseLabel(each);
      if (wanted != label && wanted != WithoutNumber(label)) continue;
      if (found && *found != line.key) return std::nullopt;
      found = line.key;
    }
  }
  return found;
}

std::optional<ExpenditureKind> KindByName(absl::string_view name) {
  const std::string wanted = NormaliseLabel(name);
  if (wanted.empty()) return ExpenditureKind::kAll;
  for (size_t i = 0; i < std::size(kKindKeys); ++i) {
    const auto kind = static_cast<ExpenditureKind>(i);
    if (wanted == kKindKeys[i] || wanted == KindText(kind).zh) return kind;
  }
  return std::nullopt;
}

absl::string_view KindKey(ExpenditureKind kind) {
  return kKindKeys[static_cast<size_t>(kind)];
}

Text SourceText(const Form& form, absl::string_view source) {
  if (source == kTotalKey) return Message("ceilings.all_sources");
  const int rank = RankOf(form, source);
  if (rank < 0) return {std::string(source), std::string(source)};
  const Line& line = LinesOf(form)[static_cast<size_t>(rank)];
  Text text = {std::string(WithoutNumber(NormaliseLabel(line.label))),
               line.label_en};
  // Table 1 has some labels twice: of the year, and of what was carried over.
  if (absl::StartsWith(source, "carry_") && line.leaf()) {
    text = Message("ceilings.carried", {{"source", text}});
  }
  return text;
}

Text KindText(ExpenditureKind kind) {
  return Message(absl::StrCat("ceilings.kind_", KindKey(kind)));
}

}  // namespace yuheng::budget
