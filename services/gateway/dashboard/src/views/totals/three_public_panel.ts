// 三公 expenditure beside that of the year before.
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { button, dataTable } from '../../controls';
import { downloadCsv, wanHeading } from '../../csv';
import { h, replace } from '../../dom';
import { lineLabel } from '../../form';
import { say } from '../../language';
import { formatChange, formatMoney, percentage, plainWan } from '../../money';
import { panel } from '../../panel';
import { periodText } from '../../period';
import { moneyUnit, unitWord } from '../../settings';
import { aggregation } from '../../transport/clients';
import { totalsMap } from '../../watch/streams';
import { drawTotals, type TotalsContext } from './context';
import { told, type Totals } from './figures';

const lines = ['total', 'abroad', 'reception', 'car', 'car_buy', 'car_run'] as const;

export function threePublicPanel(context: TotalsContext): HTMLElement {
  const { life, scope, watcher } = context;
  const save = () => {
    const now: Totals = watcher.rows.value ?? new Map();
    downloadCsv(`${periodText(scope)} ${say('totals.three_public')} r${watcher.feed.revision}`, [
      [
        say('totals.item'),
        wanHeading(String(scope.fiscalYear)),
        wanHeading(String(scope.fiscalYear - 1)),
      ],
      ...lines.map((line) => [
        lineLabel(TableKind.T10, Side.UNSPECIFIED, line),
        plainWan(at(now, line)),
        before === null || before.size === 0 ? '' : plainWan(at(before, line)),
      ]),
    ]);
  };
  const shown = panel(say('totals.three_public_yoy', { year: scope.fiscalYear - 1 }), {
    actions: button(say('action.csv'), save, { class: 'quiet' }),
  });
  // Null until the year before is known, or where it can't be read.
  let before: Totals | null = null;
  const at = (totals: Totals, line: string) => told(totals, TableKind.T10, line, 'total');
  const row = (totals: Totals, line: string) => {
    const now = at(totals, line);
    const base = before === null || before.size === 0 ? null : at(before, line);
    const rise = base !== null && now > base;
    return h(
      'tr',
      { class: line.startsWith('car_') ? 'part' : 'source' },
      h('th', { scope: 'row' }, lineLabel(TableKind.T10, Side.UNSPECIFIED, line)),
      h('td', { class: 'number' }, formatMoney(now, moneyUnit.value)),
      h('td', { class: 'number' }, base === null ? '—' : formatMoney(base, moneyUnit.value)),
      h(
        'td',
        { class: `number ${rise ? 'rise' : ''}` },
        base === null ? '—' : formatChange(now - base, moneyUnit.value),
      ),
      h('td', { class: 'number' }, base === null ? '—' : (percentage(now - base, base) ?? '—')),
    );
  };
  const show = drawTotals(context, shown, (totals) =>
    replace(
      shown.body,
      dataTable(
        say('totals.three_public'),
        [
          { heading: say('totals.item') },
          { heading: `${scope.fiscalYear} (${unitWord()})`, number: true },
          { heading: String(scope.fiscalYear - 1), number: true },
          { heading: say('totals.change'), number: true },
          { heading: '%', number: true },
        ],
        lines.map((line) => row(totals, line)),
      ),
      before?.size === 0 &&
        h('p', { class: 'note' }, say('totals.no_base', { year: scope.fiscalYear - 1 })),
    ),
  );
  aggregation
    .listTotals(
      { scope: { ...scope, fiscalYear: scope.fiscalYear - 1 }, tables: [TableKind.T10] },
      { signal: life.signal },
    )
    .then(({ totals }) => {
      before = totalsMap(totals);
      show();
    })
    .catch(() => undefined); // The columns of the year before stay "—".
  return shown.element;
}
