import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { replace } from '../../dom';
import type { Lifetime } from '../../lifetime';
import { followStatus, type Panel, waiting } from '../../panel';
import { moneyUnit } from '../../settings';
import type { Scope } from '../../watch/streams';
import type { Watcher } from '../../watch/watcher';
import type { Totals } from './figures';

/** What the panels of the dashboard share. */
export interface TotalsContext {
  readonly life: Lifetime;
  readonly scope: Scope;
  readonly watcher: Watcher<Total>;
}

/**
 * Draws a panel with every new state of the totals and every change of the unit
 * of money. Until totals are known it shows no figures, not zeros. Returns what
 * draws it again.
 */
export function drawTotals(
  { life, watcher }: TotalsContext,
  shown: Panel,
  draw: (totals: Totals) => void,
): () => void {
  const show = () => {
    const totals = watcher.rows.value;
    if (totals === null) replace(shown.body, waiting());
    else draw(totals);
  };
  life.followCalmly(watcher.rows, show);
  life.listen(moneyUnit, show);
  followStatus(life, watcher, shown);
  return show;
}
