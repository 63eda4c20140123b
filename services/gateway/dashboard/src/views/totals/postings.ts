// What each posting made of the expenditure of a scope: those that were there, as streams
// tell them to whom goes on where they stopped.
import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { aggregation } from '../../transport/clients';
import { type Change, Feed } from '../../watch/feed';
import { type Scope, totalsMap, watchedTotals } from '../../watch/streams';
import { totalSpending } from './figures';

/** Revisions that are looked back, of all years and stages. */
const revisionsBack = 50n;

export interface Posting {
  readonly change: Change;
  /** What it added to the scope's expenditure. */
  readonly changeFen: bigint;
  /** The scope's expenditure since then. */
  readonly spendingFen: bigint;
}

/** The postings up to a revision, newest first; none where they are no longer kept. */
export async function postingsBefore(
  scope: Scope,
  revision: bigint,
  signal: AbortSignal,
): Promise<Posting[]> {
  const from = revision > revisionsBack ? revision - revisionsBack : 1n;
  if (from >= revision) return [];
  const tables = [TableKind.T1];
  const { totals } = await aggregation.listTotals({ scope, tables, revision: from }, { signal });
  const feed = new Feed<Total>();
  feed.rows = totalsMap(totals);
  feed.revision = from;
  feed.begin();
  let spendingFen = totalSpending(feed.rows);
  const found: Posting[] = [];
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  try {
    for await (const message of watchedTotals(scope, tables, from, stop)) {
      if (message.kind === 'compacted') return [];
      const news = feed.take(message, 0);
      if (news !== null && news !== 'snapshot') {
        const before = spendingFen;
        spendingFen = totalSpending(feed.rows);
        found.unshift({ change: news, changeFen: spendingFen - before, spendingFen });
      }
      if (feed.whole && feed.revision >= revision) break;
    }
  } finally {
    enough.abort();
  }
  return found.filter(({ change }) => change.revision <= revision);
}
