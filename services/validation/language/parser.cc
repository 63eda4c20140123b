#include "services/validation/language/parser.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace yuheng::validation {
namespace {

// Recursive descent. A function that fails leaves the error in `error_` and
// returns false; nothing after it looks at what was parsed.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  absl::StatusOr<SyntaxFormula> Run() {
    SyntaxFormula formula;
    do {
      if (At(TokenKind::kEnd) && !formula.statements.empty()) break;
      if (formula.statements.size() == kStatementsMax) {
        return FormulaError(Peek().position, "too many statements");
      }
      formula.statements.emplace_back();
      if (!ParseStatement(&formula.statements.back())) return error_;
    } while (Accept(";"));
    if (!At(TokenKind::kEnd) && !Expected("';' or the end")) return error_;
    return formula;
  }

 private:
  const Token& Peek() const { return tokens_[at_]; }
  const Token& PeekNext() const {
    return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_];
  }
  bool At(TokenKind kind) const { return Peek().kind == kind; }
  bool AtMark(absl::string_view mark) const {
    return At(TokenKind::kPunctuation) && Peek().text == mark;
  }
  bool AtWord(absl::string_view word) const {
    return At(TokenKind::kName) && Peek().text == word;
  }
  void Skip() {
    if (!At(TokenKind::kEnd)) ++at_;
  }
  bool Accept(absl::string_view mark) {
    if (!AtMark(mark)) return false;
    Skip();
    return true;
  }
  bool AcceptWord(absl::string_view word) {
    if (!AtWord(word)) return false;
    Skip();
    return true;
  }

  bool Expected(absl::string_view what) {
    const Token& token = Peek();
    error_ = FormulaError(
        token.position, token.kind == TokenKind::kEnd
                            ? absl::StrCat("expected ", what, ", found the end")
                            : absl::StrCat("expected ", what, ", found '",
                                           token.text.substr(0, 40), "'"));
    return false;
  }
  bool TooMany(absl::string_view what) {
    error_ = FormulaError(Peek().position, absl::StrCat("too many ", what));
    return false;
  }
  bool Mark(absl::string_view mark) {
    return Accept(mark) || Expected(absl::StrCat("'", mark, "'"));
  }
  bool Word(absl::string_view word) {
    return AcceptWord(word) || Expected(absl::StrCat("'", word, "'"));
  }
  bool Name(absl::string_view what, SyntaxName* name) {
    if (!At(TokenKind::kName)) return Expected(what);
    *name = {std::string(Peek().text), Peek().position};
    Skip();
    return true;
  }
  bool NameOrCode(absl::string_view what, SyntaxName* name) {
    if (!At(TokenKind::kName) && !At(TokenKind::kNumber)) return Expected(what);
    *name = {std::string(Peek().text), Peek().position};
    Skip();
    return true;
  }

  bool ParseStatement(SyntaxStatement* statement) {
    while (AtWord("for")) {
      if (statement->loops.size() == kLoopsMax) return TooMany("loops");
      statement->loops.emplace_back();
      if (!ParseLoop(&statement->loops.back())) return false;
    }
    if (AcceptWord("if") &&
        (!ParseConditions(&statement->conditions) || !Mark(":"))) {
      return false;
    }
    do {
      if (statement->relations.size() == kRelationsMax) {
        return TooMany("alternatives");
      }
      statement->relations.emplace_back();
      SyntaxRelation& relation = statement->relations.back();
      if (!ParseRelation(&relation)) return false;
      if (statement->relations.size() > 1 && AcceptWord("if") &&
          !ParseConditions(&relation.conditions)) {
        return false;
      }
    } while (AcceptWord("or"));
    return true;
  }

  bool ParseLoop(SyntaxLoop* loop) {
    Skip();  // for
    if (!Name("a name for the loop", &loop->variable) || !Word("in") ||
        !ParseSet(loop)) {
      return false;
    }
    if (AcceptWord("if") && !ParseConditions(&loop->conditions)) return false;
    return Mark(":");
  }

  bool ParseSet(SyntaxLoop* loop) {
    if (Accept("(")) {
      loop->kind = LoopKind::kColumnList;
      do {
        if (loop->columns.size() == kChoicesMax) return TooMany("columns");
        loop->columns.emplace_back();
        if (!Name("a column", &loop->columns.back())) return false;
      } while (Accept(","));
      return Mark(")");
    }
    if (AtWord("columns") || AtWord("leaves")) {
      loop->kind =
          AtWord("columns") ? LoopKind::kColumnsOf : LoopKind::kLeavesOf;
      Skip();
      return Mark("(") && ParseTable(&loop->table) && Mark(")");
    }
    loop->kind = LoopKind::kRows;
    for (;;) {
      if (loop->rows.size() == kChoicesMax) return TooMany("tables");
      loop->rows.emplace_back();
      if (!ParseRows(&loop->rows.back())) return false;
      if (!AtMark("|") && !AtMark("&")) return true;
      const bool intersection = AtMark("&");
      if (loop->rows.size() > 1 && intersection != loop->intersection) {
        return Expected("the same sign between all tables");
      }
      loop->intersection = intersection;
      Skip();
    }
  }

  bool ParseTable(SyntaxTable* table) {
    if (!Name("a table, section or sheet", &table->name)) return false;
    if (AtMark(":") && PeekNext().kind == TokenKind::kName &&
        (PeekNext().text == "in" || PeekNext().text == "ex")) {
      Skip();
      return Name("in or ex", &table->side);
    }
    return true;
  }

  bool ParseRows(SyntaxRows* rows) {
    return ParseTable(&rows->table) && Mark("[") &&
           Name("a level", &rows->level) && Mark("]");
  }

  bool ParseFigures(SyntaxFigures* figures) {
    if (!ParseTable(&figures->table)) return false;
    if (Accept("[")) {
      figures->selection = SyntaxSelection::kName;
      const bool of =
          PeekNext().kind == TokenKind::kName && PeekNext().text == "of";
      if (of && AcceptWord("children")) {
        figures->selection = SyntaxSelection::kChildrenOf;
        Skip();
      } else if (of && AcceptWord("projects")) {
        figures->selection = SyntaxSelection::kProjectsOf;
        Skip();
      } else if (PeekNext().kind == TokenKind::kName && AcceptWord("named")) {
        figures->selection = SyntaxSelection::kNamed;
      }
      if (!Name("a loop's name or a level", &figures->row) || !Mark("]")) {
        return false;
      }
    } else if (!Mark(":") || !NameOrCode("a row key", &figures->row)) {
      return false;
    }
    if (Accept(".") && !Name("a column", &figures->column)) return false;
    figures->optional = Accept("?");
    return true;
  }

  bool ParseTerm(SyntaxTerm* term) {
    if (At(TokenKind::kNumber)) {
      term->kind = TermKind::kNumber;
      return NameOrCode("a number", &term->digits);
    }
    for (const auto& [word, kind] :
         {std::pair<absl::string_view, TermKind>{"sum", TermKind::kSum},
          {"count", TermKind::kCount},
          {"stated", TermKind::kStated},
          {"percent", TermKind::kPercent}}) {
      if (!AcceptWord(word)) continue;
      term->kind = kind;
      return Mark("(") && ParseFigures(&term->figures) &&
             (kind != TermKind::kPercent ||
              (Word("of") && ParseFigures(&term->whole))) &&
             Mark(")");
    }
    if (!At(TokenKind::kName)) return Expected("a figure, sum(…) or a number");
    return ParseFigures(&term->figures);
  }

  bool ParseExpression(std::vector<SyntaxTerm>* terms) {
    bool negative = Accept("-");
    for (;;) {
      if (terms->size() == kTermsMax) return TooMany("terms");
      terms->emplace_back();
      terms->back().negative = negative;
      if (!ParseTerm(&terms->back())) return false;
      if (!AtMark("+") && !AtMark("-")) return true;
      negative = AtMark("-");
      Skip();
    }
  }

  bool ParseComparison(SyntaxComparison* comparison) {
    if (!ParseExpression(&comparison->left)) return false;
    comparison->position = Peek().position;
    if (Accept("=")) {
      comparison->comparator = Comparator::kEqual;
    } else if (Accept("<=")) {
      comparison->comparator = Comparator::kAtMost;
    } else if (Accept(">=")) {
      comparison->comparator = Comparator::kAtLeast;
    } else {
      return Expected("'+', '-', '=', '<=' or '>='");
    }
    return ParseExpression(&comparison->right);
  }

  bool ParseConditions(std::vector<SyntaxTest>* conditions) {
    do {
      if (conditions->size() == kConditionsMax) return TooMany("conditions");
      conditions->emplace_back();
      if (!ParseTest(&conditions->back())) return false;
    } while (AcceptWord("and"));
    return true;
  }

  bool ParseTest(SyntaxTest* test) {
    test->negated = AcceptWord("not");
    if (AcceptWord("said")) {
      test->kind = TestKind::kSaid;
      return ParseFigures(&test->said);
    }
    const absl::string_view next =
        PeekNext().kind == TokenKind::kName ? PeekNext().text : "";
    if (!At(TokenKind::kName) || (next != "under" && next != "named")) {
      test->kind = TestKind::kComparison;
      return ParseComparison(&test->comparison);
    }
    test->kind = next == "under" ? TestKind::kUnder : TestKind::kNamed;
    if (!Name("a loop's name", &test->variable)) return false;
    Skip();
    const TokenKind wanted =
        test->kind == TestKind::kUnder ? TokenKind::kNumber : TokenKind::kText;
    do {
      if (test->choices.size() == kChoicesMax) return TooMany("choices");
      if (!At(wanted)) {
        return Expected(wanted == TokenKind::kNumber ? "a code" : "a \"name\"");
      }
      test->choices.push_back({std::string(Peek().text), Peek().position});
      Skip();
    } while (Accept(","));
    return true;
  }

  bool ParseRelation(SyntaxRelation* relation) {
    if (AcceptWord("absent")) {
      relation->kind = RelationKind::kAbsent;
      return ParseFigures(&relation->absent);
    }
    for (const auto& [word, kind] : {std::pair<absl::string_view, RelationKind>{
                                         "codes", RelationKind::kSameCodes},
                                     {"names", RelationKind::kSameNames}}) {
      if (!AcceptWord(word)) continue;
      relation->kind = kind;
      return Mark("(") && ParseRows(&relation->left_rows) && Mark(")") &&
             Mark("=") && Word(word) && Mark("(") &&
             ParseRows(&relation->right_rows) && Mark(")");
    }
    if (AtWord("share") || AtWord("growth")) return ParseRatio(relation);
    if (AcceptWord("report")) return ParseReport(relation);
    relation->kind = RelationKind::kComparison;
    return ParseComparison(&relation->comparison);
  }

  bool ParseRatio(SyntaxRelation* relation) {
    const bool share = AtWord("share");
    relation->kind = share ? RelationKind::kShare : RelationKind::kGrowth;
    Skip();
    relation->figures.resize(3);
    return ParseFigures(&relation->figures[0]) && Mark("=") &&
           ParseFigures(&relation->figures[1]) && Word(share ? "of" : "on") &&
           ParseFigures(&relation->figures[2]);
  }

  bool ParseReport(SyntaxRelation* relation) {
    relation->kind = RelationKind::kReport;
    do {
      if (relation->figures.size() == kChoicesMax) return TooMany("figures");
      relation->figures.emplace_back();
      if (!ParseFigures(&relation->figures.back())) return false;
    } while (Accept(","));
    return true;
  }

  const std::vector<Token> tokens_;
  size_t at_ = 0;
  absl::Status error_;
};

}  // namespace

absl::StatusOr<SyntaxFormula> ParseFormula(absl::string_view formula) {
  auto tokens = Tokenize(formula);
  if (!tokens.ok()) return tokens.status();
  return Parser(*std::move(tokens)).Run();
}

}  // namespace yuheng::validation
