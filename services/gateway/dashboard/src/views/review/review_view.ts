// The reviewer's desk: a queue that is worked off by keyboard or mouse.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { BatchDecisionResponse } from '../../../build/generated/yuheng/ingestion/v1/decision_pb';
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge } from '../../badges';
import { ask, button, dataTable, emptyNote, select, textField } from '../../controls';
import { ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { pick, say } from '../../language';
import { act, loadInto, panel } from '../../panel';
import { currentPeriod, periodControls, periodText } from '../../period';
import { go, link, remember, route } from '../../route';
import { actor, has, prefecture } from '../../session';
import { endOfDay, formatTime } from '../../time';
import { ingestion } from '../../transport/clients';
import { watchSubmissions } from '../../watch/streams';
import { stateSlug, stateWord } from '../../words';
import type { View } from '../view';
import { ceilingPanel } from './ceiling_panel';
import { acceptable, inOrder, isClean, moved, passes, type QueueFilter } from './queue';

const pageSize = 1000;
/** The contract's limit of one batch. */
const batchMax = 200;
/** Changes that come together are listed once. */
const settleMs = 500;
const queueStates = [
  SubmissionState.PENDING_REVIEW,
  SubmissionState.AWAITING_CONFIRMATION,
  SubmissionState.RETURNED,
  SubmissionState.ACCEPTED,
  SubmissionState.POSTED,
];

export const reviewView: View = (life) => {
  const period = currentPeriod();
  let state =
    queueStates.find((one) => stateSlug(one) === route.value.parameters['state']) ??
    SubmissionState.PENDING_REVIEW;
  let filter: QueueFilter = { text: '', cleanOnly: false, lateOnly: false };
  let queue: Submission[] = [];
  const picked = new Set<string>();
  let position = 0;

  const shown = panel(say('review.queue'));
  const controls = h('div', { class: 'filters' });
  const outcome = h('div', { 'aria-live': 'polite' });
  const tableArea = h('div', {});
  const visible = () => queue.filter((submission) => passes(submission, filter));

  const load = () =>
    loadInto(
      shown,
      life,
      async () => {
        const found: Submission[] = [];
        let pageToken = '';
        do {
          const page = await ingestion.listSubmissions({
            parent: prefecture(),
            state,
            pageSize,
            pageToken,
          });
          found.push(...page.submissions);
          pageToken = page.nextPageToken;
        } while (pageToken !== '' && found.length < pageSize);
        return found.filter(
          (one) => one.fiscalYear === period.fiscalYear && one.stage === period.stage,
        );
      },
      (found) => {
        queue = inOrder(found);
        for (const name of picked) if (!queue.some((one) => one.name === name)) picked.delete(name);
        draw();
      },
    );

  const batch = async (
    button: HTMLButtonElement,
    call: (items: { name: string; etag: string }[]) => Promise<BatchDecisionResponse | null>,
  ) =>
    act(button, outcome, async () => {
      const items = queue.filter((one) => picked.has(one.name)).slice(0, batchMax);
      if (actor() === '') {
        replace(outcome, h('p', { class: 'failure', role: 'alert' }, say('session.actor_missing')));
        return;
      }
      if (items.length === 0) return;
      const answer = await call(items.map(({ name, etag }) => ({ name, etag })));
      if (answer === null) return;
      picked.clear();
      replace(outcome, outcomeList(answer));
      await load();
    });
  const outcomeList = ({ results }: BatchDecisionResponse): Child => {
    const refused = results.filter((result) => result.outcome.case === 'error');
    return [
      h(
        'p',
        { role: 'status' },
        say('review.batch_done', {
          done: results.length - refused.length,
          refused: refused.length,
        }),
      ),
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
  };
  const acceptPicked = button(
    say('review.accept_picked'),
    () =>
      void batch(acceptPicked, (items) =>
        ingestion.batchAcceptSubmissions({ parent: prefecture(), items, actor: actor() }),
      ),
    { class: 'primary' },
  );
  const returnPicked = button(
    say('review.return_picked'),
    () =>
      void batch(returnPicked, async (items) => {
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
        return ingestion.batchReturnSubmissions({
          parent: prefecture(),
          items,
          actor: actor(),
          reason: given.reason,
          ...(given.correctBy === null
            ? {}
            : { correctionEndTime: timestampFromDate(given.correctBy) }),
        });
      }),
  );
  const pickClean = button(say('review.pick_clean'), () => {
    for (const submission of visible())
      if (isClean(submission) && acceptable(submission)) picked.add(submission.name);
    draw();
  });

  const row = (submission: Submission, index: number) =>
    h(
      'tr',
      {
        tabindex: index === position ? 0 : -1,
        'data-name': submission.name,
        onfocus: () => {
          position = index;
        },
      },
      h(
        'td',
        { class: 'mark-column' },
        acceptable(submission) &&
          h('input', {
            type: 'checkbox',
            'aria-label': say('review.pick', {
              name: ownerLabel(submission.name, submission.unit),
            }),
            checked: picked.has(submission.name),
            onchange: () => toggle(submission),
          }),
      ),
      h(
        'th',
        { scope: 'row' },
        h(
          'a',
          { href: link('submission', { name: submission.name }) },
          ownerLabel(submission.name, submission.unit),
        ),
      ),
      h('td', {}, say('submission.version_of', { version: submission.version })),
      h(
        'td',
        {},
        stateBadge(submission.state),
        submission.late && h('span', { class: 'badge badge-warning' }, say('progress.late')),
      ),
      h(
        'td',
        {},
        submission.verdict !== undefined && severityCounts(submission.verdict),
        submission.verdictStale &&
          h(
            'span',
            { class: 'badge badge-warning', title: say('submission.stale') },
            say('submission.stale_mark'),
          ),
      ),
      h('td', { class: 'time' }, formatTime(submission.receiveTime)),
      h('td', {}, submission.history[0]?.actor),
    );
  const toggle = (submission: Submission) => {
    if (picked.has(submission.name)) picked.delete(submission.name);
    else picked.add(submission.name);
    showCount();
  };
  const count = h('span', { role: 'status' });
  const showCount = () => {
    replace(count, say('review.picked', { count: picked.size }));
    acceptPicked.disabled = picked.size === 0;
    returnPicked.disabled = picked.size === 0;
  };
  const draw = () => {
    const rows = visible();
    position = Math.min(position, Math.max(0, rows.length - 1));
    replace(
      tableArea,
      rows.length === 0
        ? emptyNote(say('review.empty'))
        : dataTable(
            say('review.queue'),
            [
              { heading: h('span', { class: 'visually-hidden' }, say('review.pick_column')) },
              { heading: say('common.department') },
              { heading: say('submission.version') },
              { heading: say('progress.state') },
              { heading: say('progress.findings') },
              { heading: say('progress.received') },
              { heading: say('review.sent_by') },
            ],
            rows.map(row),
            { class: 'queue' },
          ),
    );
    showCount();
  };
  const focusRow = () => tableArea.querySelectorAll<HTMLElement>('tbody tr')[position]?.focus();
  const search = h('input', {
    type: 'search',
    oninput: (event) => {
      filter = { ...filter, text: (event.target as HTMLInputElement).value };
      draw();
    },
  });
  const check = (label: string, set: (on: boolean) => void) =>
    h(
      'label',
      { class: 'check' },
      h('input', {
        type: 'checkbox',
        onchange: (event) => {
          set((event.target as HTMLInputElement).checked);
          draw();
        },
      }),
      label,
    );

  const keys = (event: KeyboardEvent) => {
    const typing =
      event.target instanceof Element &&
      event.target.closest('input[type=search], textarea, select, dialog') !== null;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = visible();
    const next = moved(position, rows.length, event.key);
    const current = rows[position];
    const inQueue =
      event.target instanceof Element && event.target.closest('.queue, body') !== null;
    if (!inQueue) return;
    if (next !== null) {
      position = next;
      for (const [index, one] of [...tableArea.querySelectorAll<HTMLElement>('tbody tr')].entries())
        one.tabIndex = index === position ? 0 : -1;
      focusRow();
    } else if (
      event.key === 'Enter' &&
      event.target instanceof HTMLTableRowElement &&
      current !== undefined
    ) {
      go('submission', { name: current.name });
    } else if (event.key === 'x' && current !== undefined && acceptable(current)) {
      toggle(current);
      draw();
      focusRow();
    } else if (event.key === '/') {
      search.focus();
    } else {
      return;
    }
    event.preventDefault();
  };
  document.addEventListener('keydown', keys);
  life.add(() => document.removeEventListener('keydown', keys));

  replace(
    controls,
    select(
      say('progress.state'),
      queueStates.map((one) => ({ value: stateSlug(one), text: stateWord(one) })),
      stateSlug(state),
      (slug) => {
        state = queueStates.find((one) => stateSlug(one) === slug)!;
        remember({ state: slug });
        void load();
      },
    ),
    h('label', { class: 'field' }, h('span', {}, say('progress.search')), search),
    check(say('review.clean_only'), (on) => {
      filter = { ...filter, cleanOnly: on };
    }),
    check(say('review.late_only'), (on) => {
      filter = { ...filter, lateOnly: on };
    }),
  );
  replace(
    shown.body,
    controls,
    h(
      'div',
      { class: 'decisions' },
      pickClean,
      has('finance_head') && acceptPicked,
      returnPicked,
      count,
    ),
    outcome,
    tableArea,
    h('p', { class: 'note' }, say('review.keys')),
  );

  // The stream says when something moved; the list says what, with etags.
  const { watcher, release } = watchSubmissions({ name: prefecture(), ...period });
  life.add(release);
  let settling: ReturnType<typeof setTimeout> | undefined;
  life.add(() => clearTimeout(settling));
  life.listen(watcher.changes, () => {
    clearTimeout(settling);
    settling = setTimeout(() => void load(), settleMs);
  });
  void load();
  return h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'view-head' },
      h('h1', {}, say('review.title', { period: periodText(period) })),
      periodControls(),
    ),
    shown.element,
    ceilingPanel(life, period),
  );
};
