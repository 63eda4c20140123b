import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { type Child, h, replace } from '../../dom';
import { say } from '../../language';
import { formatMoney, percentage } from '../../money';
import { panel } from '../../panel';
import { moneyUnit, unitWord } from '../../settings';
import { drawTotals, type TotalsContext } from './context';
import {
  derived,
  eliminatedFen,
  isRounding,
  told,
  totalIncome,
  totalSpending,
  type Totals,
} from './figures';

function tile(label: string, fen: bigint, below: Child, name: string): HTMLElement {
  return h(
    'div',
    { class: 'tile', 'data-figure': name },
    h('dt', {}, label),
    h('dd', { class: 'figure' }, formatMoney(fen, moneyUnit.value)),
    h('dd', { class: 'tile-note' }, below),
  );
}

/** What is printed may differ by what rounding takes; only more than that is wrong. */
function balance(totals: Totals): HTMLElement {
  const fen = totalIncome(totals) - totalSpending(totals);
  if (fen === 0n) return h('span', { class: 'good' }, say('totals.balanced'));
  const difference = formatMoney(fen, moneyUnit.value);
  return isRounding(fen)
    ? h('span', {}, say('totals.balanced_rounding', { difference }))
    : h('span', { class: 'bad' }, say('totals.unbalanced', { difference }));
}

/** What the lines of table 1 add up to, where that is not its total. */
function rounding(totals: Totals, side: Side.INCOME | Side.EXPENDITURE): Child {
  const parts = derived(totals, TableKind.T1, 'ALL', '', side);
  const difference = told(totals, TableKind.T1, 'ALL', '', side) - parts;
  return (
    difference !== 0n &&
    h(
      'span',
      { class: 'rounding' },
      say('totals.parts_rounded', {
        parts: formatMoney(parts, moneyUnit.value),
        difference: formatMoney(difference, moneyUnit.value),
      }),
    )
  );
}

/** What is left of a total once what it counts twice is taken out; nothing where it is none. */
function consolidated(totals: Totals, side: Side.INCOME | Side.EXPENDITURE): Child {
  const twice = eliminatedFen(totals, TableKind.T1, 'ALL', side);
  if (twice === 0n) return null;
  const left = told(totals, TableKind.T1, 'ALL', '', side) - twice;
  return h(
    'span',
    { class: 'consolidated' },
    say('totals.consolidated', {
      eliminated: formatMoney(twice, moneyUnit.value),
      left: formatMoney(left, moneyUnit.value),
    }),
  );
}

/** Income, expenditure, that they are equal, and the large parts. */
export function glancePanel(context: TotalsContext): HTMLElement {
  const shown = panel(say('totals.glance'), { class: 'glance' });
  drawTotals(context, shown, (totals) => {
    const all = totalSpending(totals);
    const basic = told(totals, TableKind.T3, 'ALL', 'basic');
    const project = told(totals, TableKind.T3, 'ALL', 'project');
    const threePublic = told(totals, TableKind.T10, 'total', 'total');
    const share = (part: bigint) =>
      say('totals.share_of_spending', { share: percentage(part, all) ?? '—' });
    replace(
      shown.body,
      h(
        'dl',
        { class: 'tiles' },
        tile(
          say('totals.income'),
          totalIncome(totals),
          [balance(totals), rounding(totals, Side.INCOME), consolidated(totals, Side.INCOME)],
          'income',
        ),
        tile(
          say('totals.spending'),
          all,
          [
            say('totals.in_unit', { unit: unitWord() }),
            rounding(totals, Side.EXPENDITURE),
            consolidated(totals, Side.EXPENDITURE),
          ],
          'spending',
        ),
        tile(say('totals.basic'), basic, share(basic), 'basic'),
        tile(say('totals.project'), project, share(project), 'project'),
        tile(say('totals.three_public'), threePublic, share(threePublic), 'three-public'),
      ),
    );
  });
  return shown.element;
}
