// What each posting made of the expenditure of a scope: those that were there, as streams
// tell them to whom goes on where they stopped.
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { departmentOf, lastPart, partOf } from '../../names';
import { prefecture } from '../../session';
import { aggregation, streaming } from '../../transport/clients';
import { Feed } from '../../watch/feed';
import { type Scope, totalsMap, watchedTotals } from '../../watch/streams';
import { totalSpending } from './figures';

/** Revisions that are looked back, of all years and stages; a stream tells as many one by one. */
const revisionsBack = 200n;

export interface Posting {
  readonly revision: bigint;
  /** Whose it was; empty for several that are told together. */
  readonly cause: string;
  /** What it added to the scope's expenditure. */
  readonly changeFen: bigint;
  /** The scope's expenditure since then. */
  readonly spendingFen: bigint;
}

/** Those behind a revision up to another, newest first; else the oldest that a stream goes on from. */
async function postingsBehind(
  scope: Scope,
  from: bigint,
  revision: bigint,
  signal: AbortSignal,
): Promise<Posting[] | bigint> {
  const tables = [TableKind.T1];
  const { totals, positions } = await aggregation.listTotals(
    { scope, tables, revision: from, includePositions: true },
    { signal },
  );
  const feed = new Feed<Total>();
  feed.rows = totalsMap(totals);
  feed.revision = from;
  feed.begin();
  let spendingFen = totalSpending(feed.rows);
  const found: Posting[] = [];
  // Nothing goes on behind nothing: what stands at the first revision of all is its posting's.
  if (from === 1n && totals.length > 0) {
    const cause = lastPart(positions[0]?.department ?? '');
    found.push({ revision: from, cause, changeFen: spendingFen, spendingFen });
  }
  if (from === revision) return found;
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  try {
    for await (const message of watchedTotals(scope, tables, from, stop)) {
      if (message.kind === 'compacted') return message.oldestRevision;
      const news = feed.take(message, 0);
      if (news !== null && news !== 'snapshot') {
        const before = spendingFen;
        spendingFen = totalSpending(feed.rows);
        const { revision: made, cause } = news;
        found.unshift({ revision: made, cause, changeFen: spendingFen - before, spendingFen });
      }
      if (feed.whole && feed.revision >= revision) break;
    }
  } finally {
    enough.abort();
  }
  return found.filter((one) => one.revision <= revision);
}

/** The postings up to a revision, newest first: the last of them, as far back as streams go. */
export async function postingsBefore(
  scope: Scope,
  revision: bigint,
  signal: AbortSignal,
): Promise<Posting[]> {
  if (revision === 0n) return [];
  const from = revision > revisionsBack ? revision - revisionsBack : 1n;
  const found = await postingsBehind(scope, from, revision, signal);
  if (typeof found !== 'bigint') return found;
  const rest = found < revision ? await postingsBehind(scope, found, revision, signal) : [];
  return typeof rest === 'bigint' ? [] : rest;
}

/** When entries behind a revision were written, by revision, for who may read the ledgers. */
export async function commitTimes(
  scope: Scope,
  from: bigint,
  to: bigint,
  signal: AbortSignal,
): Promise<ReadonlyMap<bigint, Date>> {
  const parent = partOf(scope.name, 'departments') === '' ? prefecture() : departmentOf(scope.name);
  const times = new Map<bigint, Date>();
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  try {
    const told = aggregation.watchEntries({ parent, resumeRevision: from }, streaming(stop));
    for await (const { event } of told) {
      if (event.case === undefined) continue;
      if (event.case === 'entry' && event.value.commitTime !== undefined)
        times.set(event.value.revision, timestampDate(event.value.commitTime));
      if (event.value.revision >= to) break;
    }
  } finally {
    enough.abort();
  }
  return times;
}
