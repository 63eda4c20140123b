import { downloadTable } from '../../csv';
import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { emptyNote } from '../../controls';
import { replace } from '../../dom';
import { say } from '../../language';
import type { Lifetime } from '../../lifetime';
import { followStatus, type Panel, waiting } from '../../panel';
import { periodText } from '../../period';
import { step } from '../../route';
import { scopeLabel } from '../../scope_choice';
import { moneyUnit } from '../../settings';
import type { Signal } from '../../signal';
import type { Scope } from '../../watch/streams';
import type { Watcher } from '../../watch/watcher';
import type { Totals } from './figures';

/** What the panels of the dashboard share. */
export interface TotalsContext {
  readonly life: Lifetime;
  readonly scope: Scope;
  readonly watcher: Watcher<Total>;
  /** The function whose parts the table and the treemap show; "" for all classes. */
  readonly code: Signal<string>;
}

/** A step deeper or back in the functions, in all that shows them and in the address. */
export function openFunction({ code }: TotalsContext, next: string): void {
  step({ code: next });
  code.value = next;
}

/** Keeps what a panel shows as a file, in 万元. */
export const saveTotals = (
  { scope, watcher }: TotalsContext,
  what: string,
  rows: readonly (readonly string[])[],
): void =>
  downloadTable(
    [
      scopeLabel(scope.name),
      periodText(scope),
      what,
      say('common.revision', { revision: watcher.feed.revision }),
    ],
    rows,
  );

/** No figures are not zeros. */
export const nothingPosted = (scope: Scope): HTMLElement =>
  emptyNote(
    say('totals.nothing_posted', { whose: scopeLabel(scope.name), period: periodText(scope) }),
  );

/**
 * Draws a panel with every new state of the totals and every change of the unit
 * of money. Until totals are known, and where there are none, it shows no figures,
 * not zeros. Returns what
 * draws it again.
 */
export function drawTotals(
  { life, scope, watcher }: TotalsContext,
  shown: Panel,
  draw: (totals: Totals) => void,
): () => void {
  const show = () => {
    const totals = watcher.rows.value;
    if (totals === null) replace(shown.body, waiting());
    else if (totals.size === 0) replace(shown.body, nothingPosted(scope));
    else draw(totals);
  };
  life.followCalmly(watcher.rows, show);
  life.listen(moneyUnit, show);
  followStatus(life, watcher, shown);
  return show;
}
