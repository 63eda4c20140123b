// What a department or unit has in a total.
import type { Contribution, Total } from '../build/generated/yuheng/aggregation/v1/totals_pb';
import type { Entry, Line } from '../build/generated/yuheng/ledger/v1/entry_pb';
import { parseAddress } from './form';
import { partOf, unitName } from './names';
import { aggregation } from './transport/clients';
import type { Scope } from './watch/streams';

/** More contributions of one total are not asked for at once. */
export const contributionsMax = 1000;

/** All that has a part in a total, at one revision. */
export async function allContributions(
  scope: Scope,
  address: string,
): Promise<{ revision: bigint; total: Total | undefined; contributions: Contribution[] }> {
  const asked = { scope, account: parseAddress(address)!, pageSize: contributionsMax };
  let answer = await aggregation.listContributions(asked);
  const { revision, total } = answer;
  const contributions = [...answer.contributions];
  while (answer.nextPageToken !== '') {
    const { nextPageToken: pageToken } = answer;
    answer = await aggregation.listContributions({ ...asked, revision, pageToken });
    contributions.push(...answer.contributions);
  }
  return { revision, total, contributions };
}

/** The leaves that a contribution is the sum of, and the entry they stand in. */
export async function leavesOf(
  scope: Scope,
  address: string,
  { department, unit, entry: name }: Contribution,
): Promise<{ leaves: Line[]; entry: Entry }> {
  const whose =
    unit === ''
      ? department
      : unitName(partOf(department, 'prefectures'), partOf(department, 'departments'), unit);
  const [{ contributions }, entry] = await Promise.all([
    aggregation.listContributions({
      scope: { ...scope, name: whose },
      account: parseAddress(address)!,
      pageSize: contributionsMax,
    }),
    aggregation.getEntry({ name }),
  ]);
  const leaves = contributions.filter((one) => one.entry === name).flatMap((one) => one.leaves);
  return { leaves, entry };
}
