#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_PROJECT_MONEY_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_PROJECT_MONEY_H_

#include <cstdint>
#include <vector>

#include "services/budget/document.h"
#include "services/validation/evaluation/document_index.h"

namespace yuheng::validation {

// What the tables tell about the projects of one function code. The disclosure
// does not say which source pays carry-over and own-money projects; what tables
// 2, 3, 5, 8 and 9 leave open are intervals (domain.md B-22, B-23, P-08):
//   rest of a kind   what table 3 has beyond tables 5, 8 and 9
//   carry in project max(0, carry - rest of basic) .. min(carry, rest)
// and the same for the other sources (special account, own money, their
// carry-over), which together with the carry make up both rests.
struct ProjectMoney {
  const budget::Row* row = nullptr;  // Of table 3.
  int64_t basic_fen = 0;             // Table 3.
  int64_t project_fen = 0;           // Table 3.
  int64_t current_fen = 0;  // Tables 5, 8, 9: this year's fiscal money.
  int64_t listed_fen = 0;   // Table 7.
  // Fiscal project money, this year's and carried over; other project money.
  int64_t fiscal_low_fen = 0;
  int64_t fiscal_high_fen = 0;
  int64_t other_low_fen = 0;
  int64_t other_high_fen = 0;
  // Printed figures that are not zero behind the bounds.
  int64_t figures = 0;
  // False when the tables contradict each other about this code: sources and
  // uses differ, a part exceeds its whole, or table 7 is not table 5. What is
  // above means nothing then.
  bool decided = true;

  // Paid by carry-over, funds or own money: in no row of table 7.
  int64_t unlisted_fen() const { return project_fen - listed_fen; }
  // Printed figures that are not zero behind it.
  int64_t unlisted_figures = 0;
};

// One entry for each code of table 3 that has no code below it. Tables 2, 3, 5,
// 7, 8 and 9 must be usable.
std::vector<ProjectMoney> ProjectMoneyOf(const DocumentIndex& index);

// Whether the entries add up to the totals of tables 3, 5, 8 and 9: no row is
// missing that would have made one.
bool IsComplete(const std::vector<ProjectMoney>& entries,
                const DocumentIndex& index);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_PROJECT_MONEY_H_
