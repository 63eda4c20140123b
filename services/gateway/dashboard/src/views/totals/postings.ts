// What each posting made of the expenditure of a scope: those that were there, as streams
// tell them to whom goes on where they stopped.
import type { Total } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import { TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import { lastPart } from '../../names';
import { aggregation } from '../../transport/clients';
import { Feed } from '../../watch/feed';
import { type Scope, totalsMap, watchedTotals } from '../../watch/streams';
import { totalSpending } from './figures';

/** Revisions that are looked back, of all years and stages. */
const revisionsBack = 50n;
/** The same where each has to be read by itself. */
const readingsMax = 24n;

export interface Posting {
  readonly revision: bigint;
  /** Whose it was; empty for several that are told together. */
  readonly cause: string;
  /** What it added to the scope's expenditure. */
  readonly changeFen: bigint;
  /** The scope's expenditure since then. */
  readonly spendingFen: bigint;
}

interface Standing {
  readonly totals: ReadonlyMap<string, Total>;
  /** By department, of all years and stages. */
  readonly seqs: ReadonlyMap<string, bigint>;
}

const differ = (now: Standing, before: Standing): boolean =>
  [...now.totals].some(([key, total]) => total.derivedFen !== before.totals.get(key)?.derivedFen);

/** The same read revision by revision, which is what is left where streams start anew. */
async function postingsRead(scope: Scope, newest: bigint, signal: AbortSignal): Promise<Posting[]> {
  const at = async (revision: bigint): Promise<Standing> => {
    if (revision === 0n) return { totals: new Map(), seqs: new Map() };
    const { totals, positions } = await aggregation.listTotals(
      { scope, tables: [TableKind.T1], revision, includePositions: true },
      { signal },
    );
    return {
      totals: totalsMap(totals),
      seqs: new Map(positions.map(({ department, seq }) => [department, seq])),
    };
  };
  const found: Posting[] = [];
  let now = await at(newest);
  for (let revision = newest; revision > 0n && newest - revision < readingsMax; revision -= 1n) {
    const before = await at(revision - 1n);
    const [department = ''] =
      [...now.seqs].find(([name, seq]) => before.seqs.get(name) !== seq) ?? [];
    if (differ(now, before)) {
      const spendingFen = totalSpending(now.totals);
      const changeFen = spendingFen - totalSpending(before.totals);
      found.push({ revision, cause: lastPart(department), changeFen, spendingFen });
    }
    now = before;
  }
  return found;
}

/** The postings up to a revision, newest first: the last of them. */
export async function postingsBefore(
  scope: Scope,
  revision: bigint,
  signal: AbortSignal,
): Promise<Posting[]> {
  const from = revision > revisionsBack ? revision - revisionsBack : 1n;
  if (from >= revision) return await postingsRead(scope, revision, signal);
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
      if (message.kind === 'compacted') return await postingsRead(scope, revision, signal);
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
  // Nothing goes on behind nothing: the first of all is read.
  const first = from === 1n ? await postingsRead(scope, from, signal) : [];
  return [...found.filter((one) => one.revision <= revision), ...first];
}
