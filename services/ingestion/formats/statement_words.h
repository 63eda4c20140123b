#ifndef YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_WORDS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/statement_tokens.h"

namespace yuheng::ingestion {

// Whether a paragraph goes on about the subject of the one before: 比上年…,
// 主要是….
bool ContinuesStatement(absl::string_view paragraph);

// Finds where words such as a reason or a list of uses end and the next
// statement begins. All arguments must outlive it.
class WordsScope {
 public:
  // What a statement behind the words must have: in a reason also a share or a
  // change behind its amount, since reasons carry amounts of their own.
  enum class Statement : uint8_t { kWithAmount, kWithComparison };

  WordsScope(absl::string_view text, const std::vector<Token>& tokens,
             const std::vector<Quantity>& quantities)
      : text_(text), tokens_(tokens), quantities_(quantities) {}

  // The token that ends the words behind token `i`; tokens.size() at the end of
  // the text.
  size_t EndBehind(size_t i, Statement next) const;
  // Whether a statement begins right behind token `i`: label and amount (or
  // change).
  bool OpensStatement(size_t i, Statement statement) const;
  // Where the words of token `i` begin and end; `end` as EndBehind gives it.
  // Those of 人员增多是增加的主要原因 stand before it.
  std::pair<size_t, size_t> Words(size_t i, size_t end) const;
  // Whether token `i` is 主要为, which may say what there is instead of why.
  bool Describes(size_t i) const;
  // Whether a label opens a clause of its own: 占比:一般公共预算67%.
  bool StartsClause(const Token& label) const;
  // Whether a clause ends with a token: 政府性基金:无。
  bool EndsClause(const Token& token) const;
  // Whether the paragraph that token `i` ends goes on with its figure in the
  // next line: 2023年预算数为:.
  bool FigureBehindColon(size_t i) const;
  // The token in front of 比上年增加83.6万元 that ends uses or a list behind
  // token `i` and goes on about their subject; `end`, where the words end, may
  // be it. tokens.size() when there is none, and when the change may be that of
  // the last use: 用于培训3万元,比上年增加1万元.
  size_t ComparisonBehind(size_t i, size_t end) const;
  // Whether token `i` is 主要是, which opens reasons and other words.
  bool IsMainly(size_t i) const;
  // Whether 主要是 at token `i` is followed by a label and its amount.
  bool NamesAmount(size_t i) const;
  // Whether a list (主要包括) follows in the words behind token `i`.
  bool ListsBehind(size_t i) const;
  // How many figures stand in the list behind token `i`: 1万元、2万元.
  size_t FiguresBehind(size_t i) const;

 private:
  bool Ends(size_t i, Statement next) const;
  // Whether a change on last year stands right behind token `i`.
  bool OpensComparison(size_t i) const;
  // Whether what stands behind token `i` is a statement rather than a further
  // reason.
  bool StatesAnything(size_t i, Statement next) const;
  // Whether a numbered item behind token `i` states something: 二是项目支出….
  bool OpensItem(size_t i, Statement statement) const;
  // Whether 一是 numbers a statement of the paragraph up to token `i`, not only
  // reasons.
  bool NumbersStatements(size_t i) const;
  // The label that opens the clause behind token `i`; tokens.size() when
  // something else does.
  size_t StatementLabel(size_t i) const;

  const absl::string_view text_;
  const std::vector<Token>& tokens_;
  const std::vector<Quantity>& quantities_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_WORDS_H_
