import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { type Child, h, replace } from '../../dom';
import { say } from '../../language';
import { formatMoney, percentage } from '../../money';
import { panel } from '../../panel';
import { moneyUnit, unitWord } from '../../settings';
import { drawTotals, type TotalsContext } from './context';
import { derived, eliminatedFen, income, spending, type Totals } from './figures';

function tile(label: string, fen: bigint, below: Child, name: string): HTMLElement {
  return h(
    'div',
    { class: 'tile', 'data-figure': name },
    h('dt', {}, label),
    h('dd', { class: 'figure' }, formatMoney(fen, moneyUnit.value)),
    h('dd', { class: 'tile-note' }, below),
  );
}

function balance(totals: Totals): HTMLElement {
  const difference = income(totals, 'ALL') - spending(totals, 'ALL');
  return difference === 0n
    ? h('span', { class: 'good' }, say('totals.balanced'))
    : h(
        'span',
        { class: 'bad' },
        say('totals.unbalanced', { difference: formatMoney(difference, moneyUnit.value) }),
      );
}

/** What is left of a total once what it counts twice is taken out; nothing where it is none. */
function consolidated(totals: Totals, side: Side.INCOME | Side.EXPENDITURE): Child {
  const twice = eliminatedFen(totals, TableKind.T1, 'ALL', side);
  if (twice === 0n) return null;
  const left = derived(totals, TableKind.T1, 'ALL', '', side) - twice;
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
    const all = derived(totals, TableKind.T3, 'ALL', 'total');
    const basic = derived(totals, TableKind.T3, 'ALL', 'basic');
    const project = derived(totals, TableKind.T3, 'ALL', 'project');
    const threePublic = derived(totals, TableKind.T10, 'total', 'total');
    const share = (part: bigint) =>
      say('totals.share_of_spending', { share: percentage(part, all) ?? '—' });
    replace(
      shown.body,
      h(
        'dl',
        { class: 'tiles' },
        tile(
          say('totals.income'),
          income(totals, 'ALL'),
          [balance(totals), consolidated(totals, Side.INCOME)],
          'income',
        ),
        tile(
          say('totals.spending'),
          spending(totals, 'ALL'),
          [say('totals.in_unit', { unit: unitWord() }), consolidated(totals, Side.EXPENDITURE)],
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
