// Expenditure by function: 类, 款, 项, and for each who spends it.
import { csvButton, wanHeading } from '../../csv';
import { dataTable, emptyNote } from '../../controls';
import { type Child, h, replace } from '../../dom';
import { columnHeading, columnsOf, functionName } from '../../form';
import { language, say } from '../../language';
import { formatMoney, percentage, plainWan } from '../../money';
import { panel } from '../../panel';
import { route, step } from '../../route';
import { mayTrace } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { Signal } from '../../signal';
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { bar, longest } from './bar';
import { drawTotals, openFunction, saveTotals, type TotalsContext } from './context';
import { contributionPanel } from './contribution_panel';
import {
  type ClosingRow,
  closingRows,
  closingWord,
  derived,
  type FunctionRow,
  functionRows,
  opensFurther,
  told,
  totalSpending,
  type Totals,
} from './figures';

/** The code and those above it: 2050201 is in 20502 and 205. */
export function codePath(code: string): string[] {
  return [3, 5, 7].filter((digits) => digits <= code.length).map((digits) => code.slice(0, digits));
}

export function functionPanel(context: TotalsContext): HTMLElement {
  const { life, watcher, code } = context;
  const traced = new Signal(route.value.parameters['trace'] ?? '');
  const shown = panel(say('totals.by_function'), {
    actions: csvButton(say('totals.by_function'), () => save()),
  });
  const trace = h('div', {});

  const open = (next: string) => {
    openFunction(context, next);
    shown.body.querySelector<HTMLElement>('.crumbs [aria-current]')?.focus();
  };
  const follow = (row: string) => {
    const address = row === '' ? '' : `T3:${row}:total`;
    step({ trace: address });
    traced.value = address;
    trace.querySelector<HTMLElement>('h3')?.focus();
  };

  const crumb = (target: string, text: string): Child =>
    target === code.value
      ? h('span', { 'aria-current': 'true', tabindex: '-1' }, text)
      : h('button', { type: 'button', class: 'link', onclick: () => open(target) }, text);
  const crumbs = () =>
    h(
      'nav',
      { class: 'crumbs', 'aria-label': say('totals.drill_path') },
      h(
        'ol',
        {},
        h('li', {}, crumb('', say('totals.all_functions'))),
        codePath(code.value).map((part) =>
          h('li', {}, crumb(part, `${part} ${functionName(part)}`)),
        ),
      ),
    );

  const tableRow = (row: FunctionRow, all: bigint, most: bigint) => {
    const name = `${row.code} ${functionName(row.code)}`;
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        opensFurther(row)
          ? h('button', { type: 'button', class: 'link', onclick: () => open(row.code) }, name)
          : name,
        bar(
          [
            { fen: row.basic, kind: 'basic' },
            { fen: row.project, kind: 'project' },
          ],
          most,
        ),
      ),
      h('td', { class: 'number' }, formatMoney(row.total, moneyUnit.value)),
      h('td', { class: 'number' }, formatMoney(row.basic, moneyUnit.value)),
      h('td', { class: 'number' }, formatMoney(row.project, moneyUnit.value)),
      h('td', { class: 'number' }, percentage(row.total, all) ?? '—'),
      h(
        'td',
        {},
        mayTrace() &&
          h(
            'button',
            {
              type: 'button',
              class: 'quiet',
              'aria-label': say('totals.who_spends_it', { name }),
              onclick: () => follow(row.code),
            },
            say('totals.who_spends'),
          ),
      ),
    );
  };

  const figures = ({ total, basic, project }: FunctionRow) => [total, basic, project];
  /** What the rows of the level at hand are parts of. */
  const closing = (totals: Totals, rows: readonly FunctionRow[]) => {
    const whole = (column: string) =>
      code.value === ''
        ? told(totals, TableKind.T3, 'ALL', column)
        : derived(totals, TableKind.T3, code.value, column);
    const total = code.value === '' ? totalSpending(totals) : whole('total');
    return closingRows(rows.map(figures), [total, whole('basic'), whole('project')]);
  };
  const closingRow = (row: ClosingRow, all: bigint) =>
    h(
      'tr',
      { class: row.key },
      h('th', { scope: 'row' }, closingWord(row)),
      row.fens.map((fen) => h('td', { class: 'number' }, formatMoney(fen, moneyUnit.value))),
      h('td', { class: 'number' }, percentage(row.fens[0]!, all) ?? '—'),
      h('td', {}),
    );

  const headings = () => {
    const [total, basic, project] = columnsOf(TableKind.T3, Side.UNSPECIFIED).map(columnHeading);
    return { total: total ?? '', basic: basic ?? '', project: project ?? '' };
  };

  const show = drawTotals(context, shown, (totals) => {
    const rows = functionRows(totals, code.value);
    const below = closing(totals, rows);
    const all = below.at(-1)!.fens[0]!;
    const most = longest(rows.map((row) => row.total));
    const { total, basic, project } = headings();
    replace(
      shown.body,
      crumbs(),
      rows.length === 0
        ? emptyNote()
        : dataTable(
            say('totals.by_function'),
            [
              { heading: say('totals.function') },
              { heading: `${total} (${unitWord()})`, number: true },
              { heading: h('span', { class: 'key-basic' }, basic), number: true },
              { heading: h('span', { class: 'key-project' }, project), number: true },
              { heading: say('totals.share'), number: true },
              { heading: h('span', { class: 'visually-hidden' }, say('totals.who_spends')) },
            ],
            [
              ...rows.map((row) => tableRow(row, all, most)),
              ...below.map((row) => closingRow(row, all)),
            ],
          ),
      trace,
    );
  });
  const save = () => {
    const { total, basic, project } = headings();
    const totals: Totals = watcher.rows.value ?? new Map();
    const rows = functionRows(totals, code.value);
    const below = closing(totals, rows);
    const all = below.at(-1)!.fens[0]!;
    const line = (code: string, name: string, fens: readonly bigint[]) => [
      code,
      name,
      ...fens.map(plainWan),
      percentage(fens[0]!, all) ?? '',
    ];
    const place = code.value === '' ? '' : ` ${code.value} ${functionName(code.value)}`;
    saveTotals(context, `${say('totals.by_function')}${place}`, [
      [
        say('totals.code'),
        say('totals.function'),
        ...[total, basic, project].map(wanHeading),
        say('totals.share'),
      ],
      ...rows.map((row) => line(row.code, functionName(row.code), figures(row))),
      ...below.map((row) => line('', closingWord(row), row.fens)),
    ]);
  };

  life.listen(code, show);
  life.listen(language, show);
  life.follow(traced, (address) => {
    replace(trace, address !== '' && contributionPanel(context, address, () => follow('')));
  });
  return shown.element;
}
