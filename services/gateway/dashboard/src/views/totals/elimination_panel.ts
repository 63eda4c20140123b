// What a roll-up counts twice: transfers between its departments and units, as they were
// declared, what is left of the totals without them, and where ledgers hold less.
import type {
  Elimination,
  EliminationGap,
} from '../../../build/generated/yuheng/aggregation/v1/elimination_pb';
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { button, dataTable, emptyNote } from '../../controls';
import { ownerLabel } from '../../directory';
import { type Child, h, replace } from '../../dom';
import { functionName, lineLabel } from '../../form';
import { say } from '../../language';
import { formatMoney } from '../../money';
import { partOf } from '../../names';
import { type Asked, loadInto, panel } from '../../panel';
import { cellName } from '../../place_name';
import { here, link } from '../../route';
import { has } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { formatTime } from '../../time';
import { aggregation } from '../../transport/clients';
import { entryLink } from './contribution_panel';
import type { TotalsContext } from './context';

/** More are not shown one below the other; the command line has all. */
const rowsMax = 500;
/** Between two readings while totals change in a burst. */
const readingMs = 5_000;

/** They concern several departments at once, which is not for everybody. */
export const mayReadEliminations = (): boolean => has('reviewer', 'finance_head', 'auditor');

const money = (fen: bigint) => formatMoney(fen, moneyUnit.value);

const party = (name: string): Child =>
  h(
    'a',
    {
      href: link('totals', {
        ...here(),
        trace: '',
        group: '',
        unit: '',
        department: partOf(name, 'departments'),
      }),
    },
    ownerLabel(name),
  );

function transferRow(one: Elimination): HTMLTableRowElement {
  const { incomeRow, functionCode, kind, amountFen } = one.transfer!;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, party(one.payer), ' → ', party(one.payee)),
    h(
      'td',
      {},
      `${functionCode} ${functionName(functionCode)} · `,
      kind === 'basic' ? say('totals.basic') : say('totals.project'),
      ' → ',
      lineLabel(TableKind.T1, Side.INCOME, incomeRow),
    ),
    h('td', { class: 'number' }, money(amountFen)),
    h('td', {}, one.eliminated ? say('elimination.both_sides') : say('elimination.one_side')),
    h('td', {}, one.reason, h('br', {}), `${one.actor} ${formatTime(one.commitTime)}`),
    h('td', {}, entryLink(one.entry)),
  );
}

function transfers(found: readonly Elimination[]): HTMLElement {
  return dataTable(
    say('elimination.title'),
    [
      { heading: say('elimination.parties') },
      { heading: say('elimination.what') },
      { heading: unitWord(), number: true },
      { heading: say('elimination.here') },
      { heading: say('common.reason') },
      { heading: say('audit.entry') },
    ],
    found.map(transferRow),
  );
}

function gapTable(gaps: readonly EliminationGap[]): Child {
  if (gaps.length === 0) return null;
  return [
    h('h3', {}, say('elimination.gaps')),
    dataTable(
      say('elimination.gaps'),
      [
        { heading: say('common.department') },
        { heading: say('totals.cell') },
        { heading: `${say('elimination.declared')} (${unitWord()})`, number: true },
        { heading: say('elimination.held'), number: true },
        { heading: say('ceiling.difference'), number: true },
      ],
      gaps.map((gap) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, party(gap.party)),
          h('td', {}, cellName(gap.account!)),
          h('td', { class: 'number' }, money(gap.declaredFen)),
          h('td', { class: 'number' }, money(gap.heldFen)),
          h('td', { class: 'number bad' }, money(gap.declaredFen - gap.heldFen)),
        ),
      ),
    ),
  ];
}

export function eliminationPanel({ life, scope, watcher }: TotalsContext): HTMLElement {
  const shown = panel(say('elimination.title'), {
    class: 'eliminations',
    actions: button(say('action.reload'), () => load(), { class: 'quiet' }),
  });
  let found: { eliminations: Elimination[]; gaps: EliminationGap[]; more: boolean } | null = null;
  const draw = () => {
    if (found === null) return;
    const { eliminations, gaps, more } = found;
    replace(
      shown.body,
      h('p', { class: 'note' }, say('elimination.note')),
      eliminations.length === 0 ? emptyNote(say('elimination.none')) : transfers(eliminations),
      more && h('p', { class: 'note' }, say('totals.first_only', { count: rowsMax })),
      gapTable(gaps),
    );
  };
  // What is shown stays until there is something newer.
  const quietly: Asked = {
    ...shown,
    showLoading() {
      if (found === null) shown.showLoading();
    },
  };
  const load = () =>
    void loadInto(
      quietly,
      life,
      () => aggregation.listEliminations({ scope, pageSize: rowsMax }, { signal: life.signal }),
      ({ eliminations, gaps, nextPageToken, revision }) => {
        found = { eliminations, gaps, more: nextPageToken !== '' };
        draw();
        return revision;
      },
    );
  // What is eliminated here changes totals; the rest is there when it is read again.
  life.followCalmly(watcher.rows, load, readingMs);
  life.listen(moneyUnit, draw);
  return shown.element;
}
