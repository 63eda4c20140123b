// Enumerations of the contracts in words.
import { Stage } from '../build/generated/yuheng/budget/v1/vocabulary_pb';
import { CeilingVerdict } from '../build/generated/yuheng/ingestion/v1/ceiling_pb';
import { SubmissionState } from '../build/generated/yuheng/ingestion/v1/submission_pb';
import {
  FindingStatus,
  Severity,
  Verdict,
} from '../build/generated/yuheng/validation/v1/finding_pb';
import { say, sayKey, type TextKey } from './language';
import { session } from './session';

export const stages = [
  Stage.REQUEST,
  Stage.CEILING,
  Stage.DRAFT,
  Stage.APPROVED,
  Stage.ADJUSTED,
  Stage.FINAL,
] as const;

const stageKeys: Partial<Record<Stage, TextKey>> = {
  [Stage.REQUEST]: 'stage.request',
  [Stage.CEILING]: 'stage.ceiling',
  [Stage.DRAFT]: 'stage.draft',
  [Stage.APPROVED]: 'stage.approved',
  [Stage.ADJUSTED]: 'stage.adjusted',
  [Stage.FINAL]: 'stage.final',
};

const stateKeys: Record<SubmissionState, TextKey> = {
  [SubmissionState.UNSPECIFIED]: 'state.none',
  [SubmissionState.RECEIVED]: 'state.received',
  [SubmissionState.UNREADABLE]: 'state.unreadable',
  [SubmissionState.RETURNED]: 'state.returned',
  [SubmissionState.PENDING_REVIEW]: 'state.pending_review',
  [SubmissionState.ACCEPTED]: 'state.accepted',
  [SubmissionState.POSTED]: 'state.posted',
  [SubmissionState.SUPERSEDED]: 'state.superseded',
  [SubmissionState.WITHDRAWN]: 'state.withdrawn',
  [SubmissionState.CHECKED]: 'state.checked',
  [SubmissionState.AWAITING_CONFIRMATION]: 'state.awaiting_confirmation',
};

const severityKeys: Record<Severity, TextKey> = {
  [Severity.UNSPECIFIED]: 'severity.note',
  [Severity.NOTE]: 'severity.note',
  [Severity.WARNING]: 'severity.warning',
  [Severity.ERROR]: 'severity.error',
};

const statusKeys: Record<FindingStatus, TextKey> = {
  [FindingStatus.UNSPECIFIED]: 'status.info',
  [FindingStatus.INCONSISTENT]: 'status.inconsistent',
  [FindingStatus.BOUNDARY]: 'status.boundary',
  [FindingStatus.ROUNDING]: 'status.rounding',
  [FindingStatus.INSUFFICIENT]: 'status.insufficient',
  [FindingStatus.INFO]: 'status.info',
};

const verdictKeys: Record<Verdict, TextKey> = {
  [Verdict.UNSPECIFIED]: 'verdict.none',
  [Verdict.CLEAN]: 'verdict.clean',
  [Verdict.NOTES]: 'verdict.notes',
  [Verdict.WARNINGS]: 'verdict.warnings',
  [Verdict.ERRORS]: 'verdict.errors',
};

const ceilingVerdictKeys: Partial<Record<CeilingVerdict, TextKey>> = {
  [CeilingVerdict.WITHIN]: 'ceiling.within',
  [CeilingVerdict.BEYOND]: 'ceiling.beyond',
  [CeilingVerdict.NO_DRAFT]: 'ceiling.no_draft',
  [CeilingVerdict.INCOMPLETE]: 'ceiling.incomplete',
};

/** These texts have no placeholders. */
function word(key: TextKey | undefined): string {
  return key === undefined ? '' : sayKey(key);
}

export const stageWord = (stage: Stage): string => word(stageKeys[stage]);
export const stateWord = (state: SubmissionState): string => word(stateKeys[state]);
export const severityWord = (severity: Severity): string => word(severityKeys[severity]);
export const statusWord = (status: FindingStatus): string => word(statusKeys[status]);
export const verdictWord = (verdict: Verdict): string => word(verdictKeys[verdict]);

export const ceilingVerdictWord = (verdict: CeilingVerdict): string =>
  word(ceilingVerdictKeys[verdict]);

/** Services record their own steps under their own names, and somebody's who gave none. */
const actorKeys: Readonly<Record<string, TextKey>> = {
  aggregation: 'actor.aggregation',
  anonymous: 'actor.anonymous',
  ingestion: 'actor.ingestion',
};
/** Of accounts only the reader's own is known by name. */
export function actorWord(actor: string): string {
  const { subject, displayName } = session.value;
  if (actor === subject && displayName !== '' && displayName !== actor)
    return say('actor.own', { name: displayName, account: actor });
  return word(actorKeys[actor]) || actor;
}

/** "draft" for Stage.DRAFT, as in addresses of the page. */
export function stageSlug(stage: Stage): string {
  return (Stage[stage] ?? '').toLowerCase();
}
export function stageOf(slug: string | undefined): Stage {
  return stages.find((stage) => stageSlug(stage) === slug) ?? Stage.APPROVED;
}

export const isStageSlug = (slug: string): boolean =>
  stages.some((stage) => stageSlug(stage) === slug);

export const stateSlug = (state: SubmissionState): string =>
  (SubmissionState[state] ?? '').toLowerCase();
export const severitySlug = (severity: Severity): string =>
  (Severity[severity] ?? '').toLowerCase();
