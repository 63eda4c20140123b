// Postings as they arrive: whose, what they added, and what the total became.
import { departmentLabel, departmentNames } from '../../directory';
import { h, replace } from '../../dom';
import { say } from '../../language';
import { formatChange, formatMoney } from '../../money';
import { followStatus, panel } from '../../panel';
import { scopeLabel } from '../../scope_choice';
import { mayTrace } from '../../session';
import { moneyUnit, unitWord } from '../../settings';
import { formatClock, formatMoment } from '../../time';
import type { TotalsContext } from './context';
import { totalSpending } from './figures';
import { commitTimes, type Posting, postingsBefore } from './postings';

const shownMax = 12;
/** Entries, of all years, that are read for when they were written. */
const timedMax = 50n;

interface Tick extends Posting {
  /** When it was heard of as it happened; null for one made before. */
  readonly heard: Date | null;
}

export function tickerPanel({ life, scope, watcher }: TotalsContext): HTMLElement {
  const shown = panel(say('totals.ticker'), { class: 'ticker' });
  const list = h('ol', { class: 'ticks', 'aria-live': 'polite' });
  let ticks: readonly Tick[] = [];
  let times: ReadonlyMap<bigint, Date> = new Map();
  let looking = true;
  const timeText = ({ revision, heard }: Tick) => {
    if (heard !== null) return formatClock(heard);
    const written = times.get(revision);
    return written === undefined ? say('totals.earlier') : formatMoment(written);
  };
  const line = (tick: Tick) => {
    const { revision, cause, changeFen, spendingFen } = tick;
    return h(
      'li',
      {},
      h('time', {}, timeText(tick)),
      h('strong', {}, cause === '' ? say('totals.several') : departmentLabel(cause)),
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
  };
  const show = () =>
    replace(
      list,
      ticks.length > 0
        ? ticks.map(line)
        : h('li', { class: 'empty' }, looking ? say('panel.loading') : say('totals.ticker_empty')),
    );
  const keep = (newest: readonly Tick[]) => {
    ticks = newest.slice(0, shownMax);
    show();
  };

  /** The ledgers know when; without them "earlier" has to do. */
  const askTimes = async () => {
    const [newest] = ticks;
    if (newest === undefined || !mayTrace()) return;
    const to = newest.revision;
    const from = to > timedMax ? to - timedMax : 0n;
    const oldest = ticks.at(-1)!.revision - 1n;
    try {
      times = await commitTimes(scope, oldest > from ? oldest : from, to, life.signal);
      show();
    } catch {
      // Who may read totals of a unit may not read its department's ledger.
    }
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
    postingsBefore(scope, watcher.feed.revision, life.signal)
      .catch(() => []) // Then what comes from now on is told.
      .then((before) => {
        looking = false;
        keep([...ticks, ...before.map((posting) => ({ ...posting, heard: null }))]);
        void askTimes();
      });
  });
  life.listen(watcher.changes, ([newest]) => {
    if (newest === undefined || spendingFen === null) return;
    const changeFen = spendingFen - beforeFen;
    const heard = newest.live ? new Date() : null;
    const { revision, cause } = newest;
    keep([{ revision, cause, changeFen, spendingFen, heard }, ...ticks]);
  });
  life.follow(departmentNames, show);
  life.listen(moneyUnit, show);
  followStatus(life, watcher, shown);
  replace(shown.body, list);
  return shown.element;
}
