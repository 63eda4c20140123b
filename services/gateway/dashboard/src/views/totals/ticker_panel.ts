// Postings as they arrive: whose, what they added, and what the total became.
import { codedLabel, departmentNames } from '../../directory';
import { h, replace } from '../../dom';
import { say } from '../../language';
import { formatChange, formatMoney } from '../../money';
import { followStatus, panel } from '../../panel';
import { scopeLabel } from '../../scope_choice';
import { mayTrace } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { formatMoment } from '../../time';
import type { TotalsContext } from './context';
import { totalSpending } from './figures';
import { type Posting, postingsBefore } from './postings';

const shownMax = 12;

export function tickerPanel({ life, scope, watcher }: TotalsContext): HTMLElement {
  const shown = panel(say('totals.ticker'), { class: 'ticker' });
  const list = h('ol', { class: 'ticks', 'aria-live': 'polite' });
  let ticks: readonly Posting[] = [];
  let looking = true;
  const line = ({ revision, cause, changeFen, spendingFen, time }: Posting) =>
    h(
      'li',
      {},
      h('time', {}, time === null ? say('totals.earlier') : formatMoment(time)),
      h('strong', {}, cause === '' ? say('totals.several') : codedLabel(cause)),
      h(
        'span',
        {},
        say('totals.spending_change', {
          change: formatChange(changeFen, moneyUnit.value),
          unit: unitWord(),
        }),
      ),
      h(
        'span',
        { class: 'tick-total' },
        say('totals.spending_now', {
          whose: scopeLabel(scope.name),
          amount: formatMoney(spendingFen, moneyUnit.value),
          unit: unitWord(),
        }),
        ' ',
        h('span', { class: 'badge badge-loaded' }, say('common.revision', { revision })),
      ),
    );
  const emptyText = () => {
    if (looking) return say('panel.loading');
    return mayTrace() ? say('totals.ticker_empty') : say('totals.ticker_none_since');
  };
  const show = () =>
    replace(list, ticks.length > 0 ? ticks.map(line) : h('li', { class: 'empty' }, emptyText()));
  const keep = (newest: readonly Posting[]) => {
    ticks = newest.slice(0, shownMax);
    show();
  };

  // Rows are told before the change that made them; a snapshot is no posting.
  let beforeFen = 0n;
  let spendingFen: bigint | null = null;
  life.follow(watcher.rows, (rows) => {
    if (rows === null) return;
    const first = spendingFen === null;
    beforeFen = spendingFen ?? 0n;
    spendingFen = totalSpending(rows);
    if (!first) return;
    postingsBefore(scope, watcher.feed.revision, spendingFen, life.signal)
      .catch(() => []) // Then what comes from now on is told.
      .then((before) => {
        looking = false;
        keep([...ticks, ...before]);
      });
  });
  life.listen(watcher.changes, ([newest]) => {
    if (newest === undefined || spendingFen === null) return;
    const changeFen = spendingFen - beforeFen;
    const time = newest.live ? new Date() : null;
    const { revision, cause } = newest;
    keep([{ revision, cause, changeFen, spendingFen, time }, ...ticks]);
  });
  life.follow(departmentNames, show);
  life.listen(moneyUnit, show);
  followStatus(life, watcher, shown);
  replace(shown.body, list);
  return shown.element;
}
