#ifndef YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_CHECK_H_
#define YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_CHECK_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/validation/evaluation/claim_index.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/reporter.h"
#include "services/validation/evaluation/statements.h"
#include "services/validation/references.h"

namespace yuheng::validation {

class Causes;

// What a named check looks at and reports to, as the reporter's rule of the
// moment.
struct CheckContext {
  const budget::Form& form;
  const budget::Document& document;
  const DocumentIndex& index;
  const ClaimIndex& claims;
  const std::vector<Statement>& statements;  // Of `document`.
  Reporter& reporter;
  Causes* causes = nullptr;                // Of the findings so far.
  const References* references = nullptr;  // Null: nothing was given.
};

// A check that is no formula. Deterministic; looks at nothing but its context
// and the charts of accounts.
using CheckFunction = void (*)(const CheckContext& context);

// The check of a rule file's `check`; null when there is none of that name.
CheckFunction FindCheck(absl::string_view name);

// The names of all checks, ascending.
std::vector<absl::string_view> CheckNames();

// The checks, by the subject of their file. Each says in its .cc what it takes
// for a failure.

// structure.cc: what must be there.
void CheckParts(const CheckContext& context);
void CheckTables(const CheckContext& context);
void CheckUnits(const CheckContext& context);
void CheckSections(const CheckContext& context);
void CheckEmptyTables(const CheckContext& context);

// identity.cc: whose document it is, and of which day its assets are.
void CheckDepartment(const CheckContext& context);
void CheckAssetDate(const CheckContext& context);

// fiscal_year.cc: of which year the document is.
void CheckFiscalYear(const CheckContext& context);

// self_names.cc: the names under which a text speaks.
void CheckSelfNames(const CheckContext& context);

// cells.cc: what the cells and rows of tables look like.
void CheckAmounts(const CheckContext& context);
void CheckRows(const CheckContext& context);
void CheckNegatives(const CheckContext& context);

// placeholders.cc: texts that were never filled in.
void CheckPlaceholders(const CheckContext& context);

// names.cc: codes and names against the charts of accounts and each other.
void CheckFunctionNames(const CheckContext& context);
void CheckEconomicNames(const CheckContext& context);
void CheckClassLabels(const CheckContext& context);

// hierarchy.cc: the order and completeness of coded rows.
void CheckHierarchy(const CheckContext& context);
void CheckCodeOrder(const CheckContext& context);
void CheckProjects(const CheckContext& context);

// narrative/name_lists.cc: lists of accounts and projects.
void CheckPurposeLists(const CheckContext& context);
void CheckBasicLists(const CheckContext& context);

// narrative/repeated_amounts.cc: one amount a subject in a section.
void CheckRepeatedAmounts(const CheckContext& context);

// narrative/subjects.cc: one source of money in several sections.
void CheckSubjects(const CheckContext& context);

// narrative/executing_units.cc: who carries projects out, and when.
void CheckExecutingUnits(const CheckContext& context);

// narrative/vehicles.cc: what vehicles cost and how many there are.
void CheckVehicles(const CheckContext& context);

// narrative/equipment.cc: what large equipment is worth.
void CheckEquipment(const CheckContext& context);

// narrative/head_counts.cc: numbers of units, offices and persons.
void CheckCountsOfNames(const CheckContext& context);
void CheckHeadCounts(const CheckContext& context);

// narrative/reason_amounts.cc: the amounts of changes and of their reasons.
void CheckReasonSums(const CheckContext& context);
void CheckBasicChange(const CheckContext& context);

// narrative/reason_levels.cc: what a reason says was budgeted.
void CheckReasonLevels(const CheckContext& context);

// narrative/stated_bases.cc: last year's amounts beside the changes from them.
void CheckStatedBases(const CheckContext& context);

// narrative/left_out.cc: what is to be said and is not.
void CheckLeftOut(const CheckContext& context);

// narrative/repeated_text.cc: sentences that stand twice.
void CheckRepeatedText(const CheckContext& context);

// narrative/reason_words.cc: whether and how changes are explained.
void CheckReasons(const CheckContext& context);
void CheckReasonDirections(const CheckContext& context);
void CheckLargeChanges(const CheckContext& context);
void CheckHospitalityGrowth(const CheckContext& context);

// narrative/pasted_text.cc: texts that speak of another subject.
void CheckPastedTexts(const CheckContext& context);

// narrative/growth_diagnosis.cc: what may be behind a wrong growth.
void CheckGrowthDiagnosis(const CheckContext& context);

// narrative/text_style.cc: slips of writing.
void CheckTextStyle(const CheckContext& context);
void CheckResidues(const CheckContext& context);

// narrative/signature.cc: who signs, and when.
void CheckSignature(const CheckContext& context);

// zero_style.cc: how tables print zeros.
void CheckZeroStyle(const CheckContext& context);

// document_kind.cc: what sort of document it is.
void CheckDocumentKind(const CheckContext& context);

// narrative/project_names.cc: one name a project.
void CheckProjectNames(const CheckContext& context);

// row_levels.cc: class, group and item rows.
void CheckRowLevels(const CheckContext& context);

// sheet_*.cc: performance sheets (domain.md 9.7), P-01 to P-17; sheet_money.cc,
void CheckSheetTotals(const CheckContext& context);
void CheckCostTargets(const CheckContext& context);
void CheckSheetSum(const CheckContext& context);
// sheet_weights.cc,
void CheckSheetWeights(const CheckContext& context);
void CheckWeightDistribution(const CheckContext& context);
// sheet_priors.cc,
void CheckPriorCosts(const CheckContext& context);
void CheckPriorValues(const CheckContext& context);
// sheet_cover.cc,
void CheckProjectSheets(const CheckContext& context);
void CheckSheetSources(const CheckContext& context);
// sheet_identity.cc,
void CheckSheetIdentity(const CheckContext& context);
// sheet_goals.cc,
void CheckGoalNumbers(const CheckContext& context);
// sheet_targets.cc,
void CheckTargetFormat(const CheckContext& context);
void CheckTargetsLowered(const CheckContext& context);
void CheckTargetDates(const CheckContext& context);
// sheet_indicators.cc.
void CheckMisplacedCosts(const CheckContext& context);
void CheckMisplacedIndicators(const CheckContext& context);
void CheckRepeatedCosts(const CheckContext& context);

// plausibility_pay.cc: pay, insurance and cost a head (domain.md 9.8).
void CheckAnnuity(const CheckContext& context);
void CheckHousingFund(const CheckContext& context);
void CheckPayGrowth(const CheckContext& context);
void CheckUnionDues(const CheckContext& context);
void CheckMedical(const CheckContext& context);
void CheckOperatingCost(const CheckContext& context);
void CheckPosts(const CheckContext& context);
void CheckSocialCodes(const CheckContext& context);

// plausibility_assets.cc: cars, houses, shares, procurement.
void CheckCarRunning(const CheckContext& context);
void CheckHousePrice(const CheckContext& context);
void CheckShares(const CheckContext& context);
void CheckProcuredGoods(const CheckContext& context);

// feasibility.cc: what relations and findings show together.
void CheckFeasibility(const CheckContext& context);

// prior_year.cc: against the department's documents of the year before.
void CheckPriorBudget(const CheckContext& context);
void CheckCarryOver(const CheckContext& context);

// ceilings.cc: against what finance lets the department's draft amount to.
void CheckCeilingSources(const CheckContext& context);
void CheckCeilingKinds(const CheckContext& context);
void CheckCeilingGaps(const CheckContext& context);

// unit_documents.cc: against the documents of the department's units.
void CheckUnitDocuments(const CheckContext& context);

// peers.cc: against departments of the same kind.
void CheckPeers(const CheckContext& context);

}  // namespace yuheng::validation

#endif  // YUHENG_SERVICES_VALIDATION_EVALUATION_CHECKS_CHECK_H_
