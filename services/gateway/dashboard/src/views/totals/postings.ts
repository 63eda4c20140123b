// What each posting made of the expenditure of a scope: those that were there, as the
// ledgers have them. Streams of totals tell their readers the newest state, not the way there.
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Side, TableKind } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import type { Entry, Line } from '../../../build/generated/yuheng/ledger/v1/entry_pb';
import { departments } from '../../directory';
import { departmentOf, groupOf, partOf } from '../../names';
import { mayTrace, prefecture } from '../../session';
import { aggregation, streaming } from '../../transport/clients';
import type { Scope } from '../../watch/streams';
import { isRounding, sum } from './figures';

/** Entries that are looked through, of all years and stages. */
const entriesBack = 100n;

export interface Posting {
  readonly revision: bigint;
  /** Whose it was; empty for several that are told together. */
  readonly cause: string;
  /** What it added to the scope's expenditure. */
  readonly changeFen: bigint;
  /** The scope's expenditure since then. */
  readonly spendingFen: bigint;
  /** When it was written; null where that is not known. */
  readonly time: Date | null;
}

/** Whether the totals of a scope hold an entry of the ledgers that are read for it. */
function isIn({ name, fiscalYear, stage }: Scope, entry: Entry): boolean {
  if (entry.fiscalYear !== fiscalYear || entry.stage !== stage) return false;
  const unit = partOf(name, 'units');
  if (unit !== '') return entry.unit === unit;
  const group = groupOf(name);
  if (group === '') return true;
  const { groups = [] } = departments.value.get(partOf(entry.name, 'departments')) ?? {};
  return groups.some((one) => one === group || one.startsWith(`${group}/`));
}

/** What lines of a posting say of the expenditure in table 1. */
const ofSpending = (lines: readonly Line[]) =>
  lines.filter(
    ({ account }) => account?.table === TableKind.T1 && account.side === Side.EXPENDITURE,
  );

/** What an entry adds to the expenditure, told as totals are; eliminations stand beside those. */
export function spendingChange({ leaves, printed, elimination }: Entry): bigint {
  if (elimination !== undefined) return 0n;
  const derivedFen = sum(ofSpending(leaves).map(({ amountFen }) => amountFen));
  const total = ofSpending(printed).find(({ account }) => account!.row === 'ALL');
  if (total === undefined) return derivedFen;
  return isRounding(total.amountFen - derivedFen) ? total.amountFen : derivedFen;
}

/**
 * The postings up to a revision at which the expenditure was `spendingFen`, newest first;
 * none for who may not read the ledgers.
 */
export async function postingsBefore(
  scope: Scope,
  revision: bigint,
  spendingFen: bigint,
  signal: AbortSignal,
): Promise<Posting[]> {
  if (revision === 0n || !mayTrace()) return [];
  const parent = partOf(scope.name, 'departments') === '' ? prefecture() : departmentOf(scope.name);
  const resumeRevision = revision > entriesBack ? revision - entriesBack : 0n;
  const found: Posting[] = [];
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  try {
    const told = aggregation.watchEntries({ parent, resumeRevision }, streaming(stop));
    for await (const { event } of told) {
      if (event.case === undefined || event.value.revision > revision) break;
      if (event.case === 'entry' && isIn(scope, event.value)) {
        const { name, revision: made, commitTime } = event.value;
        found.unshift({
          revision: made,
          cause: partOf(name, 'departments'),
          changeFen: spendingChange(event.value),
          spendingFen,
          time: commitTime === undefined ? null : timestampDate(commitTime),
        });
      }
      if (event.value.revision === revision) break;
    }
  } finally {
    enough.abort();
  }
  let afterFen = spendingFen;
  return found.map((posting) => {
    const since = { ...posting, spendingFen: afterFen };
    afterFen -= posting.changeFen;
    return since;
  });
}
