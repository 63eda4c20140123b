import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import type { Lifetime } from '../../lifetime';
import type { Scope } from '../../watch/streams';
import type { Watcher } from '../../watch/watcher';

/** What the panels of the dashboard share. */
export interface TotalsContext {
  readonly life: Lifetime;
  readonly scope: Scope;
  readonly watcher: Watcher<Total>;
}
