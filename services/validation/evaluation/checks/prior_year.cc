#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/budget/account_name.h"
#include "services/budget/decimal.h"
#include "services/budget/regional_form.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/reference_owner.h"
#include "services/validation/evaluation/rounding.h"

namespace yuheng::validation {
namespace {

using budget::Claim;
using budget::Message;
using budget::Row;
using budget::Side;
using budget::TableKind;

// Amounts of the narrative are in 0.01 万元, whatever zeros are stripped.
constexpr int64_t kClaimPrecisionFen = budget::kFenPerWanYuan / 100;
// 元 and 万元 are 10,000 apart, and a budget may change in between.
constexpr int64_t kOtherUnitFactor = 1'000;
// Places an INSUFFICIENT note lists.
constexpr size_t kPlacesListedMax = 10;

struct CellRef {
  TableKind table = TableKind::kNone;
  Side side = Side::kNone;
  std::string row;
  std::string column;
};
// Cells that add up to what a claim states.
using Cells = std::vector<CellRef>;

// A claim with a figure that an amount may have.
bool IsAmount(const Claim* claim) {
  return claim != nullptr && claim->value_micro &&
         *claim->value_micro <= budget::kFigureMicroMax &&
         *claim->value_micro >= -budget::kFigureMicroMax;
}

CellRef TotalOf(TableKind table, absl::string_view column) {
  return {table, Side::kNone, std::string(budget::kTotalKey),
          std::string(column)};
}

// Where tables state what a claim does, the nearest first. Several, because
// documents merge subjects: 单位资金 with or without what was carried over.
std::vector<Cells> CellsOf(const ClaimParts& claim) {
  const std::string subject(claim.subject);
  const std::string line =
      subject == "total" ? std::string(budget::kTotalKey) : subject;
  const absl::string_view section = claim.section;
  if (section == "N1") {
    const Side side =
        budget::IsDigits(subject) ? Side::kExpenditure : Side::kIncome;
    return {{{TableKind::kT1, side, line, "amount"}}};
  }
  if (section == "N2") {
    std::vector<Cells> all = {
        {TotalOf(TableKind::kT2, subject)},
        {{TableKind::kT1, Side::kIncome, line, "amount"}}};
    if (subject == "unit") {
      all.push_back({TotalOf(TableKind::kT2, "unit"),
                     TotalOf(TableKind::kT2, "carry_nonfiscal")});
    }
    return all;
  }
  if (section == "N3") return {{TotalOf(TableKind::kT3, subject)}};
  if (section == "N4") {
    return {{{TableKind::kT4, Side::kIncome, line, "total"}}};
  }
  if (section == "N5a") return {{TotalOf(TableKind::kT5, subject)}};
  if (section == "N5b" || section == "N5c") {
    if (!budget::IsDigits(subject)) return {};
    return {{{TableKind::kT5, Side::kNone, subject, "total"}}};
  }
  if (section == "N6") return {{TotalOf(TableKind::kT6, subject)}};
  if (section == "N8") return {{TotalOf(TableKind::kT8, subject)}};
  if (section == "N9") return {{TotalOf(TableKind::kT9, subject)}};
  if (section == "N10") {
    return {{{TableKind::kT10, Side::kNone, subject, "total"}}};
  }
  if (section == "N11a" && subject == "operating") {
    return {{TotalOf(TableKind::kT6, "public")}};
  }
  return {};
}

// A figure of last year's document and what it is called.
struct PriorFigure {
  int64_t fen = 0;
  int64_t precision_fen = kClaimPrecisionFen;
  budget::Text name;
};

class PriorYear {
 public:
  PriorYear(const CheckContext& context, const budget::Document& prior)
      : context_(context),
        prior_(prior),
        index_(budget::FormOf(prior), prior),
        claims_(prior) {}

  void Run() {
    CompareMagnitude();
    for (const Claim& claim : context_.document.claims) {
      if (context_.reporter.stopped()) return;
      const ClaimParts parts = SplitClaim(claim.address);
      if (parts.measure == "delta" && IsAmount(&claim) &&
          parts.section != "G") {
        Compare(claim, parts);
      }
    }
    if (unknown_count_ == 0) return;
    context_.reporter.Insufficient(
        std::move(unknown_),
        Message("finding.prior_figures_missing",
                {{"count", absl::StrCat(unknown_count_)},
                 {"year", absl::StrCat(prior_.fiscal_year)}}));
  }

 private:
  // Nobody's budget is a thousand times last year's: all figures of one of the
  // two documents are in another unit than it says, 元 for 万元 mostly.
  void CompareMagnitude() {
    const IndexedTable& table = context_.index.Of(TableKind::kT1);
    const Row* row =
        table.usable() ? table.Find(Side::kIncome, budget::kTotalKey) : nullptr;
    if (row == nullptr) return;
    const Figure now = FigureOf(table, *row, 0);
    const std::optional<Figure> before =
        Find({TableKind::kT1, Side::kIncome, std::string(budget::kTotalKey),
              "amount"});
    if (!now.readable || !before || now.fen <= 0 || before->fen <= 0 ||
        (now.fen / before->fen < kOtherUnitFactor &&
         before->fen / now.fen < kOtherUnitFactor)) {
      return;
    }
    Finding finding;
    finding.severity =
        std::min(context_.reporter.rule().severity, Severity::kWarning);
    finding.status = FindingStatus::kInconsistent;
    finding.places = {PlaceOf(now)};
    finding.actual_micro = now.fen;
    finding.expected_micro = before->fen;
    finding.message = Message("finding.prior_other_magnitude",
                              {{"name", FigureText(now)},
                               {"year", absl::StrCat(prior_.fiscal_year)},
                               {"prior", budget::FormatDecimal(before->fen)},
                               {"factor", absl::StrCat(kOtherUnitFactor)}});
    context_.reporter.Report(std::move(finding));
  }

  void Compare(const Claim& delta, const ClaimParts& parts) {
    const Claim* amount = context_.claims.Find(
        absl::StrCat(parts.section, ":", parts.subject, ":amount"));
    if (!IsAmount(amount)) return;
    const std::vector<PriorFigure> figures = FiguresOf(parts);
    if (figures.empty()) {
      if (++unknown_count_ <= kPlacesListedMax) {
        unknown_.push_back(PlaceOf(delta));
      }
      return;
    }
    const int64_t implied = *amount->value_micro - *delta.value_micro;
    Agreement best = Agreement::kInconsistent;
    for (const PriorFigure& figure : figures) {
      // Last year's print, this year's and the change: three intervals, the
      // change's too when it is zero.
      best = std::min(
          best, JudgeSum(figure.fen, implied, 2,
                         std::max(figure.precision_fen, kClaimPrecisionFen)));
    }
    if (best != Agreement::kExact) {
      Report(*amount, delta, implied, figures[0], best);
    }
  }

  void Report(const Claim& amount, const Claim& delta, int64_t implied,
              const PriorFigure& prior, Agreement agreement) {
    Finding finding;
    finding.severity = context_.reporter.rule().severity;
    finding.status = FindingStatus::kInconsistent;
    if (agreement == Agreement::kRounding) {
      finding.severity = Severity::kNote;
      finding.status = FindingStatus::kRounding;
    }
    finding.places = {PlaceOf(delta), PlaceOf(amount)};
    finding.actual_micro = implied;
    finding.expected_micro = prior.fen;
    finding.difference_micro = implied - prior.fen;
    const int64_t change = *delta.value_micro;
    finding.message = Message(
        "finding.prior_differs",
        {{"name", prior.name},
         {"amount", budget::FormatDecimal(*amount.value_micro)},
         {"sign", change < 0 ? "+" : "-"},
         {"change", budget::FormatDecimal(change < 0 ? -change : change)},
         {"implied", budget::FormatDecimal(implied)},
         {"year", absl::StrCat(prior_.fiscal_year)},
         {"prior", budget::FormatDecimal(prior.fen)},
         {"difference", budget::FormatDecimal(implied - prior.fen)}});
    context_.reporter.Report(std::move(finding));
  }

  // What last year's document states about the subject: table cells, then the
  // same claim.
  std::vector<PriorFigure> FiguresOf(const ClaimParts& parts) const {
    std::vector<PriorFigure> figures;
    budget::Text name;
    for (const Cells& cells : CellsOf(parts)) {
      PriorFigure sum;
      bool complete = true;
      for (const CellRef& ref : cells) {
        const std::optional<Figure> figure = Find(ref);
        if (!figure) {
          complete = false;
          break;
        }
        sum.fen += figure->fen;
        sum.precision_fen = figure->precision;
        if (sum.name.zh.empty()) sum.name = FigureText(*figure);
      }
      if (!complete) continue;
      if (name.zh.empty()) name = sum.name;
      figures.push_back(std::move(sum));
    }
    const Claim* claim = claims_.Find(
        absl::StrCat(parts.section, ":", parts.subject, ":amount"));
    if (IsAmount(claim)) {
      if (name.zh.empty()) name = Message("finding.prior_same_claim");
      figures.push_back({*claim->value_micro, kClaimPrecisionFen, name});
    }
    AppendRenumbered(parts, &figures);
    return figures;
  }

  // A 项 whose code changed with the chart keeps its name.
  void AppendRenumbered(const ClaimParts& parts,
                        std::vector<PriorFigure>* figures) const {
    const IndexedTable& now = context_.index.Of(TableKind::kT5);
    const IndexedTable& before = index_.Of(TableKind::kT5);
    if (parts.section != "N5c" || now.table() == nullptr || !before.usable() ||
        before.Find(Side::kNone, parts.subject) != nullptr) {
      return;
    }
    const Row* row = now.Find(Side::kNone, parts.subject);
    if (row == nullptr) return;
    const std::string name = budget::NormaliseLabel(row->name);
    for (const Row& other : before.table()->rows) {
      if (other.level != row->level ||
          budget::NormaliseLabel(other.name) != name) {
        continue;
      }
      const Figure figure = FigureOf(before, other, 0);
      if (!figure.readable) continue;
      figures->push_back({figure.fen, figure.precision, FigureText(figure)});
    }
  }

  // Whether the form that the document of the year before is printed in has it.
  static bool IsPrinted(const budget::TableShape& shape, const CellRef& ref,
                        int column) {
    const budget::Line* line = shape.FindLine(ref.side, ref.row);
    return shape.ColumnsOf(ref.side)[static_cast<size_t>(column)].presence ==
               budget::Presence::kPrinted &&
           (line == nullptr || line->presence == budget::Presence::kPrinted);
  }

  // A code that is not printed is blank; a line or total that is not, unknown.
  std::optional<Figure> Find(const CellRef& ref) const {
    const IndexedTable& table = index_.Of(ref.table);
    if (!table.usable()) return std::nullopt;
    const int column = table.shape().ColumnIndex(ref.side, ref.column);
    if (column < 0 || !IsPrinted(table.shape(), ref, column)) {
      return std::nullopt;
    }
    const Row* row = table.Find(ref.side, ref.row);
    if (row != nullptr) {
      const Figure figure = FigureOf(table, *row, column);
      if (!figure.readable) return std::nullopt;
      return figure;
    }
    const bool declared_empty = !table.table()->nil_statement.empty();
    const bool code = table.shape().coded() && budget::IsDigits(ref.row);
    if (!code && !(ref.row == budget::kTotalKey && declared_empty)) {
      return std::nullopt;
    }
    return MissingFigure(table, ref.side, ref.row, column);
  }

  const CheckContext& context_;
  const budget::Document& prior_;
  const DocumentIndex index_;
  const ClaimIndex claims_;
  std::vector<Place> unknown_;
  size_t unknown_count_ = 0;
};

// Says why there is nothing to compare with.
void NoPrior(const CheckContext& context, budget::Text message) {
  context.reporter.Insufficient({}, std::move(message));
}

// Whoever gave last year's document holds it for the department's: it was
// renamed, or the document is another's.
void ReportOtherName(const CheckContext& context,
                     const budget::Document& prior) {
  Finding finding;
  finding.severity =
      std::min(context.reporter.rule().severity, Severity::kWarning);
  finding.status = FindingStatus::kInconsistent;
  finding.places = {{"doc", {}}};
  finding.message = Message("finding.prior_other_department",
                            {{"found", prior.department},
                             {"year", absl::StrCat(prior.fiscal_year)},
                             {"department", context.document.department}});
  context.reporter.Report(std::move(finding));
}

}  // namespace

// Y-12: the amount less its change, of every claim that states both, is what
// last year's document states: in the table, in the same claim, or merged with
// its neighbour. Fails only when none of these fits. And the two totals are of
// one magnitude.
void CheckPriorBudget(const CheckContext& context) {
  const budget::Document* prior = context.references == nullptr
                                      ? nullptr
                                      : context.references->prior_budget;
  const int year = context.document.fiscal_year;
  if (prior == nullptr) {
    return NoPrior(context, Message("finding.prior_not_given"));
  }
  if (year == 0 || prior->fiscal_year != year - 1) {
    return NoPrior(context,
                   Message("finding.prior_other_year",
                           {{"found", absl::StrCat(prior->fiscal_year)},
                            {"year", absl::StrCat(year)}}));
  }
  if (!IsOfSameDepartment(context.document, *prior)) {
    ReportOtherName(context, *prior);
  }
  PriorYear(context, *prior).Run();
}

// B-36: what is carried over was left at the end of last year. Only the final
// account states that, and its form is not read: the rule says so.
void CheckCarryOver(const CheckContext& context) {
  const bool given = context.references != nullptr &&
                     context.references->prior_final_account != nullptr;
  context.reporter.Insufficient(
      {{"T1:in:carry", {}}},
      Message(given ? "finding.final_account_unread"
                    : "finding.final_account_not_given"));
}

}  // namespace yuheng::validation
