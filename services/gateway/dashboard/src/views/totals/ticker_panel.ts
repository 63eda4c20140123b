// Postings as they arrive: whose, and the revision they made.
import { TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { departmentLabel, departmentNames } from '../../directory';
import { h, replace } from '../../dom';
import { say } from '../../language';
import { followStatus, panel } from '../../panel';
import { formatClock } from '../../time';
import { formatMoney } from '../../money';
import { moneyUnit, unitWord } from '../../settings';
import type { Change } from '../../watch/feed';
import type { TotalsContext } from './context';
import { derived } from './figures';

const shownMax = 12;

interface Tick {
  readonly change: Change;
  /** Null for a posting that was made before it was heard of. */
  readonly time: Date | null;
  readonly spendingFen: bigint;
}

export function tickerPanel({ life, watcher }: TotalsContext): HTMLElement {
  const shown = panel(say('totals.ticker'), { class: 'ticker' });
  const list = h('ol', { class: 'ticks', 'aria-live': 'polite' });
  const ticks: Tick[] = [];
  const line = ({ change, time, spendingFen }: Tick) =>
    h(
      'li',
      {},
      h('time', {}, time === null ? say('totals.earlier') : formatClock(time)),
      h('strong', {}, change.cause === '' ? say('totals.several') : departmentLabel(change.cause)),
      h(
        'span',
        { class: 'badge badge-loaded' },
        say('common.revision', { revision: change.revision }),
      ),
      h(
        'span',
        {},
        say('totals.spending_now', {
          amount: formatMoney(spendingFen, moneyUnit.value),
          unit: unitWord(),
        }),
      ),
    );
  const show = () =>
    replace(
      list,
      ticks.length === 0
        ? h('li', { class: 'empty' }, say('totals.ticker_empty'))
        : ticks.map(line),
    );
  life.listen(watcher.changes, ([newest]) => {
    if (newest === undefined) return;
    const spendingFen = derived(watcher.rows.value ?? new Map(), TableKind.T3, 'ALL', 'total');
    ticks.unshift({ change: newest, time: newest.live ? new Date() : null, spendingFen });
    ticks.splice(shownMax);
    show();
  });
  life.follow(departmentNames, show);
  life.listen(moneyUnit, show);
  followStatus(life, watcher, shown);
  replace(shown.body, list);
  return shown.element;
}
