#ifndef YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_READER_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_READER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/formats/claim_scanner.h"
#include "services/ingestion/formats/claim_writer.h"

namespace yuheng::ingestion {

// Which of the words behind a subject are claims of their own.
enum class WordsClaim : uint8_t {
  kNone,
  kPurpose,  // Behind 主要用于.
  kListing,  // Behind 主要包括, 包括, or 主要用于 without a list behind.
};

struct StatementOptions {
  // What figures before the first label speak about, unless a label says so
  // elsewhere; empty: nothing.
  std::string first_subject;
  bool first_subject_always = false;
  WordsClaim words = WordsClaim::kNone;
  // Whether numbers of pieces, persons and square metres are figures.
  enum class Counts : uint8_t {
    kIgnored,
    kRead,
    kPersons,   // Of persons only.
    kProjects,  // Of projects only; one before its label belongs to it.
  } counts = Counts::kIgnored;
  // Whether 未安排 and its like make claims.
  enum class Nil : uint8_t { kIgnored, kRead } nil = Nil::kRead;
  // Whether an amount that belongs to no subject is told as a problem.
  bool report_unassigned = false;
  // A year before the document's: its amounts are last year's. 0: unknown.
  int fiscal_year = 0;
  // Where figures begin that are read otherwise, in order.
  std::vector<size_t> passed_over;
  // The address of a measure (amount, share, delta, growth, count, area, words,
  // reason, none) of a subject.
  std::function<std::string(absl::string_view subject,
                            absl::string_view measure)>
      address;
};

// Reads the statements of a passage: which label a figure belongs to, and
// whether it is an amount, a share (占), a change (增加, 减少) or its rate
// (增长, 下降), with _other_base behind the
// measure where the change is not one against last year\'s budget. Figures
// inside reasons (主要原因是…) and purposes (主要用于…) are not claims.
// `labels` are ordered and do not overlap.
void ReadStatements(const Passage& passage,
                    const std::vector<LabelSpan>& labels,
                    const StatementOptions& options, ClaimWriter* writer);

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_STATEMENT_READER_H_
