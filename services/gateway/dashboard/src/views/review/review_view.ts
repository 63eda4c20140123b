// The reviewer's desk: a queue that is worked off by keyboard or mouse.
import {
  type Submission,
  SubmissionState,
} from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge, versionText } from '../../badges';
import { button, dataTable, emptyNote, select } from '../../controls';
import { codedOwner } from '../../directory';
import { h, replace } from '../../dom';
import { say } from '../../language';
import { panel } from '../../panel';
import { currentPeriod, periodControls, periodText } from '../../period';
import { go, link, remember, route } from '../../route';
import { has, prefecture } from '../../session';
import { formatTime } from '../../time';
import { ingestion } from '../../transport/clients';
import { followList } from '../../watch/followed_list';
import { watchSubmissions } from '../../watch/streams';
import { actorWord, stateSlug, stateWord } from '../../words';
import type { View } from '../view';
import { batchButtons, batchMax } from './batch';
import { ceilingPanel } from './ceiling_panel';
import { Picks } from './picks';
import {
  acceptable,
  acceptableAtOnce,
  inOrder,
  listAll,
  type Listed,
  listedMax,
  moved,
  passes,
  type QueueFilter,
} from './queue';

const pageSize = 1000;
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
  const picks = new Picks();
  let position = 0;

  const shown = panel(say('review.queue'));
  const controls = h('div', { class: 'filters' });
  const outcome = h('div', { 'aria-live': 'polite', tabindex: '-1' });
  const changed = h('div', { 'aria-live': 'polite' });
  const tableArea = h('div', {});
  const cutNote = h('div', {});
  const visible = () => queue.filter((submission) => passes(submission, filter));

  // The stream says when something moved; the list says what, with etags.
  const { watcher, release } = watchSubmissions({ name: prefecture(), ...period });
  life.add(release);
  const readQueue = () =>
    listAll((pageToken) =>
      ingestion.listSubmissions(
        { parent: prefecture(), state, pageSize, pageToken },
        { signal: life.signal },
      ),
    );
  const showQueue = ({ submissions, cut }: Listed) => {
    const at = visible()[position]?.name;
    queue = inOrder(
      submissions.filter(
        (one) => one.fiscalYear === period.fiscalYear && one.stage === period.stage,
      ),
    );
    // Rows that come and go above move the reader's row, not the reader.
    const now = visible().findIndex((one) => one.name === at);
    if (now >= 0) position = now;
    const count = picks.dropChanged(queue);
    if (count > 0) {
      const note = { class: 'failure', role: 'status' };
      replace(changed, h('p', note, say('review.picks_changed', { count })));
    }
    replace(cutNote, cut && h('p', { class: 'note' }, say('review.cut', { max: listedMax })));
    draw();
  };
  /** Errors and warnings that nobody has explained, as far as the stream has told. */
  const unexplained = ({ name, verdict }: Submission) => {
    const rows = [...(watcher.rows.value?.values() ?? [])];
    const explained = rows.find((row) => row.submission === name)?.explainedCount ?? 0;
    return Math.max(0, (verdict?.errorCount ?? 0) + (verdict?.warningCount ?? 0) - explained);
  };

  const { accept, giveBack } = batchButtons({
    outcome,
    take: () => {
      replace(changed);
      return picks.take(queue, batchMax);
    },
    about: (taken) => {
      const names = new Set(taken.map(({ name }) => name));
      const some = queue.filter(({ name }) => names.has(name));
      return some.map((submission) => ({ submission, unexplained: unexplained(submission) }));
    },
    putBack: (taken) => picks.putBack(taken),
    decided: async () => {
      await list.load();
      return picks.size;
    },
    ready: () => draw(),
  });
  const pickClean = button(say('review.pick_clean'), () => {
    for (const submission of visible()) if (acceptableAtOnce(submission)) picks.add(submission);
    replace(changed);
    draw();
  });

  const row = (submission: Submission, index: number) =>
    h(
      'tr',
      {
        tabindex: index === position ? 0 : -1,
        'data-name': submission.name,
        onfocusin: () => {
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
              name: codedOwner(submission.name, submission.unit),
            }),
            checked: picks.has(submission),
            onchange: () => toggle(submission),
          }),
      ),
      h(
        'th',
        { scope: 'row' },
        h(
          'a',
          { href: link('submission', { name: submission.name }) },
          codedOwner(submission.name, submission.unit),
        ),
      ),
      h('td', {}, versionText(submission)),
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
      h('td', {}, actorWord(submission.history[0]?.actor ?? '')),
    );
  const toggle = (submission: Submission) => {
    picks.toggle(submission);
    replace(changed);
    showCount();
  };
  const count = h('span', { role: 'status' });
  const showCount = () => {
    const hidden = picks.size - visible().filter((one) => picks.has(one)).length;
    replace(
      count,
      hidden === 0
        ? say('review.picked', { count: picks.size })
        : say('review.picked_hidden', { count: picks.size, hidden }),
    );
    accept.disabled = picks.size === 0;
    giveBack.disabled = picks.size === 0;
  };
  const draw = () => {
    const rows = visible();
    position = Math.min(position, Math.max(0, rows.length - 1));
    const held = tableArea.contains(document.activeElement) ? document.activeElement : null;
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
    if (held !== null) focusRow(held.tagName);
    showCount();
  };
  /** The reader's row, or what they were at in it. */
  const focusRow = (part = 'TR') => {
    const row = tableArea.querySelectorAll<HTMLElement>('tbody tr')[position];
    (row?.querySelector<HTMLElement>(part) ?? row)?.focus({ preventScroll: part !== 'TR' });
  };
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
    const isThere = tableArea.querySelector('tbody')?.contains(document.activeElement) === true;
    const next = moved(position, rows.length, event.key, isThere);
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
        picks.clear();
        list.restart();
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
    h('div', { class: 'decisions' }, pickClean, has('finance_head') && accept, giveBack, count),
    outcome,
    changed,
    tableArea,
    cutNote,
    h('p', { class: 'note keys' }, say('review.keys')),
  );

  const list = followList(life, shown, watcher, readQueue, showQueue);
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
