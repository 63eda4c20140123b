// Why a submission came back: what its department has to know first.
import {
  type StateChange,
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { stateBadge } from '../../badges';
import { type Child, h } from '../../dom';
import { pick, say } from '../../language';
import { partOf } from '../../names';
import { periodParameters } from '../../period';
import { link } from '../../route';
import { has } from '../../session';
import { formatTime } from '../../time';
import { actorWord } from '../../words';

const backStates = [SubmissionState.RETURNED, SubmissionState.UNREADABLE];

/** The step that sent it back, if that is where it stands. */
export function cameBack({ state, history }: Submission): StateChange | null {
  if (!backStates.includes(state)) return null;
  return history.filter((change) => change.state === state).at(-1) ?? null;
}

/** In a row of a list. */
export function backReason(submission: Submission): Child {
  const change = cameBack(submission);
  const { correctionEndTime: end } = submission;
  return (
    change !== null && [
      h('p', { class: 'note' }, pick(change.reason)),
      end !== undefined &&
        h('p', { class: 'note' }, `${say('decision.correct_by')} ${formatTime(end)}`),
    ]
  );
}

/** Above everything else of it. */
export function backNote(submission: Submission): Child {
  const change = cameBack(submission);
  if (change === null) return null;
  const { correctionEndTime } = submission;
  return h(
    'div',
    { class: 'notice back-note' },
    h('p', {}, stateBadge(submission.state), ' ', h('strong', {}, pick(change.reason))),
    h('p', { class: 'note' }, `${actorWord(change.actor)} ${formatTime(change.time)}`),
    correctionEndTime !== undefined &&
      h('p', {}, `${say('decision.correct_by')} `, h('strong', {}, formatTime(correctionEndTime))),
    has('clerk', 'department_head') &&
      h(
        'p',
        {},
        h(
          'a',
          {
            href: link('portal', {
              department: partOf(submission.name, 'departments'),
              ...periodParameters(submission),
            }),
          },
          say('submission.send_corrected'),
        ),
      ),
  );
}
