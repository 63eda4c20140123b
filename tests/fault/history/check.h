#ifndef YUHENG_TESTS_FAULT_HISTORY_CHECK_H_
#define YUHENG_TESTS_FAULT_HISTORY_CHECK_H_

#include <string>
#include <vector>

#include "services/budget/table_shape.h"
#include "tests/fault/history/history.h"

// Whether a history keeps what the desk promises. Pure functions: the same
// history gives the same violations in the same order.
namespace yuheng::fault {

// A promise that was not kept, and where that shows.
struct Violation {
  std::string property;
  std::string what;
};
using Violations = std::vector<Violation>;

// posting_lost         what was answered as applied is not in the ledger
// posting_doubled      a request id has two entries
// outcome_changed      two final answers about one request id differ, or one
//                      does not fit the ledger
// seq_gap              a ledger's seq or hashes don't follow one another
// revision_reused      two entries have one revision, or it does not ascend
// order_reversed       a later posting stands before one that was answered
//                      before it was asked for
void CheckPostings(const History& history, Violations* found);

// submission_lost      what was acknowledged is not stored, or as another
// submission_doubled   one request id made two, or one was posted twice
// decision_lost        an acknowledged decision does not hold
// version_gap          the versions of a slot are not 1, 2, 3...
// ledger_disagrees     what is POSTED is not what the ledger has in force
// work_left            something waits although nothing fails any more
void CheckSubmissions(const History& history, Violations* found);

// totals_differ        an answer is not what the entries up to its revision
//                      add up to
// totals_stale         an answer is older than what was acknowledged before
void CheckTotals(const History& history, const budget::Form& form,
                 Violations* found);

// eliminations_differ  a list of eliminations is not what is in force at its
//                      revision, or one is reversed that was not
void CheckEliminations(const History& history, Violations* found);

// watch_order          revisions of a stream go back or don't link up
// watch_incomplete     a revision of the scope was passed over
// watch_differs        snapshot and deltas so far are not the totals of their
//                      revision: not atomic, not complete, or never durable
// progress_dishonest   progress says what was not delivered, or goes back
void CheckWatches(const History& history, const budget::Form& form,
                  Violations* found);

// entries_order        a stream of entries goes back
// entries_skipped      it passed over an entry
// entries_differ       it told an entry that is not in the ledger
// progress_dishonest   as above
void CheckEntryWatches(const History& history, Violations* found);

// All of them, after the run's own complaints.
Violations Check(const History& history, const budget::Form& form);

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_HISTORY_CHECK_H_
