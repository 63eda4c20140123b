#include "tests/benchmark/document_posting.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/check.h"
#include "services/budget/rollup.h"
#include "services/budget/table_shape.h"

namespace yuheng::aggregation {
namespace {

std::vector<storage::AmountLine> StoredLines(
    const std::vector<budget::AmountLine>& lines) {
  std::vector<storage::AmountLine> stored;
  stored.reserve(lines.size());
  for (const budget::AmountLine& line : lines) {
    stored.push_back({KeyOf(line.account), line.amount_fen});
  }
  return stored;
}

}  // namespace

Posting PostingOf(const budget::Document& document,
                  absl::string_view department) {
  const budget::Form& form = budget::StandardForm();
  const budget::LedgerLines lines = budget::LedgerLinesOf(form, document);
  auto posting = NormalisePosting(
      form, {.department = std::string(department),
             .request_id = absl::StrCat("benchmark-", department),
             .fiscal_year = 2023,
             .stage = 4,
             .submission = absl::StrCat("prefectures/652300/departments/",
                                        department, "/submissions/1"),
             .leaves = StoredLines(lines.leaves),
             .printed = StoredLines(lines.printed),
             .precision_fen = lines.precision_fen});
  YUHENG_CHECK(posting.ok());
  return *std::move(posting);
}

}  // namespace yuheng::aggregation
