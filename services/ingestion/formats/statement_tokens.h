#ifndef YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_TOKENS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

enum class TokenKind : uint8_t {
  kLabel,
  kQuantity,
  kShare,            // 占
  kUp,               // 增加, 增长
  kDown,             // 减少, 下降
  kSame,             // 持平
  kSameBehindPrior,  // 一致: the same only behind 与上年.
  kPrior,            // 比上年, 上年预算
  kOtherBase,        // 比上年执行数: not the budget of last year.
  kReason,           // 主要原因是
  kPurpose,          // 主要用于
  kListing,          // 主要包括
  kNil,              // 未安排; behind or before its label.
  kNilBefore,        // 没有, 无; before its label only.
  kEach,             // 分别
  kAll,              // 均, 各
  kRatio,      // 比例, 执行率: the rate behind it is no share or growth.
  kOpen,       // (
  kClose,      // )
  kConnector,  // 、 和 及 与
  kComma,
  kSemicolon,
  kStop,       // 。 and the like
  kParagraph,  // The end of a paragraph.
};

// One word that decides what a sentence says.
struct Token {
  TokenKind kind;
  size_t begin;
  size_t end;
  size_t index = 0;  // Into labels or quantities.
};

// The words that matter in a normalised text, in order.
std::vector<Token> Tokenise(absl::string_view text,
                            const std::vector<LabelSpan>& labels,
                            const std::vector<Quantity>& quantities);

// Whether what stands between two labels, from `begin` to `end`, makes the
// second one a remark about the first: 单位资金(含上年结转).
bool OpensRemark(absl::string_view text, size_t begin, size_t end);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_TOKENS_H_
