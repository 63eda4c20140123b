import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { dataTable, emptyNote } from '../../controls';
import { csvButton, wanHeading } from '../../csv';
import { h, replace } from '../../dom';
import { lineLabel } from '../../form';
import { say } from '../../language';
import { formatMoney, percentage, plainWan } from '../../money';
import { panel } from '../../panel';
import { moneyUnit, unitWord } from '../../settings';
import { bar, longest } from './bar';
import { drawTotals, saveTotals, type TotalsContext } from './context';
import {
  closingRows,
  closingWord,
  income,
  sourceLines,
  sourceParts,
  totalIncome,
  type Totals,
} from './figures';

const closing = (totals: Totals) =>
  closingRows(
    sourceLines.map((line) => [income(totals, line)]),
    [totalIncome(totals)],
  );

function rows(totals: Totals): HTMLTableRowElement[] {
  const all = totalIncome(totals);
  const most = longest(sourceLines.map((line) => income(totals, line)));
  const row = (line: string, level: 'source' | 'part') =>
    h(
      'tr',
      { class: level },
      h(
        'th',
        { scope: 'row' },
        lineLabel(TableKind.T1, Side.INCOME, line),
        level === 'source' && bar([{ fen: income(totals, line), kind: 'source' }], most),
      ),
      h('td', { class: 'number' }, formatMoney(income(totals, line), moneyUnit.value)),
      h('td', { class: 'number' }, percentage(income(totals, line), all) ?? '—'),
    );
  const shown = (line: string) => income(totals, line) !== 0n;
  const found = sourceLines
    .filter(shown)
    .flatMap((line) => [
      row(line, 'source'),
      ...sourceParts[line].filter(shown).map((part) => row(part, 'part')),
    ]);
  if (found.length === 0) return [];
  const below = closing(totals).map((one) =>
    h(
      'tr',
      { class: one.key },
      h('th', { scope: 'row' }, closingWord(one)),
      h('td', { class: 'number' }, formatMoney(one.fens[0]!, moneyUnit.value)),
      h('td', { class: 'number' }, percentage(one.fens[0]!, all) ?? '—'),
    ),
  );
  return [...found, ...below];
}

/** Where the money comes from: the lines of table 1. */
export function sourcePanel(context: TotalsContext): HTMLElement {
  const { watcher } = context;
  const save = () => {
    const totals: Totals = watcher.rows.value ?? new Map();
    const lines = sourceLines.flatMap((line) => [line, ...sourceParts[line]]);
    const all = totalIncome(totals);
    const row = (name: string, fen: bigint) => [name, plainWan(fen), percentage(fen, all) ?? ''];
    saveTotals(context, say('totals.by_source'), [
      [say('totals.source'), wanHeading(say('common.amount')), say('totals.share')],
      ...lines
        .filter((line) => income(totals, line) !== 0n)
        .map((line) => row(lineLabel(TableKind.T1, Side.INCOME, line), income(totals, line))),
      ...closing(totals).map((one) => row(closingWord(one), one.fens[0]!)),
    ]);
  };
  const shown = panel(say('totals.by_source'), {
    actions: csvButton(say('totals.by_source'), save),
  });
  drawTotals(context, shown, (totals) => {
    const found = rows(totals);
    replace(
      shown.body,
      found.length === 0
        ? emptyNote()
        : dataTable(
            say('totals.by_source'),
            [
              { heading: say('totals.source') },
              { heading: unitWord(), number: true },
              { heading: say('totals.share'), number: true },
            ],
            found,
          ),
    );
  });
  return shown.element;
}
