// The way from a total to the line of a document, each step checked here: sums
// with exact integers, hashes in this browser.
import type { Contribution } from '../../../build/generated/yuheng/aggregation/v1/totals_pb';
import type { SourceLocation } from '../../../build/generated/yuheng/budget/v1/vocabulary_pb';
import type { Entry } from '../../../build/generated/yuheng/ledger/v1/entry_pb';
import { allContributions, leavesOf } from '../../contributions';
import { formatAddress } from '../../form';
import { departmentName, partOf } from '../../names';
import { aggregation, ingestion, streaming } from '../../transport/clients';
import type { Scope } from '../../watch/streams';
import { printedCells } from '../submission/cells';
import { sha256 } from '../../sha256';

export interface Step {
  readonly kind: 'total' | 'leaves' | 'record' | 'chain' | 'bytes' | 'cell';
  /** What it is about: an address, an entry, a submission. */
  readonly about: string;
  readonly expected: string;
  /** Null where the browser can't tell. */
  readonly found: string | null;
  /** Of a cell: the submission it is printed in, and where. */
  readonly printed?: {
    readonly submission: string;
    readonly location: SourceLocation | undefined;
  };
}

export const holds = (step: Step): boolean | null =>
  step.found === null ? null : step.found === step.expected;

export interface TotalProof {
  readonly revision: bigint;
  readonly totalFen: bigint;
  readonly contributions: readonly Contribution[];
  readonly step: Step;
}

/** The total is the sum of what departments have in it, less nothing. */
export async function proveTotal(scope: Scope, address: string): Promise<TotalProof> {
  const { revision, total, contributions } = await allContributions(scope, address);
  const sum = contributions.reduce((all, one) => all + one.derivedFen, 0n);
  const totalFen = total?.derivedFen ?? 0n;
  return {
    revision,
    totalFen,
    contributions,
    step: { kind: 'total', about: address, expected: String(totalFen), found: String(sum) },
  };
}

/** An entry's stored bytes have its hash, and the hash of the one before stands in it. */
export async function proveEntry(entry: Entry): Promise<Step[]> {
  const department = departmentName(
    partOf(entry.name, 'prefectures'),
    partOf(entry.name, 'departments'),
  );
  const first = entry.seq > 1n ? entry.seq - 1n : entry.seq;
  const records: Uint8Array[] = [];
  while (BigInt(records.length) <= entry.seq - first) {
    const answer = await aggregation.listEntryRecords({
      parent: department,
      firstSeq: first + BigInt(records.length),
      lastSeq: entry.seq,
    });
    records.push(...answer.records);
  }
  const own = await sha256([records.at(-1)!]);
  const before = entry.seq > 1n ? await sha256([records[0]!]) : '0'.repeat(64);
  return [
    { kind: 'record', about: entry.name, expected: entry.hash, found: own },
    { kind: 'chain', about: entry.name, expected: entry.previousHash, found: before },
  ];
}

/** One department's part: its leaves, its entry, the bytes of its document, its cells. */
export async function proveContribution(
  scope: Scope,
  address: string,
  contribution: Contribution,
  signal: AbortSignal,
): Promise<Step[]> {
  const { leaves, entry } = await leavesOf(scope, address, contribution);
  const sum = leaves.reduce((all, leaf) => all + leaf.amountFen, 0n);
  const steps: Step[] = [
    {
      kind: 'leaves',
      about: contribution.entry,
      expected: String(contribution.derivedFen),
      found: String(sum),
    },
    ...(await proveEntry(entry)),
  ];
  if (entry.submission === '') return steps;
  const chunks: Uint8Array[] = [];
  for await (const { chunk } of ingestion.readSource({ name: entry.submission }, streaming(signal)))
    chunks.push(chunk);
  steps.push({
    kind: 'bytes',
    about: entry.submission,
    expected: entry.documentSha256,
    found: await sha256(chunks),
  });
  const cells = printedCells(await ingestion.getDocument({ name: entry.submission }));
  for (const leaf of leaves) {
    const at = formatAddress(leaf.account!);
    steps.push({
      kind: 'cell',
      about: at,
      expected: String(leaf.amountFen),
      found: String(cells.get(at)?.fen ?? 'none'),
      printed: { submission: entry.submission, location: cells.get(at)?.location },
    });
  }
  return steps;
}
