#ifndef YUHENG_TESTS_UNIT_STORAGE_SUPPORT_RECORDS_H_
#define YUHENG_TESTS_UNIT_STORAGE_SUPPORT_RECORDS_H_

#include <random>
#include <string>
#include <vector>

#include "storage/format/ceiling_record.h"
#include "storage/format/ledger_record.h"
#include "storage/format/submission_record.h"
#include "storage/format/waivers_record.h"
#include "storage/format/window_record.h"

namespace yuheng::storage {

// The records in golden/. They never change.
EntryRecord SampleEntry();
EntryRecord SampleElimination();
ContributionRecord SampleContribution();
OutcomeRecord SampleOutcome();
LedgerHeadRecord SampleLedgerHead();
// As the first layout holds it, and with what came in the second and third.
SubmissionRecord SampleSubmission();
SubmissionRecord SampleSubmissionInPeriod();
SubmissionRecord SampleSubmissionInForm();
SubmissionRecord SampleSubmissionDecided();
FindingsRecord SampleFindings();
// As the first layout holds it.
FindingsRecord SampleFindingsFirst();
SubmissionRequestRecord SampleSubmissionRequest();
SubmissionVersionRecord SampleSubmissionVersion();
WaiversRecord SampleWaivers();
WindowRecord SampleWindow();
CeilingRecord SampleCeiling();

using Random = std::mt19937_64;

// Lines sorted by account with each account once, as decoding returns them.
std::vector<AmountLine> RandomLines(Random& random);
EntryRecord RandomEntry(Random& random);
SubmissionRecord RandomSubmission(Random& random);

}  // namespace yuheng::storage

#endif  // YUHENG_TESTS_UNIT_STORAGE_SUPPORT_RECORDS_H_
