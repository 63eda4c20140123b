#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SHEET_PROJECTS_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SHEET_PROJECTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/performance/project_money.h"

namespace yuheng::validation {

// Sheets and codes beyond which money is only compared in sum, since any of
// them may go together.
inline constexpr size_t kSubsetMax = 12;
// Beyond which no sheet is called the nearest.
inline constexpr size_t kNearestMax = 200;

// For comparing names of projects: normalised, without quotes and without a
// remark in brackets at the end (（自有资金）). Years stay: 2022年… and 2023年…
// are two projects.
std::string ProjectKey(absl::string_view name);

// A project of table 7, all its rows together, and the sheets that bear its
// name; without such, one whose name holds the other's or whose amount is the
// same and that is nobody else's.
struct ListedProject {
  std::string name;  // As printed first.
  std::string key;   // ProjectKey of it.
  std::vector<const budget::Row*> rows;
  int64_t fen = 0;
  bool readable = true;
  std::vector<size_t> sheets;
};

// Project money of a code that is in no row of table 7, and the sheet that
// comes nearest, if any.
struct UncoveredMoney {
  const ProjectMoney* money = nullptr;
  int64_t fen = 0;
  bool has_sheet = false;
  size_t sheet = 0;
  int64_t sheet_fen = 0;
};

struct SheetProjects {
  std::vector<ListedProject> listed;
  // What no sheet, and no sum of sheets, covers exactly.
  std::vector<UncoveredMoney> uncovered;
};

// The projects of table 7 and which sheets are theirs.
std::vector<ListedProject> MatchListed(const budget::Document& document,
                                       const DocumentIndex& index);

// Which sheet is of which project (domain.md P-06). `money` are the entries of
// the codes; those not decided take no part. It must outlive the result.
SheetProjects MatchSheets(const budget::Document& document,
                          const DocumentIndex& index,
                          const std::vector<ProjectMoney>& money);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_PERFORMANCE_SHEET_PROJECTS_H_
