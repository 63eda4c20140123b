// Deciding on all that a reviewer picked at once, and what came of it.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { BatchDecisionResponse } from '../../../build/generated/yuheng/ingestion/v1/decision_pb';
import { button } from '../../controls';
import { ask, textField } from '../../dialog';
import { ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { pick, say } from '../../language';
import { act } from '../../panel';
import { actor, prefecture } from '../../session';
import { endOfDay } from '../../time';
import { ingestion } from '../../transport/clients';
import type { Pick } from './picks';

/** The contract's limit of one batch. */
export const batchMax = 200;

export interface BatchDesk {
  /** Where it is said what came of a batch. */
  readonly outcome: Element;
  take(): Pick[];
  /** Nothing was decided. */
  putBack(taken: readonly Pick[]): void;
  /** All was decided or refused; returns how many stay picked. */
  decided(): Promise<number>;
  /** The buttons can be pressed again, where something is picked. */
  ready(): void;
}

export interface BatchButtons {
  readonly accept: HTMLButtonElement;
  readonly giveBack: HTMLButtonElement;
}

type Decide = (items: Pick[]) => Promise<BatchDecisionResponse | null>;

function outcomeList({ results }: BatchDecisionResponse, left: number): Child {
  const refused = results.filter((result) => result.outcome.case === 'error');
  const done = results.length - refused.length;
  return [
    h('p', { role: 'status' }, say('review.batch_done', { done, refused: refused.length })),
    left > 0 && h('p', { role: 'status' }, say('review.batch_left', { left, max: batchMax })),
    h(
      'ul',
      {},
      refused.map((result) =>
        h(
          'li',
          { class: 'failure' },
          `${ownerLabel(result.name)}: `,
          result.outcome.case === 'error' && pick(result.outcome.value.message),
        ),
      ),
    ),
  ];
}

const acceptAll: Decide = (items) =>
  ingestion.batchAcceptSubmissions({ parent: prefecture(), items, actor: actor() });

const returnAll: Decide = async (items) => {
  const given = await ask(
    say('review.return_picked'),
    [
      textField('reason', say('common.reason'), { required: true, rows: 4, max: 1300 }),
      textField('correct_by', say('decision.correct_by'), { type: 'date' }),
    ],
    say('decision.return'),
    (form) => ({
      reason: String(form.get('reason')).trim(),
      correctBy: endOfDay(String(form.get('correct_by'))),
    }),
  );
  if (given === null) return null;
  const { reason, correctBy } = given;
  return ingestion.batchReturnSubmissions({
    parent: prefecture(),
    items,
    actor: actor(),
    reason,
    ...(correctBy === null ? {} : { correctionEndTime: timestampFromDate(correctBy) }),
  });
};

export function batchButtons(desk: BatchDesk): BatchButtons {
  const decide = async (taken: Pick[], call: Decide) => {
    let answer: BatchDecisionResponse | null = null;
    try {
      answer = await call(taken);
    } finally {
      if (answer === null) desk.putBack(taken);
    }
    if (answer !== null) replace(desk.outcome, outcomeList(answer, await desk.decided()));
  };
  const press = async (pressed: HTMLButtonElement, call: Decide) => {
    await act(pressed, desk.outcome, async () => {
      if (actor() === '') {
        const note = { class: 'failure', role: 'alert' };
        replace(desk.outcome, h('p', note, say('session.actor_missing')));
        return;
      }
      const taken = desk.take();
      if (taken.length > 0) await decide(taken, call);
    });
    desk.ready();
  };
  const accept = button(say('review.accept_picked'), () => void press(accept, acceptAll), {
    class: 'primary',
  });
  const giveBack = button(say('review.return_picked'), () => void press(giveBack, returnAll));
  return { accept, giveBack };
}
