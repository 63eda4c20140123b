// The board of submissions: counted, counted down, row by row.
import type { DepartmentProgress } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { SubmissionState } from '../../../build/generated/yuheng/ingestion/v1/submission_pb';
import { severityCounts, stateBadge } from '../../badges';
import { button, dataTable, emptyNote, select } from '../../controls';
import { csvButton, downloadTable } from '../../csv';
import { departmentLabel } from '../../directory';
import { h, replace } from '../../dom';
import { say, sayKey, type TextKey } from '../../language';
import { lastPart } from '../../names';
import { followStatus, panel, waiting } from '../../panel';
import { currentPeriod, periodControls, periodText } from '../../period';
import { link, remember, route } from '../../route';
import { scopeLabel } from '../../scope_choice';
import { department, isBureau, ownDepartments, prefecture } from '../../session';
import { formatTime } from '../../time';
import { watchSubmissions } from '../../watch/streams';
import { actorWord, stateSlug, stateWord } from '../../words';
import type { View } from '../view';
import { type BoardFilter, counts, matches, standing } from './board';
import { ruleCountPanel } from './rule_count_panel';
import { clockText, phaseWord, standingText, windowPanel } from './window_panel';

/** More are found by text and state, and are all in the csv. */
const rowsMax = 1000;

const filterStates = [
  SubmissionState.PENDING_REVIEW,
  SubmissionState.AWAITING_CONFIRMATION,
  SubmissionState.RETURNED,
  SubmissionState.UNREADABLE,
  SubmissionState.ACCEPTED,
  SubmissionState.POSTED,
  SubmissionState.RECEIVED,
];

/** Code and name of a department, or of a unit. */
function ownerOf(row: DepartmentProgress): [code: string, name: string] {
  if (row.unit === '') return [lastPart(row.department), row.displayName];
  return [lastPart(row.unit), row.unitDisplayName || lastPart(row.unit)];
}
const nameOf = (row: DepartmentProgress): string => ownerOf(row).join(' ');

export const progressView: View = (life) => {
  const period = currentPeriod();
  const chosen =
    route.value.parameters['department'] ?? (isBureau() ? (ownDepartments()[0] ?? '') : '');
  const scope = { name: chosen === '' ? prefecture() : department(chosen), ...period };
  const { watcher, release } = watchSubmissions(scope);
  life.add(release);
  let filter: BoardFilter = {
    text: route.value.parameters['q'] ?? '',
    state: route.value.parameters['state'] ?? '',
  };

  const summary = panel(say('progress.summary'));
  const board = panel(say('progress.board'), {
    actions: csvButton(say('progress.board'), () => save()),
  });
  const clock = h('p', { class: 'countdown', role: 'timer' });
  const tableArea = h('div', {});
  const serverNow = () => Date.now() + watcher.feed.clockOffsetMs;
  const rows = () => [...(watcher.rows.value?.values() ?? [])];
  const shownRows = () => rows().filter((row) => matches(row, filter, stateSlug));

  const showSummary = () => {
    const all = counts(rows());
    const tile = (key: TextKey, value: number, state = '') =>
      h(
        'div',
        { class: 'tile' },
        h('dt', {}, sayKey(key)),
        h('dd', { class: 'figure' }, String(value)),
        state !== '' &&
          h(
            'dd',
            { class: 'tile-note' },
            button(say('progress.show'), () => choose({ ...filter, state }), {
              class: 'link',
              label: `${say('progress.show')} ${sayKey(key)}`,
            }),
          ),
      );
    replace(
      summary.body,
      clock,
      h(
        'dl',
        { class: 'tiles' },
        tile(all.ofUnits ? 'progress.required_units' : 'progress.required', all.required),
        tile(all.ofUnits ? 'progress.sent_units' : 'progress.sent', all.sent),
        tile('progress.missing', all.missing, 'missing'),
        tile('progress.to_review', all.toReview, 'pending_review'),
        tile('progress.returned', all.returned, 'returned'),
        tile('progress.posted', all.posted, 'posted'),
        tile('progress.late', all.late),
        tile('progress.errors', all.errors),
      ),
    );
  };
  /** The earliest deadline: extensions give some departments a later one. */
  const showClock = () => {
    const earliest = rows()
      .filter((one) => one.deadline !== undefined)
      .reduce<DepartmentProgress | null>(
        (first, one) =>
          first === null || one.deadline!.seconds < first.deadline!.seconds ? one : first,
        null,
      );
    if (earliest === null) {
      replace(clock, watcher.rows.value !== null && say('progress.no_window'));
      return;
    }
    const now = standing(earliest, serverNow());
    replace(clock, h('strong', {}, phaseWord(now.phase)), ' ', clockText(earliest, now));
  };

  const windowText = (row: DepartmentProgress) =>
    row.deadline === undefined ? '' : standingText(row, serverNow());
  const stepText = ({ stepTime, stepActor }: DepartmentProgress) =>
    stepTime === undefined ? '' : `${formatTime(stepTime)} ${actorWord(stepActor)}`;
  const line = (row: DepartmentProgress) => {
    return h(
      'tr',
      { class: row.unit === '' ? 'source' : 'part' },
      h(
        'th',
        { scope: 'row' },
        row.submission === ''
          ? nameOf(row)
          : h('a', { href: link('submission', { name: row.submission }) }, nameOf(row)),
      ),
      h(
        'td',
        {},
        stateBadge(row.state),
        row.late && h('span', { class: 'badge badge-warning' }, say('progress.late')),
      ),
      h('td', {}, row.submission !== '' && severityCounts(row)),
      h('td', { class: 'number' }, row.explainedCount > 0 ? String(row.explainedCount) : ''),
      h('td', { class: 'time' }, formatTime(row.receiveTime)),
      h('td', {}, windowText(row)),
      h('td', { class: 'time' }, stepText(row)),
    );
  };
  const showBoard = () => {
    const found = shownRows();
    replace(
      tableArea,
      found.length === 0
        ? emptyNote()
        : dataTable(
            say('progress.board'),
            [
              { heading: say('common.department') },
              { heading: say('progress.state') },
              { heading: say('progress.findings') },
              { heading: say('progress.explained'), number: true },
              { heading: say('progress.received') },
              { heading: say('progress.window') },
              { heading: say('progress.last_step') },
            ],
            found.slice(0, rowsMax).map(line),
          ),
      found.length > rowsMax &&
        h('p', { class: 'note' }, say('totals.first_only', { count: rowsMax })),
    );
  };
  const controls = h('div', { class: 'filters' });
  const showControls = () =>
    replace(
      controls,
      h(
        'label',
        { class: 'field' },
        h('span', {}, say('progress.search')),
        h('input', {
          type: 'search',
          value: filter.text,
          oninput: (event) => {
            filter = { ...filter, text: (event.target as HTMLInputElement).value };
            remember({ q: filter.text });
            showBoard();
          },
        }),
      ),
      select(
        say('progress.state'),
        [
          { value: '', text: say('progress.all_states') },
          { value: 'missing', text: say('progress.missing') },
          ...filterStates.map((state) => ({ value: stateSlug(state), text: stateWord(state) })),
        ],
        filter.state,
        (state) => choose({ ...filter, state }),
      ),
    );
  const choose = (next: BoardFilter) => {
    filter = next;
    remember({ state: filter.state, q: filter.text });
    showControls();
    showBoard();
  };
  const save = () =>
    downloadTable(
      [scopeLabel(scope.name), periodText(period), say('progress.board')],
      [
        [
          say('totals.code'),
          say('common.department'),
          say('progress.state'),
          say('severity.error'),
          say('severity.warning'),
          say('severity.note'),
          say('progress.explained'),
          say('progress.received'),
          say('progress.late'),
          say('progress.window'),
          say('progress.last_step'),
        ],
        ...shownRows().map((row) => [
          ...ownerOf(row),
          stateWord(row.state),
          String(row.errorCount),
          String(row.warningCount),
          String(row.noteCount),
          String(row.explainedCount),
          formatTime(row.receiveTime),
          row.late ? say('progress.late') : '',
          windowText(row),
          stepText(row),
        ]),
      ],
    );

  showControls();
  replace(board.body, controls, tableArea);
  life.followCalmly(watcher.rows, (known) => {
    if (known === null) {
      replace(summary.body, waiting());
      replace(tableArea, waiting());
      return;
    }
    showSummary();
    showClock();
    showBoard();
  });
  life.every(1000, showClock);
  followStatus(life, watcher, summary, board);
  return h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'view-head' },
      h(
        'h1',
        {},
        say('progress.title', { period: periodText(period) }),
        chosen !== '' && ` · ${departmentLabel(chosen)}`,
      ),
      periodControls(),
    ),
    summary.element,
    windowPanel(life, scope, serverNow),
    board.element,
    ruleCountPanel(life, watcher),
  );
};
