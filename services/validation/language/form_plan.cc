#include "services/validation/language/form_plan.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "services/budget/check.h"

namespace yuheng::validation {
namespace {

using budget::Presence;
using budget::TableShape;

// Where the money of a figure that is not printed stands.
struct Holder {
  PlanTable table;
  std::string key;  // Of a column or a line.
};

// The printed figures that stand for one.
struct Printed {
  bool told = true;  // False: it is not disclosed.
  std::vector<PlanFigures> figures;
  std::vector<Holder> holders;  // Of what stands within another figure.
};

class Adapter {
 public:
  explicit Adapter(const budget::Form& form) : form_(form) {}

  // False when the statement does not apply.
  bool Adapt(PlanStatement* statement) const {
    if (!HasTables(statement->sources)) return false;
    LeaveOut(&statement->sources);
    for (PlanLoop& loop : statement->loops) {
      if (loop.over_columns && !AdaptChoices(loop.slot, statement)) {
        return false;
      }
    }
    if (!AdaptTests(&statement->conditions)) return false;
    for (PlanLoop& loop : statement->loops) {
      const size_t rows = loop.rows.size();
      std::erase_if(loop.rows, [&](const PlanRows& each) {
        return IsOutside(each.table);
      });
      const bool none = loop.rows.empty() && !loop.over_columns;
      if (none || (loop.intersection && loop.rows.size() < rows) ||
          !AdaptTests(&loop.conditions)) {
        return false;
      }
    }
    std::vector<PlanRelation>& relations = statement->relations;
    if (!AdaptRelation(&relations.front())) return false;
    // A convention that can't be judged is none.
    relations.erase(std::remove_if(relations.begin() + 1, relations.end(),
                                   [&](PlanRelation& relation) {
                                     LeaveOut(&relation.sources);
                                     return !HasTables(relation.sources) ||
                                            !AdaptRelation(&relation);
                                   }),
                    relations.end());
    return true;
  }

 private:
  const TableShape* ShapeOf(const PlanTable& table) const {
    return IsTable(table.source)
               ? &form_.Table(static_cast<budget::TableKind>(table.source))
               : nullptr;
  }

  bool HasTables(const std::vector<Source>& sources) const {
    return std::all_of(sources.begin(), sources.end(), [&](Source source) {
      const TableShape* shape = ShapeOf({source, budget::Side::kNone});
      return shape == nullptr || shape->printed || shape->outside;
    });
  }

  // Whether it is a table that the form counts no money of.
  bool IsOutside(const PlanTable& table) const {
    const TableShape* shape = ShapeOf(table);
    return shape != nullptr && shape->outside;
  }

  // Such tables need not be there.
  void LeaveOut(std::vector<Source>* sources) const {
    std::erase_if(*sources, [&](Source source) {
      return IsOutside({source, budget::Side::kNone});
    });
  }

  const budget::Column* ColumnOf(const PlanFigures& figures, int column) const {
    const TableShape* shape = ShapeOf(figures.table);
    return shape == nullptr || column < 0
               ? nullptr
               : &shape->ColumnsOf(
                     figures.table.side)[static_cast<size_t>(column)];
  }

  const budget::Line* LineOf(const PlanFigures& figures,
                             const std::string& key) const {
    const TableShape* shape = ShapeOf(figures.table);
    return shape == nullptr ? nullptr
                            : shape->FindLine(figures.table.side, key);
  }

  bool IsPrinted(const PlanFigures& figures) const {
    if (IsOutside(figures.table)) return false;
    const budget::Column* column = ColumnOf(figures, figures.column);
    if (column != nullptr && column->presence != Presence::kPrinted) {
      return false;
    }
    const budget::Line* line = figures.selection == Selection::kKey
                                   ? LineOf(figures, figures.key)
                                   : nullptr;
    return line == nullptr || line->presence == Presence::kPrinted;
  }

  void Resolve(const PlanFigures& figures, Printed* printed) const {
    if (IsOutside(figures.table)) return;
    const budget::Column* column = ColumnOf(figures, figures.column);
    if (column != nullptr && column->presence != Presence::kPrinted) {
      std::vector<PlanFigures> parts;
      for (const int part : column->parts) {
        parts.push_back(figures);
        parts.back().column = part;
      }
      return ResolveAbsent(figures, column->presence, column->within, parts,
                           printed);
    }
    const budget::Line* line = figures.selection == Selection::kKey
                                   ? LineOf(figures, figures.key)
                                   : nullptr;
    if (line != nullptr && line->presence != Presence::kPrinted) {
      std::vector<PlanFigures> parts;
      for (const std::string& part : line->parts) {
        parts.push_back(figures);
        parts.back().key = part;
      }
      return ResolveAbsent(figures, line->presence, line->within, parts,
                           printed);
    }
    printed->figures.push_back(figures);
  }

  void ResolveAbsent(const PlanFigures& figures, Presence presence,
                     const std::string& within,
                     const std::vector<PlanFigures>& parts,
                     Printed* printed) const {
    if (presence == Presence::kOutside) return;
    if (presence == Presence::kWithin) {
      printed->holders.push_back({figures.table, within});
      return;
    }
    if (parts.empty()) printed->told = false;
    for (const PlanFigures& part : parts) Resolve(part, printed);
  }

  // One side of a comparison; false when it can't be told.
  bool AdaptTerms(std::vector<PlanTerm>* terms) const {
    std::vector<PlanTerm> adapted;
    std::vector<Holder> holders;
    for (PlanTerm& term : *terms) {
      if (term.kind == TermKind::kNumber) {
        adapted.push_back(std::move(term));
        continue;
      }
      if (term.kind != TermKind::kFigure && term.kind != TermKind::kSum) {
        if (!IsPrinted(term.figures) ||
            (term.kind == TermKind::kPercent && !IsPrinted(term.whole))) {
          return false;
        }
        adapted.push_back(std::move(term));
        continue;
      }
      Printed printed;
      Resolve(term.figures, &printed);
      if (!printed.told) return false;
      for (PlanFigures& figures : printed.figures) {
        adapted.push_back(term);
        adapted.back().figures = std::move(figures);
      }
      holders.insert(holders.end(), printed.holders.begin(),
                     printed.holders.end());
    }
    if (adapted.empty()) return false;
    if (!std::all_of(holders.begin(), holders.end(), [&](const Holder& holder) {
          return std::any_of(adapted.begin(), adapted.end(),
                             [&](const PlanTerm& term) {
                               return IsHolder(term.figures, holder);
                             });
        })) {
      return false;
    }
    *terms = std::move(adapted);
    return true;
  }

  bool IsHolder(const PlanFigures& figures, const Holder& holder) const {
    if (!(figures.table == holder.table)) return false;
    const budget::Column* column = ColumnOf(figures, figures.column);
    return (column != nullptr && column->key == holder.key) ||
           figures.key == holder.key;
  }

  // Whether both sides are the same figure.
  static bool IsTautology(const PlanComparison& comparison) {
    if (comparison.left.size() != 1 || comparison.right.size() != 1) {
      return false;
    }
    const PlanTerm& left = comparison.left.front();
    const PlanTerm& right = comparison.right.front();
    const auto same = [](const PlanFigures& a, const PlanFigures& b) {
      return a.table == b.table && a.selection == b.selection &&
             a.key == b.key && a.slot == b.slot && a.column == b.column &&
             a.column_slot == b.column_slot && a.rows.levels == b.rows.levels;
    };
    return left.kind == right.kind && left.kind != TermKind::kNumber &&
           same(left.figures, right.figures);
  }

  bool AdaptComparison(PlanComparison* comparison) const {
    return AdaptTerms(&comparison->left) && AdaptTerms(&comparison->right);
  }

  bool AdaptTests(std::vector<PlanTest>* tests) const {
    return std::all_of(tests->begin(), tests->end(), [&](PlanTest& test) {
      switch (test.kind) {
        case TestKind::kComparison:
          return AdaptComparison(&test.comparison);
        case TestKind::kSaid:
          return IsPrinted(test.said);
        default:
          return true;
      }
    });
  }

  bool AdaptRelation(PlanRelation* relation) const {
    if (!AdaptTests(&relation->conditions)) return false;
    switch (relation->kind) {
      case RelationKind::kComparison:
        return AdaptComparison(&relation->comparison) &&
               !IsTautology(relation->comparison);
      case RelationKind::kAbsent:
        return IsPrinted(relation->absent);
      case RelationKind::kShare:
      case RelationKind::kGrowth:
      case RelationKind::kReport:
        return std::all_of(
            relation->figures.begin(), relation->figures.end(),
            [&](const PlanFigures& figures) { return IsPrinted(figures); });
      case RelationKind::kSameCodes:
      case RelationKind::kSameNames:
        return !IsOutside(relation->left_rows.table) &&
               !IsOutside(relation->right_rows.table);
    }
    return true;
  }

  // Calls visit(figures) for everything that the statement reads.
  template <typename Visit>
  static void EachFigures(PlanStatement* statement, Visit visit) {
    const auto comparison = [&](PlanComparison* each) {
      for (auto* terms : {&each->left, &each->right}) {
        for (PlanTerm& term : *terms) {
          visit(&term.figures);
          visit(&term.whole);
        }
      }
    };
    const auto tests = [&](std::vector<PlanTest>* all) {
      for (PlanTest& test : *all) {
        comparison(&test.comparison);
        visit(&test.said);
      }
    };
    tests(&statement->conditions);
    for (PlanLoop& loop : statement->loops) tests(&loop.conditions);
    for (PlanRelation& relation : statement->relations) {
      tests(&relation.conditions);
      comparison(&relation.comparison);
      visit(&relation.absent);
      for (PlanFigures& figures : relation.figures) visit(&figures);
    }
  }

  // Takes the columns out of a loop over columns that are not printed wherever
  // they are read. False when none is left.
  bool AdaptChoices(int slot, PlanStatement* statement) const {
    PlanLoop& loop = *std::find_if(
        statement->loops.begin(), statement->loops.end(),
        [slot](const PlanLoop& each) { return each.slot == slot; });
    for (int i = loop.column_count - 1; i >= 0; --i) {
      bool printed = true;
      EachFigures(statement, [&](PlanFigures* figures) {
        const auto at = static_cast<size_t>(i);
        if (figures->column_slot == slot) {
          const budget::Column* column =
              ColumnOf(*figures, figures->column_of_choice[at]);
          printed = printed && (column == nullptr ||
                                column->presence == Presence::kPrinted);
        }
        if (figures->selection == Selection::kChoice && figures->slot == slot) {
          const budget::Line* line =
              LineOf(*figures, figures->key_of_choice[at]);
          printed = printed &&
                    (line == nullptr || line->presence == Presence::kPrinted);
        }
      });
      if (printed) continue;
      EachFigures(statement, [&](PlanFigures* figures) {
        if (figures->column_slot == slot) {
          figures->column_of_choice.erase(figures->column_of_choice.begin() +
                                          i);
        }
        if (figures->selection == Selection::kChoice && figures->slot == slot) {
          figures->key_of_choice.erase(figures->key_of_choice.begin() + i);
        }
      });
      --loop.column_count;
    }
    return loop.column_count > 0;
  }

  const budget::Form& form_;
};

}  // namespace

Plan PlanFor(const budget::Form& form, Plan plan) {
  const Adapter adapter(form);
  std::vector<PlanStatement>& all = plan.statements;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](PlanStatement& statement) {
                             return !adapter.Adapt(&statement);
                           }),
            all.end());
  return plan;
}

}  // namespace yuheng::validation
