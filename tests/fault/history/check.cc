#include "tests/fault/history/check.h"

namespace yuheng::fault {

Violations Check(const History& history, const budget::Form& form) {
  Violations found;
  for (const Complaint& complaint : history.complaints) {
    found.push_back({complaint.property, complaint.what});
  }
  CheckPostings(history, &found);
  CheckSubmissions(history, &found);
  CheckTotals(history, form, &found);
  CheckEliminations(history, &found);
  CheckWatches(history, form, &found);
  CheckEntryWatches(history, &found);
  return found;
}

}  // namespace yuheng::fault
