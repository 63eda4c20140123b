// Deciding on all that a reviewer picked at once, and what came of it.
import { create } from '@bufbuild/protobuf';
import { ConnectError } from '@connectrpc/connect';
import { LocalizedMessageSchema } from '../../../build/generated/google/rpc/error_details_pb';
import type { BatchDecisionResponse } from '../../../build/generated/yuheng/ingestion/v1/decision_pb';
import type { Submission } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { askForActor } from '../../actor_missing';
import { versionText } from '../../badges';
import { button } from '../../controls';
import { ask } from '../../dialog';
import { codedOwner } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { pick, say } from '../../language';
import { act } from '../../panel';
import { actor, prefecture } from '../../session';
import { ingestion } from '../../transport/clients';
import { newRequestId } from '../../transport/submit';
import { returnFields, returnGiven } from '../submission/decisions';
import type { Pick } from './picks';

/** The contract's limit of one batch. */
export const batchMax = 200;

export interface Item {
  readonly submission: Submission;
  /** Errors and warnings without an explanation. */
  readonly unexplained: number;
}

export interface BatchDesk {
  /** Where it is said what came of a batch. */
  readonly outcome: HTMLElement;
  take(): Pick[];
  /** What is decided on, for who decides. */
  about(taken: readonly Pick[]): readonly Item[];
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

/** Asks whether and how, and decides; null when it was called off. */
type Decide = (picks: Pick[], items: readonly Item[]) => Promise<BatchDecisionResponse | null>;

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
          {},
          codedOwner(result.name),
          result.outcome.case === 'error' &&
            h('p', { class: 'failure' }, pick(result.outcome.value.message)),
        ),
      ),
    ),
  ];
}

/** Where all was refused nothing was decided: as a failure, in the words of the first. */
function someDone(answer: BatchDecisionResponse): BatchDecisionResponse {
  const [first] = answer.results;
  const refused = answer.results.every(({ outcome }) => outcome.case === 'error');
  if (!refused || first?.outcome.case !== 'error') return answer;
  const { code, message } = first.outcome.value;
  throw new ConnectError(message?.en ?? '', code, undefined, [
    {
      desc: LocalizedMessageSchema,
      value: create(LocalizedMessageSchema, { locale: 'zh-CN', message: message?.zh ?? '' }),
    },
  ]);
}

/**
 * What a batch is about: how many, which, and what is not explained of them, which warns
 * who is to accept them and is no more than a fact for who returns them.
 */
function itemList(items: readonly Item[], warnsWith: 'failure' | 'note'): Child {
  const open = items.reduce((sum, { unexplained }) => sum + unexplained, 0);
  return [
    h('p', {}, say('review.about', { count: items.length })),
    open > 0 && h('p', { class: warnsWith }, say('review.about_open', { count: open })),
    h(
      'ul',
      {
        class: 'about',
        tabindex: '0',
        'aria-label': say('review.picked', { count: items.length }),
      },
      items.map(({ submission, unexplained }) =>
        h(
          'li',
          {},
          `${codedOwner(submission.name, submission.unit)} · ${versionText(submission)} `,
          submission.verdictStale && `${say('submission.stale_mark')} `,
          unexplained > 0 && say('decision.open', { count: unexplained }),
        ),
      ),
    ),
  ];
}

/** Of all of these, once. */
const batchOf = (items: Pick[]) => ({
  parent: prefecture(),
  items,
  actor: actor(),
  requestId: newRequestId(),
});

const acceptAll: Decide = (picks, items) => {
  const batch = batchOf(picks);
  return ask(
    say('review.accept_picked'),
    [itemList(items, 'failure'), h('p', { class: 'note' }, say('decision.for_good'))],
    say('decision.accept'),
    async () => someDone(await ingestion.batchAcceptSubmissions(batch)),
    { doing: say('decision.doing') },
  );
};

const returnAll: Decide = (picks, items) => {
  const batch = batchOf(picks);
  return ask(
    say('review.return_picked'),
    [itemList(items, 'note'), ...returnFields()],
    say('decision.return'),
    async (form) =>
      someDone(await ingestion.batchReturnSubmissions({ ...batch, ...returnGiven(form) })),
    { doing: say('decision.doing') },
  );
};

export function batchButtons(desk: BatchDesk): BatchButtons {
  const decide = async (taken: Pick[], call: Decide) => {
    let answer: BatchDecisionResponse | null = null;
    try {
      answer = await call(taken, desk.about(taken));
    } finally {
      if (answer === null) desk.putBack(taken);
    }
    if (answer === null) return;
    replace(desk.outcome, outcomeList(answer, await desk.decided()));
    // Who decided by keyboard goes on from here; the rows that they picked are gone.
    desk.outcome.focus({ preventScroll: true });
  };
  const press = async (pressed: HTMLButtonElement, call: Decide) => {
    await act(pressed, desk.outcome, async () => {
      if (actor() === '') {
        askForActor(desk.outcome);
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
