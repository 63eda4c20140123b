#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/ceiling.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"

namespace yuheng::validation {
namespace {

using budget::CeilingFigure;
using budget::ExpenditureKind;
using budget::Message;
using budget::TableKind;

// Income of the year by source. What is carried over was granted by an older
// budget: a ceiling may limit it, but need not.
constexpr absl::string_view kSources[] = {"gen", "fund", "soe", "special",
                                          "unit"};

// Numbers of yuheng.budget.v1.Stage.
constexpr int kStageDraft = 3;
constexpr int kStageApproved = 4;

// The severity of a failure in a document of that stage; absent where such
// documents are not compared.
std::optional<Severity> SeverityIn(int stage, Severity of_rule) {
  switch (stage) {
    case kStageDraft:
      return of_rule;
    case kStageApproved:
      return std::min(of_rule, Severity::kWarning);
    default:
      return std::nullopt;
  }
}

// Figures of a ceiling: for all of a source, or for kinds of expenditure.
enum class Figures { kOfSources, kOfKinds };

// One document against its ceiling.
class UnderCeiling {
 public:
  UnderCeiling(const CheckContext& context, const budget::Ceiling& ceiling,
               Severity severity)
      : context_(context), ceiling_(ceiling), severity_(severity) {}

  void Compare(Figures which) {
    for (const CeilingFigure& figure : ceiling_.figures) {
      if (context_.reporter.stopped()) return;
      const Figures of = figure.kind == ExpenditureKind::kAll
                             ? Figures::kOfSources
                             : Figures::kOfKinds;
      if (of == which) Compare(figure);
    }
    TellUnknown();
  }

  // Money of the document that no figure of the ceiling is about.
  void FindGaps() {
    if (Has(budget::kTotalKey, ExpenditureKind::kBasic) &&
        Has(budget::kTotalKey, ExpenditureKind::kProject)) {
      return;
    }
    for (const absl::string_view source : kSources) {
      if (context_.reporter.stopped()) return;
      if (!IsCovered(source)) FindGapsOf(source);
    }
    TellUnknown();
  }

 private:
  bool Has(absl::string_view source, ExpenditureKind kind) const {
    return FindFigure(ceiling_, source, kind) != nullptr;
  }

  // By a figure of its own or of what it is a part of.
  bool IsCovered(absl::string_view source) const {
    return Has(source, ExpenditureKind::kAll) ||
           Has("cur", ExpenditureKind::kAll) ||
           Has(budget::kTotalKey, ExpenditureKind::kAll);
  }

  bool HasKinds(absl::string_view source) const {
    return std::any_of(ceiling_.figures.begin(), ceiling_.figures.end(),
                       [&](const CeilingFigure& figure) {
                         return figure.source == source &&
                                figure.kind != ExpenditureKind::kAll;
                       });
  }

  // A source without a figure for all of it: the kinds, or the lines below it,
  // may have one each.
  void FindGapsOf(absl::string_view source) {
    if (HasKinds(source)) {
      const bool within_basic = Has(source, ExpenditureKind::kPersonnel) ||
                                Has(source, ExpenditureKind::kPublic);
      if (!within_basic) {
        TellGap(source, ExpenditureKind::kBasic);
      } else if (!Has(source, ExpenditureKind::kBasic)) {
        TellGap(source, ExpenditureKind::kPersonnel);
        TellGap(source, ExpenditureKind::kPublic);
      }
      TellGap(source, ExpenditureKind::kProject);
      return;
    }
    const budget::Line* line = context_.form.Table(TableKind::kT1)
                                   .FindLine(budget::Side::kIncome, source);
    const bool by_parts = line != nullptr &&
                          std::any_of(line->parts.begin(), line->parts.end(),
                                      [&](const std::string& part) {
                                        return Has(part, ExpenditureKind::kAll);
                                      });
    if (!by_parts) return TellGap(source, ExpenditureKind::kAll);
    for (const std::string& part : line->parts) {
      TellGap(part, ExpenditureKind::kAll);
    }
  }

  // Unless there is a figure, or no money.
  void TellGap(absl::string_view source, ExpenditureKind kind) {
    if (Has(source, kind) || Has(budget::kTotalKey, kind)) return;
    const std::optional<Figure> figure = Find(source, kind);
    if (!figure || figure->fen == 0) return;
    Finding finding;
    finding.severity = severity_;
    finding.status = FindingStatus::kInconsistent;
    finding.places = {PlaceOf(*figure)};
    finding.actual_micro = figure->fen;
    finding.message = Message(
        "finding.ceiling_gap",
        {{"place", FigureText(*figure)}, {"requested", ValueText(*figure)}});
    context_.reporter.Report(std::move(finding));
  }

  void Compare(const CeilingFigure& ceiling) {
    const std::optional<Figure> figure = Find(ceiling.source, ceiling.kind);
    if (!figure) return;
    const int64_t over_fen = figure->fen - ceiling.amount_fen;
    const bool exactly =
        context_.reporter.rule().discipline == Discipline::kExact;
    if (budget::IsWithinCeiling(figure->fen, exactly ? 0 : figure->precision,
                                ceiling.amount_fen)) {
      return;
    }
    Finding finding;
    finding.severity = severity_;
    finding.status = severity_ == Severity::kNote
                         ? FindingStatus::kInfo
                         : FindingStatus::kInconsistent;
    finding.places = {PlaceOf(*figure)};
    finding.expected_micro = ceiling.amount_fen;
    finding.actual_micro = figure->fen;
    finding.difference_micro = over_fen;
    finding.message =
        Message("finding.ceiling_exceeded",
                {{"place", FigureText(*figure)},
                 {"requested", ValueText(*figure)},
                 {"ceiling", AmountText(*figure->table, ceiling.amount_fen)},
                 {"over", AmountText(*figure->table, over_fen)}});
    context_.reporter.Report(std::move(finding));
  }

  // The figure of the document; absent, and remembered, when it has none that
  // can be compared.
  std::optional<Figure> Find(absl::string_view source, ExpenditureKind kind) {
    const auto cell = budget::CellUnderCeiling(context_.form, source, kind);
    if (!cell) return std::nullopt;
    const IndexedTable& table = context_.index.Of(cell->table);
    const auto stated = budget::FindUnderCeiling(
        context_.form, context_.document, source, kind);
    if (stated) {
      return stated->row == nullptr
                 ? MissingFigure(table, cell->side, budget::kTotalKey,
                                 stated->column)
                 : FigureOf(table, *stated->row, stated->column);
    }
    unknown_.push_back(
        {budget::FormatAddress(*cell),
         table.Locate(table.table() == nullptr ? 0 : table.table()->line)});
    return std::nullopt;
  }

  void TellUnknown() {
    if (unknown_.empty()) return;
    const size_t count = unknown_.size();
    context_.reporter.Insufficient(std::move(unknown_),
                                   Message("finding.ceiling_figures_missing",
                                           {{"count", absl::StrCat(count)}}));
  }

  const CheckContext& context_;
  const budget::Ceiling& ceiling_;
  const Severity severity_;
  std::vector<Place> unknown_;
};

// What to compare with; absent where nothing is compared. Where that is because
// the ceiling is missing, `tell` has it said.
enum class Telling { kSilent, kTell };
std::optional<UnderCeiling> Begin(const CheckContext& context,
                                  Telling telling) {
  if (context.references == nullptr || !context.references->ceiling) {
    return std::nullopt;
  }
  const CeilingReference& reference = *context.references->ceiling;
  const std::optional<Severity> severity =
      SeverityIn(reference.stage, context.reporter.rule().severity);
  if (!severity) return std::nullopt;
  const budget::Ceiling& ceiling = reference.ceiling;
  const bool other_year = ceiling.fiscal_year != context.document.fiscal_year;
  if (!ceiling.figures.empty() && !other_year) {
    return UnderCeiling(context, ceiling, *severity);
  }
  if (telling == Telling::kTell) {
    context.reporter.Insufficient(
        {},
        ceiling.figures.empty()
            ? Message("finding.ceiling_none")
            : Message("finding.ceiling_other_year",
                      {{"found", absl::StrCat(ceiling.fiscal_year)},
                       {"year", absl::StrCat(context.document.fiscal_year)}}));
  }
  return std::nullopt;
}

}  // namespace

// K-01: what is requested of a source of money is at most its ceiling.
void CheckCeilingSources(const CheckContext& context) {
  auto under = Begin(context, Telling::kTell);
  if (under) under->Compare(Figures::kOfSources);
}

// K-02: the same of a kind of expenditure.
void CheckCeilingKinds(const CheckContext& context) {
  auto under = Begin(context, Telling::kSilent);
  if (under) under->Compare(Figures::kOfKinds);
}

// K-03: for all money there is a ceiling.
void CheckCeilingGaps(const CheckContext& context) {
  auto under = Begin(context, Telling::kSilent);
  if (under) under->FindGaps();
}

}  // namespace yuheng::validation
