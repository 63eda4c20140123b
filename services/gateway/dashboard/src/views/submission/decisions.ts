// What people may do with a submission in its state, each with what it asks for.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { ask, textField } from '../../dialog';
import { h } from '../../dom';
import { say, type TextKey } from '../../language';
import { act } from '../../panel';
import { actor, has } from '../../session';
import { endOfDay } from '../../time';
import { ingestion } from '../../transport/clients';

const reasonBytesMax = 1300; // 4096 bytes of Chinese

interface Decision {
  readonly key: TextKey & `decision.${string}`;
  readonly primary?: boolean;
  /** Resolves to the changed submission, null when it was called off. */
  readonly decide: (submission: Submission) => Promise<Submission | null>;
}

const word = (key: TextKey) => (say as (key: TextKey) => string)(key);

/** Asks for a reason, which decisions against a department need. */
async function reasonFor(key: TextKey, withCorrection: boolean, required = true) {
  return ask(
    word(key),
    [
      textField('reason', say('common.reason'), { required, rows: 4, max: reasonBytesMax }),
      withCorrection && textField('correct_by', say('decision.correct_by'), { type: 'date' }),
    ],
    word(key),
    (form) => ({
      reason: String(form.get('reason')).trim(),
      correctBy: endOfDay(String(form.get('correct_by') ?? '')),
    }),
  );
}

/** Etag and name of what was read: a decision counts only on that. */
const read = (submission: Submission) => ({
  name: submission.name,
  etag: submission.etag,
  actor: actor(),
});

const accept: Decision = {
  key: 'decision.accept',
  primary: true,
  decide: (submission) => ingestion.acceptSubmission(read(submission)),
};
const returnIt: Decision = {
  key: 'decision.return',
  async decide(submission) {
    const given = await reasonFor('decision.return', true);
    if (given === null) return null;
    return ingestion.returnSubmission({
      ...read(submission),
      reason: given.reason,
      ...(given.correctBy === null
        ? {}
        : { correctionEndTime: timestampFromDate(given.correctBy) }),
    });
  },
};
const confirm: Decision = {
  key: 'decision.confirm',
  primary: true,
  decide: (submission) => ingestion.confirmSubmission(read(submission)),
};
const decline: Decision = {
  key: 'decision.decline',
  async decide(submission) {
    const given = await reasonFor('decision.decline', false);
    return given === null
      ? null
      : ingestion.declineSubmission({ ...read(submission), reason: given.reason });
  },
};
const withdraw: Decision = {
  key: 'decision.withdraw',
  async decide(submission) {
    const given = await reasonFor('decision.withdraw', false, false);
    return given === null
      ? null
      : ingestion.withdrawSubmission({ ...read(submission), reason: given.reason });
  },
};

const withdrawable = [
  SubmissionState.RETURNED,
  SubmissionState.PENDING_REVIEW,
  SubmissionState.AWAITING_CONFIRMATION,
  SubmissionState.POSTED,
];

export function decisionsFor({ state, test }: Submission): Decision[] {
  const decisions: Decision[] = [];
  if (state === SubmissionState.PENDING_REVIEW) {
    if (has('finance_head')) decisions.push(accept);
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
                note.append(
                  h('p', { class: 'failure', role: 'alert' }, say('session.actor_missing')),
                );
                return;
              }
              const after = await decision.decide(submission);
              if (after !== null) changed(after);
            }),
        },
        word(decision.key),
      ),
    ),
    note,
  );
}
