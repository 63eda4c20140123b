#include "services/validation/evaluation/formula_evaluator.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/address.h"
#include "services/budget/decimal.h"
#include "services/budget/text.h"
#include "services/validation/evaluation/comparison.h"
#include "services/validation/evaluation/figure.h"
#include "services/validation/evaluation/figure_selector.h"
#include "services/validation/evaluation/ratio.h"

namespace yuheng::validation {
namespace {

using budget::Row;

class Evaluator {
 public:
  Evaluator(const DocumentIndex& index, Reporter& reporter,
            ComparisonObserver* observer)
      : index_(index),
        reporter_(reporter),
        observer_(observer),
        selector_(index) {}

  void Run(const Plan& plan) {
    std::set<Source> unusable;
    for (const PlanStatement& statement : plan.statements) {
      if (!Usable(statement.sources)) {
        unusable.insert(statement.sources.begin(), statement.sources.end());
        continue;
      }
      selector_.bindings.assign(statement.loops.size(), {});
      Loop(statement, 0);
      if (Stopped()) return;
    }
    ReportUnusable({unusable.begin(), unusable.end()}, index_, reporter_);
    ReportMissing();
  }

 private:
  bool Stopped() const {
    return observer_ == nullptr ? reporter_.stopped() : reporter_.cancelled();
  }

  void ReportMissing() {
    if (missing_count_ == 0) return;
    budget::Text first = missing_text_;
    reporter_.Insufficient(
        std::move(missing_),
        budget::Message(
            "finding.insufficient_figures",
            {{"place", first}, {"count", absl::StrCat(missing_count_)}}));
  }

  bool Usable(const std::vector<Source>& sources) const {
    return std::all_of(sources.begin(), sources.end(), [&](Source source) {
      return index_.Of(source).usable();
    });
  }

  // Remembers an input that is not there or can't be read.
  void Miss(const Figure& figure) {
    Place place = PlaceOf(figure);
    if (std::find(missing_.begin(), missing_.end(), place) != missing_.end()) {
      return;
    }
    if (missing_count_++ == 0) missing_text_ = FigureText(figure);
    if (missing_.size() < kPlacesPerFindingMax) {
      missing_.push_back(std::move(place));
    }
  }

  void Loop(const PlanStatement& statement, size_t depth) {
    if (depth == statement.loops.size()) {
      if (AllHold(statement.conditions)) Relate(statement);
      return;
    }
    const PlanLoop& loop = statement.loops[depth];
    Binding& binding = selector_.bindings[loop.slot];
    const auto next = [&] {
      if (AllHold(loop.conditions)) Loop(statement, depth + 1);
      return !Stopped();
    };
    if (loop.over_columns) {
      for (int i = 0; i < loop.column_count; ++i) {
        binding = {};
        binding.choice = i;
        if (!next()) return;
      }
    } else if (loop.rows.size() == 1 && !loop.rows[0].by_name) {
      const PlanRows& rows = loop.rows[0];
      for (const Row& row : index_.Of(rows.table.source).table()->rows) {
        if (!rows.Has(row)) continue;
        binding = {rows.table.source, &row, row.code, 0};
        if (!next()) return;
      }
    } else {
      for (const absl::string_view code : CodesOf(loop)) {
        binding = {Source::kNone, nullptr, code, 0};
        if (!next()) return;
      }
    }
  }

  // The codes of several tables' rows, each once, in order of appearance.
  std::vector<absl::string_view> CodesOf(const PlanLoop& loop) const {
    std::vector<absl::string_view> codes;
    absl::flat_hash_set<absl::string_view> seen;
    for (const PlanRows& rows : loop.rows) {
      for (const Row& row : index_.Of(rows.table.source).table()->rows) {
        if (!rows.Has(row)) continue;
        const absl::string_view code =
            rows.by_name ? index_.Of(rows.table.source).NameOf(row)
                         : absl::string_view(row.code);
        if (seen.insert(code).second) codes.push_back(code);
      }
    }
    if (loop.intersection) {
      std::erase_if(codes, [&](absl::string_view code) {
        return !std::all_of(
            loop.rows.begin(), loop.rows.end(), [&](const PlanRows& rows) {
              const IndexedTable& table = index_.Of(rows.table.source);
              if (rows.by_name) return !table.RowsNamed(code).empty();
              const Row* row = table.Find(rows.table.side, code);
              return row != nullptr && rows.Has(*row);
            });
      });
    }
    return codes;
  }

  // False when a figure is missing; then it has been remembered if `note`.
  bool Collect(const std::vector<PlanTerm>& terms, bool note, Operand* side) {
    bool complete = true;
    side->figures.reserve(terms.size());
    for (const PlanTerm& term : terms) {
      if (term.kind == TermKind::kNumber) {
        side->constant_fen +=
            term.negative ? -term.number_fen : term.number_fen;
        continue;
      }
      if (term.kind == TermKind::kPercent) {
        complete &= AddPercent(term, note, side);
        continue;
      }
      side->sum |= term.kind != TermKind::kFigure;
      selector_.Each(term.figures, [&](const Figure& figure) {
        if (!figure.readable) {
          complete = false;
          if (note) Miss(figure);
        }
        const bool count = term.kind == TermKind::kCount;
        if (count || term.kind == TermKind::kStated) {
          if (count ? figure.fen != 0 : figure.said) {
            side->constant_fen +=
                term.negative ? -budget::kMicroPerOne : budget::kMicroPerOne;
          }
          return;
        }
        side->figures.push_back({figure, term.negative});
        side->figures.back().figure.in_run = term.kind == TermKind::kSum;
      });
    }
    return complete;
  }

  // A percentage of nothing is as good as missing.
  bool AddPercent(const PlanTerm& term, bool note, Operand* side) {
    int64_t part_fen = 0;
    bool complete = true;
    const auto add = [&](const Figure& figure, int64_t* sum) {
      *sum += figure.fen;
      if (figure.readable) return;
      complete = false;
      if (note) Miss(figure);
    };
    selector_.Each(term.figures,
                   [&](const Figure& figure) { add(figure, &part_fen); });
    int64_t whole_fen = 0;
    add(selector_.One(term.whole), &whole_fen);
    if (!complete || whole_fen <= 0) return false;
    const int64_t percent = PercentOf(part_fen, whole_fen);
    side->constant_fen += term.negative ? -percent : percent;
    return true;
  }

  // Whether the comparison could be judged; the result in `result`, whose
  // memory is used again.
  bool Judge(const PlanComparison& plan, bool note, Comparison* result) {
    Operand left = std::move(result->left);
    Operand right = std::move(result->right);
    left.Clear();
    right.Clear();
    const bool left_complete = Collect(plan.left, note, &left);
    const bool right_complete = Collect(plan.right, note, &right);
    if (!left_complete || !right_complete) return false;
    switch (plan.comparator) {
      case Comparator::kEqual:
        *result = JudgeEqual(std::move(left), std::move(right));
        return true;
      case Comparator::kAtMost:
        *result = JudgeInequality(std::move(left), std::move(right));
        return true;
      case Comparator::kAtLeast:
        *result = JudgeInequality(std::move(right), std::move(left));
        return true;
    }
    return false;
  }

  // Percentages are rounded even where amounts are exact.
  Discipline DisciplineOf(const Comparison& comparison) const {
    const auto& figures = comparison.left.figures;
    return !figures.empty() && IsPercentage(figures[0].figure)
               ? Discipline::kIntervals
               : reporter_.rule().discipline;
  }

  bool Agrees(const Comparison& comparison) const {
    return comparison.agreement == Agreement::kExact ||
           (comparison.agreement == Agreement::kRounding &&
            DisciplineOf(comparison) != Discipline::kExact);
  }

  bool Holds(const PlanTest& test) {
    bool holds = false;
    switch (test.kind) {
      case TestKind::kSaid:
        holds = selector_.One(test.said).said;
        break;
      case TestKind::kUnder: {
        const absl::string_view code = selector_.bindings[test.slot].code;
        holds = std::any_of(test.choices.begin(), test.choices.end(),
                            [&](const std::string& choice) {
                              return absl::StartsWith(code, choice);
                            });
        break;
      }
      case TestKind::kNamed: {
        const Row* row = selector_.bindings[test.slot].row;
        if (row == nullptr) return false;
        const std::string name = budget::NormaliseLabel(row->name);
        holds = std::find(test.choices.begin(), test.choices.end(), name) !=
                test.choices.end();
        break;
      }
      case TestKind::kComparison: {
        if (!Judge(test.comparison, false, &tested_)) return false;
        holds = Agrees(tested_);
        break;
      }
    }
    return holds != test.negated;
  }

  bool AllHold(const std::vector<PlanTest>& tests) {
    return std::all_of(tests.begin(), tests.end(),
                       [&](const PlanTest& test) { return Holds(test); });
  }

  void Relate(const PlanStatement& statement) {
    const PlanRelation& first = statement.relations[0];
    switch (first.kind) {
      case RelationKind::kSameCodes:
        return SameCodes(first);
      case RelationKind::kSameNames:
        return SameNames(first);
      case RelationKind::kAbsent:
        return Absent(first);
      case RelationKind::kShare:
      case RelationKind::kGrowth:
        return RelateRatio(first);
      case RelationKind::kReport:
        return Report(first);
      case RelationKind::kComparison:
        break;
    }
    Comparison& comparison = related_;
    if (!Judge(first.comparison, true, &comparison)) return;
    const bool convention =
        !Agrees(comparison) && FindConvention(statement, &comparison);
    if (convention) {
      Tell(DisciplineOf(comparison), [&] { return ConventionOf(comparison); });
    } else if (comparison.agreement != Agreement::kExact) {
      Tell(DisciplineOf(comparison), [&] {
        return FindingOf(comparison, reporter_.rule().severity,
                         reporter_.rule().title);
      });
    }
    Show(comparison);
  }

  // Whether another convention holds; then `comparison` becomes its.
  bool FindConvention(const PlanStatement& statement, Comparison* comparison) {
    for (size_t i = 1; i < statement.relations.size(); ++i) {
      const PlanRelation& other = statement.relations[i];
      Comparison convention;
      if (other.kind == RelationKind::kComparison && Usable(other.sources) &&
          AllHold(other.conditions) &&
          Judge(other.comparison, false, &convention) && Agrees(convention)) {
        *comparison = std::move(convention);
        return true;
      }
    }
    return false;
  }

  // Reports what `finding` makes, while more is wanted.
  template <typename MakeFinding>
  void Tell(Discipline discipline, MakeFinding finding) {
    if (!reporter_.stopped()) reporter_.Report(finding(), discipline);
  }

  void Show(const Comparison& comparison) {
    if (observer_ != nullptr) observer_->OnJudged(reporter_.rule(), comparison);
  }

  void RelateRatio(const PlanRelation& relation) {
    Figure figures[3];
    bool complete = true;
    for (size_t i = 0; i < 3; ++i) {
      figures[i] = selector_.One(relation.figures[i]);
      if (figures[i].readable) continue;
      Miss(figures[i]);
      complete = false;
    }
    if (!complete) return;
    if (reporter_.rule().discipline == Discipline::kExact) {
      figures[1].precision = 0;
      figures[2].precision = 0;
    }
    const Ratio ratio = relation.kind == RelationKind::kShare
                            ? JudgeShare(figures[0], figures[1], figures[2])
                            : JudgeGrowth(figures[0], figures[1], figures[2]);
    if (ratio.agreement != Agreement::kExact) {
      Tell(Discipline::kIntervals,
           [&] { return FindingOf(ratio, reporter_.rule().severity); });
    }
    if (observer_ != nullptr) Show(AsComparison(ratio));
  }

  // What the conditions of the statement are about is itself the finding.
  void Report(const PlanRelation& relation) {
    std::vector<Place> places;
    budget::Text text;
    for (const PlanFigures& each : relation.figures) {
      const Figure figure = selector_.One(each);
      const budget::Text name = FigureText(figure);
      const std::string value = figure.said ? ValueText(figure) : "";
      absl::StrAppend(&text.zh, text.zh.empty() ? "" : "；", name.zh,
                      value.empty() ? "" : " ", value);
      absl::StrAppend(&text.en, text.en.empty() ? "" : "; ", name.en,
                      value.empty() ? "" : " ", value);
      places.push_back(PlaceOf(figure));
    }
    reporter_.Fail(
        std::move(places),
        budget::Message("finding.report", {{"title", reporter_.rule().title},
                                           {"figures", text}}));
  }

  static bool IsBlank(const Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(),
                       [](const budget::Cell& cell) {
                         return cell.amount_fen == 0 &&
                                cell.state != budget::CellState::kUnreadable;
                       });
  }

  // Rows with amounts in one table that the other does not have.
  void SameCodes(const PlanRelation& relation) {
    const auto missing = [&](const PlanRows& from, const PlanRows& to) {
      const IndexedTable& table = index_.Of(from.table.source);
      const IndexedTable& other = index_.Of(to.table.source);
      for (const Row& row : table.table()->rows) {
        if (!from.Has(row) || IsBlank(row) ||
            other.Find(to.table.side, row.code) != nullptr) {
          continue;
        }
        const Figure absent = MissingFigure(other, to.table.side, row.code, 0);
        const Figure present = FigureOf(table, row, 0);
        reporter_.Fail({PlaceOf(absent), PlaceOf(present)},
                       budget::Message("finding.code_missing",
                                       {{"row", RowText(present)},
                                        {"table", PlaceText(table)},
                                        {"other", PlaceText(other)}}));
        if (reporter_.stopped()) return;
      }
    };
    missing(relation.left_rows, relation.right_rows);
    missing(relation.right_rows, relation.left_rows);
  }

  void SameNames(const PlanRelation& relation) {
    const PlanRows& left = relation.left_rows;
    const PlanRows& right = relation.right_rows;
    const IndexedTable& table = index_.Of(left.table.source);
    const IndexedTable& other = index_.Of(right.table.source);
    for (const Row& row : table.table()->rows) {
      if (!left.Has(row)) continue;
      const Row* twin = other.Find(right.table.side, row.code);
      if (twin == nullptr || budget::NormaliseLabel(row.name) ==
                                 budget::NormaliseLabel(twin->name)) {
        continue;
      }
      reporter_.Fail({PlaceOf(table, row), PlaceOf(other, *twin)},
                     budget::Message("finding.name_differs",
                                     {{"code", row.code},
                                      {"table", PlaceText(table)},
                                      {"name", row.name},
                                      {"other", PlaceText(other)},
                                      {"other_name", twin->name}}));
      if (reporter_.stopped()) return;
    }
  }

  void Absent(const PlanRelation& relation) {
    const Figure figure = selector_.One(relation.absent);
    if (figure.row == nullptr) return;
    reporter_.Fail(
        {PlaceOf(figure)},
        budget::Message("finding.absent", {{"table", PlaceText(figure)},
                                           {"row", RowText(figure)},
                                           {"title", reporter_.rule().title}}));
  }

  const DocumentIndex& index_;
  Reporter& reporter_;
  ComparisonObserver* const observer_;
  FigureSelector selector_;
  Comparison related_;  // By the statement of the moment.
  Comparison tested_;   // By a condition.
  std::vector<Place> missing_;
  size_t missing_count_ = 0;
  budget::Text missing_text_;
};

}  // namespace

bool ReportUnusable(const std::vector<Source>& sources,
                    const DocumentIndex& index, Reporter& reporter) {
  std::vector<Place> places;
  budget::Text names;
  bool applies = true;
  for (const Source source : sources) {
    const IndexedTable& table = index.Of(source);
    if (table.usable()) continue;
    applies = applies && table.shape().printed;
    const budget::Text name = PlaceText(table);
    absl::StrAppend(&names.zh, names.zh.empty() ? "" : "、", name.zh);
    absl::StrAppend(&names.en, names.en.empty() ? "" : ", ", name.en);
    places.push_back(
        {std::string(SourceName(source)),
         {table.table() == nullptr ? 0 : table.table()->line, ""}});
  }
  if (places.empty()) return false;
  if (!applies) return true;
  reporter.Insufficient(
      std::move(places),
      budget::Message("finding.insufficient_tables", {{"tables", names}}));
  return true;
}

void EvaluateFormula(const Plan& plan, const DocumentIndex& index,
                     Reporter& reporter, ComparisonObserver* observer) {
  Evaluator(index, reporter, observer).Run(plan);
}

}  // namespace yuheng::validation
