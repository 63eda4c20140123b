// What people may do with a submission in its state, each with what it asks for.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { askForActor } from '../../actor_missing';
import { versionText } from '../../badges';
import { ask, textField } from '../../dialog';
import { ownerLabel } from '../../directory';
import { type Child, h } from '../../dom';
import { say, sayKey, type TextKey } from '../../language';
import { act } from '../../panel';
import { periodText } from '../../period';
import { actor, has } from '../../session';
import { endOfDay, today } from '../../time';
import { ingestion } from '../../transport/clients';
import { newRequestId } from '../../transport/submit';

const reasonBytesMax = 1300; // 4096 bytes of Chinese

/** What a decision is about, for who takes it. */
export interface Stake {
  /** What the document spends, as printed; "" where it can't be told. */
  readonly amount: string;
  /** Errors and warnings that the department has not explained. */
  readonly unexplained: number;
}

interface Decision {
  readonly key: TextKey & `decision.${string}`;
  readonly primary?: boolean;
  /** Asks, and resolves to the changed submission; null when it was called off. */
  readonly decide: (submission: Submission, stake: Stake) => Promise<Submission | null>;
}

/** Etag and name of what was read: a decision counts only on that, and once. */
const about = ({ name, etag }: Submission) => ({
  name,
  etag,
  actor: actor(),
  requestId: newRequestId(),
});

function stakeOf(submission: Submission, { amount, unexplained }: Stake): Child {
  return [
    h(
      'p',
      {},
      h('strong', {}, ownerLabel(submission.name, submission.unit)),
      ` · ${periodText(submission)} · ${versionText(submission)}`,
    ),
    amount !== '' && h('p', {}, say('decision.amount', { amount })),
    unexplained > 0 && h('p', { class: 'failure' }, say('decision.open', { count: unexplained })),
  ];
}

const reasonField = (required: boolean) =>
  textField(
    'reason',
    `${say('common.reason')}${say(required ? 'common.required' : 'common.optional')}`,
    { required, rows: 4, max: reasonBytesMax },
  );
const reasonGiven = (form: FormData) => String(form.get('reason')).trim();

/** What returning asks for, be it of one or of many. */
export const returnFields = () => [
  reasonField(true),
  textField('correct_by', `${say('decision.correct_by')}${say('common.optional')}`, {
    type: 'date',
    min: today(),
  }),
  h('p', { class: 'note' }, say('decision.correct_by_none')),
];
export function returnGiven(form: FormData) {
  const correctBy = endOfDay(String(form.get('correct_by')));
  return {
    reason: reasonGiven(form),
    ...(correctBy === null ? {} : { correctionEndTime: timestampFromDate(correctBy) }),
  };
}

/**
 * Decides as soon as that was asked for; what fails is told where it was asked, and tried
 * again there it is the same decision.
 */
function deciding(
  key: Decision['key'],
  fields: () => Child,
  call: (decided: ReturnType<typeof about>, form: FormData) => Promise<Submission>,
): Decision['decide'] {
  return (submission, stake) => {
    const decided = about(submission);
    return ask(
      sayKey(key),
      [stakeOf(submission, stake), fields()],
      sayKey(key),
      (form) => call(decided, form),
      { doing: say('decision.doing') },
    );
  };
}

const accept: Decision = {
  key: 'decision.accept',
  primary: true,
  decide: deciding(
    'decision.accept',
    () => h('p', { class: 'note' }, say('decision.for_good')),
    (decided) => ingestion.acceptSubmission(decided),
  ),
};
const returnIt: Decision = {
  key: 'decision.return',
  decide: deciding('decision.return', returnFields, (decided, form) =>
    ingestion.returnSubmission({ ...decided, ...returnGiven(form) }),
  ),
};
const confirm: Decision = {
  key: 'decision.confirm',
  primary: true,
  decide: deciding(
    'decision.confirm',
    () => h('p', { class: 'note' }, say('decision.confirm_note')),
    (decided) => ingestion.confirmSubmission(decided),
  ),
};
const decline: Decision = {
  key: 'decision.decline',
  decide: deciding(
    'decision.decline',
    () => reasonField(true),
    (decided, form) => ingestion.declineSubmission({ ...decided, reason: reasonGiven(form) }),
  ),
};
const withdraw: Decision = {
  key: 'decision.withdraw',
  decide: deciding(
    'decision.withdraw',
    () => reasonField(false),
    (decided, form) => ingestion.withdrawSubmission({ ...decided, reason: reasonGiven(form) }),
  ),
};

const recheck: Decision = {
  key: 'decision.recheck',
  primary: true,
  decide: deciding(
    'decision.recheck',
    () => [h('p', { class: 'note' }, say('decision.recheck_note')), reasonField(false)],
    (decided, form) => ingestion.recheckSubmission({ ...decided, reason: reasonGiven(form) }),
  ),
};

/** Where a stale verdict can be renewed. */
export const recheckable = (state: SubmissionState): boolean =>
  state === SubmissionState.PENDING_REVIEW || state === SubmissionState.AWAITING_CONFIRMATION;

const withdrawable = [
  SubmissionState.RETURNED,
  SubmissionState.PENDING_REVIEW,
  SubmissionState.AWAITING_CONFIRMATION,
  SubmissionState.POSTED,
];

export function decisionsFor({ state, test, verdictStale }: Submission): Decision[] {
  const decisions: Decision[] = [];
  if (verdictStale && recheckable(state) && has('reviewer', 'finance_head')) {
    decisions.push(recheck);
  }
  if (state === SubmissionState.PENDING_REVIEW) {
    if (has('finance_head') && !verdictStale) decisions.push(accept);
    if (has('reviewer', 'finance_head')) decisions.push(returnIt);
  }
  if (state === SubmissionState.AWAITING_CONFIRMATION && has('department_head')) {
    decisions.push(confirm, decline);
  }
  if (!test && withdrawable.includes(state) && has('clerk', 'department_head')) {
    decisions.push(withdraw);
  }
  return decisions;
}

/** Buttons for what may be done; `changed` hears of the outcome. */
export function decisionButtons(
  submission: Submission,
  stake: Stake,
  changed: (submission: Submission) => void,
): HTMLElement {
  const note = h('div', {});
  return h(
    'div',
    { class: 'decisions' },
    decisionsFor(submission).map((decision) =>
      h(
        'button',
        {
          type: 'button',
          class: decision.primary ? 'primary' : undefined,
          onclick: (event) =>
            void act(event.currentTarget as HTMLButtonElement, note, async () => {
              if (actor() === '') {
                askForActor(note);
                return;
              }
              const after = await decision.decide(submission, stake);
              if (after !== null) changed(after);
            }),
        },
        sayKey(decision.key),
      ),
    ),
    note,
  );
}
