#include "services/ingestion/lifecycle/examination.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/lifecycle/check_references.h"
#include "services/ingestion/lifecycle/confirmation.h"
#include "services/ingestion/lifecycle/explanation.h"
#include "services/ingestion/lifecycle/step.h"
#include "services/ingestion/store/finding_codec.h"

namespace yuheng::ingestion {

bool KeptFindings::Take(const validation::v1::Finding& finding) {
  bytes_ += finding.ByteSizeLong();
  full_ = full_ || count_ == kFindingsKeptMax || bytes_ > kFindingsKeptBytesMax;
  if (!full_) ++count_;
  return !full_;
}

std::vector<validation::v1::FindingGroup> KeptGroups(
    const validation::v1::VerdictSummary& verdict, size_t kept) {
  std::vector<validation::v1::FindingGroup> groups;
  for (const validation::v1::FindingGroup& group : verdict.groups()) {
    groups.push_back(group);
    // Ascending.
    auto* findings = groups.back().mutable_findings();
    while (!findings->empty() &&
           findings->at(findings->size() - 1) >= static_cast<int>(kept)) {
      findings->RemoveLast();
    }
    if (findings->empty()) groups.pop_back();
  }
  return groups;
}

namespace {

// Why checking did not lead further than to a reviewer.
budget::Text ReviewText(const LifecycleParts& parts,
                        const std::string& department,
                        const storage::SubmissionRecord& record,
                        const ExplanationTally& tally) {
  if (IsOfFinalStage(record)) return budget::Message("ingestion.final_stage");
  if (tally.error_count > 0) {
    return budget::Message("ingestion.errors_explained",
                           {{"count", absl::StrCat(tally.error_count)}});
  }
  const int unexplained = tally.warning_count - tally.explained_warning_count;
  if (parts.policy.accept_clean_at_once && unexplained > 0 &&
      !parts.policy.waivers.accept_unexplained_warnings) {
    return budget::Message("ingestion.warnings_unexplained",
                           {{"count", absl::StrCat(unexplained)}});
  }
  if (!CheckLevel(parts, department, record).ok()) {
    return budget::Message("ingestion.level_for_people");
  }
  return budget::Message("ingestion.review_needed");
}

}  // namespace

absl::Status Examiner::Conclude(const std::string& department, Event event,
                                absl::string_view actor,
                                const budget::Text& reason,
                                SubmissionChange change) {
  Enter(event, actor, reason, parts_.now_unix_us(), &change.records[0]);
  return CommitStep(parts_, department, change);
}

absl::StatusOr<budget::Document> Examiner::ReadStored(
    const std::string& department, const storage::SubmissionRecord& record) {
  return slow_reads_.Judge(
      absl::StrCat(department, "/", record.id),
      ReadStoredDocument(parts_, department, record, ServiceTurn(department)));
}

absl::Status Examiner::Examine(const std::string& department,
                               const std::string& id,
                               const budget::Document* document) {
  const std::string name = absl::StrCat(department, "/", id);
  absl::StatusOr<storage::SubmissionRecord> record =
      parts_.store->Get(department, id);
  if (!record.ok()) return record.status();
  if (StateOf(*record) != State::kReceived) {
    quarantine_.Forget(name);
    slow_reads_.Forget(name);
    return absl::OkStatus();
  }
  SubmissionChange change;
  change.records.push_back(*std::move(record));
  storage::SubmissionRecord& submission = change.records[0];

  budget::Document stored;
  if (document == nullptr) {
    absl::StatusOr<budget::Document> read = ReadStored(department, submission);
    if (!read.ok()) {
      if (!IsRefusal(read.status())) return read.status();
      absl::Status concluded =
          Conclude(department, Event::kReadingFailed, kServiceActor,
                   TextOf(read.status()), std::move(change));
      if (concluded.ok()) slow_reads_.Forget(name);
      return concluded;
    }
    stored = *std::move(read);
    document = &stored;
  }

  absl::StatusOr<CheckReferences> references =
      GatherReferences(parts_, department, SlotOf(submission),
                       [&](const storage::SubmissionRecord& reference) {
                         return ReadStored(department, reference);
                       });
  if (!references.ok()) return references.status();
  const std::string ceiling =
      references->ceiling ? budget::CeilingSha256(references->ceiling->ceiling)
                          : "";

  storage::FindingsRecord findings;
  std::vector<validation::v1::Finding> kept;
  for (const budget::ReadingProblem& problem : document->problems) {
    findings.problems.push_back(EncodeProblem(problem));
  }
  KeptFindings keeping;
  absl::StatusOr<validation::v1::VerdictSummary> verdict = quarantine_.Check(
      *parts_.checker, name, *document, &*references,
      [&](const validation::v1::Finding& finding) {
        if (!keeping.Take(finding)) return;
        findings.findings.push_back(EncodeFinding(finding));
        kept.push_back(finding);
        parts_.observer->OnFinding(department, id, kept.size() - 1, finding);
      });
  if (!verdict.ok()) {
    if (!IsRefusal(verdict.status())) return verdict.status();
    absl::Status concluded =
        Conclude(department, Event::kReadingFailed, kServiceActor,
                 TextOf(verdict.status()), std::move(change));
    if (concluded.ok()) quarantine_.Forget(name);
    return concluded;
  }

  absl::StatusOr<storage::WaiversRecord> waivers =
      WaiversUnder(parts_, department, submission, kept);
  if (!waivers.ok()) return waivers.status();
  submission.validation_outcome = verdict->verdict();
  submission.verdict = EncodeVerdict(*verdict);
  findings.catalogue_version =
      verdict->catalogue_sha256().substr(0, storage::kCatalogueVersionBytesMax);
  for (const validation::v1::FindingGroup& group :
       KeptGroups(*verdict, kept.size())) {
    findings.groups.push_back(EncodeGroup(group));
  }
  findings.references = ReferencesRecordOf(*references);
  change.findings = std::move(findings);

  const ExplanationTally tally =
      TallyExplanations(parts_.policy.waivers, *verdict, kept, *waivers);
  if (!waivers->waivers.empty()) change.waivers = *std::move(waivers);
  // Where a ceiling was set meanwhile, it is checked under that next.
  if (IsUnderCeiling(submission.stage) &&
      parts_.store->ceilings().Sha256InForce(
          department, submission.unit, submission.fiscal_year) != ceiling) {
    return absl::UnavailableError("its ceiling has changed");
  }
  return Judge(department, tally, std::move(change));
}

absl::StatusOr<validation::v1::VerdictSummary> Examiner::CheckOnce(
    const budget::Document& document, CheckReferences* references,
    const std::function<void(const validation::v1::Finding&)>& sink) {
  return quarantine_.CheckOnce(*parts_.checker, document, references, sink);
}

absl::Status Examiner::Judge(const std::string& department,
                             const ExplanationTally& tally,
                             SubmissionChange change) {
  if (change.records[0].test) {
    return Conclude(
        department, Event::kTestChecked, kServiceActor,
        budget::Message("ingestion.test_checked",
                        {{"count", absl::StrCat(tally.error_count)}}),
        std::move(change));
  }
  const bool explained = tally.error_count > 0;
  const CheckOutcome outcome = JudgeByPolicy(
      parts_.policy.waivers,
      AcceptsAtOnce(parts_, department, change.records[0]), tally);
  if (outcome != CheckOutcome::kReturn &&
      NeedsConfirmation(parts_, department) &&
      !IsConfirmed(change.records[0])) {
    return Conclude(department, Event::kConfirmationNeeded, kServiceActor,
                    ConfirmationNeededText(tally), std::move(change));
  }
  switch (outcome) {
    case CheckOutcome::kReturn:
      return Conclude(
          department, Event::kErrorsFound, kServiceActor,
          budget::Message("ingestion.errors_found",
                          {{"count", absl::StrCat(tally.error_count)}}),
          std::move(change));
    case CheckOutcome::kReview: {
      const budget::Text reason =
          ReviewText(parts_, department, change.records[0], tally);
      return Conclude(department, Event::kReviewNeeded, kServiceActor, reason,
                      std::move(change));
    }
    case CheckOutcome::kAccept:
      break;
  }
  change.records[0].posting_request_id = PostingRequestId(change.records[0].id);
  return Conclude(department, Event::kAcceptedByPolicy, kServiceActor,
                  explained ? budget::Message("ingestion.accepted_explained")
                            : budget::Message("ingestion.accepted_by_policy"),
                  std::move(change));
}

}  // namespace yuheng::ingestion
